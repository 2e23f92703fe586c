from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.production import orders, subjects
from esat.production.journal_models import Event
from esat.production.models import Item
from tests.workshops.laundry.intake import desk
from workshops.laundry import reads
from workshops.laundry.intake import items, precautions
from workshops.laundry.intake.cases import PrecautionStep
from workshops.laundry.plant import seeds
from workshops.laundry.plant.models import Precaution

SignedIn = Callable[..., FlaskClient]
ACT = "laundry.precaution"


@pytest.fixture
def bag(session: Session, now: datetime) -> tuple[str, int]:
    """The code and the item of a received bag, in a laundry with its proposed categories."""
    seeds.install(session, now)
    code = desk.announced(session, 1, at=now).codes[0]
    return code, desk.receive(session, code, now)


def category(session: Session, key: int) -> str | None:
    session.expire_all()
    row = items.of(session, key)
    if row is None or row.precaution_id is None:
        return None
    return session.get_one(Precaution, row.precaution_id).code


def test_a_bag_is_put_under_a_category_and_the_journal_says_nothing_of_it(
    session: Session, signed_in: SignedIn, bag: tuple[str, int], now: datetime
) -> None:
    code, key = bag
    nadia = signed_in("moniteur", ("laundry",))
    before = len(session.exec(select(Event)).all())
    assert desk.act(nadia, ACT, code, precaution="isolation")["outcome"] == "ok"
    assert category(session, key) == "isolation"
    row = items.of(session, key)
    assert row is not None
    assert row.isolated_until == now + timedelta(hours=96)
    assert len(session.exec(select(Event)).all()) == before
    step = session.exec(select(PrecautionStep)).one()
    assert (step.step, step.isolated_until) == ("set", row.isolated_until)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"precaution": "gale"}, "precaution_unknown"), ({"precaution": ""}, "precaution_unknown"),
        ({}, "precaution_unknown"), ({"precaution": 7}, "form_invalid"),
        ({"precaution": ["isolation"]}, "form_invalid"),
        ({"precaution": "a\x00"}, "form_invalid"),
    ],
)  # fmt: skip
def test_a_category_that_is_none_is_refused(
    session: Session,
    signed_in: SignedIn,
    bag: tuple[str, int],
    sent: dict[str, object],
    code: str,
) -> None:
    nadia = signed_in("moniteur", ("laundry",))
    assert desk.act(nadia, ACT, bag[0], **sent)["reason"] == code
    assert category(session, bag[1]) is None


