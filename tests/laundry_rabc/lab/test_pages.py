import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.files.models import StoredFile
from esat.production import once
from laundry_rabc.lab import samples
from laundry_rabc.lab.models import Accreditation, LabConclusion, LabPlace, LabSample
from laundry_rabc.plan import trend_rules
from laundry_rabc.plan.trend_rules import TrendRule
from tests.laundry_rabc.lab import plan
from tests.laundry_rabc.lab.plan import TAKEN, Lab
from tests.laundry_rabc.lab.sending import HEADERS, HERE, send, verdicts
from tests.workshops.laundry.residents import pictures

pytestmark = pytest.mark.usefixtures("now")
SignedIn = Callable[..., FlaskClient]

EVERY = [
    ("GET", ""), ("GET", "/rapports/nouveau"), ("POST", "/rapports/nouveau"),
    ("GET", "/rapports/{report}"), ("GET", "/rapports/{report}/prelevements"),
    ("POST", "/rapports/{report}/prelevements"), ("POST", "/rapports/{report}/conclusion"),
    ("POST", "/rapports/{report}/fichier"), ("GET", "/rapports/{report}/fichiers/1"),
    ("GET", "/prelevements/{sample}/corriger"), ("POST", "/prelevements/{sample}/corriger"),
    ("GET", "/tendances"), ("GET", "/tendances/HYG-01"), ("GET", "/lieux"), ("POST", "/lieux"),
    ("POST", "/lieux/{place}/retirer"), ("POST", "/laboratoires"),
    ("GET", "/laboratoires/{laboratory}"), ("POST", "/laboratoires/{laboratory}"),
    ("GET", "/regles"), ("POST", "/regles"), ("POST", "/regles/propositions"),
    ("POST", "/regles/1/valider"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("", None), ("moniteur", ("bookbinding",)), ("responsable_atelier", ("bookbinding",)),
     ("comptoir", ("laundry",)), ("bureau", None)],
)  # fmt: skip
def test_who_has_no_right_in_the_laundry_is_refused_everywhere(
    signed_in: SignedIn, client: FlaskClient, session: Session, lab: Lab, kept: LabSample,
    role: str, workshops: tuple[str, ...] | None,
) -> None:  # fmt: skip
    browser = signed_in(role, workshops) if role else client
    for method, path in EVERY:
        where = HERE + path.format(
            report=kept.report_id, sample=kept.id, place=lab.table, laboratory=lab.laboratory
        )
        answer = browser.open(where, method=method, headers=HEADERS)
        assert answer.status_code in ({403} if role else {302, 303, 401}), where
        assert "Table de pliage" not in answer.text
    assert len(session.exec(select(LabSample)).all()) == 1


@pytest.mark.parametrize(
    ("role", "workshops"), [("moniteur", ("laundry",)), ("inspecteur", None), ("direction", None)]
)
def test_readers_read_and_write_nothing(
    signed_in: SignedIn, session: Session, lab: Lab, kept: LabSample, role: str,
    workshops: tuple[str, ...] | None,
) -> None:  # fmt: skip
    browser = signed_in(role, workshops)
    where = {"report": kept.report_id, "sample": kept.id, "place": lab.table,
             "laboratory": lab.laboratory}  # fmt: skip
    reads = ("", "/rapports/{report}", "/tendances", "/tendances/HYG-01", "/lieux", "/regles")
    for path in reads:
        page = browser.get(HERE + path.format(**where))
        assert page.status_code == 200
        assert "Saisir un rapport" not in page.text
    for method, path in EVERY:
        if method == "POST":
            answer = browser.post(HERE + path.format(**where), headers=HEADERS)
            assert answer.status_code == 403, path
    assert session.exec(select(LabConclusion)).all() == []


