"""A group handed over for dates: rights from the first day to the midnight of the last."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, LoginSession
from esat.workers import people
from esat.workers.models import HalfDay, Supervision
from tests.esat.workers.conftest import Team

SignedIn = Callable[..., FlaskClient]
PAGE = "/equipes/remplacements"


@dataclass(frozen=True)
class Hands:
    """The head of the laundry, Nadia who leads, and Awa who will replace her."""

    head: FlaskClient
    nadia: FlaskClient
    awa: FlaskClient
    awa_id: int
    group_id: int

    def form(self, since: str = "2026-11-24", until: str = "2026-11-27") -> dict[str, str]:
        return {"group_id": str(self.group_id), "account_id": str(self.awa_id),
                "since": since, "until": until}  # fmt: skip


def newest_account(session: Session) -> Account:
    found = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert found is not None
    return found


@pytest.fixture
def hands(session: Session, signed_in: SignedIn, team: Team) -> Hands:
    nadia = signed_in("moniteur", ("laundry",))
    people.lead(session, team.group, newest_account(session).id or 0, date(2026, 11, 2))
    awa = signed_in("moniteur", ("laundry",))
    account = newest_account(session)
    account.display_name = "Awa Diop"
    session.add(account)
    head = signed_in("responsable_atelier", ("laundry",))
    # The days of these tests pass without anybody signing in again.
    session.execute(update(LoginSession).values(expires_at=at(30), last_seen_at=at(30)))
    session.commit()
    return Hands(head, nadia, awa, account.id or 0, team.group.id or 0)


def at(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(date(2026, 11, day), time(hour, minute), clock.PARIS)


def sheet(day: int, half: str = "matin") -> str:
    return f"/equipes/linge/2026-11-{day:02d}/{half}"


def test_rights_begin_and_end_by_themselves(hands: Hands, session: Session, team: Team) -> None:
    form = {f"status-{key}": "present" for key in team.all}
    assert hands.head.post(PAGE, data=hands.form()).status_code == 303
    assert hands.awa.get(sheet(23)).status_code == 403
    assert "Linge" not in hands.awa.get("/equipes").text
    with clock.pinned(at(24, 0, 1)):
        assert hands.awa.get(sheet(24)).status_code == 200
    with clock.pinned(at(27, 11)):
        assert hands.awa.post(sheet(27), data=form).status_code == 303
        assert "Paul D." in hands.awa.get("/travailleurs").text
        for browser in (hands.awa, hands.nadia, hands.head):
            assert "Remplacement jusqu’au 27/11/2026 : Awa Diop" in browser.get("/equipes").text
    with clock.pinned(at(27, 23, 59)):
        assert hands.awa.get(sheet(27)).status_code == 200
    with clock.pinned(at(28, 0, 1)):
        assert hands.awa.get(sheet(27)).status_code == 403
        assert hands.awa.post(sheet(27), data=form).status_code == 403
        assert "Paul D." not in hands.awa.get("/travailleurs").text
        assert hands.nadia.get(sheet(27)).status_code == 200
    rows = session.exec(select(HalfDay)).all()
    assert {row.recorded_by for row in rows} == {hands.awa_id}


def test_it_is_ended_early_and_called_off_and_the_rows_stay(hands: Hands, session: Session) -> None:
    hands.head.post(PAGE, data=hands.form("2026-11-23", "2026-11-24"))
    hands.head.post(PAGE, data=hands.form("2026-11-26", "2026-11-27"))
    running, coming = session.exec(
        select(Supervision).where(Supervision.kind == "replacement").order_by(col(Supervision.id))
    ).all()
    assert running.recorded_by is not None
    for one in (running, coming):
        assert hands.head.post(f"{PAGE}/{one.id}/fin").status_code == 303
        assert hands.head.post(f"{PAGE}/{one.id}/fin").status_code == 409
    assert hands.awa.get(sheet(23)).status_code == 200  # today stays his
    with clock.pinned(at(24)):
        assert hands.awa.get(sheet(23)).status_code == 403
    with clock.pinned(at(26)):
        assert hands.awa.get(sheet(23)).status_code == 403
        assert hands.head.post(PAGE, data=hands.form("2026-11-26", "2026-11-27"))
        assert hands.awa.get(sheet(23)).status_code == 200
    session.expire_all()
    assert running.ended_by is not None
    assert coming.until == date(2026, 11, 25)


def test_only_the_head_of_that_workshop_gives_it(
    hands: Hands, session: Session, signed_in: SignedIn
) -> None:
    other = signed_in("responsable_atelier", ("green_spaces",))
    for browser in (hands.nadia, hands.awa, other, signed_in("comptoir"), signed_in("inspecteur")):
        assert browser.post(PAGE, data=hands.form()).status_code == 403
    assert "Linge" not in other.get(PAGE).text
    hands.head.post(PAGE, data=hands.form())
    made = session.exec(select(Supervision).where(Supervision.kind == "replacement")).one()
    for browser in (hands.nadia, hands.awa, other):
        assert browser.post(f"{PAGE}/{made.id}/fin").status_code == 403
    lead = session.exec(select(Supervision).where(Supervision.kind == "lead")).first()
    assert lead is not None
    assert hands.head.post(f"{PAGE}/{lead.id}/fin").status_code == 404
    assert hands.head.post(f"{PAGE}/999999/fin").status_code == 404


@pytest.mark.parametrize(
    ("since", "until", "status", "words"),
    [
        ("2026-11-22", "2026-11-24", 422, "commence aujourd’hui ou plus tard"),
        ("2026-11-27", "2026-11-24", 422, "La fin vient après le début"),
        ("2026-11-24", "2028-11-24", 422, "plus de 366 jours"),
        ("", "", 422, "Rien n’a été enregistré"),
        ("32/13", "2026-11-24", 422, "Rien n’a été enregistré"),
    ],
)
def test_dates_that_cannot_be_are_told_beside_the_field(
    hands: Hands, session: Session, since: str, until: str, status: int, words: str
) -> None:
    answer = hands.head.post(PAGE, data=hands.form(since, until))
    assert answer.status_code == status
    assert words in answer.text
    query = select(Supervision).where(Supervision.kind == "replacement")
    assert session.exec(query).all() == []


def test_sent_twice_it_is_one_and_a_stranger_is_not_taken(
    hands: Hands, session: Session, signed_in: SignedIn
) -> None:
    assert hands.head.post(PAGE, data=hands.form()).status_code == 303
    again = hands.head.post(PAGE, data=hands.form())
    assert again.status_code == 409
    assert "suit déjà ce groupe" in again.text
    signed_in("moniteur", ("green_spaces",))
    stranger = newest_account(session)
    answer = hands.head.post(PAGE, data={**hands.form(), "account_id": str(stranger.id)})
    assert answer.status_code == 409
    assert "n’est pas de cet atelier" in answer.text
    query = select(Supervision).where(Supervision.kind == "replacement")
    assert len(session.exec(query).all()) == 1
