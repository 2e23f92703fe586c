import pytest
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.errors import Refused
from esat.production import holds
from tests import factories
from tests.workshops import roads

ROAD = ("check_in", "take_apart", "sew", "cover", "gild", "check", "pack", "return")


def test_a_volume_goes_through_every_stage_and_no_other(session: Session) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "bookbinding", items=1, client=whose)
    (volume,) = roads.items(session, whose)
    assert roads.walk(session, volume, *ROAD) == roads.every_stage("bookbinding")
    (volume,) = roads.items(session, whose)
    assert volume.closed_at is not None
    assert (roads.subject(session, volume).code or "")[0] == "V"


def test_loose_leaves_are_sewn_as_they_come_and_a_title_is_not_always_asked(
    session: Session,
) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "bookbinding", items=1, client=whose)
    (volume,) = roads.items(session, whose)
    stages = roads.walk(session, volume, "check_in", "sew", "cover", "check", "pack", "return")
    assert "taken_apart" not in stages
    assert "gilded" not in stages


@pytest.mark.parametrize(
    ("upto", "again", "at"),
    [
        (3, "resew", "taken_apart"),
        (6, "resew", "taken_apart"),
        (4, "recover", "sewn"),
        (6, "recover", "sewn"),
        (5, "regild", "covered"),
        (6, "regild", "covered"),
        (7, "unpack", "checked"),
    ],
)
def test_what_is_not_good_is_done_again(session: Session, upto: int, again: str, at: str) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "bookbinding", items=1, client=whose)
    (volume,) = roads.items(session, whose)
    assert roads.walk(session, volume, *ROAD[:upto], again)[-1] == at


@pytest.mark.parametrize("action", ["gild", "check"])
def test_a_title_that_the_client_must_approve_stops_the_gold_and_nothing_before(
    session: Session, action: str
) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "bookbinding", items=1, client=whose)
    (volume,) = roads.items(session, whose)
    holds.place(session, roads.subject(session, volume), "title_approval", by=SYSTEM)
    assert roads.walk(session, volume, *ROAD[:4])[-1] == "covered"
    with pytest.raises(Refused) as refusal:
        roads.walk(session, volume, action)
    assert refusal.value.code == "on_hold"


def test_a_reason_of_one_workshop_is_no_reason_in_another(session: Session) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "laundry", items=1, client=whose)
    (bag,) = roads.items(session, whose)
    with pytest.raises(Refused) as refusal:
        holds.place(session, roads.subject(session, bag), "leaves_missing", by=SYSTEM)
    assert refusal.value.code == "reason_unknown"
