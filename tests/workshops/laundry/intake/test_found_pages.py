import io
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, col, select

from esat import clock
from esat.production import things
from esat.production.journal_models import Event
from esat.workers.models import Worker
from tests import factories
from tests.workshops.laundry.intake import desk
from workshops.laundry.intake.cases import Anomaly, Found, FoundStep

SignedIn = Callable[..., FlaskClient]
HOME = "/blanchisserie/objets-trouves"


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


@pytest.fixture
def bag(session: Session, now: datetime) -> tuple[str, int]:
    code = desk.announced(session, 1, at=now, name="EHPAD Les Tilleuls").codes[0]
    return code, desk.receive(session, code, now)


def send(client: FlaskClient, path: str, **fields: object) -> tuple[int, str, str]:
    sent = {"capture": str(uuid4())} | fields
    answer = client.post(path, data=sent, headers=desk.ORIGIN)
    return answer.status_code, answer.text, answer.headers.get("Location", "")


def picture() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (40, 30)).save(made, "PNG")
    made.seek(0)
    return made


def cases(session: Session) -> list[Found]:
    session.expire_all()
    return list(session.exec(select(Found).order_by(col(Found.id))))


def opened(client: FlaskClient, code: str, **more: object) -> str:
    """A case opened on a bag; its page."""
    fields = {"kind": "aid", "what": "Appareil auditif gauche", "code": code} | more
    status, text, to = send(client, f"{HOME}/nouveau", **fields)
    assert status == 303, text
    return to


def test_a_case_names_what_where_and_who_saw_it_and_the_journal_no_name(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int], now: datetime
) -> None:
    worker = Worker(first_name="Paul", initial="D", created_at=now)
    session.add(worker)
    shelf, shelf_code = things.add_resource(session, "shelf", "Étagère 2", "laundry", "X", at=now)
    session.commit()
    photo = (picture(), "a.png")
    page = opened(nadia_at, bag[0], storage=shelf_code, worker_id=str(worker.id), photo=photo)
    (row,) = cases(session)
    assert (row.ref, row.item_id, row.worker_id) == ("OT26-00001", bag[1], worker.id)
    assert row.keep_until == now.date() + timedelta(days=365)
    steps = session.exec(select(FoundStep).order_by(col(FoundStep.id))).all()
    assert [(step.step, step.shelf_id) for step in steps] == [
        ("opened", None), ("moved", shelf.id),
    ]  # fmt: skip
    shown = nadia_at.get(page).text
    for words in ("Appareil auditif gauche", "Paul D", "EHPAD Les Tilleuls", bag[0]):
        assert words in shown, words
    assert nadia_at.get(f"{page}/photo").status_code == 200
    event = session.exec(select(Event).where(Event.kind == "item.found_object")).one()
    assert event.data == {"found": "OT26-00001"}
    assert (event.worker_id, event.reason) == (None, "")


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"kind": ""}, 422, "Choisissez ce que c’est"), ({"what": " "}, 422, 'id="e-what"'),
        ({"code": "", "place": ""}, 422, 'id="e-code"'), ({"code": "F1234567"}, 409, "Code"),
        ({"worker_id": "99999"}, 422, 'id="e-worker_id"'),
        ({"worker_id": "x"}, 422, 'id="e-worker_id"'), ({"what": "x" * 121}, 422, 'id="e-what"'),
        ({"when": "2026-11-23T08:00"}, 409, "saisie différée"),
    ],
)  # fmt: skip
def test_a_wrong_case_is_refused_filled_in_and_uses_no_number(
    session: Session,
    nadia_at: FlaskClient,
    bag: tuple[str, int],
    fields: dict[str, str],
    status: int,
    words: str,
) -> None:
    given = {"kind": "aid", "what": "Lunettes", "code": bag[0], "storage": "Armoire"} | fields
    answer, text, _ = send(nadia_at, f"{HOME}/nouveau", **given)
    assert answer == status
    assert words in text
    assert "Armoire" in text
    assert cases(session) == []
    opened(nadia_at, bag[0])
    assert cases(session)[0].ref == "OT26-00001"


def test_a_code_of_another_workshop_is_refused(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    order = factories.make_order(session, "bookbinding", items=1, at=now)
    code = factories.items_of(session, order)[0].code
    session.commit()
    status, text, _ = send(nadia_at, f"{HOME}/nouveau", kind="aid", what="Clé", code=code)
    assert status == 409
    assert "blanchisserie" in text


def test_a_sharp_thing_is_an_accident_avoided_of_the_client(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int]
) -> None:
    opened(nadia_at, bag[0], kind="sharp", what="Aiguille")
    anomaly = session.exec(select(Anomaly)).one()
    assert (anomaly.kind, anomaly.near_miss, anomaly.item_id) == ("sharp", True, bag[1])


