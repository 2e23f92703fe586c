import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.production.models import Resource
from tests.esat.production.buttons import hidden, press
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import limits, versions
from workshops.laundry.plant.kinds import KINDS
from workshops.laundry.plant.models import (
    Bin,
    BinVersion,
    Family,
    Limit,
    Machine,
    Precaution,
    PrecautionProgramme,
    Programme,
    ProgrammeDose,
)

SignedIn = Callable[..., FlaskClient]
ROOT = "/blanchisserie/reglages"


@pytest.fixture
def plant(session: Session) -> Plant:
    made = laundries.build(session)
    session.commit()
    return made


@pytest.fixture
def rachid(signed_in: SignedIn) -> FlaskClient:
    return signed_in("responsable_atelier", ("laundry",))


def test_the_six_lists_are_reached_from_one_page(rachid: FlaskClient, plant: Plant) -> None:
    page = rachid.get(ROOT).text
    for slug, kind in KINDS.items():
        assert f"{ROOT}/{slug}" in page
        assert kind.label in page
        listed = rachid.get(f"{ROOT}/{slug}")
        assert listed.status_code == 200, slug
        for address in re.findall(rf'href="({ROOT}/{slug}/[^"/]+)"', listed.text):
            assert rachid.get(address).status_code == 200, address


MADE = {
    "machines": {"label": "L9", "kind": "washer", "nominal_kg": "25,5", "barrier": "1"},
    "programmes": {
        "code": "71A", "label": "Draps 71 °C", "kind": "wash", "minutes": "55",
        "temperature_c": "71", "hold_minutes": "3", "doses": "Lessive : 12,5\nChlore : 2",
        "status": "validated", "source": "Essai du 2 mars",
    },
    "bacs": {"label": "Bac vert", "family_code": "flat"},
    "familles": {"code": "rideaux", "label": "Rideaux", "pictogram": "layers", "sensitive": "1"},
    "precautions": {
        "code": "autres", "label": "Autres précautions", "colour": "blue", "never_opened": "1",
        "isolation_hours": "0", "status": "proposed",
    },
}  # fmt: skip
TABLES = {
    "machines": Machine, "programmes": Programme, "bacs": BinVersion, "familles": Family,
    "precautions": Precaution,
}  # fmt: skip


def words(slug: str, plant: Plant) -> dict[str, object]:
    given: dict[str, object] = dict(MADE[slug])
    if slug == "programmes":
        given |= {"machines": [plant.id("l1"), plant.id("l2")], "families": ["flat"]}
    if slug == "precautions":
        given |= {"programmes": [plant.id("special")]}
    return given


def newest(session: Session, slug: str) -> object:
    session.expire_all()
    table = TABLES[slug]
    return session.exec(select(table).order_by(table.id.desc())).first()  # type: ignore[attr-defined]


@pytest.mark.parametrize("slug", MADE)
def test_a_record_is_added_changed_and_withdrawn_and_keeps_its_history(
    session: Session, rachid: FlaskClient, plant: Plant, now: datetime, slug: str
) -> None:
    given = words(slug, plant)
    empty = rachid.get(f"{ROOT}/{slug}/nouveau").text
    added = press(rachid, f"{ROOT}/{slug}/nouveau", hidden(empty, "capture")[0], **given)
    assert added.status_code == 303, added.text
    address = added.headers["Location"]
    assert newest(session, slug).version == 1  # type: ignore[attr-defined]
    form = rachid.get(f"{address}/modifier")
    assert str(given["label"]) in form.text
    assert 'name="reason"' in form.text
    again = given | {"label": f"{given['label']} bis"}
    silent = press(rachid, f"{address}/modifier", **again)
    assert silent.status_code == 422
    assert f"{given['label']} bis" in silent.text
    assert newest(session, slug).version == 1  # type: ignore[attr-defined]
    key = hidden(form.text, "capture")[0]
    for _ in range(2):  # sent twice, it is one version
        done = press(rachid, f"{address}/modifier", key, reason="Nouveau nom", **again)
        assert (done.status_code, done.headers["Location"]) == (303, address)
    assert newest(session, slug).version == 2  # type: ignore[attr-defined]
    page = rachid.get(address).text
    for told in ("Version 2", "Version 1", "Nouveau nom", "Rachid", "bis"):
        assert told in page
    assert press(rachid, f"{address}/retirer").status_code == 409
    assert press(rachid, f"{address}/retirer", reason="Usé").status_code == 303
    assert newest(session, slug).withdrawn  # type: ignore[attr-defined]
    assert "Ne sert plus" in rachid.get(address).text
    assert press(rachid, f"{address}/modifier", reason="Non", **again).status_code == 404


