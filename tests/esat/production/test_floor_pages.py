from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.production import holds, lots, moves
from esat.production.floor_forms import safe_return
from esat.production.models import Hold, Item, Lot, LotItem
from esat.production.moves import Context
from esat.production.subjects import Subject
from tests.esat.production.buttons import events, hidden, press
from tests.factories import items_of, make_bag, make_order

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def things(session: Session, now: object) -> list[Subject]:
    """Four bags received."""
    order = make_order(session, items=4)
    for item in items_of(session, order):
        moves.move(session, item, "receive", Context(by=SYSTEM))
    return items_of(session, order)


@pytest.fixture
def nadia(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def stages(session: Session) -> list[str]:
    session.expire_all()
    return [item.stage for item in session.exec(select(Item).order_by(Item.id))]  # type: ignore[arg-type]


def keys(things: list[Subject]) -> list[int]:
    return [thing.item_id or 0 for thing in things]


def make_lot(session: Session, things: list[Subject]) -> tuple[Lot, str]:
    lot = lots.open_lot(session, "laundry", "received", keys(things), by=SYSTEM)
    return lot, lots.subject_of(session, lot).code or ""


def forms(session: Session, things: list[Subject]) -> dict[str, dict[str, object]]:
    """Every button of the floor with what its page sends."""
    code = things[0].code
    hold = holds.place(session, things[1], "machine", by=SYSTEM)
    lot, lot_code = make_lot(session, things[2:])
    return {
        "passage": {"code": code, "action": "sort"},
        "retenir": {"code": code, "reason": "to_check", "note": ""},
        "lever": {"hold": hold.id},
        "corriger": {"code": code, "stage": "sorted", "cause": "Oublié"},
        "lots": {"atelier": "blanchisserie", "stage": "received", "act": "open",
                 "pick": [things[0].item_id]},
        "lots/ajouter": {"code": code, "lot": lot.id},
        "lots/sortir": {"code": lot_code, "with": [things[2].item_id]},
        "lots/separer": {"code": lot_code, "with": [things[2].item_id]},
    }  # fmt: skip


ACTS = ("passage", "retenir", "lever", "corriger", "lots", "lots/ajouter", "lots/sortir",
        "lots/separer")  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_each_button_works_once_and_a_replay_changes_nothing(
    nadia: FlaskClient, session: Session, things: list[Subject], act: str
) -> None:
    form = forms(session, things)[act]
    before, key = events(session), "0b7f8e9e-58d5-4e53-9d3c-54a4b6f5a002"
    first = press(nadia, f"/atelier/{act}", key, **form)
    assert first.status_code == 303
    done = events(session)
    assert done > before
    again = press(nadia, f"/atelier/{act}", key, **form)
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])
    assert events(session) == done


@pytest.mark.parametrize("act", [*ACTS, "partager"])
def test_each_button_refuses_get(nadia: FlaskClient, act: str) -> None:
    assert nadia.get(f"/atelier/{act}").status_code == 405


@pytest.mark.parametrize("act", ACTS)
def test_each_button_refuses_the_stranger(
    client: FlaskClient, session: Session, things: list[Subject], act: str
) -> None:
    form = forms(session, things)[act]
    before = events(session)
    assert press(client, f"/atelier/{act}", **form).status_code in {302, 303, 401}
    assert events(session) == before


@pytest.mark.parametrize("act", ACTS)
def test_each_button_refuses_what_is_another_workshops(
    signed_in: SignedIn, session: Session, things: list[Subject], act: str
) -> None:
    form = forms(session, things)[act]
    before = events(session)
    stranger = signed_in("moniteur", workshops=("bookbinding",))
    assert press(stranger, f"/atelier/{act}", **form).status_code in {403, 404, 409}
    assert events(session) == before


@pytest.mark.parametrize("act", ACTS)
def test_each_button_refuses_the_wrong_state(
    nadia: FlaskClient, session: Session, things: list[Subject], act: str
) -> None:
    form = forms(session, things)[act]
    assert press(nadia, f"/atelier/{act}", **form).status_code == 303
    before = events(session)
    if act == "corriger":
        form |= {"stage": "moon"}
    if act == "lots/separer":
        form |= {"with": [things[2].item_id, things[3].item_id]}
    assert press(nadia, f"/atelier/{act}", **form).status_code in {409, 422}
    assert events(session) == before


def test_one_tap_moves_and_the_page_says_so(
    nadia: FlaskClient, session: Session, things: list[Subject]
) -> None:
    page = nadia.get(f"/atelier/objet/{things[0].code}").text
    assert "Trier" in page
    (key,) = set(hidden(page, "capture"))
    done = press(nadia, "/atelier/passage", key, code=things[0].code, action="sort")
    after = nadia.get(done.headers["Location"]).text
    assert "Trié" in after
    assert 'data-meaning="ok"' in after
    assert stages(session)[0] == "sorted"