def test_steps_are_added_until_it_is_given_back_and_nothing_after(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int]
) -> None:
    page = opened(nadia_at, bag[0])
    assert "À ranger" in nadia_at.get(HOME).text
    send(nadia_at, page, step="moved", detail="Armoire de la réception")
    assert "Client à prévenir" in nadia_at.get(HOME).text
    key = str(uuid4())
    for _ in range(2):
        assert send(nadia_at, page, capture=key, step="notified", detail="Appel")[0] == 303
    assert "Gardé jusqu’au 23/11/2027" in nadia_at.get(HOME).text
    status, text, _ = send(nadia_at, page, step="given_back", detail=" ")
    assert status == 422
    assert "à qui" in text
    assert send(nadia_at, page, step="given_back", detail="Service linge, signé")[0] == 303
    assert send(nadia_at, page, step="noted", detail="Encore")[0] == 409
    session.expire_all()
    told = session.exec(select(FoundStep).order_by(col(FoundStep.id))).all()
    assert [step.step for step in told] == ["opened", "moved", "notified", "given_back"]
    assert cases(session)[0].closed_at is not None
    assert "Appareil auditif" not in nadia_at.get(HOME).text
    assert "Rendu" in nadia_at.get(f"{HOME}?etat=fermes").text


def test_nothing_is_thrown_away_before_its_day_without_a_reason(
    session: Session, nadia_at: FlaskClient, signed_in: SignedIn, bag: tuple[str, int],
    now: datetime,
) -> None:  # fmt: skip
    page = opened(nadia_at, bag[0])
    status, text, _ = send(nadia_at, page, step="disposed", detail="Jeté")
    assert status == 409
    assert "23/11/2027" in text
    assert cases(session)[0].closed_at is None
    done = send(nadia_at, page, step="disposed", detail="Collecteur", reason="Objet piquant")
    assert done[0] == 303
    other = opened(nadia_at, bag[0])
    with clock.pinned(now + timedelta(days=366)):
        later = signed_in("moniteur", ("laundry",))
        assert "À rendre ou à jeter" in later.get(HOME).text
        assert send(later, other, step="disposed", detail="Jeté")[0] == 303


@pytest.mark.parametrize(
    ("day", "status"), [("2026-11-24", 409), ("2026-11-22", 409), ("x", 422), ("2026-11-23", 303)]
)
def test_a_step_told_later_is_of_a_day_that_can_be(
    nadia_at: FlaskClient, bag: tuple[str, int], day: str, status: int
) -> None:
    page = opened(nadia_at, bag[0])
    assert send(nadia_at, page, step="notified", detail="Appel", on_day=day)[0] == status


@pytest.mark.parametrize("step", ["", "opened", "burnt"])
def test_a_step_is_one_of_the_list(
    session: Session, nadia_at: FlaskClient, bag: tuple[str, int], step: str
) -> None:
    page = opened(nadia_at, bag[0])
    assert send(nadia_at, page, step=step, detail="x")[0] == 422
    assert len(session.exec(select(FoundStep)).all()) == 1


def test_the_photograph_of_a_thing_that_was_in_no_bag_is_shown_by_its_case_alone(
    session: Session, nadia_at: FlaskClient, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    page = opened(nadia_at, "", place="Sous la table de tri", photo=(picture(), "a.png"))
    in_bag = opened(nadia_at, bag[0], photo=(picture(), "b.png"))
    loose, kept = (row.file_id for row in cases(session))
    for browser in (nadia_at, signed_in("bureau"), signed_in("moniteur", ("bookbinding",))):
        assert browser.get(f"/fichiers/{loose}").status_code == 404
        assert browser.get(f"/fichiers/{loose}/vignette").status_code == 404
    assert nadia_at.get(f"{page}/photo").status_code == 200
    assert nadia_at.get(f"{in_bag}/photo").status_code == 200
    assert nadia_at.get(f"/fichiers/{kept}").status_code == 200


def test_other_workshops_readers_and_strangers(
    session: Session, client: FlaskClient, nadia_at: FlaskClient, signed_in: SignedIn,
    bag: tuple[str, int],
) -> None:  # fmt: skip
    page = opened(nadia_at, bag[0])
    elsewhere, reader = signed_in("moniteur", ("bookbinding",)), signed_in("inspecteur")
    for path in (HOME, page, f"{page}/photo", f"{HOME}/nouveau"):
        assert client.get(path).status_code in {302, 303}, path
        assert elsewhere.get(path).status_code in {403, 404}, path
    assert reader.get(page).status_code == 200
    assert reader.get(f"{HOME}/nouveau").status_code == 403
    for browser in (elsewhere, reader):
        for path in (page, f"{HOME}/nouveau"):
            assert send(browser, path, kind="aid", what="x", code=bag[0], step="noted",
                        detail="x")[0] in {403, 404}  # fmt: skip
    assert len(cases(session)) == 1
    assert nadia_at.get(f"{HOME}/OT26-99999").status_code == 404
    assert nadia_at.get(f"{page}/photo").status_code == 404
