from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.workers import locks, people
from esat.workers.forms import GroupIn
from esat.workers.models import Membership
from tests.esat.workers.conftest import Team

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def garden(session: Session) -> str:
    made = people.create_group(session, GroupIn(code="jardin", name="Jardin"))
    session.commit()
    return str(made.id)


def page(worker: int) -> str:
    return f"/travailleurs/{worker}/groupe"


def changes(session: Session) -> list[Membership]:
    session.expire_all()
    return list(session.exec(select(Membership)))


def test_the_office_changes_the_group_from_a_day_and_sees_both(
    signed_in: SignedIn, session: Session, team: Team, garden: str
) -> None:
    odile = signed_in("bureau")
    assert f'href="{page(team.zoe)}"' in odile.get(f"/travailleurs/{team.zoe}").text
    assert "sans date de début écrite" in odile.get(page(team.zoe)).text
    form = {"group": garden, "since": "2026-12-01"}
    for _ in range(2):
        assert odile.post(page(team.zoe), data=form).status_code == 303
    (row,) = changes(session)
    assert (row.since, row.recorded_by is not None) == (date(2026, 12, 1), True)
    seen = odile.get(page(team.zoe)).text
    assert "jusqu’au 30/11/2026" in seen
    assert "écrit par Odile" in seen
    assert seen.index("Aujourd’hui") < seen.index("À venir")
    odile.post(page(team.zoe), data={"group": "aucun", "since": "2026-12-01"})
    seen = odile.get(page(team.zoe)).text
    assert "Remplacé" in seen
    assert "Sans groupe" in seen


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"group": "", "since": "2026-12-01"}, 422, "Choisissez un groupe"),
        ({"group": "", "since": ""}, 422, "Choisissez un groupe"),
        ({"group": "99999999999999999999", "since": "2026-12-01"}, 422, "Choisissez un groupe"),
        ({"group": "1 OR 1", "since": "2026-12-01"}, 422, "Choisissez un groupe"),
        ({"group": "999999", "since": "2026-12-01"}, 404, "Ce groupe n’existe pas"),
        ({"group": "aucun", "since": ""}, 422, "À partir du"),
        ({"group": "aucun", "since": "31/02/2026"}, 422, "À partir du"),
        ({"group": "aucun", "since": "2062-12-01"}, 422, "plus d’un an"),
        ({"group": "aucun", "since": "2026-10-01"}, 409, "Choisissez le 01/11/2026 ou après"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    signed_in: SignedIn,
    session: Session,
    team: Team,
    now: datetime,
    form: dict[str, str],
    status: int,
    words: str,
) -> None:
    locks.close(session, team.all, date(2026, 10, 1), by=SYSTEM, at=now)
    session.commit()
    answer = signed_in("bureau").post(page(team.zoe), data=form)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert changes(session) == []


def test_only_who_keeps_the_list_of_workers_may(
    signed_in: SignedIn, session: Session, team: Team, garden: str
) -> None:
    form = {"group": garden, "since": "2026-12-01"}
    for role in ("moniteur", "responsable_atelier", "comptoir", "qualite", "administrateur"):
        browser = signed_in(role)
        assert browser.get(page(team.zoe)).status_code == 403, role
        assert browser.post(page(team.zoe), data=form).status_code == 403, role
    assert changes(session) == []
    assert signed_in("direction").post(page(team.zoe), data=form).status_code == 303
    assert signed_in("bureau").get(page(10**6)).status_code == 404


def test_the_card_of_a_worker_says_the_group_of_today_and_leaves_it(
    signed_in: SignedIn, session: Session, team: Team, garden: str
) -> None:
    odile = signed_in("bureau")
    odile.post(page(team.zoe), data={"group": garden, "since": "2026-11-23"})
    card = odile.get(f"/travailleurs/{team.zoe}").text
    assert "Groupe : Jardin" in card
    assert 'name="group_id"' not in card
    odile.post(f"/travailleurs/{team.zoe}", data={"first_name": "Zoé", "last_name": "Martin"})
    assert len(changes(session)) == 1
    assert "Zoé" in odile.get(f"/travailleurs?groupe={garden}").text