def test_a_held_thing_does_not_move_and_the_page_says_why(
    nadia: FlaskClient, session: Session, things: list[Subject]
) -> None:
    holds.place(session, things[0], "machine", by=SYSTEM, note="Courroie")
    session.commit()
    answer = press(nadia, "/atelier/passage", code=things[0].code, action="sort")
    assert answer.status_code == 409
    assert "Courroie" in answer.text
    assert "pas possible" in answer.text
    assert stages(session)[0] == "received"


def test_a_lot_moves_whole_without_its_unticked_members(
    nadia: FlaskClient, session: Session, things: list[Subject]
) -> None:
    _lot, code = make_lot(session, things)
    session.commit()
    page = nadia.get(f"/atelier/objet/{code}").text
    assert hidden(page, "member") == [str(key) for key in keys(things)]
    form = {"code": code, "action": "start_wash", "member": keys(things), "with": keys(things)[:3]}
    assert press(nadia, "/atelier/passage", **form).status_code == 303
    assert stages(session) == ["washing"] * 3 + ["received"]


def test_ticked_lots_become_one(
    nadia: FlaskClient, session: Session, things: list[Subject]
) -> None:
    one, _ = make_lot(session, things[:2])
    other, _ = make_lot(session, things[2:])
    session.commit()
    form = {
        "atelier": "blanchisserie",
        "stage": "received",
        "act": "merge",
        "lot": [one.id, other.id],
    }
    assert press(nadia, "/atelier/lots", **form).status_code == 303
    session.expire_all()
    opened = session.exec(select(Lot).where(Lot.closed_at == None)).one()  # noqa: E711
    inside = session.exec(select(LotItem).where(LotItem.lot_id == opened.id)).all()
    assert len(inside) == 4


@pytest.mark.parametrize(("part", "status"), [("2,5", 303), ("0", 422), ("9", 409), ("tout", 422)])
def test_an_item_is_split_by_its_quantity_and_nothing_is_lost(
    nadia: FlaskClient, session: Session, things: list[Subject], part: str, status: int
) -> None:
    item = session.get(Item, things[0].item_id)
    assert item is not None
    item.quantity, item.unit = 6, "kg"  # type: ignore[assignment]
    session.commit()
    key = "0b7f8e9e-58d5-4e53-9d3c-54a4b6f5a003"
    for _ in range(2):
        answer = press(nadia, "/atelier/partager", key, code=things[0].code, part=part)
        assert answer.status_code == status
    session.expire_all()
    quantities = [i.quantity for i in session.exec(select(Item)) if i.unit == "kg"]
    assert sum(quantities) == 6
    assert len(quantities) == (2 if status == 303 else 1)


def test_a_hold_is_lifted_by_those_whom_its_reason_allows(
    signed_in: SignedIn, session: Session, things: list[Subject]
) -> None:
    hold = holds.place(session, things[0], "machine", by=SYSTEM)
    session.commit()
    karim = signed_in("comptoir", workshops=("laundry",))
    assert press(karim, "/atelier/lever", hold=hold.id).status_code == 403
    session.expire_all()
    assert session.exec(select(Hold)).one().lifted_at is None


def test_a_bag_without_an_order_offers_its_reception(
    nadia: FlaskClient, session: Session, now: object
) -> None:
    _bag, code = make_bag(session)
    session.commit()
    assert "Recevoir ce sac" in nadia.get(f"/atelier/objet/{code}").text
    assert press(nadia, "/atelier/passage", code=code, action="receive").status_code == 303
    assert stages(session) == ["received"]


@pytest.mark.parametrize("code", ["F0000019", "zut", "' OR 1=1"])
def test_what_no_label_says_is_not_found(nadia: FlaskClient, code: str) -> None:
    assert nadia.get(f"/atelier/objet/{code}").status_code == 404


def test_anothers_answer_is_not_shown(
    nadia: FlaskClient, signed_in: SignedIn, things: list[Subject]
) -> None:
    done = press(nadia, "/atelier/passage", code=things[0].code, action="sort")
    other = signed_in("moniteur", workshops=("laundry",))
    assert 'class="state"' in nadia.get(done.headers["Location"]).text
    assert 'class="state"' not in other.get(done.headers["Location"]).text


@pytest.mark.parametrize(
    "text", ["//ailleurs.fr", "https://ailleurs.fr", "/\\ailleurs.fr", "", "/a\nb", "ailleurs"]
)
def test_a_return_elsewhere_is_refused(text: str) -> None:
    assert safe_return(text, "/ici") == "/ici"


def test_a_return_within_the_house_is_kept() -> None:
    assert safe_return("/blanchisserie?etape=loaded", "/ici") == "/blanchisserie?etape=loaded"