def test_only_those_in_charge_take_it_away_and_say_why(
    session: Session, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    code, key = bag
    nadia, rachid = signed_in("moniteur", ("laundry",)), signed_in("responsable_atelier")
    desk.act(nadia, ACT, code, precaution="complementary")
    assert desk.act(nadia, ACT, code, clear="1", reason="Erreur")["reason"] == "not_allowed"
    assert desk.act(rachid, ACT, code, clear="1")["reason"] == "precaution_reason"
    assert category(session, key) == "complementary"
    assert desk.act(rachid, ACT, code, clear="1", reason="Sac mal choisi")["outcome"] == "ok"
    assert category(session, key) is None
    assert desk.act(rachid, ACT, code, clear="1", reason="Encore")["reason"] == "precaution_none"
    told = [(row.step, row.reason) for row in session.exec(select(PrecautionStep))]
    assert told == [("set", ""), ("cleared", "Sac mal choisi")]


def test_an_isolation_is_never_shortened_before_its_date(
    session: Session, signed_in: SignedIn, bag: tuple[str, int], now: datetime
) -> None:
    code, key = bag
    nadia = signed_in("moniteur", ("laundry",))
    desk.act(nadia, ACT, code, precaution="isolation")
    with clock.pinned(now + timedelta(hours=95)):
        ines = signed_in("qualite")
        for sent in ({"clear": "1", "reason": "Pressé"}, {"precaution": "complementary"}):
            answer = desk.act(ines, ACT, code, **sent)
            assert answer["reason"] == "isolation_runs"
            assert "27/11 à 10:00" in answer["message"]
    assert category(session, key) == "isolation"
    with clock.pinned(now + timedelta(hours=97)):
        ines = signed_in("qualite")
        assert desk.act(ines, ACT, code, clear="1", reason="Délai passé")["outcome"] == "ok"
    assert category(session, key) is None


@pytest.mark.parametrize(
    ("role", "workshops", "sees"),
    [
        ("moniteur", ("laundry",), True), ("responsable_atelier", ("laundry",), True),
        ("comptoir", ("laundry",), True), ("qualite", None, True), ("bureau", None, False),
        ("direction", None, False), ("administrateur", None, False), ("inspecteur", None, False),
    ],
)  # fmt: skip
def test_a_category_is_seen_by_those_who_handle_the_bag_and_nobody_else(
    session: Session,
    signed_in: SignedIn,
    bag: tuple[str, int],
    role: str,
    workshops: tuple[str, ...] | None,
    sees: bool,
) -> None:
    code, key = bag
    desk.act(signed_in("moniteur", ("laundry",)), ACT, code, precaution="isolation")
    browser = signed_in(role, workshops)
    order = session.get_one(Item, key).order_id
    whose = session.get_one(orders.Order, order).client_id
    pages = [f"/comptoir?code={code}", f"/atelier/objet/{code}",
             f"/blanchisserie/reception/{whose}?code={code}"]  # fmt: skip
    for path in pages:
        shown = browser.get(path)
        assert shown.status_code == 200, path
        assert ("délai d’isolement" in shown.text) is sees, path
    assert "isolement" not in browser.get(f"/api/v1/codes/{code}").text
    assert "récaution" not in browser.get("/blanchisserie/reception").text


def test_the_card_says_what_is_demanded_by_one_statement(
    session: Session, bag: tuple[str, int], signed_in: SignedIn
) -> None:
    code, _ = bag
    nadia = signed_in("moniteur", ("laundry",))
    desk.act(nadia, ACT, code, precaution="isolation")
    desk.act(nadia, "laundry.weigh", code, kg="9,5", pieces="12")
    shown = nadia.get(f"/comptoir?code={code}").text.replace("\u00a0", " ")
    for words in ("Ne pas ouvrir, ne pas trier", "Isolé jusqu’au", "9,5 kg", "12", "sac jaune"):
        assert words in shown, words


def test_a_category_is_on_no_label(
    session: Session, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    desk.act(signed_in("moniteur", ("laundry",)), ACT, bag[0], precaution="isolation")
    lines = reads.label_lines(session, bag[1])
    assert not any("isol" in text.lower() or "récaution" in text for text in lines.values())


def test_the_flag_is_forgotten_thirty_days_after_the_bag_has_gone(
    session: Session, signed_in: SignedIn, bag: tuple[str, int], now: datetime
) -> None:
    code, key = bag
    desk.act(signed_in("moniteur", ("laundry",)), ACT, code, precaution="reinforced")
    assert precautions.purge(session, now + timedelta(days=400)) == 0
    session.get_one(Item, key).closed_at = now
    session.flush()
    assert precautions.due(session, now + timedelta(days=29)) == []
    later = now + timedelta(days=31)
    assert precautions.due(session, later) == [f"Sac n° {key}"]
    assert precautions.purge(session, later) == 1
    assert category(session, key) is None
    step = session.exec(select(PrecautionStep)).one()
    assert (step.step, step.precaution_id, step.isolated_until) == ("forgotten", None, None)
    assert precautions.due(session, later) == []


def test_a_bag_that_has_gone_is_flagged_no_more(
    session: Session, signed_in: SignedIn, bag: tuple[str, int], now: datetime
) -> None:
    session.get_one(Item, bag[1]).closed_at = now
    session.commit()
    answer = desk.act(signed_in("qualite"), ACT, bag[0], precaution="isolation")
    assert answer["reason"] == "bag_not_here"


def test_another_workshop_s_supervisor_flags_nothing(
    session: Session, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    other = signed_in("moniteur", ("bookbinding",))
    assert desk.act(other, ACT, bag[0], precaution="isolation")["reason"] == "not_allowed"
    assert category(session, bag[1]) is None


def test_the_page_flags_and_asks_those_in_charge_for_the_reason(
    session: Session, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    code, key = bag
    subject = subjects.item(session, key)
    assert subject is not None
    path = f"/blanchisserie/reception/{subject.client_id}/precaution"
    rachid = signed_in("responsable_atelier", ("laundry",))
    assert desk.form(rachid, path, code=code, precaution="reinforced").status_code == 200
    refused = desk.form(rachid, path, code=code, clear="1", reason="")
    assert refused.status_code == 409
    assert "Écrivez pourquoi" in refused.text
    assert desk.form(rachid, path, code=code, clear="1", reason="Erreur").status_code == 200
    assert category(session, key) is None


def test_the_form_of_precautions_is_folded_until_it_is_asked_for(
    session: Session, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    subject = subjects.item(session, bag[1])
    assert subject is not None
    path = f"/blanchisserie/reception/{subject.client_id}"
    rachid = signed_in("responsable_atelier", ("laundry",))
    folded = rachid.get(f"{path}?code={bag[0]}").text
    assert 'name="precaution"' in folded
    assert '<details class="fold" open>' not in folded
    asked = desk.form(rachid, f"{path}/precaution", code=bag[0], clear="1", reason="")
    assert '<details class="fold" open>' in asked.text
