import io
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.db import Database
from esat.errors import Invalid, NotFound, Refused
from esat.printing import service
from esat.production import captures
from esat.production.sent import Sent
from labels import render_png
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import garments, marking, marking_rules
from workshops.laundry.residents.marking_rules import RuleIn


def said(session: Session, code: str) -> dict[str, str]:
    """What is printed beside the code."""
    label = service.label_for(session, code)
    assert label.layout.code == "garment"
    return dict(label.fields)


def test_the_label_says_as_much_as_the_client_asked_for(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house = trousseau.house(session)
    _, code = trousseau.garment(session, trousseau.resident(session, house, sector="Étage 2"))
    assert said(session, code) == {}
    rules = (
        RuleIn(level=1),
        RuleIn(level=2),
        RuleIn(level=3, asked_by="Mme Roux, directrice", asked_on=date(2026, 11, 2)),
        RuleIn(level=0),
    )
    told = []
    for rule in rules:
        marking_rules.follow(session, house.id or 0, rule, by=nadia)
        told.append(said(session, code))
    assert told == [
        {"title": "EHPAD Les Tilleuls"},
        {"title": "EHPAD Les Tilleuls", "line1": "Étage 2"},
        {"title": "Moreau Jeanne", "line1": "EHPAD Les Tilleuls", "line2": "Étage 2"},
        {},
    ]
    assert [rule.version for rule in marking_rules.history(session, house.id or 0)] == [4, 3, 2, 1]


def test_the_symbol_carries_the_code_alone_even_where_the_name_is_printed(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house = trousseau.house(session)
    _, code = trousseau.garment(session, trousseau.resident(session, house))
    asked = RuleIn(level=3, asked_by="Mme Roux, directrice", asked_on=date(2026, 11, 2))
    marking_rules.follow(session, house.id or 0, asked, by=nadia)
    label = service.label_for(session, code)
    assert label.fields["title"] == "Moreau Jeanne"
    drawn = Image.open(io.BytesIO(render_png(label, 300))).convert("L")
    assert [one.text for one in zxingcpp.read_barcodes(drawn)] == [code]


def test_the_label_says_the_same_while_the_garment_is_in_an_order(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house = trousseau.house(session)
    _, code = trousseau.garment(session, trousseau.resident(session, house))
    trousseau.come(session, code, now, "receive")
    assert said(session, code) == {}


@pytest.mark.parametrize(
    "missing", [{"asked_by": ""}, {"asked_on": None}, {"asked_on": date(2026, 11, 24)}]
)
def test_no_name_is_printed_that_nobody_asked_for_in_writing(
    session: Session, now: datetime, nadia: Actor, missing: dict[str, object]
) -> None:
    house = trousseau.house(session)
    given = {"level": 3, "asked_by": "Mme Roux", "asked_on": date(2026, 11, 2)} | missing
    with pytest.raises(Invalid):
        marking_rules.follow(session, house.id or 0, RuleIn.model_validate(given), by=nadia)
    assert marking_rules.level(session, house.id) == 0


def test_a_garment_is_marked_when_its_printed_label_is_read_on_it(
    session: Session, now: datetime, nadia: Actor
) -> None:
    piece, code = trousseau.garment(session, trousseau.resident(session, trousseau.house(session)))
    with pytest.raises(Refused) as early:
        marking.mark(session, code, by=nadia)
    assert early.value.code == "garment_not_printed"
    trousseau.printed(session, code, now)
    (waiting,) = marking.backlog(session)
    assert (waiting.code, waiting.printed) == (code, True)
    marking.mark(session, code.lower(), by=nadia)
    assert marking.backlog(session) == []
    with pytest.raises(Refused) as again:
        marking.mark(session, code, by=nadia)
    assert again.value.code == "garment_marked_already"
    with clock.pinned(now + timedelta(days=30)):
        marking.mark_again(session, piece, "illisible", by=nadia)
        assert [one.printed for one in marking.backlog(session)] == [False]
        with pytest.raises(Refused):
            marking.mark(session, code, by=nadia)
        trousseau.printed(session, code, clock.now())
        assert marking.mark(session, code, by=nadia).marked_at == clock.now()


def test_a_bag_is_no_garment(session: Session, now: datetime, nadia: Actor) -> None:
    from tests import factories

    _, bag = factories.make_bag(session)
    with pytest.raises(NotFound):
        marking.mark(session, bag, by=nadia)
    with pytest.raises(Refused):
        marking.mark(session, "n’importe quoi", by=nadia)


def test_the_backlog_is_by_client_and_the_oldest_first(session: Session, now: datetime) -> None:
    lilas = trousseau.resident(session, trousseau.house(session, "EHPAD Les Lilas"))
    tilleuls = trousseau.resident(session, trousseau.house(session))
    made = [trousseau.garment(session, owner)[0] for owner in (tilleuls, lilas, lilas)]
    made[2].to_mark_since = now - timedelta(days=2)
    session.flush()
    waiting = marking.backlog(session)
    assert [one.id for one in waiting] == [made[2].resource_id, made[1].resource_id,
                                           made[0].resource_id]  # fmt: skip


def test_a_tablet_marks_by_a_capture_and_a_replay_changes_nothing(
    session: Session, database: Database, now: datetime, nadia: Actor
) -> None:
    piece, code = trousseau.garment(session, trousseau.resident(session, trousseau.house(session)))
    trousseau.printed(session, code, now)
    session.commit()
    sent = Sent(UUID(int=1), now, "act", code, "laundry.mark_garment")
    first, again = (captures.take(database, sent, by=nadia) for _ in range(2))
    assert (first["outcome"], again["replay"]) == ("ok", True)
    assert "Moreau" not in first["message"]
    session.expire_all()
    assert garments.the(session, piece.resource_id).marked_at == now
    for n, data in enumerate(({}, {"code": 3}, {"code": ["x"]}), 2):
        broken = Sent(UUID(int=n), now, "act", None, "laundry.mark_garment", data=data)
        assert captures.take(database, broken, by=nadia)["outcome"] == "refused"
