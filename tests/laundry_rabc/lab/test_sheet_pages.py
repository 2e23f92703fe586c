import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.production import barcodes, lots, once
from esat.production.models import Hold, Item
from laundry_rabc.lab import reports
from laundry_rabc.lab.models import LabReport, LabSample
from tests import factories
from tests.laundry_rabc.lab import plan
from tests.laundry_rabc.lab.plan import TAKEN, Lab
from tests.laundry_rabc.lab.sending import HEADERS, HERE, send, sheet, verdicts

pytestmark = pytest.mark.usefixtures("now")
SignedIn = Callable[..., FlaskClient]


def test_a_sheet_of_ten_plates_is_written_once_and_shown(
    ines: FlaskClient, session: Session, lab: Lab
) -> None:
    form = ines.get(f"{HERE}/rapports/nouveau?lignes=10").text
    assert form.count('name="value_') == 10
    assert 'value="' + plan.PLATE + '" selected' not in form
    given = sheet(lab, *["3 UFC/25 cm²"] * 9, "< 1", unit="UFC/25 cm²", words="Tout est bon.")
    given["capture"] = once.fresh()
    for _ in range(2):
        done = send(ines, "/rapports/nouveau", **given)
        assert done.status_code == 303
    assert verdicts(session) == ["conform"] * 10
    page = ines.get(done.headers["Location"]).text
    assert "limite proposée, non validée" in page
    assert "Tout est bon." in page
    assert "Table de pliage 1" in page
    assert "LV-1" in ines.get(HERE).text


def test_a_unit_error_is_shown_with_its_equivalent_and_must_be_answered(
    ines: FlaskClient, session: Session, lab: Lab
) -> None:
    """Scenario 6: the report states « 10 UFC/cm² »."""
    bare = sheet(lab, "10 UFC/cm²", method="", surface="")
    first = send(ines, "/rapports/nouveau", **bare)
    assert first.status_code == 422
    assert "250\u00a0UFC/25\u00a0cm²" in first.text
    assert "Choisissez la méthode" in first.text
    asked = send(ines, "/rapports/nouveau", **sheet(lab, "10 UFC/cm²"))
    assert asked.status_code == 422
    assert "plutôt 10\u00a0UFC/25\u00a0cm²" in asked.text
    assert 'name="reading_0"' in asked.text
    assert 'value="10 UFC/cm²"' in asked.text
    assert verdicts(session) == []
    assert session.exec(select(LabReport)).all() == []
    done = send(ines, "/rapports/nouveau", **sheet(lab, "10 UFC/cm²", reading_0="equivalent"))
    assert done.status_code == 303
    assert verdicts(session) == ["action"]
    shown = ines.get(done.headers["Location"]).text
    assert "250\u00a0UFC/25\u00a0cm²" in shown
    assert "10 UFC/cm²" in shown


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value_0": "12"}, "Un nombre seul"),
        ({"value_0": "-4 UFC/25 cm²"}, "négative"),
        ({"value_0": "4 UFC/ml"}, "ce point se mesure en"),
        ({"value_0": ""}, "au moins un prélèvement"),
        ({"place_0": "999"}, "Choisissez dans la liste"),
        ({"place_0": "²"}, "Choisissez dans la liste"),
        ({"lot_0": "RIEN"}, "aucun lot"),
        ({"pathogen_0": "x" * 81}, "trop long"),
        ({"taken_at": "2026-12-24T10:00"}, "daté de plus tard"),
        ({"taken_at": "2026-11-21T10:00"}, "d’avant ce prélèvement"),
        ({"taken_at": "hier"}, "Écrivez une date"),
        ({"taken_at": "2026-10-25T02:30"}, "Laquelle des deux heures"),
        ({"taken_at": "2020-01-01T10:00"}, "n’avait pas encore ce point"),
        ({"surface": "0"}, "plus grand que 0"),
        ({"sampler": ""}, "à remplir"),
        ({"number": ""}, "à remplir"),
        ({"laboratory": "999"}, "Choisissez dans la liste"),
        ({"issued_on": "2026-12-24"}, "pas encore venue"),
        ({"method": "écouvillon"}, "ne se comparent jamais"),
        ({"point": "RIEN"}, "Aucun point du plan"),
        ({"retest_of": "999"}, "même point"),
    ],
)
def test_a_wrong_sheet_comes_back_filled_and_nothing_is_kept(
    ines: FlaskClient, session: Session, lab: Lab, changes: dict[str, str], words: str
) -> None:
    given = sheet(lab, "4 UFC/25 cm²", medium="Gélose PCA") | changes
    answer = send(ines, "/rapports/nouveau", **given)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Gélose PCA"' in answer.text
    assert verdicts(session) == []
    assert session.exec(select(LabReport)).all() == []


