"""A trial with an absence, a short contract, and one place too many, as the director sees them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.workers import people
from esat.workers.contracts import reads
from esat.workers.contracts.models import TrialExtension
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Worker

SignedIn = Callable[..., FlaskClient]
SIXTEENTH = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
FULL, HALF = Decimal(35), Decimal("17.5")
PLACES = "/travailleurs/places"


@pytest.fixture
def staff(session: Session) -> dict[str, int]:
    """82.0 full-time equivalents on 15 November, the one admitted and the half-timer in them."""
    with clock.pinned(datetime(2026, 9, 1, 8, 0, tzinfo=UTC)):
        group = people.create_group(session, GroupIn(code="linge", name="Linge"))
        for n in range(80):
            _hired(session, f"Titulaire{n}", FULL, group.id)
        return {
            "absent": _hired(session, "Louis", FULL, group.id),
            "half": _hired(session, "Rose", HALF, group.id),
            "other": _hired(session, "Jean", HALF, group.id),
            "group": group.id or 0,
        }


def _hired(session: Session, name: str, hours: Decimal, group: int | None) -> int:
    given = WorkerIn(
        first_name=name, last_name="Martin", group_id=group, weekly_hours=hours,
        contract_starts=date(2020, 1, 6), contract_kind="Accompagnement",
    )  # fmt: skip
    return people.create_worker(session, given).id or 0


def test_trial_period_short_contract_capacity(
    session: Session, signed_in: SignedIn, staff: dict[str, int]
) -> None:
    """Trial period, short contract, capacity

    Given a worker admitted 5 October 2026 and with an absence recorded for 9–20 November, and
    contracts totalling 82.0 FTE plus a 1.0 FTE replacement until 31 December, when the director
    opens the dashboard on 16 November after a 0.5 worker goes to 1.0, then the trial's end is
    4 January 2027 with a **proposed** extension of 12 days to 16 January that only the director can
    accept, with the date the CDAPH was told; the gauge shows 83.5 > 83 from 16 November with the
    names of the contracts concerned (visible to the director and office only); the replacement's
    monthly project update and final review are listed as due; nothing is blocked.
    """
    admitted = _given_the_contracts(session, signed_in, staff)
    with clock.pinned(SIXTEENTH):
        office, director = signed_in("bureau"), signed_in("direction")
        _when_a_half_timer_goes_to_full_time(session, office, staff["half"])
        page = _plain(director.get(PLACES).text)
        assert "83,5 > 83 à partir du 16/11/2026 et jusqu’au 31/12/2026" in page
        assert "Rose M." in page
        assert "de 17,5 h à 35 h à partir du 16/11/2026" in page
        assert "contrat court jusqu’au 31/12/2026" in page
        assert "Remplace une personne absente : Louis M." in page
        assert "Projet à mettre à jour : 15/11/2026" in page
        assert "Bilan à faire avant le 16/12/2026" in page
        assert "12 jours d’absence : prolongation proposée de 12 jours" in page
        due = _plain(office.get("/travailleurs/echeances").text)
        for words in ("mettre à jour le projet", "bilan avant la fin", "prolongation à décider"):
            assert words in due
        assert "83,5" in _plain(office.get("/travailleurs/bureau").text)
        _only_the_director_makes_the_trial_longer(session, office, director, admitted)
        _nobody_else_sees_it(signed_in, admitted)
        _and_nothing_was_blocked(session, staff)


def _given_the_contracts(session: Session, signed_in: SignedIn, staff: dict[str, int]) -> int:
    """The one admitted takes the place of a full-timer who left; the other one replaces."""
    with clock.pinned(datetime(2026, 10, 5, 6, 0, tzinfo=UTC)):
        office = signed_in("bureau")
        leaver = session.exec(select(Worker).where(Worker.first_name == "Titulaire0")).one()
        leaver.left_on = date(2026, 10, 4)
        admitted = people.create_worker(session, WorkerIn(
            first_name="Nina", last_name="Petit", group_id=staff["group"]
        )).id or 0  # fmt: skip
        new = people.create_worker(session, WorkerIn(
            first_name="Omar", last_name="Blanc", group_id=staff["group"]
        )).id or 0  # fmt: skip
        session.commit()
        form = {"kind": "support", "begins": "2026-10-05", "weekly_hours": "35", "trial": "1"}
        where = f"/travailleurs/{admitted}/contrat/nouveau"
        assert office.post(where, data=form).status_code == 303
        short = {
            "kind": "short", "why": "replacement", "replaces_id": str(staff["absent"]),
            "begins": "2026-10-15", "until": "2026-12-31", "weekly_hours": "35",
        }  # fmt: skip
        where = f"/travailleurs/{new}/contrat/nouveau"
        assert office.post(where, data=short).status_code == 303
    assert reads.fte(session, date(2026, 10, 14)) == 82
    assert reads.fte(session, date(2026, 11, 15)) == 83
    with clock.pinned(datetime(2026, 11, 9, 8, 0, tzinfo=UTC)):
        absence = {
            "worker_id": str(admitted), "since": "2026-11-09", "until": "2026-11-20",
            "code": "ABS-J",
        }  # fmt: skip
        sent = signed_in("bureau").post("/travailleurs/absences/nouvelle", data=absence)
        assert sent.status_code == 303
    return admitted


def _when_a_half_timer_goes_to_full_time(
    session: Session, office: FlaskClient, worker: int
) -> None:
    [one] = reads.of_workers(session, [worker])
    form = {"since": "2026-11-16", "weekly_hours": "35", "until": ""}
    where = f"/travailleurs/{worker}/contrat/{one.root}/changer"
    assert office.post(where, data=form).status_code == 303
    assert reads.fte(session, date(2026, 11, 15)) == 83
    assert reads.fte(session, date(2026, 11, 16)) == Decimal("83.5")


def _only_the_director_makes_the_trial_longer(
    session: Session, office: FlaskClient, director: FlaskClient, worker: int
) -> None:
    [one] = reads.of_workers(session, [worker])
    shown = f"/travailleurs/{worker}/contrat"
    page = _plain(director.get(shown).text)
    assert "lundi 4 janvier 2027" in page
    assert "Proposition : 12 jours de plus, jusqu’au samedi 16 janvier 2027." in page
    where, form = f"{shown}/{one.root}/essai", {"until": "2027-01-16", "told_on": "2026-11-16"}
    assert "Seule la direction peut accepter." in _plain(office.get(shown).text)
    assert office.post(where, data=form).status_code == 403
    assert session.exec(select(TrialExtension)).all() == []
    assert director.post(where, data={**form, "told_on": ""}).status_code == 422
    assert director.post(where, data={**form, "until": "2027-02-16"}).status_code == 409
    for _ in range(2):
        assert director.post(where, data=form).status_code == 303
    [kept] = session.exec(select(TrialExtension)).all()
    assert (kept.days, kept.until) == (12, date(2027, 1, 16))
    assert kept.told_on == date(2026, 11, 16)
    assert "CDAPH prévenue le 16/11/2026" in _plain(director.get(shown).text)


def _nobody_else_sees_it(signed_in: SignedIn, worker: int) -> None:
    for role in ("moniteur", "responsable_atelier", "qualite", "comptoir", "inspecteur"):
        browser = signed_in(role)
        for page in (PLACES, "/travailleurs/echeances", f"/travailleurs/{worker}/contrat"):
            assert browser.get(page).status_code == 403


def _and_nothing_was_blocked(session: Session, staff: dict[str, int]) -> None:
    """A further contract above the places is written all the same."""
    given = WorkerIn(first_name="Zoé", weekly_hours=FULL, contract_starts=date(2026, 11, 16))
    people.create_worker(session, given)
    assert reads.fte(session, date(2026, 11, 16)) == Decimal("84.5")


def _plain(page: str) -> str:
    """The words, with ordinary blanks."""
    text = re.sub(r"<[^>]*>", " ", unescape(page)).replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"\s+", " ", text).replace(" .", ".").replace(" ,", ",")
