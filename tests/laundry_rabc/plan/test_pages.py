"""The plan through its pages: read, change, approve, refuse, compare."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, func, select

from esat import clock
from laundry_rabc.plan import drafting, reads, waiting
from laundry_rabc.plan.models import (
    Clause,
    EditionChoice,
    FlowStep,
    FlowVerification,
    Hazard,
    PlanDecision,
    PointVersion,
)
from tests.laundry_rabc.plan.conftest import form

pytestmark = pytest.mark.usefixtures("plan")
SignedIn = Callable[..., FlaskClient]
PAGES = (
    "/rabc/plan", "/rabc/plan/point/LAV-02", "/rabc/plan/comparer", "/rabc/plan/a-approuver",
    "/rabc/dangers", "/rabc/dangers/DAN-01", "/rabc/flux", "/rabc/flux/F04", "/rabc/vocabulaire",
)  # fmt: skip
FORMS = (
    "/rabc/plan/nouveau", "/rabc/plan/point/LAV-02/version", "/rabc/plan/valider",
    "/rabc/dangers/nouveau", "/rabc/dangers/DAN-01/version", "/rabc/flux/F04/version",
)  # fmt: skip
ACTS = (
    "/rabc/plan/nouveau", "/rabc/plan/point/LAV-02/version", "/rabc/plan/point/LAV-02/retirer",
    "/rabc/plan/valider", "/rabc/plan/a-approuver", "/rabc/dangers/nouveau",
    "/rabc/dangers/DAN-01/version", "/rabc/flux/verification", "/rabc/flux/F04/version",
    "/rabc/vocabulaire/edition", "/rabc/vocabulaire/reference",
)  # fmt: skip
ONLY_POST = (
    "/rabc/plan/point/LAV-02/retirer", "/rabc/vocabulaire/edition", "/rabc/vocabulaire/reference",
)  # fmt: skip
HYG = {
    "kind": "CP", "label": "Linge fini : flore totale", "question": "Combien ?",
    "step": "Linge fini", "zone": "clean", "direction": "upper", "unit": "UFC",
    "surface_cm2": "25", "method": "gélose contact", "target_high": "5", "target_closed": "1",
    "has_alert": "1", "alert_high": "10", "alert_closed": "1", "frequency": "quarter",
    "times": "10", "who": ["Lab", "Q"], "alert_procedure": "Regarder.",
    "action_procedure": "Chercher la cause.", "holds_lots": "1", "source": "Nos résultats",
    "mark": "I", "reason": "Un an de bons résultats", "late_after_hours": "168",
}  # fmt: skip
HAZARD = {
    "label": "Eau stagnante", "family": "Recontamination", "severity": "3", "likelihood": "2",
    "measure": "Vidange du circuit", "points": "lav-11", "source": "Équipe RABC",
    "reason": "Arrêt de deux semaines",
}  # fmt: skip
STEP = {
    "label": "Lavage et essorage", "zone": "barrier", "position": "4", "what": "Le cycle lave.",
    "recorded": "Lot", "reason": "Plus clair",
}  # fmt: skip


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def refs(session: Session) -> list[str]:
    return [one.ref for one in waiting.all_of(session, clock.now())]


@pytest.mark.parametrize("role", ["qualite", "direction", "inspecteur", "administrateur"])
@pytest.mark.parametrize("path", PAGES)
def test_who_reads_the_plan_opens_its_pages(role: str, path: str, signed_in: SignedIn) -> None:
    assert signed_in(role).get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_the_laundry_reads_and_others_do_not(path: str, signed_in: SignedIn) -> None:
    assert signed_in("moniteur", ("laundry",)).get(path).status_code == 200
    assert signed_in("moniteur", ("bookbinding",)).get(path).status_code == 403
    assert signed_in("comptoir", ("laundry",)).get(path).status_code == 403


@pytest.mark.parametrize("path", FORMS)
def test_only_quality_opens_the_forms(path: str, signed_in: SignedIn) -> None:
    assert signed_in("qualite").get(path).status_code == 200
    for role in ("direction", "inspecteur"):
        assert signed_in(role).get(path).status_code == 403


@pytest.mark.parametrize("path", ACTS)
def test_who_only_reads_changes_nothing(path: str, signed_in: SignedIn, session: Session) -> None:
    before = count(session, PointVersion)
    for role, workshops in (("inspecteur", None), ("moniteur", ("laundry",))):
        assert signed_in(role, workshops).post(path, data=form(**HYG)).status_code == 403
    assert count(session, PointVersion) == before
    assert waiting.count(session) == 0


@pytest.mark.parametrize("path", ONLY_POST)
def test_an_act_is_not_asked_by_a_link(path: str, signed_in: SignedIn) -> None:
    assert signed_in("qualite").get(path).status_code == 405


def test_the_table_says_every_limit_and_that_nobody_validated_it(signed_in: SignedIn) -> None:
    shown = signed_in("qualite").get("/rabc/plan").text
    for words in ("HYG-01", "≤ 5\u00a0UFC/25 cm²", "Point critique", "Trimestre", "Proposé"):
        assert words.lower() in shown.lower()
    assert "41 limites proposées, non validées" in shown
    assert "41 points sur 41" in shown
    assert shown.index("COL-01") < shown.index("LAV-07") < shown.index("STO-02")


@pytest.mark.parametrize(
    ("asked", "there", "absent"),
    [
        ("zone=store", "STO-02", "LAV-02"), ("nature=CCP", "LAV-02", "COL-01"),
        ("etape=Tri", "TRI-03", "REC-01"), ("statut=validated", "Aucun point", "LAV-02"),
    ],
)  # fmt: skip
def test_the_table_is_filtered(asked: str, there: str, absent: str, signed_in: SignedIn) -> None:
    shown = signed_in("qualite").get(f"/rabc/plan?{asked}").text
    assert there in shown
    assert absent not in shown


def test_a_change_is_drafted_by_one_and_approved_by_another(
    session: Session, signed_in: SignedIn
) -> None:
    quality, head = signed_in("qualite"), signed_in("direction")
    shown = quality.get("/rabc/plan/point/HYG-01/version").text
    assert 'value="12"' in shown, "the version in force fills the form"
    sent = form(**HYG)
    answer = quality.post("/rabc/plan/point/HYG-01/version", data=sent)
    assert answer.status_code == 303
    assert quality.post("/rabc/plan/point/HYG-01/version", data=sent).status_code == 303
    assert count(session, PointVersion) == 42, "sent again, it wrote nothing"
    [ref] = refs(session)
    mine = quality.get("/rabc/plan/a-approuver").text
    assert "Vous l’avez écrit" in mine
    assert f'value="{ref}"' not in mine
    own = quality.post("/rabc/plan/a-approuver", data=form(ref=ref, outcome="approve"))
    assert own.status_code == 409
    assert "Une autre personne doit" in own.text
    waits = head.get("/rabc/plan/a-approuver").text
    for words in (ref, "Alerte, haut", "12", "10", "Un an de bons résultats"):
        assert words in waits
    done = head.post("/rabc/plan/a-approuver", data=form(ref=ref, outcome="approve"))
    assert done.status_code == 303
    found = reads.in_force(session, "HYG-01", clock.now() + timedelta(minutes=1))
    assert found is not None
    assert (found.version, found.alert_high, found.status) == (2, 10, "validated")
    past = head.get("/rabc/plan/point/HYG-01").text
    for words in ("Version 2", "Version 1", "Un an de bons résultats", "Inès", "Denis"):
        assert words in past
    two = head.get("/rabc/plan/point/HYG-01/comparer?a=1&b=2").text
    assert "Alerte, haut" in two
    assert head.get("/rabc/plan/point/HYG-01/comparer?a=1&b=9").status_code == 404
    assert head.get("/rabc/plan/point/HYG-01/comparer").status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"alert_high": "4"}, "L’alerte doit aller plus haut que la cible."),
        ({"surface_cm2": ""}, "Donnez la surface"),
        ({"reason": ""}, "Ce champ est à remplir."),
        ({"since": "2020-01-01"}, "ne change jamais dans le passé"),
        ({"who": []}, "Dites qui fait ce contrôle."),
        ({"owner": "99999"}, "Choisissez un compte actif."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_form_stays_filled(
    changed: dict[str, object], words: str, session: Session, signed_in: SignedIn
) -> None:
    answer = signed_in("qualite").post(
        "/rabc/plan/point/HYG-01/version", data=form(**(HYG | changed))
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert "Chercher la cause." in answer.text
    assert count(session, PointVersion) == 41


def test_a_refusal_says_why_and_keeps_the_row(session: Session, signed_in: SignedIn) -> None:
    signed_in("qualite").post("/rabc/plan/point/HYG-01/version", data=form(**HYG))
    [ref] = refs(session)
    head = signed_in("responsable_atelier", ("laundry",))
    silent = head.post("/rabc/plan/a-approuver", data=form(ref=ref, outcome="refuse"))
    assert silent.status_code == 409
    assert "Dites pourquoi" in silent.text
    said = form(ref=ref, outcome="refuse", note="Trop tôt")
    assert head.post("/rabc/plan/a-approuver", data=said).status_code == 303
    assert refs(session) == []
    shown = head.get("/rabc/plan/point/HYG-01").text
    for words in ("Refusée", "Trop tôt"):
        assert words in shown


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"outcome": "approve"}, 409), ({"ref": "point:1", "outcome": "maybe"}, 422),
        ({"ref": "point:x", "outcome": "approve"}, 404),
        ({"ref": "point:99999", "outcome": "approve"}, 404),
        ({"ref": "point:1", "outcome": "approve"}, 409),
    ],
)  # fmt: skip
def test_a_decision_that_makes_no_sense_changes_nothing(
    sent: dict[str, str], status: int, session: Session, signed_in: SignedIn
) -> None:
    answer = signed_in("direction").post("/rabc/plan/a-approuver", data=form(**sent))
    assert answer.status_code == status
    assert count(session, PlanDecision) == 0


def test_proposals_are_chosen_together_and_approved_together(
    session: Session, signed_in: SignedIn
) -> None:
    quality = signed_in("qualite")
    assert "LAV-02" in quality.get("/rabc/plan/valider").text
    none = quality.post("/rabc/plan/valider", data=form(reason="Réunion"))
    assert none.status_code == 409
    assert "Cochez" in none.text
    no_reason = quality.post("/rabc/plan/valider", data=form(code=["LAV-02"]))
    assert no_reason.status_code == 422
    chosen = form(code=["LAV-02", "LAV-03"], reason="Réunion RABC")
    assert quality.post("/rabc/plan/valider", data=chosen).status_code == 303
    sent = form(ref=refs(session), outcome="approve")
    assert signed_in("direction").post("/rabc/plan/a-approuver", data=sent).status_code == 303
    assert "LAV-02" not in quality.get("/rabc/plan/valider").text
    assert "39 limites proposées" in quality.get("/rabc/plan").text
    again = form(code=["LAV-02"], reason="Encore")
    assert quality.post("/rabc/plan/valider", data=again).status_code == 409


def test_a_point_is_withdrawn_by_two_persons(session: Session, signed_in: SignedIn) -> None:
    quality = signed_in("qualite")
    path = "/rabc/plan/point/HYG-04/retirer"
    assert quality.post(path, data=form(reason="")).status_code == 422
    assert quality.post(path, data=form(reason="Non", since="2020-01-01")).status_code == 409
    assert quality.post(path, data=form(reason="Pas de ventilation")).status_code == 303
    sent = form(ref=refs(session), outcome="approve")
    assert signed_in("direction").post("/rabc/plan/a-approuver", data=sent).status_code == 303
    assert "HYG-04" not in quality.get("/rabc/plan").text
    assert "Pas de ventilation" in quality.get("/rabc/plan/point/HYG-04").text
    assert quality.post(path, data=form(reason="Encore")).status_code == 409
    assert quality.get("/rabc/plan/point/HYG-04/version").status_code == 404


def test_a_new_point_has_a_code_of_its_own(session: Session, signed_in: SignedIn) -> None:
    quality = signed_in("qualite")
    for code in ("HYG-01", "hyg", ""):
        answer = quality.post("/rabc/plan/nouveau", data=form(**HYG, code=code))
        assert answer.status_code == 422
        assert 'id="e-code"' in answer.text
    assert quality.post("/rabc/plan/nouveau", data=form(**HYG, code="HYG-05")).status_code == 303
    assert len(refs(session)) == 1
    assert "À approuver" in quality.get("/rabc/plan/point/HYG-05").text


@pytest.mark.parametrize("path", [
    "/rabc/plan/point/XXX-99", "/rabc/plan/point/XXX-99/version", "/rabc/dangers/XXX",
    "/rabc/dangers/XXX/version", "/rabc/flux/XXX", "/rabc/flux/XXX/version",
])  # fmt: skip
def test_what_does_not_exist_is_not_found(path: str, signed_in: SignedIn) -> None:
    quality = signed_in("qualite")
    assert quality.get(path).status_code == 404
    if path.endswith("version"):
        assert quality.post(path, data=form(**HYG)).status_code == 404


def test_the_plan_of_one_day_against_another(session: Session, signed_in: SignedIn) -> None:
    quality, today = signed_in("qualite"), clock.today()
    drafting.the(session, "HYG-01")
    quality.post("/rabc/plan/point/HYG-01/version", data=form(**HYG))
    sent = form(ref=refs(session), outcome="approve")
    signed_in("direction").post("/rabc/plan/a-approuver", data=sent)
    before, path = today - timedelta(days=1), "/rabc/plan/comparer"
    shown = quality.get(f"{path}?a={before}&b={today}").text
    assert "Dans le plan au second jour seulement." in shown
    same = quality.get(f"{path}?a={today}&b={today}").text
    assert "Aucune différence" in same
    wrong = quality.get(f"{path}?a=hier&b={today}")
    assert wrong.status_code == 422
    assert 'id="e-a"' in wrong.text


def test_a_hazard_is_rated_by_two_persons(session: Session, signed_in: SignedIn) -> None:
    quality = signed_in("qualite")
    unknown = quality.post("/rabc/dangers/nouveau", data=form(**(HAZARD | {"points": "LAV-99"})))
    assert unknown.status_code == 422
    assert "LAV-99 n’est pas un point du plan" in unknown.text
    wild = quality.post("/rabc/dangers/nouveau", data=form(**(HAZARD | {"severity": "6"})))
    assert wild.status_code == 422
    assert quality.post("/rabc/dangers/nouveau", data=form(**HAZARD)).status_code == 303
    assert "DAN-15" not in quality.get("/rabc/dangers").text
    sent = form(ref=refs(session), outcome="approve")
    assert signed_in("direction").post("/rabc/plan/a-approuver", data=sent).status_code == 303
    shown = quality.get("/rabc/dangers").text
    assert "DAN-15" in shown
    made = session.exec(select(Hazard).where(Hazard.code == "DAN-15")).one()
    assert (made.points, made.status) == ("LAV-11", "validated")
    same = quality.post("/rabc/dangers/DAN-15/version", data=form(**HAZARD))
    assert same.status_code == 409
    gone = form(**HAZARD, withdrawn="1")
    assert quality.post("/rabc/dangers/DAN-15/version", data=gone).status_code == 303
    sent = form(ref=refs(session), outcome="approve")
    signed_in("direction").post("/rabc/plan/a-approuver", data=sent)
    assert "DAN-15" not in quality.get("/rabc/dangers").text
    assert "pas en vigueur" in quality.get("/rabc/dangers/DAN-15").text


def test_the_diagram_is_compared_with_the_place(session: Session, signed_in: SignedIn) -> None:
    quality, today = signed_in("qualite"), clock.today()
    assert "Personne n’a encore comparé" in quality.get("/rabc/flux").text
    path = "/rabc/flux/verification"
    for wrong in (
        {"verified_on": "", "same": "oui"},
        {"verified_on": str(today + timedelta(days=1)), "same": "oui"},
        {"verified_on": str(today), "same": ""},
        {"verified_on": str(today), "same": "non"},
    ):
        assert quality.post(path, data=form(**wrong)).status_code == 422
    assert count(session, FlowVerification) == 0
    sent = form(verified_on=str(today), same="oui")
    for _ in range(2):
        assert quality.post(path, data=sent).status_code == 303
    assert count(session, FlowVerification) == 1
    assert "conforme au terrain" in quality.get("/rabc/flux").text
    assert quality.post("/rabc/flux/F04/version", data=form(**STEP)).status_code == 303
    assert "Lavage et essorage" not in quality.get("/rabc/flux").text
    approved = form(ref=refs(session), outcome="approve")
    with clock.pinned(clock.now() + timedelta(minutes=5)):
        signed_in("direction").post("/rabc/plan/a-approuver", data=approved)
        shown = signed_in("qualite").get("/rabc/flux").text
    assert "Lavage et essorage" in shown
    assert "à vérifier de nouveau" in shown
    bad = quality.post("/rabc/flux/F04/version", data=form(**(STEP | {"zone": "moon"})))
    assert bad.status_code == 422
    assert quality.post("/rabc/flux/F04/version", data=form(**STEP)).status_code == 409
    versions = select(func.count()).select_from(FlowStep).where(FlowStep.code == "F04")
    assert session.exec(versions).one() == 2


def test_the_words_come_from_the_edition_in_use(session: Session, signed_in: SignedIn) -> None:
    quality, path = signed_in("qualite"), "/rabc/vocabulaire/edition"
    assert "Point de maîtrise" in quality.get("/rabc/plan").text
    for wrong in ({"edition": "x", "reason": "y"}, {"edition": "prEN 14065:2026"},
                  {"edition": "NF EN 14065:2016", "reason": "y"}):  # fmt: skip
        assert quality.post(path, data=form(**wrong)).status_code == 422
    sent = form(edition="prEN 14065:2026", reason="Enquête publique")
    for _ in range(2):
        assert quality.post(path, data=sent).status_code == 303
    assert count(session, EditionChoice) == 2
    with clock.pinned(clock.now() + timedelta(minutes=1)):
        shown = signed_in("qualite").get("/rabc/plan").text
    assert "Point de contrôle (CP)" in shown
    assert "Point de maîtrise" not in shown


def test_a_reference_is_completed_by_a_further_row(session: Session, signed_in: SignedIn) -> None:
    quality, path = signed_in("qualite"), "/rabc/vocabulaire/reference"
    before = count(session, Clause)
    good = {
        "of": "NF EN 14065:2016", "key": "principle_3", "wording": "Limites",
        "reference": "§ 4.3", "source": "Norme, exemplaire de la maison",
    }  # fmt: skip
    for wrong in ({"of": "x"}, {"key": "x"}, {"wording": ""}, {"source": ""}):
        assert quality.post(path, data=form(**(good | wrong))).status_code == 422
    assert count(session, Clause) == before
    assert quality.post(path, data=form(**good)).status_code == 303
    assert count(session, Clause) == before + 1
    assert "§ 4.3" in quality.get("/rabc/vocabulaire").text


def test_the_home_counts_what_is_proposed_and_what_waits(
    session: Session, signed_in: SignedIn
) -> None:
    quality = signed_in("qualite")
    quality.post("/rabc/plan/point/HYG-01/version", data=form(**HYG))
    shown = quality.get("/rabc").text
    assert "limites proposées, non validées" in shown
    assert '<span class="figure">41</span>' in shown
    assert "Changements à approuver" in shown
    assert signed_in("responsable_atelier", ("laundry",)).get("/rabc").status_code == 200


def test_the_plan_is_taken_away_with_every_version(session: Session, signed_in: SignedIn) -> None:
    from laundry_rabc.plan import exports

    rows = list(exports.rows(session, None, None))
    assert len(rows) == 41
    assert all(len(row) == len(exports.HEADERS) for row in rows)
    first = dict(zip(exports.HEADERS, rows[0], strict=True))
    assert (first["code"], first["statut"], first["approuve_par"]) == ("CAL-01", "Proposé", "")
    yesterday = clock.today() - timedelta(days=1)
    assert list(exports.rows(session, None, yesterday)) == []
