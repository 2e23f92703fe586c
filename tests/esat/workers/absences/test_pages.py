"""The office codes, corrects and confirms through its pages; everybody else is refused."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.accounts.models import AccessLine
from esat.accounts.pages.edge import EXTENSION
from esat.actors import Actor
from esat.db import Database
from esat.workers import half_days
from esat.workers.absences import reads
from esat.workers.half_days import Entry, Sheet
from tests.esat.workers.conftest import Team

SignedIn = Callable[..., FlaskClient]
ROOT = "/travailleurs/absences"
HEADERS = {"Origin": "http://localhost"}
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def away(session: Session, team: Team, leader: Actor, now: datetime) -> Team:
    """Paul is away on Friday and on Monday morning; Zoé on Friday morning."""
    days = ((FRIDAY, "morning"), (FRIDAY, "afternoon"), (MONDAY, "morning"))
    for day, half in days:
        entries = [Entry(team.paul, "absent_unannounced"), Entry(team.eric, "present")]
        if (day, half) == days[0]:
            entries.append(Entry(team.zoe, "absent_announced"))
        half_days.record_sheet(session, Sheet(team.group, day, half), entries, by=leader, at=now)
    session.commit()
    return team


def post(browser: FlaskClient, path: str, **data: object) -> tuple[int, str]:
    answer = browser.post(ROOT + path, data=data, headers=HEADERS)
    return answer.status_code, answer.get_data(as_text=True)


def line(team: Team) -> str:
    return f"{team.paul}:{FRIDAY}:morning:{MONDAY}:morning"


def test_half_days_that_follow_one_another_are_one_line_coded_in_two_touches(
    signed_in: SignedIn, session: Session, away: Team
) -> None:
    odile = signed_in("bureau")
    page = odile.get(ROOT).get_data(as_text=True)
    assert line(away) in page
    assert "ven. 20/11 au lun. 23/11, matin" in page
    assert post(odile, "/coder", mois="2026-11", line=line(away), code="MAL")[0] == 303
    assert line(away) not in odile.get(ROOT).get_data(as_text=True)
    found = reads.coded(session, away.all, FRIDAY, MONDAY)
    assert [one.kind_code for one in found] == ["MAL"] * 3


def test_several_lines_are_coded_at_once_or_none(
    signed_in: SignedIn, session: Session, away: Team
) -> None:
    odile = signed_in("bureau")
    zoe = f"{away.zoe}:{FRIDAY}:morning:{FRIDAY}:morning"
    status, page = post(odile, "/coder", mois="2026-11", line=[line(away), zoe], code="RTT")
    assert status == 422
    assert "retiré du catalogue" in page
    assert reads.standing(session, FRIDAY, MONDAY) == []
    assert post(odile, "/coder", mois="2026-11", line=[line(away), zoe], code="ABS-I")[0] == 303
    assert len(reads.standing(session, FRIDAY, MONDAY)) == 2


def test_nothing_ticked_or_a_line_that_changed_is_refused(signed_in: SignedIn, away: Team) -> None:
    odile = signed_in("bureau")
    status, page = post(odile, "/coder", mois="2026-11", code="MAL")
    assert (status, "Rien n’est coché" in page) == (409, True)
    gone = f"{away.paul}:{FRIDAY}:morning:{FRIDAY}:afternoon"
    status, page = post(odile, "/coder", mois="2026-11", line=gone, code="MAL")
    assert (status, "La liste a changé" in page) == (409, True)


def test_an_absence_is_corrected_and_withdrawn_and_nothing_is_lost(
    signed_in: SignedIn, session: Session, away: Team
) -> None:
    odile = signed_in("bureau")
    post(odile, "/coder", mois="2026-11", line=line(away), code="MAL")
    (row,) = reads.standing(session, FRIDAY, MONDAY)
    said = {"since": "2026-11-20", "until": "2026-11-23", "until_half": "morning", "code": "CP"}
    status, page = post(odile, f"/{row.number}", version=1, **said)
    assert (status, "Dites pourquoi vous corrigez" in page) == (422, True)
    said |= {"correction": "demande retrouvée", "note": "demande signée"}
    assert post(odile, f"/{row.number}", version=1, **said)[0] == 303
    assert post(odile, f"/{row.number}", version=1, **said)[0] == 409
    page = odile.get(f"{ROOT}/{row.number}").get_data(as_text=True)
    for words in ("Congé annuel", "Maladie", "demande retrouvée", "demande signée", "Odile"):
        assert words in page
    assert post(odile, f"/{row.number}/retirer", version=2, correction="erreur")[0] == 303
    assert post(odile, f"/{row.number}/retirer", version=3, correction="erreur")[0] == 409
    assert reads.standing(session, FRIDAY, MONDAY) == []
    assert line(away) in odile.get(ROOT).get_data(as_text=True)


def test_leave_to_a_friday_asks_about_the_saturday(
    signed_in: SignedIn, session: Session, team: Team, now: datetime
) -> None:
    session.commit()
    odile = signed_in("bureau")
    said = {"worker_id": team.zoe, "since": "2026-11-26", "until": "2026-11-27", "code": "CP"}
    assert post(odile, "/nouvelle", **said)[0] == 303
    assert "samedi 28/11" in odile.get(f"{ROOT}?mois=2026-11").get_data(as_text=True)
    (row,) = reads.standing(session, date(2026, 11, 26), date(2026, 11, 27))
    counter = f"{ROOT}/conges/{team.zoe}?jour=2026-11-23"
    assert "Pris" in odile.get(counter).get_data(as_text=True)
    assert odile.get(f"{ROOT}/conges/{team.zoe}?jour=0001-01-01").status_code == 404
    path = f"/{row.number}/samedi"
    assert post(odile, path, version=1, counts="n", mois="2026-11")[0] == 303
    assert "samedi 28/11" not in odile.get(f"{ROOT}?mois=2026-11").get_data(as_text=True)
    assert "samedi 28/11 : ne compte pas" in odile.get(f"{ROOT}/{row.number}").get_data(
        as_text=True
    )


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("since", "32/13/2026", "Écrivez une date"),
        ("worker_id", "", "remplir"),
        ("from_time", "25:00", "heure"),
        ("code", "", "remplir"),
        ("note", "x" * 281, "280"),
    ],
    ids=["since", "worker", "time", "code", "note"],
)
def test_nonsense_is_said_beside_its_field_and_nothing_is_lost(
    signed_in: SignedIn, session: Session, team: Team, now: datetime, field: str, value: str,
    words: str,
) -> None:  # fmt: skip
    session.commit()
    said = {"worker_id": team.zoe, "since": "2026-11-26", "code": "AUT", "note": "rendez-vous"}
    status, page = post(signed_in("bureau"), "/nouvelle", **(said | {field: value}))
    assert status == 422
    assert f"e-{field}" in page
    assert words in page
    assert "rendez-vous" in page or field == "note"
    assert reads.standing(session, MONDAY, date(2026, 12, 31)) == []


def test_reading_a_reason_leaves_a_line_and_so_does_a_refusal(
    app: Flask, database: Database, signed_in: SignedIn, session: Session, away: Team
) -> None:
    odile, nadia = signed_in("bureau"), signed_in("moniteur", ("laundry",))
    post(odile, "/coder", mois="2026-11", line=line(away), code="MAL")
    (row,) = reads.standing(session, FRIDAY, MONDAY)
    assert odile.get(f"{ROOT}/{row.number}").status_code == 200
    assert nadia.get(f"{ROOT}/{row.number}").status_code == 403
    app.extensions[EXTENSION].waiting.flush(database)
    lines = session.exec(select(AccessLine).where(AccessLine.route == "absence.show")).all()
    assert {(one.status, one.outcome, one.object_ref) for one in lines} == {
        (200, "reason_read", f"worker_id={away.paul}"),
        (200, "", f"number={row.number}"),
        (403, "", f"number={row.number}"),
    }


def test_the_catalogue_is_changed_by_a_further_version(
    signed_in: SignedIn, session: Session, team: Team, now: datetime
) -> None:
    session.commit()
    odile = signed_in("bureau")
    said = {
        "label": "Jour de RTT", "category": "paid", "unit": "half_day", "accrual": "full",
        "source": "Règlement de fonctionnement 2026", "status": "validated", "reason": "créé",
    }  # fmt: skip
    assert post(odile, "/motifs/25", **said)[0] == 303
    page = odile.get(f"{ROOT}/motifs/25").get_data(as_text=True)
    assert "Règlement de fonctionnement 2026" in page
    assert post(odile, "/motifs/25", **(said | {"since": "2026-11-01"}))[0] == 422
    assert post(odile, "/motifs/nouveau", code="RTT", **said)[0] == 422
    assert post(odile, "/motifs/nouveau", code="zz", **said)[0] == 422
    new = said | {"label": "Sortie", "code": "SORTIE"}
    assert post(odile, "/motifs/nouveau", **new)[0] == 303
    assert "Sortie" in odile.get(f"{ROOT}/motifs").get_data(as_text=True)
    assert odile.get(f"{ROOT}/motifs/999").status_code == 404


def test_counters_are_confirmed_as_they_were_shown(
    signed_in: SignedIn, session: Session, team: Team, now: datetime
) -> None:
    session.commit()
    odile = signed_in("bureau")
    shown = f"{team.paul}|" + '[["25","0","0","0","0"],[]]'
    page = odile.get(f"{ROOT}/conges?jour=2026-10-31").get_data(as_text=True)
    assert "Sans reprise" in page
    assert post(odile, "/conges", jour="2026-10-31")[0] == 409
    wrong = shown.replace("25", "26")
    assert post(odile, "/conges", jour="2026-10-31", shown=wrong)[0] == 409
    assert post(odile, "/conges", jour="2026-10-31", shown=shown)[0] == 303
    assert "Confirmé" in odile.get(f"{ROOT}/conges?jour=2026-10-31").get_data(as_text=True)
    typed = {"day": "2026-10-31", "jour": "2026-10-31", "earned": "22,5", "taken": "4",
             "shown": shown}  # fmt: skip
    missing = typed | {"carried": "3"}
    assert post(odile, f"/conges/{team.paul}", **missing)[0] == 422
    kept = missing | {"expires": "2027-03-31"}
    assert post(odile, f"/conges/{team.paul}", **kept)[0] == 303
    page = odile.get(f"{ROOT}/conges/{team.paul}?jour=2026-10-31").get_data(as_text=True)
    assert "restent 21,5" in page
    assert odile.get(f"{ROOT}/conges/987654").status_code == 404