def test_a_correction_keeps_both_values_on_the_page(
    ines: FlaskClient, session: Session, kept: LabSample
) -> None:
    here = f"/prelevements/{kept.id}/corriger"
    assert "Jugé" in ines.get(HERE + here).text
    assert send(ines, here, value="3 UFC/25 cm²", reason="").status_code == 422
    wrong = send(ines, here, value="trois", reason="Lu ailleurs.")
    assert wrong.status_code == 422
    assert 'value="trois"' in wrong.text
    asked = send(ines, here, value="10 UFC/cm²", reason="Lu ailleurs.")
    assert asked.status_code == 422
    assert 'name="reading"' in asked.text
    capture = once.fresh()
    given = {"value": "3 UFC/25 cm²", "reason": "Lu sur l’autre ligne.", "capture": capture}
    for _ in range(2):
        assert send(ines, here, **given).status_code == 303
    assert verdicts(session) == ["alert", "conform"]
    page = ines.get(f"{HERE}/rapports/{kept.report_id}").text
    assert "Corrigé" in page
    assert "Lu sur l’autre ligne." in page
    refused = send(ines, here, value="4 UFC/25 cm²", reason="Encore.")
    assert refused.status_code == 409
    assert ines.get(f"{HERE}/prelevements/999/corriger").status_code == 404


def test_a_conclusion_is_added_never_replaced(
    ines: FlaskClient, session: Session, kept: LabSample
) -> None:
    here = f"/rapports/{kept.report_id}/conclusion"
    assert "1 rapport à conclure" in ines.get(HERE).text
    assert send(ines, here, words=" ").status_code == 422
    for words in ("Une alerte.", "Revu : table nettoyée."):
        assert send(ines, here, words=words).status_code == 303
    page = ines.get(f"{HERE}/rapports/{kept.report_id}").text
    assert "Une alerte." in page
    assert "Revu : table nettoyée." in page
    assert "à conclure" not in ines.get(HERE).text


def test_the_report_itself_is_kept_and_read_here_alone(
    ines: FlaskClient, signed_in: SignedIn, session: Session, kept: LabSample
) -> None:
    here = f"/rapports/{kept.report_id}"
    wrong = send(ines, here + "/fichier", report_file=(io.BytesIO(b"rien"), "labo.exe"))
    assert wrong.status_code == 422
    assert "labo.exe" in wrong.text
    assert send(ines, here + "/fichier").status_code == 422
    done = send(ines, here + "/fichier", report_file=(pictures.jpeg(), "labo.jpg"))
    assert done.status_code == 303
    (file,) = session.exec(select(StoredFile)).all()
    assert ines.get(f"{HERE}{here}/fichiers/{file.id}").status_code == 200
    assert ines.get(f"{HERE}/rapports/999/fichiers/{file.id}").status_code == 404
    assert signed_in("bureau").get(f"/fichiers/{file.id}").status_code == 404


def test_a_trend_has_a_drawing_a_table_and_says_why_no_control_chart(
    ines: FlaskClient, session: Session, lab: Lab, now: datetime
) -> None:
    for back, text in ((2, "9"), (1, "10"), (0, "11")):
        report = plan.report(session, lab, f"T-{back}")
        given = plan.sample(lab.table, text, TAKEN - timedelta(days=91 * back))
        samples.enter(session, report, [given], by=SYSTEM)
    session.commit()
    listed = ines.get(f"{HERE}/tendances").text
    assert "1 série dérive" in listed
    assert "3 résultats de suite en alerte" in listed
    page = ines.get(f"{HERE}/tendances/HYG-01?lieu={lab.table}").text
    assert "<svg" in page
    assert "cible 5" in page
    assert "Dérive : 3 résultats de suite en alerte" in page
    assert "il en faut 20" in page
    assert "proposée, non validée" in page
    whole = ines.get(f"{HERE}/tendances/HYG-01").text
    assert "Choisissez un lieu" in whole
    assert ines.get(f"{HERE}/tendances/RIEN").status_code == 404
    assert ines.get(f"{HERE}/tendances/HYG-01?lieu=x&methode=y&ans=9").status_code == 200


