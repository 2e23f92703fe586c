"""A programme edited since it was proved, and contaminated linen that would be washed with it."""

import io
from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from laundry_rabc.qualify.models import Qualification, UnprovedStart
from tests.esat.production.buttons import press
from tests.laundry_rabc.qualify import proofs
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Programme
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
FEBRUARY = datetime.fromisoformat("2026-02-10T09:00:00+01:00")
EDITED = datetime.fromisoformat("2026-03-03T14:20:00+01:00")
STARTED = datetime.fromisoformat("2026-03-05T08:40:00+01:00")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
REPORT = {
    "method": "bio-indicator", "report": "BI-114", "performed_on": "2026-02-09",
    "performed_by": "Laboratoire", "temperature_c": "60", "hold_minutes": "10",
    "mixing_minutes": "4", "log_reduction": "5,3",
}  # fmt: skip


def test_unqualified_programme(session: Session, signed_in: SignedIn) -> None:
    """Unqualified programme

    Given programme A was edited (time −2 min) on 3 March, When a worker starts a contaminated-linen
    lot with it on 5 March, Then start is refused with a picture and sentence, the supervisor gets a
    reason request, and the old qualification is shown as invalidated by change of 3 March.
    """
    with clock.pinned(FEBRUARY):
        plant = laundries.build(session, FEBRUARY)
        proofs.rule(session)
        session.commit()
        cell = _proved(session, plant, signed_in)
    with clock.pinned(EDITED):
        _shorten(session, plant, signed_in("responsable_atelier", ("laundry",)))
    with clock.pinned(STARTED):
        _refused_then_let_go(session, plant, signed_in, cell)


def _proved(session: Session, plant: Plant, signed_in: SignedIn) -> str:
    """The report is written by one and approved by another; the matrix says so."""
    cell = f"/rabc/qualifications/{plant.id('red_machine')}/{plant.id('special')}"
    ines, rachid = signed_in("qualite"), signed_in("responsable_atelier", ("laundry",))
    sent = REPORT | {"file": (io.BytesIO(PDF), "rapport.pdf")}
    assert press(ines, cell + "/nouvelle", **sent).status_code == 303
    one = session.exec(select(Qualification)).one()
    assert press(ines, f"/rabc/qualifications/rapports/{one.id}/approuver").status_code == 409
    assert press(rachid, f"/rabc/qualifications/rapports/{one.id}/approuver").status_code == 303
    assert "Qualifié jusqu’au 8 février 2027" in ines.get(cell).text
    return cell


def _shorten(session: Session, plant: Plant, rachid: FlaskClient) -> None:
    """Two minutes less: a further version of the programme."""
    card = plant.id("special")
    before = versions.current(session, Programme, "resource_id", card)
    answer = press(
        rachid, f"/blanchisserie/reglages/programmes/{card}/modifier", code=before.code,
        label=before.label, kind="wash", minutes=str(before.minutes - 2), temperature_c="60",
        machines=[str(plant.id("l1")), str(plant.id("red_machine"))], status="proposed",
        reason="Temps raccourci",
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    session.expire_all()
    assert versions.current(session, Programme, "resource_id", card).version == before.version + 1


def _refused_then_let_go(session: Session, plant: Plant, signed_in: SignedIn, cell: str) -> None:
    karim, nadia = signed_in("comptoir", ("laundry",)), signed_in("moniteur", ("laundry",))
    bag = laundries.received(session, "12", precaution="complementary", at=STARTED)
    session.commit()
    assert press(karim, f"/blanchisserie/tri/{bag}", bin=plant.red).status_code == 303
    load, lot = laundries.lot_of(session, plant.id("red"))
    code = laundries.load_code(session, load.lot_id)
    version = versions.current(session, Programme, "resource_id", plant.id("special"))
    page = f"/rabc/qualifications/depart/{lot.id}/{plant.id('red_machine')}/{version.id}"
    named = {"machine": plant.red_machine, "programme": plant.special}
    refused = press(karim, f"/blanchisserie/charges/{code}/lancer", **named)
    sentence = "Programme modifié le 3 mars 2026 : il doit être requalifié."
    assert refused.status_code == 409
    assert sentence in refused.text
    assert page in refused.text
    told = karim.get(page).text
    assert sentence in told
    assert '<div class="state" data-meaning="refused" role="status">\n  <svg' in told
    assert session.exec(select(Cycle)).all() == []
    assert press(karim, page + "/demander").status_code == 303
    assert page in nadia.get("/rabc/qualifications").text
    history = nadia.get(cell).text
    assert "Annulée par le changement du programme, 3 mars" in history
    assert "Temps raccourci" in history
    assert press(nadia, page + "/decider", decision="accepted", reason="").status_code == 422
    yes = {"decision": "accepted", "reason": "Linge isolé, température lue à la main"}
    assert press(nadia, page + "/decider", **yes).status_code == 303
    assert press(karim, f"/blanchisserie/charges/{code}/lancer", **named).status_code == 303
    session.expire_all()
    assert len(session.exec(select(Cycle)).all()) == 1
    kept = [row.kind for row in session.exec(select(UnprovedStart).order_by(UnprovedStart.id))]  # type: ignore[arg-type]
    assert kept == ["asked", "accepted"]
    assert "Linge isolé, température lue à la main" in nadia.get(cell).text
