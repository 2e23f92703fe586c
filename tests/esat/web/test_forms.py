from datetime import date, datetime
from typing import Annotated

import pytest

from esat.errors import Invalid
from esat.web import forms
from esat.web.forms import Blank, FormShape


class Days(FormShape):
    on: date
    until: Annotated[date | None, Blank] = None
    at: datetime | None = None


@pytest.mark.parametrize("wrong", ["0", "20261123", "-1", " 12.5 ", "1764000000", 0, 1764000000.5])
@pytest.mark.parametrize("field", ["on", "until", "at"])
def test_a_bare_number_is_no_day(field: str, wrong: object) -> None:
    """It was read as seconds since 1970: « 20261123 » was a day of August 1970."""
    with pytest.raises(Invalid) as refusal:
        forms.read(Days, {"on": "2026-11-23", field: wrong})
    assert set(refusal.value.fields) == {field}
    assert refusal.value.fields[field].startswith("Écrivez une date")


def test_a_day_is_a_day_and_an_empty_box_is_none() -> None:
    read = forms.read(Days, {"on": "2026-11-23", "until": "", "at": "2026-11-23T08:15:00+01:00"})
    assert (read.on, read.until) == (date(2026, 11, 23), None)
    assert read.at is not None


def test_an_empty_box_is_asked_to_be_filled_and_not_to_be_written_better() -> None:
    with pytest.raises(Invalid) as refusal:
        forms.read(Days, {"on": ""})
    assert refusal.value.fields == {"on": "Ce champ est à remplir."}
