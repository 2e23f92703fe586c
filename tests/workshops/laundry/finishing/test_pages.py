import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM
from esat.production import holds, lots
from esat.production.models import Lot
from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing.models import Step
from workshops.laundry.plant import service
from workshops.laundry.plant.service import ProgrammeFacts
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
TWO = {"EHPAD Les Tilleuls": "8", "Mairie de Riom": "4.250"}
HERE = "/blanchisserie/finition"


def form(**fields: object) -> dict[str, object]:
    return {"capture": str(uuid4())} | fields


@pytest.fixture
def load(session: Session, now: datetime) -> plant.Washed:
    made = plant.washed(session, TWO, now, ago=timedelta(minutes=48))
    session.commit()
    return made


@pytest.fixture
def dryer(session: Session) -> str:
    made = plant.machine(session)
    session.commit()
    return made


@pytest.fixture
def nadia(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


def dry_lot(session: Session) -> Lot:
    session.expire_all()
    return session.exec(select(Lot).where(Lot.kind == "dry")).one()


def test_the_columns_say_how_linen_waits_and_a_tap_dries_it(
    session: Session, load: plant.Washed, dryer: str, nadia: FlaskClient
) -> None:
    shown = nadia.get(HERE).text
    for words in ("Sorti mouillé", "à sécher dans 12\u00a0min", "12,25", "Séchoir 1"):
        assert words in shown
    sent = form(dryer=dryer, loads=[load.code])
    for _ in range(2):
        answer = nadia.post(HERE, data=sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, HERE)
    assert len(session.exec(select(Cycle).where(Cycle.kind == "dry")).all()) == 1
    shown = nadia.get(HERE).text
    assert f"Lot {dry_lot(session).ref}" in shown
    assert "à sécher dans" not in shown


def test_nothing_ticked_or_a_busy_dryer_is_said_and_the_ticks_stay(
    session: Session, load: plant.Washed, dryer: str, nadia: FlaskClient, now: datetime
) -> None:
    answer = nadia.post(HERE, data=form(dryer=dryer))
    assert answer.status_code == 422
    assert "Cochez d’abord une charge" in answer.text
    assert nadia.post(HERE, data=form(dryer=dryer, loads=[load.code])).status_code == 303
    other = plant.washed(session, {"Crèche": "3"}, now)
    session.commit()
    answer = nadia.post(HERE, data=form(dryer=dryer, loads=[other.code]))
    assert answer.status_code == 409
    assert "tourne déjà" in answer.text
    assert f'value="{other.code}" checked' in answer.text


def test_the_programme_says_how_long_it_still_dries(
    session: Session, load: plant.Washed, dryer: str, nadia: FlaskClient, now: datetime
) -> None:
    facts = ProgrammeFacts("S40", "Séchage doux", 40, "dry")
    code = service.add_programme(session, facts, by=SYSTEM)[1]
    washing = service.add_programme(session, ProgrammeFacts("L60", "Lavage", 60), by=SYSTEM)[1]
    session.commit()
    shown = nadia.get(HERE).text
    assert "Séchage doux (40 min)" in shown
    assert "Lavage (60 min)" not in shown
    asked = {"dryer": dryer, "loads": [load.code]}
    assert nadia.post(HERE, data=form(**asked, programme=washing)).status_code == 409
    assert nadia.post(HERE, data=form(**asked, programme=code)).status_code == 303
    with clock.pinned(now + timedelta(minutes=28)):
        assert "encore 12\u00a0min" in nadia.get(HERE).text
    with clock.pinned(now + timedelta(minutes=41)):
        assert "devrait être fini" in nadia.get(HERE).text


def test_without_a_dryer_the_page_says_so(load: plant.Washed, nadia: FlaskClient) -> None:
    assert "Aucun séchoir n’est déclaré" in nadia.get(HERE).text
    assert "Aucun séchoir n’est déclaré" in nadia.get(f"{HERE}/charge/{load.code}").text


def test_a_part_of_a_load_is_dried_by_kg(
    session: Session, load: plant.Washed, dryer: str, nadia: FlaskClient
) -> None:
    page = f"{HERE}/charge/{load.code}"
    assert "built-in" not in nadia.get(page).text
    asked = {"dryer": dryer, "what": "part", "items": [load.first], f"kg-{load.first}": "2,5"}
    answer = nadia.post(f"{page}/secher", data=form(**asked))
    assert answer.status_code == 303
    assert [i.quantity for i in plant.inside(session, dry_lot(session))] == [Decimal("2.5")]
    assert plant.item(session, load.first).quantity == Decimal("5.5")
    assert "2,5" in nadia.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("kg", "status", "words"),
    [
        ("0", 422, "plus grand que 0"),
        ("-1", 422, "plus grand que 0"),
        ("9", 409, "il y en a 8 kg"),
        ("un", 422, "Écrivez un nombre"),
    ],
)
def test_a_wrong_weight_comes_back_filled(
    session: Session, load: plant.Washed, dryer: str, nadia: FlaskClient, kg: str, status: int,
    words: str,
) -> None:  # fmt: skip
    page = f"{HERE}/charge/{load.code}/secher"
    asked = {"dryer": dryer, "what": "part", "items": [load.first], f"kg-{load.first}": kg}
    answer = nadia.post(page, data=form(**asked))
    assert answer.status_code == status
    assert words in answer.text
    assert f'value="{kg}"' in answer.text
    assert session.exec(select(Cycle).where(Cycle.kind == "dry")).all() == []
    assert plant.item(session, load.first).quantity == Decimal(8)


