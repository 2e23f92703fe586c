"""A month of one worker from its sheets to its closed statement, and its correction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.workers import people
from esat.workers.half_days import Entry
from tests import people_month

SignedIn = Callable[..., FlaskClient]
NOVEMBER = date(2026, 11, 1)
MONTH = "/travailleurs/releves/2026-11"
LEAVE, GONE, TARDY = (date(2026, 11, 5), date(2026, 11, 6)), date(2026, 11, 17), date(2026, 11, 24)


@dataclass(frozen=True)
class Scene:
    office: FlaskClient
    supervisor: FlaskClient
    paul: int


@pytest.fixture
def scene(session: Session, signed_in: SignedIn) -> Iterator[Scene]:
    """November as the supervisor recorded it, on the first of December."""
    with clock.pinned(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        office, supervisor = signed_in("bureau"), signed_in("moniteur", ("laundry",))
        team = people_month.group(session)
        paul = people_month.worker(session, team, "Paul", "Durand")
        people_month.template(session, [paul], date(2026, 1, 1))
        query = select(Account.id).join(AccountRole).where(AccountRole.role == "moniteur")
        people.lead(session, team, session.exec(query).one() or 0, date(2026, 1, 1))
        halves = ("morning", "afternoon")
        away = {
            (paul, day, half): Entry(paul, "absent_announced") for day in LEAVE for half in halves
        }
        away |= {(paul, GONE, half): Entry(paul, "absent_unannounced") for half in halves}
        away[paul, TARDY, "morning"] = Entry(paul, "late", from_time=time(9, 30))
        days = people_month.workdays(NOVEMBER)
        people_month.present(session, team, [paul], days, away)
        for day in days:
            if day not in {*LEAVE, GONE}:
                people_month.at_work(session, team, [paul], day, "production")
        support, training, outside = days[0], days[1], days[5]
        people_month.at_work(session, team, [paul], support, "support", ((13, 0), (17, 0)))
        people_month.at_work(session, team, [paul], training, "training", ((13, 0), (16, 30)))
        people_month.at_work(session, team, [paul], outside, "support_outside", ((17, 0), (19, 0)))
        session.commit()
        yield Scene(office, supervisor, paul)


def code(browser: FlaskClient, worker: int, reason: str, since: date, until: date) -> str:
    """The office enters an absence; the address of its page."""
    sent = {"worker_id": worker, "code": reason, "since": since, "until": until}
    answer = browser.post("/travailleurs/absences/nouvelle", data=sent)
    assert answer.status_code == 303
    return str(answer.location)


def test_the_monthly_statement_adds_up(scene: Scene, signed_in: SignedIn) -> None:
    """The monthly statement adds up

    Given November 2026 (21 weekdays, 11 November a public holiday), a 7 h × 5 template, 2 days'
    leave, 1 unjustified day, 0.5 h late, 4 h support type 1, 3.5 h training, 2 h support type 2,
    when the office closes the month, then the statement shows 147 h contractual, 7 h public
    holiday, 140 h to do = 111 production + 4 + 3.5 + 14 leave + 7 unjustified + 0.5 late; the 2 h
    type 2 appear outside; leave taken on Thursday–Friday asks whether Saturday counts (jours
    ouvrables); no euro figure appears; a correction on 5 December makes version 2 with a visible
    difference and leaves version 1 readable.
    """
    office, one = scene.office, f"{MONTH}/{scene.paul}"
    code(office, scene.paul, "CP", *LEAVE)
    gone = code(office, scene.paul, "ABS-I", GONE, GONE)
    assert scene.supervisor.post("/travailleurs/mois/2026-11/valider").status_code == 303
    # When
    assert office.post(f"{one}/valider").status_code == 303
    assert office.post(f"{one}/clore").status_code == 303
    # Then
    paper = adds_up(office, one)
    # A correction on 5 December
    with clock.pinned(datetime(2026, 12, 5, 9, tzinfo=UTC)):
        corrected(signed_in("bureau"), one, gone, paper)


def adds_up(office: FlaskClient, one: str) -> bytes:
    """The figures of the scenario, in the file, on the page and in the version; its paper."""
    row = people_month.table(office, "2026-11")["Durand Paul"]
    assert (row["Heures du contrat"], row["Jours fériés"], row["Heures à faire"]) == (
        "147:00", "7:00", "140:00"
    )  # fmt: skip
    parts = {
        "Production": "111:00", "Soutien professionnel": "4:00", "Formation": "3:30",
        "Congé annuel (heures)": "14:00", "Absence non justifiée (heures)": "7:00",
        "Retards": "0:30",
    }  # fmt: skip
    assert {name: row[name] for name in parts} == parts
    assert (row["Soutien hors activité"], row["Présence sans activité dite"]) == ("2:00", "0:00")
    page = office.get(one).text
    assert "Congé fini le 06/11 : le samedi compte-t-il ?" in page
    closed = office.get(f"{one}/version/1").text
    for words in ("147\u00a0h", "7\u00a0h", "140\u00a0h", "111\u00a0h", "3\u00a0h\u00a030"):
        assert f">{words}<" in closed
    assert "€" not in page + closed
    paper: bytes = office.get(f"{one}/releve.pdf?version=1").data
    return paper


def corrected(office: FlaskClient, one: str, gone: str, paper: bytes) -> None:
    """Version 2 with its difference; version 1 and its paper as they were."""
    fixed = {
        "version": 1, "code": "ABS-J", "since": GONE, "until": GONE,
        "correction": "Justificatif reçu",
    }  # fmt: skip
    assert office.post(gone, data=fixed).status_code == 303
    assert "À reprendre" in office.get(one).text
    assert office.post(f"{one}/clore", data={}).status_code == 422
    again = office.post(f"{one}/clore", data={"reason": "Justificatif reçu le 4 décembre"})
    assert again.status_code == 303
    second = office.get(f"{one}/version/2").text
    assert "ABS-I Absence non justifiée" in second
    assert "ABS-J Absence justifiée" in second
    assert "Justificatif reçu le 4 décembre" in second
    first = office.get(f"{one}/version/1").text
    assert "ABS-J" not in first
    assert "la version 2 la remplace" in first
    assert office.get(f"{one}/releve.pdf?version=1").data == paper
