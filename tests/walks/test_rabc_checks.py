"""Two scenarios of the RABC dossier, through the pages: a forgotten reading, and 700 for 70."""

import csv
import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from esat import clock
from esat.production import once
from esat.workers.models import Group, Worker
from laundry_rabc.checks import calendar, making
from laundry_rabc.checks.models import Check
from laundry_rabc.plan import proposing
from laundry_rabc.plan.models import ControlPoint
from laundry_rabc.results.models import Result
from tests.conftest import MONDAY

SignedIn = Callable[..., FlaskClient]
HERE = "/rabc/controles"
TODAY = clock.local(MONDAY).date()
HALF_PAST_ELEVEN = calendar.moment(TODAY, time(11, 30))


@pytest.fixture
def paul(session: Session, now: object) -> int:
    """The laundry has its plan and its checks of the day, and Paul works there."""
    since = MONDAY - timedelta(days=10)
    proposing.install(session, since)
    calendar.install(session, since)
    group = Group(code="lav", name="Laverie", workshop="laundry")
    session.add(group)
    session.flush()
    worker = Worker(first_name="Paul", initial="D", first_group_id=group.id, created_at=since)
    session.add(worker)
    session.flush()
    with clock.pinned(calendar.moment(TODAY, time(6))):
        making.make(session)
    session.commit()
    return worker.id or 0


def post(browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    fields["capture"] = once.fresh()
    return browser.post(path, data=fields, headers={"Origin": "http://localhost"})


def test_a_forgotten_reading_is_entered_later(
    session: Session, paul: int, signed_in: SignedIn
) -> None:
    """Backdating

    Given a supervisor forgot the 08:00 pressure reading, When she enters it at 11:30, Then the
    record shows 08:00 as event time, 11:30 as entry time, "saisie différée" and her reason; it
    counts as late, not as done on time, in the audit dossier.
    """
    # Given a supervisor forgot the 08:00 pressure reading,
    query = select(Check.id).join(ControlPoint, col(ControlPoint.id) == Check.point_id)
    check = session.exec(query.where(ControlPoint.code == "ENV-01")).one()
    eight = {"par": "moi", "answer": "value", "value": "6", "forbidden": "no",
             "at": "2026-11-23T08:00"}  # fmt: skip
    with clock.pinned(HALF_PAST_ELEVEN):
        nadia = signed_in("moniteur", ("laundry",))
        # When she enters it at 11:30,
        asked = post(nadia, f"{HERE}/{check}", **eight)
        assert asked.status_code == 422
        assert "Pourquoi est-ce saisi plus tard" in asked.text
        assert session.exec(select(Result)).all() == []
        kept = post(nadia, f"{HERE}/{check}", **eight, late_words="Réunion du matin")
        assert kept.status_code == 303
        # Then the record shows 08:00 as event time, 11:30 as entry time, "saisie différée" and her
        # reason;
        session.expire_all()
        row = session.exec(select(Result)).one()
        page = nadia.get(f"{HERE}/releves/{row.id}").text
        for words in ("08:00", "11:30", "Saisie différée", "Réunion du matin", "Nadia"):
            assert words in page, words
        # it counts as late, not as done on time, in the audit dossier.
        ines = signed_in("qualite")
        balance = ines.get(f"{HERE}/bilan", query_string={"du": TODAY, "au": TODAY}).text
        line = balance[balance.index("ENV-01 — ") :]
        cells = re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", line[: line.index("</tr>")])
        assert cells[:3] == ["1", "0", "1"], "due, on time, late"
        (told,) = _taken_away(ines)
        assert (told["saisie_differee"], told["motif_retard"]) == ("oui", "Réunion du matin")
        assert told["fait_le"].startswith("2026-11-23T07:00"), "in UTC"
        assert told["saisi_le"].startswith("2026-11-23T10:30")


def _taken_away(ines: FlaskClient) -> list[dict[str, str]]:
    """The readings of the day as the RABC lead takes them away."""
    asked = {"quoi": "rabc_results", "du": TODAY, "au": TODAY, "format": "csv"}
    answer = ines.get("/administration/exports/fichier", query_string=asked)
    assert answer.status_code == 200
    return list(csv.DictReader(answer.data.decode("utf-8-sig").splitlines(), delimiter=";"))


def test_seven_hundred_for_seventy(session: Session, paul: int, signed_in: SignedIn) -> None:
    """Correction with trace

    Given a worker typed 700 °C instead of 70, When the supervisor corrects it, Then the original,
    its author and time stay visible; the plausibility check had already asked for confirmation
    above 95 °C; and the dossier shows both values with the reason.
    """
    # Given a worker typed 700 °C instead of 70: the plausibility check had asked for confirmation
    # above 95 °C,
    karim = signed_in("comptoir", ("laundry",))
    here = f"{HERE}/autre/LAV-02"
    typed = {"par": str(paul), "answer": "value", "value": "700", "minutes": "12"}
    asked = post(karim, here, **typed)
    assert asked.status_code == 422
    assert "700 °C : est-ce bien ce que vous lisez" in asked.text
    assert session.exec(select(Result)).all() == []
    assert post(karim, here, **typed, confirmed="1").status_code == 303
    session.expire_all()
    first = session.exec(select(Result)).one()
    assert first.confirmed
    # and a value that is plausible is not asked twice.
    assert post(karim, here, **{**typed, "value": "94"}).status_code == 303
    # When the supervisor corrects it,
    with clock.pinned(HALF_PAST_ELEVEN):
        nadia = signed_in("moniteur", ("laundry",))
        where = f"{HERE}/releves/{first.id}"
        meant = {"answer": "value", "value": "70", "minutes": "12"}
        assert post(nadia, f"{where}/corriger", **meant).status_code == 422
        fixed = post(nadia, f"{where}/corriger", **meant, fix_reason="Un zéro de trop")
        assert fixed.status_code == 303
        # Then the original, its author and time stay visible,
        for page in (where, fixed.headers["Location"]):
            shown = nadia.get(page).text
            for words in ("700\u00a0°C", "70\u00a0°C", "Paul D.", "Karim", "10:00", "11:30",
                          "Un zéro de trop", "Nadia"):  # fmt: skip
                assert words in shown, words
        assert "confirmée par son auteur" in nadia.get(where).text
        _both_are_taken_away(signed_in("qualite"), str(first.id))


def _both_are_taken_away(ines: FlaskClient, first: str) -> None:
    """What is taken away shows both values with the reason."""
    both = [one for one in _taken_away(ines) if first in {one["releve"], one["corrige"]}]
    assert [(one["valeur"], one["motif_correction"]) for one in both] == [
        ("700,000", ""), ("70,000", "Un zéro de trop"),
    ]  # fmt: skip
