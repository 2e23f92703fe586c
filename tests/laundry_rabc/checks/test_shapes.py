"""What the floor answers, and what a laboratory or the RABC lead does."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from laundry_rabc.checks import pages, reads
from laundry_rabc.checks.shapes import off_floor
from tests.conftest import MONDAY
from tests.laundry_rabc.checks.conftest import Laundry
from tests.laundry_rabc.checks.test_pages import HERE


def test_what_the_laboratory_owes_stands_apart_and_is_never_the_next(
    session: Session, laundry: Laundry, karim: FlaskClient
) -> None:
    page = karim.get(HERE).text
    floor, _, apart = page.partition("Laboratoire et qualification :")
    assert "HYG-01" in apart
    assert "HYG-01" not in floor
    assert "LAV-12" not in floor
    assert apart.count(">HYG-01<") == 1
    assert "prélèvements" in apart
    owed = karim.get(f"{HERE}/laboratoire").text
    assert "Attendus du laboratoire" in owed
    assert "HYG-01" in owed
    assert "TEN-01" not in owed
    with clock.pinned(MONDAY + timedelta(hours=2)):
        for zone in ("clean", "barrier", "store"):
            first = pages.next_of(session, zone, MONDAY)
            row = reads.one(session, first or 0)
            assert row is None or not off_floor(row.version)