def test_a_part_without_a_tick_is_none(load: plant.Washed, dryer: str, nadia: FlaskClient) -> None:
    page = f"{HERE}/charge/{load.code}/secher"
    answer = nadia.post(page, data=form(dryer=dryer, what="part"))
    assert answer.status_code == 422
    assert "Cochez ce qui va dans le séchoir" in answer.text


def test_the_end_of_a_dryer_damp_then_dry_then_folded(
    session: Session, load: plant.Washed, dryer: str, nadia: FlaskClient
) -> None:
    nadia.post(HERE, data=form(dryer=dryer, loads=[load.code]))
    code = lots.subject_of(session, dry_lot(session)).code
    page = f"{HERE}/charge/{code}"
    assert "Le séchoir s’arrête" in nadia.get(page).text
    answer = nadia.post(f"{page}/fin", data=form(outcome="dry", moisture="40", outlet_c="70"))
    assert answer.status_code == 409
    assert "Plus de 12 %" in answer.text
    assert 'value="70"' in answer.text
    assert nadia.post(f"{page}/fin", data=form(outcome="damp", moisture="40")).status_code == 303
    assert "Mettre au séchoir" in nadia.get(page).text
    again = form(dryer=dryer, what="all")
    assert nadia.post(f"{page}/secher", data=again).status_code == 303
    end = form(outcome="dry", moisture="4")
    assert nadia.post(f"{page}/fin", data=end).status_code == 303
    assert nadia.post(f"{page}/fin", data=end).status_code == 303
    assert dry_lot(session).stage == "dried"
    first, second = plant.inside(session, dry_lot(session))
    assert nadia.post(f"{page}/plie", data=form()).status_code == 422
    fold = form(**{"with": [str(first.id)]})
    assert nadia.post(f"{page}/plie", data=fold).status_code == 303
    session.expire_all()
    assert (first.stage, second.stage) == ("finished", "dried")
    rest = form(**{"with": [str(second.id)]})
    assert nadia.post(f"{page}/plie", data=rest).status_code == 303
    session.expire_all()
    assert second.stage == "finished"
    assert nadia.post(f"{page}/plie", data=form(**{"with": ["x"]})).status_code == 422


def test_a_step_is_noted_with_its_measure(
    session: Session, load: plant.Washed, nadia: FlaskClient
) -> None:
    page = f"{HERE}/charge/{load.code}"
    sent = form(kind="calender", value="155,5")
    for _ in range(2):
        assert nadia.post(f"{page}/etape", data=sent).status_code == 303
    assert session.exec(select(Step.verdict)).all() == ["alert"]
    shown = nadia.get(page).text
    assert "155,5 °C" in shown
    assert "À surveiller" in shown
    assert "Plié et contrôlé" in shown
    wrong = nadia.post(f"{page}/etape", data=form(kind="extract", value="chaud"))
    assert wrong.status_code == 422
    assert 'id="e-value"' in wrong.text


def test_what_is_noted_later_says_why_on_the_fields_of_its_own_form(
    session: Session, load: plant.Washed, nadia: FlaskClient, now: datetime
) -> None:
    page = f"{HERE}/charge/{load.code}"
    ids = re.findall(r'\sid="([^"]+)"', nadia.get(page).text)
    assert len(ids) == len(set(ids))
    asked = {"kind": "iron", "minutes_ago-step": "30"}
    answer = nadia.post(f"{page}/etape", data=form(**asked))
    assert answer.status_code == 422
    assert "Dites pourquoi c’est noté après" in answer.text
    assert 'id="e-late_reason-step"' in answer.text
    assert 'id="e-late_reason-dry"' not in answer.text
    sent = form(**asked, **{"late_reason-step": "Tablette en panne"})
    assert nadia.post(f"{page}/etape", data=sent).status_code == 303
    step = session.exec(select(Step)).one()
    assert step.at == now - timedelta(minutes=30)
    assert (step.late, step.reason) == (True, "Tablette en panne")


