"""The plan as a table to take away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock

pytestmark = pytest.mark.usefixtures("plan")
SignedIn = Callable[..., FlaskClient]


def test_the_plan_is_taken_away_with_every_version(session: Session, signed_in: SignedIn) -> None:
    from laundry_rabc.plan import exports

    rows = list(exports.rows(session, None, None))
    assert len(rows) == 41
    assert all(len(row) == len(exports.HEADERS) for row in rows)
    first = dict(zip(exports.HEADERS, rows[0], strict=True))
    assert (first["code"], first["statut"], first["approuve_par"]) == ("CAL-01", "Proposé", "")
    yesterday = clock.today() - timedelta(days=1)
    assert list(exports.rows(session, None, yesterday)) == []