def test_a_hardly_plausible_count_asks_once_more(
    ines: FlaskClient, session: Session, lab: Lab
) -> None:
    plan.point(session, plausible_high=300)
    session.commit()
    asked = send(ines, "/rapports/nouveau", **sheet(lab, "900 UFC/25 cm²"))
    assert asked.status_code == 422
    assert 'name="confirmed_0"' in asked.text
    given = sheet(lab, "900 UFC/25 cm²", confirmed_0="1")
    assert send(ines, "/rapports/nouveau", **given).status_code == 303
    assert verdicts(session) == ["action"]


def test_a_report_entered_twice_is_refused_and_its_page_takes_more(
    ines: FlaskClient, session: Session, lab: Lab, kept: LabSample
) -> None:
    again = send(ines, "/rapports/nouveau", **sheet(lab, "4 UFC/25 cm²", number="r-1"))
    assert again.status_code == 409
    assert "déjà saisi" in again.text
    more = f"/rapports/{kept.report_id}/prelevements"
    assert "Ajouter des prélèvements" in ines.get(HERE + more).text
    assert send(ines, more, **sheet(lab, "4 UFC/25 cm²", "-1")).status_code == 422
    assert send(ines, more, **sheet(lab, "4 UFC/25 cm²")).status_code == 303
    assert verdicts(session) == ["alert", "conform"]
    assert send(ines, "/rapports/999/prelevements", **sheet(lab, "4")).status_code == 404


def test_the_linen_of_a_lot_in_action_is_held(
    ines: FlaskClient, session: Session, lab: Lab
) -> None:
    order = factories.make_order(session, items=2)
    keys = [one.item_id or 0 for one in factories.items_of(session, order)]
    for item in session.exec(select(Item)):
        item.stage = "received"
    session.flush()
    at = TAKEN - timedelta(days=1)
    lot = lots.open_lot(session, "laundry", "received", keys, by=SYSTEM, at=at)
    lots.take_out(session, lot, keys, by=SYSTEM, at=at + timedelta(hours=1))
    code = barcodes.of(session, lot_id=lot.id)
    session.commit()
    fine = sheet(lab, "9 UFC/25 cm²", lot_0=code)
    assert send(ines, "/rapports/nouveau", **fine).status_code == 303
    assert session.exec(select(Hold)).all() == []
    bad = sheet(lab, "13 UFC/25 cm²", lot_0=code, number="LV-2")
    done = send(ines, "/rapports/nouveau", **bad)
    assert done.status_code == 303
    assert {one.item_id for one in session.exec(select(Hold))} == set(keys)
    assert (code or "") in ines.get(done.headers["Location"]).text


def test_a_retest_is_offered_for_an_alert_and_erases_nothing(
    ines: FlaskClient, session: Session, lab: Lab, kept: LabSample
) -> None:
    page = ines.get(f"{HERE}/rapports/{kept.report_id}").text
    assert f"retest_of={kept.id}" in page
    form = ines.get(f"{HERE}/rapports/nouveau?retest_of={kept.id}&point=HYG-01").text
    assert f'name="retest_of" value="{kept.id}"' in form
    given = sheet(lab, "1 UFC/25 cm²", retest_of=kept.id)
    before = send(ines, "/rapports/nouveau", **given | {"taken_at": "2026-11-15T10:30"})
    assert before.status_code == 422
    assert "ne précède pas" in before.text
    done = send(ines, "/rapports/nouveau", **given)
    assert "Contre-analyse du prélèvement" in ines.get(done.headers["Location"]).text
    assert verdicts(session) == ["alert", "conform"]


def test_without_a_place_the_form_says_what_is_missing(
    ines: FlaskClient, session: Session, lab: Lab
) -> None:
    for place in (lab.table, lab.trolley):
        reports.retire_place(session, place, by=SYSTEM)
    session.commit()
    assert "Il manque quelque chose" in ines.get(f"{HERE}/rapports/nouveau").text


def test_the_file_of_results_is_offered_and_never_kept_in_part(
    ines: FlaskClient, session: Session, lab: Lab
) -> None:
    data = b"laboratoire;rapport;date du rapport;point;lieu;preleve le;preleve par;resultat\na;b\n"
    sent = {"file": (io.BytesIO(data), "labo.csv")}
    page = ines.post("/administration/import/rabc_lab", data=sent, headers=HEADERS)
    assert page.status_code == 200
    assert "sans les lignes refusées" not in page.text