def test_a_scan_opens_the_load(
    load: plant.Washed, dryer: str, nadia: FlaskClient, session: Session
) -> None:
    opened = f"{HERE}/charge/{load.code}"
    for code in (load.code, load.first, load.code.lower()):
        answer = nadia.post(f"{HERE}/ouvrir", data={"code": code})
        assert (answer.status_code, answer.headers["Location"]) == (303, opened)
    assert nadia.post(f"{HERE}/ouvrir", data={"code": dryer}).status_code == 409
    assert nadia.post(f"{HERE}/ouvrir", data={"code": "nimporte"}).status_code == 409
    nadia.post(HERE, data=form(dryer=dryer, loads=[load.code]))
    turning = lots.subject_of(session, dry_lot(session)).code
    answer = nadia.post(f"{HERE}/ouvrir", data={"code": dryer})
    assert answer.headers["Location"] == f"{HERE}/charge/{turning}"


def test_waitings_are_listed_the_most_urgent_first(
    session: Session, load: plant.Washed, nadia: FlaskClient, now: datetime
) -> None:
    late = plant.washed(session, {"Crèche": "3"}, now, ago=timedelta(minutes=130))
    session.commit()
    shown = nadia.get(f"{HERE}/attentes").text
    assert shown.index(late.code) < shown.index(load.code)
    assert "à relaver" in shown
    assert late.code not in nadia.get(f"{HERE}/attentes?sorte=dirty").text
    assert nadia.get(f"{HERE}/attentes?sorte=rien").status_code == 200


def test_over_the_limit_washing_again_is_offered_first_with_its_reason(
    session: Session, nadia: FlaskClient, now: datetime
) -> None:
    late = plant.washed(session, {"Crèche": "3"}, now, ago=timedelta(minutes=130))
    session.commit()
    shown = nadia.get(f"{HERE}/charge/{late.code}").text
    assert shown.index("Relaver cette charge") < shown.index("Linge de cette charge")
    page = nadia.get(f"/blanchisserie/relavage/charge/{late.code}").text
    assert "Linge mouillé depuis 2\u00a0h\u00a010, limite 2\u00a0h" in page
    assert plant.item(session, late.first).stage == "washed"


def test_a_held_load_stays(
    session: Session, load: plant.Washed, dryer: str, nadia: FlaskClient
) -> None:
    holds.place(session, lots.subject_of(session, load.lot), "to_check", by=SYSTEM)
    session.commit()
    assert "Retenue" in nadia.get(f"{HERE}/charge/{load.code}").text
    for page in (HERE, f"{HERE}/attentes"):
        assert "Retenu" in nadia.get(page).text
    answer = nadia.post(HERE, data=form(dryer=dryer, loads=[load.code]))
    assert answer.status_code == 409
    assert session.exec(select(Cycle).where(Cycle.kind == "dry")).all() == []


def test_pages_are_for_the_laundry_alone(
    load: plant.Washed, dryer: str, client: FlaskClient, signed_in: SignedIn, session: Session
) -> None:
    page = f"{HERE}/charge/{load.code}"
    asks = [(HERE, {"dryer": dryer, "loads": [load.code]}), (f"{page}/secher", {"dryer": dryer}),
            (f"{page}/fin", {"outcome": "dry"}), (f"{page}/etape", {"kind": "fold"}),
            (f"{page}/plie", {"with": ["1"]})]  # fmt: skip
    irene, other = signed_in("inspecteur"), signed_in("moniteur", ("bookbinding",))
    for path in (HERE, page, f"{HERE}/attentes"):
        assert irene.get(path).status_code == 200
        assert other.get(path).status_code == 403
        assert client.get(path).status_code in {302, 303, 401}
    for path, data in asks:
        assert irene.post(path, data=form(**data)).status_code == 403
        assert other.post(path, data=form(**data)).status_code == 403
        assert client.post(path, data=form(**data)).status_code in {302, 303, 401}
    assert session.exec(select(Cycle).where(Cycle.kind == "dry")).all() == []
    nadia = signed_in("moniteur", ("laundry",))
    assert nadia.get(f"{HERE}/charge/{load.first}").status_code == 404
    assert nadia.get(f"{HERE}/charge/RIEN").status_code == 404
    assert nadia.get(f"{page}/fin").status_code == 405
