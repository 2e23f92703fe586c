import pytest
from sqlmodel import Session

from esat.errors import Refused
from tests import factories
from tests.workshops import roads

ROAD = ("receive", "sort", "load", "start_wash", "end_wash", "dry", "finish", "pack", "hand_over")


def test_a_bag_goes_through_every_stage_and_no_other(session: Session) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, items=1, client=whose)
    (bag,) = roads.items(session, whose)
    aside = {"emptied", "to_rewash", "to_mend", "discarded", "composed"}
    road = [stage for stage in roads.every_stage("laundry") if stage not in aside]
    assert roads.walk(session, bag, *ROAD) == road
    (bag,) = roads.items(session, whose)
    assert bag.closed_at is not None


def test_what_is_not_dried_nor_sorted_takes_the_short_road(session: Session) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, items=1, client=whose)
    (bag,) = roads.items(session, whose)
    stages = roads.walk(session, bag, "receive", "start_wash", "end_wash", "finish", "pack")
    assert stages[-1] == "packed"


@pytest.mark.parametrize("upto", [5, 6, 7, 8])
def test_what_is_not_clean_is_washed_again(session: Session, upto: int) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, items=1, client=whose)
    (bag,) = roads.items(session, whose)
    assert roads.walk(session, bag, *ROAD[:upto], "rewash", "start_wash")[-1] == "washing"


def test_a_bag_that_is_not_packed_is_not_handed_over(session: Session) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, items=1, client=whose)
    (bag,) = roads.items(session, whose)
    with pytest.raises(Refused) as refusal:
        roads.walk(session, bag, *ROAD[:7], "hand_over")
    assert refusal.value.code == "move_not_offered"
