"""A person named wrongly at a check."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from tests.laundry_rabc.checks.conftest import Laundry
from tests.laundry_rabc.checks.test_pages import kept, path, post


@pytest.mark.parametrize("par", ["9" * 21, "٣" * 30, "x" * 4000, "\U0001f600"])
def test_nonsense_for_a_person_is_a_badge_nobody_knows(
    session: Session, laundry: Laundry, karim: FlaskClient, par: str
) -> None:
    where = path(session, laundry, "SEC-01", "matin")
    assert karim.get(where, query_string={"par": par}).status_code == 200
    answer = post(karim, where, par=par, answer="value", value="6")
    assert answer.status_code in {409, 422}
    assert kept(session) == []
