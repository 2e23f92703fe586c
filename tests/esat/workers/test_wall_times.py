from datetime import time

import pytest
from pydantic import TypeAdapter, ValidationError

from esat.workers.wall_times import OptionalWallTime, WallTime

READ = TypeAdapter(WallTime)


@pytest.mark.parametrize("text", ["9:15", "09:15", " 9h15 ", "9.15", "915", "0915", "09:15:00"])
def test_an_hour_is_read_as_hands_write_it(text: str) -> None:
    assert READ.validate_python(text) == time(9, 15)


@pytest.mark.parametrize("text", ["25:00", "12:60", "9", "90", "915.5", "-9:15", "midi", "1 h 5"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        READ.validate_python(text)


def test_an_empty_box_is_no_hour_and_a_whole_hour_needs_no_minutes() -> None:
    assert TypeAdapter(OptionalWallTime).validate_python(" ") is None
    assert READ.validate_python("14h") == time(14)
    assert READ.validate_python(time(9, 15, 30)) == time(9, 15)
