import pytest
from sqlmodel import Session

from esat.errors import Refused
from tests import factories
from tests.workshops import roads

ROAD = ("approve_first_piece", "start", "pack", "release", "ship")


def test_a_batch_goes_through_every_stage_and_no_other(session: Session) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "subcontracting", items=1, client=whose)
    (batch,) = roads.items(session, whose)
    assert roads.walk(session, batch, *ROAD) == roads.every_stage("subcontracting")
    (batch,) = roads.items(session, whose)
    assert batch.closed_at is not None


@pytest.mark.parametrize(
    ("upto", "again", "at"),
    [
        (1, "redo_first_piece", "components_received"),
        (2, "redo_first_piece", "components_received"),
        (3, "rework", "in_production"),
        (4, "rework", "in_production"),
    ],
)
def test_what_is_not_good_is_done_again(session: Session, upto: int, again: str, at: str) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "subcontracting", items=1, client=whose)
    (batch,) = roads.items(session, whose)
    assert roads.walk(session, batch, *ROAD[:upto], again)[-1] == at


@pytest.mark.parametrize("action", ["start", "pack", "ship"])
def test_nothing_goes_around_the_first_piece(session: Session, action: str) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "subcontracting", items=1, client=whose)
    (batch,) = roads.items(session, whose)
    with pytest.raises(Refused) as refusal:
        roads.walk(session, batch, action)
    assert refusal.value.code == "move_not_offered"