def test_a_control_chart_names_the_run_rules_that_fire(
    ines: FlaskClient, session: Session, lab: Lab
) -> None:
    bands = {"target_low": 6, "target_high": 8, "alert_low": 5, "alert_high": 9}
    plan.point(
        session,
        "LAV-07",
        unit="pH",
        surface_cm2=None,
        method="Électrode",
        direction="range",
        **bands,
    )
    given = [
        plan.sample(
            lab.table, one + " pH", TAKEN - timedelta(days=30 - n), point="LAV-07", unit="",
            method="Électrode", surface=None,
        )
        for n, one in enumerate(["7", "7,1"] * 10 + ["8,9"])
    ]  # fmt: skip
    samples.enter(session, plan.report(session, lab), given, by=SYSTEM)
    session.commit()
    page = ines.get(f"{HERE}/tendances/LAV-07?lieu={lab.table}").text
    assert "Carte des valeurs individuelles" in page
    assert "règle N1" in page
    assert "+3 sigmas" in page


def test_places_and_laboratories_are_kept(ines: FlaskClient, session: Session, lab: Lab) -> None:
    for _ in range(2):
        assert send(ines, "/lieux", place_label="Tambour 3", capture="").status_code in {303, 422}
    assert len(session.exec(select(LabPlace).where(LabPlace.label == "Tambour 3")).all()) == 1
    wrong = send(ines, "/lieux", place_label="Tambour 4", machine="RIEN")
    assert wrong.status_code == 422
    assert 'value="Tambour 4"' in wrong.text
    assert send(ines, f"/lieux/{lab.table}/retirer").status_code == 303
    assert "Table de pliage 1" not in ines.get(f"{HERE}/rapports/nouveau").text
    assert send(ines, "/lieux/999/retirer").status_code == 404
    assert send(ines, "/laboratoires", name="Autre", number="1-2").status_code == 422
    assert send(ines, "/laboratoires", name="Autre").status_code == 303
    here = f"/laboratoires/{lab.laboratory}"
    assert "1-1234" in ines.get(HERE + here).text
    given = {"number": "1-5678", "scope": "Eaux", "until": "2026-11-01"}
    assert send(ines, here, **given).status_code == 303
    assert "1-1234" in ines.get(HERE + here).text
    assert len(session.exec(select(Accreditation)).all()) == 3
    assert "Échue" in ines.get(f"{HERE}/lieux").text
    assert ines.get(f"{HERE}/laboratoires/999").status_code == 404
    assert send(ines, "/laboratoires/999").status_code == 404


def test_a_rule_is_proposed_by_one_and_validated_by_another(
    ines: FlaskClient, signed_in: SignedIn, session: Session, now: datetime
) -> None:
    assert "Proposée, non validée" in ines.get(f"{HERE}/regles").text
    for _ in range(2):
        assert send(ines, "/regles/propositions").status_code == 303
    assert len(trend_rules.history(session)) == len(trend_rules.PROPOSALS)
    assert "Écrire ces propositions" not in ines.get(f"{HERE}/regles").text
    assert "Proposée, non validée" in ines.get(f"{HERE}/regles").text
    good = {"rule": "alerts", "n": "2", "m": "4", "since": "2026-11-23", "reason": "Essai."}
    wrong = send(ines, "/regles", **good | {"since": "2026-11-01"})
    assert wrong.status_code == 422
    assert "ne change pas le passé" in wrong.text
    assert send(ines, "/regles", **good).status_code == 303
    made = session.exec(select(TrendRule).where(TrendRule.version == 2)).one()
    own = send(ines, f"/regles/{made.id}/valider")
    assert own.status_code == 409
    assert "Une autre personne" in own.text
    rachid = signed_in("responsable_atelier", ("laundry",))
    assert send(rachid, f"/regles/{made.id}/valider").status_code == 303
    assert trend_rules.in_force(session, now)["alerts"].status == "validated"
    assert send(rachid, f"/regles/{made.id}/valider").status_code == 409
