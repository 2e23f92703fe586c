from datetime import date, datetime

import pytest

from esat import clock
from esat.errors import Invalid
from workshops.laundry.stock import typed


def test_another_day_is_its_noon_and_today_is_now(now: datetime) -> None:
    assert typed.moment(None, now, "on") == now
    assert typed.moment(clock.local(now).date(), now, "on") == now
    assert clock.local(typed.moment(date(2026, 11, 20), now, "on")).hour == 12


@pytest.mark.parametrize("on", [date(1900, 1, 1), date(2025, 11, 1), date(2026, 11, 24)])
def test_a_day_to_come_and_a_wrong_year_are_said_beside_the_field(now: datetime, on: date) -> None:
    with pytest.raises(Invalid) as refused:
        typed.moment(on, now, "received_on")
    assert list(refused.value.fields) == ["received_on"]
