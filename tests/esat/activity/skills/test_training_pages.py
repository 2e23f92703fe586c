from collections.abc import Callable

from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.activity.skills.models import PathStep, Training
from tests.esat.activity.skills.conftest import Crew

SignedIn = Callable[..., FlaskClient]
LINEN = {
    "title": "Hygiène du linge", "since": "2026-10-05", "until": "2026-10-06", "hours": "10,5",
    "result": "attestation",
}  # fmt: skip


def test_a_training_is_written_once_and_corrected_by_a_further_row(
    signed_in: SignedIn, nadia: FlaskClient, session: Session, crew: Crew
) -> None:
    office, here = signed_in("bureau"), f"/travailleurs/{crew.paul.id}/formations"
    keyed = LINEN | {"capture": "1b7e1a4e-3a4f-4a5e-9b1c-0d2f6a7b8c9d"}
    assert [office.post(here, data=keyed).status_code for _ in range(2)] == [303, 303]
    kept = session.exec(select(Training)).one()
    assert kept.minutes == 630
    assert "10,5" in nadia.get(here).text
    form = office.get(f"{here}?corrige={kept.id}").text
    assert 'value="Hygiène du linge"' in form
    changed = LINEN | {"hours": "14", "corrects": str(kept.id)}
    assert office.post(here, data=changed).status_code == 303
    assert office.post(here, data=changed).status_code == 409
    assert "10,5" not in nadia.get(here).text
    assert nadia.post(here, data=LINEN).status_code == 403
    assert office.post(f"/travailleurs/{crew.zoe.id}/formations", data=changed).status_code == 404


def test_a_wrong_training_is_said_beside_its_field(
    signed_in: SignedIn, session: Session, crew: Crew
) -> None:
    office, here = signed_in("bureau"), f"/travailleurs/{crew.paul.id}/formations"
    for wrong, said in (
        ({"until": "2026-10-01"}, "La fin vient après le début."),
        ({"hours": "0,01"}, "à la minute près"),
        ({"hours": "douze"}, "Écrivez un nombre"),
        ({"since": "25:00"}, "Écrivez une date"),
        ({"result": "withdrawn"}, "Choisissez dans la liste."),
        ({"title": " "}, "à remplir"),
    ):
        answer = office.post(here, data=LINEN | wrong)
        assert (answer.status_code, said in answer.text) == (422, True), wrong
    assert session.exec(select(Training)).all() == []


def test_a_path_goes_from_step_to_step_and_its_proofs_are_taken_away(
    signed_in: SignedIn, nadia: FlaskClient, session: Session, crew: Crew
) -> None:
    head = signed_in("responsable_atelier", ("laundry",))
    here = f"/travailleurs/{crew.paul.id}/parcours"
    begun = {"kind": "rae", "title": "Agent de blanchisserie", "since": "2026-09-01"}
    assert head.post(here, data=begun).status_code == 303
    twice = head.post(here, data=begun)
    assert (twice.status_code, "déjà commencée" in twice.text) == (409, True)
    first = session.exec(select(PathStep)).one()
    steps = f"{here}/{first.path_id}/etapes"
    assert head.post(steps, data={"stage": "interview", "day": "2026-11-10"}).status_code == 303
    assert head.post(steps, data={"stage": "withdrawn", "day": "2026-11-10"}).status_code == 404
    fixed = {"stage": "opened", "day": "2026-09-02", "corrects": str(first.id)}
    assert [head.post(steps, data=fixed).status_code for _ in range(2)] == [303, 409]
    assert head.post(steps, data={"stage": "", "day": ""}).status_code == 422
    shown = nadia.get(here).text
    assert "Entretien ou jury" in shown
    assert "2 septembre 2026" in shown
    nadia.post(
        f"/travailleurs/{crew.paul.id}/gestes/linge-plier",
        data={"level": "explains", "note": "=HYPERLINK(1)"},
    )
    proofs = nadia.get(f"{here}/preuves.csv").text
    assert "explique" in proofs
    assert ";=HYPERLINK" not in proofs
    assert nadia.get(f"{here}/preuves.xlsx").data.startswith(b"PK")
    assert nadia.post(steps, data=fixed).status_code == 403
    elsewhere = f"/travailleurs/{crew.zoe.id}/parcours/{first.path_id}/etapes"
    assert head.post(elsewhere, data=fixed).status_code == 404