def test_a_programme_keeps_its_machines_families_and_doses(
    session: Session, rachid: FlaskClient, plant: Plant, now: datetime
) -> None:
    press(rachid, f"{ROOT}/programmes/nouveau", **words("programmes", plant))
    made = newest(session, "programmes")
    assert isinstance(made, Programme)
    doses = session.exec(select(ProgrammeDose).where(ProgrammeDose.programme_id == made.id)).all()
    assert {one.product: one.ml_per_kg for one in doses} == {
        "Lessive": Decimal("12.5"), "Chlore": Decimal(2),
    }  # fmt: skip
    page = rachid.get(f"{ROOT}/programmes/{made.resource_id}").text
    for told in (
        "L1, L2",
        "Linge plat",
        "Chlore : 2\u00a0ml/kg, Lessive : 12,5\u00a0ml/kg",
        "Validé",
        "71\u00a0°C",
    ):
        assert told in page


def test_a_withdrawn_machine_s_label_answers_no_longer(
    session: Session, rachid: FlaskClient, plant: Plant, now: datetime
) -> None:
    press(rachid, f"{ROOT}/machines/{plant.id('l2')}/retirer", reason="Vendue")
    session.expire_all()
    thing = session.get(Resource, plant.id("l2"))
    assert thing is not None
    assert thing.retired_at == now
    assert ">L2<" not in rachid.get(f"{ROOT}/programmes/nouveau").text


def test_a_changed_bin_takes_other_linen_from_now_on(
    session: Session, rachid: FlaskClient, plant: Plant, now: datetime
) -> None:
    address = f"{ROOT}/bacs/{plant.id('flat')}/modifier"
    press(rachid, address, label="Bac nappes", family_code="kitchen", reason="Trié autrement")
    session.expire_all()
    row, thing = session.get(Bin, plant.id("flat")), session.get(Resource, plant.id("flat"))
    assert row is not None
    assert thing is not None
    assert (row.family_code, thing.label) == ("kitchen", "Bac nappes")


def test_a_precaution_names_its_programmes_version_by_version(
    session: Session, rachid: FlaskClient, plant: Plant, now: datetime
) -> None:
    before = laundries.category(session, "reinforced")
    given = {
        "label": "Précautions renforcées", "colour": "black", "never_opened": "1",
        "isolation_hours": "0", "status": "validated", "programmes": [plant.id("p60")],
    }  # fmt: skip
    address = f"{ROOT}/precautions/reinforced/modifier"
    assert press(rachid, address, reason="Décision", **given).status_code == 303
    after = laundries.category(session, "reinforced")
    cards = {
        key: [one.programme_card_id for one in session.exec(
            select(PrecautionProgramme).where(PrecautionProgramme.precaution_id == key)
        )]
        for key in (before.id, after.id)
    }  # fmt: skip
    assert cards == {before.id: [plant.id("special")], after.id: [plant.id("p60")]}
    page = rachid.get(f"{ROOT}/precautions/reinforced").text
    assert "Précautions 71 °C devient Draps 60 °C" in page


def test_a_limit_changes_by_a_dated_row(
    session: Session, rachid: FlaskClient, plant: Plant, now: datetime
) -> None:
    given = {"value": "110", "since": "2026-12-01", "status": "validated", "source": "Équipe"}
    address = f"{ROOT}/limites/load_limit/modifier"
    assert press(rachid, address, reason="Mesuré", **given).status_code == 303
    session.expire_all()
    rows = session.exec(select(Limit).where(Limit.code == "load_limit")).all()
    assert [(one.version, one.value, one.unit) for one in rows] == [
        (1, Decimal(105), "%"), (2, Decimal(110), "%"),
    ]  # fmt: skip
    assert limits.value(session, "load_limit", now) == Decimal(105)
    assert rachid.get(f"{ROOT}/limites/nouveau").status_code == 404
    assert press(rachid, f"{ROOT}/limites/load_limit/retirer", reason="x").status_code == 404
    assert press(rachid, f"{ROOT}/limites/inconnue/modifier", **given).status_code == 404


@pytest.mark.parametrize(
    ("slug", "wrong", "field"),
    [
        ("machines", {"label": ""}, "label"),
        ("machines", {"kind": "rocket"}, "kind"),
        ("machines", {"nominal_kg": ""}, "nominal_kg"),
        ("machines", {"nominal_kg": "-3"}, "nominal_kg"),
        ("programmes", {"minutes": "0"}, "minutes"),
        ("programmes", {"machines": []}, "machines"),
        ("programmes", {"doses": "beaucoup"}, "doses"),
        ("programmes", {"temperature_c": "700"}, "temperature_c"),
        ("bacs", {"label": "x" * 61}, "label"),
        ("familles", {"code": "Pas Bon"}, "code"),
        ("familles", {"code": "flat"}, "code"),
        ("precautions", {"isolation_hours": ""}, "isolation_hours"),
        ("precautions", {"colour": "pink"}, "colour"),
    ],
)
def test_a_wrong_field_says_so_and_nothing_is_lost_or_kept(
    session: Session, rachid: FlaskClient, plant: Plant, now: datetime,
    slug: str, wrong: dict[str, object], field: str,
) -> None:  # fmt: skip
    before = len(versions.newest(session, TABLES[slug], KINDS[slug].key))  # type: ignore[type-var]
    answer = press(rachid, f"{ROOT}/{slug}/nouveau", **(words(slug, plant) | wrong))
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    if field != "label":
        assert str(words(slug, plant)["label"]) in answer.text
    session.expire_all()
    assert len(versions.newest(session, TABLES[slug], KINDS[slug].key)) == before  # type: ignore[type-var]


def test_a_bin_for_precautions_takes_closed_bags(rachid: FlaskClient, plant: Plant) -> None:
    answer = press(rachid, f"{ROOT}/bacs/nouveau", label="Bac", contaminated="1")
    assert answer.status_code == 422
    assert "cochez les deux" in answer.text


@pytest.mark.parametrize(
    ("role", "workshops", "status"),
    [
        ("moniteur", ("laundry",), 403),
        ("comptoir", ("laundry",), 403),
        ("inspecteur", None, 403),
        ("responsable_atelier", ("bookbinding",), 404),
        ("qualite", None, 200),
        ("administrateur", None, 200),
    ],
)
def test_the_settings_are_for_those_who_answer_for_the_laundry(
    signed_in: SignedIn, plant: Plant, role: str, workshops: tuple[str, ...] | None, status: int
) -> None:
    browser = signed_in(role, workshops)
    key = plant.id("l1")
    for path in ("", "/machines", "/machines/nouveau", f"/machines/{key}",
                 f"/machines/{key}/modifier"):  # fmt: skip
        assert browser.get(ROOT + path).status_code == status, path
    if status != 200:
        for path in ("/machines/nouveau", f"/machines/{key}/modifier", f"/machines/{key}/retirer"):
            assert press(browser, ROOT + path, reason="Non").status_code == status, path


@pytest.mark.parametrize("path", ["/rien", "/machines/x", "/machines/987654", "/familles/rien"])
def test_what_is_not_there_is_not_found(rachid: FlaskClient, plant: Plant, path: str) -> None:
    assert rachid.get(ROOT + path).status_code == 404
