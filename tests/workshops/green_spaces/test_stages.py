import pytest
from sqlmodel import Session

from esat.errors import Forbidden
from esat.production import moves
from esat.production.moves import Context
from tests import factories, people
from tests.workshops import roads


def test_a_visit_goes_through_every_stage_and_no_other(session: Session) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "green_spaces", items=1, client=whose)
    (visit,) = roads.items(session, whose)
    road = ("load", "arrive", "finish", "validate")
    assert roads.walk(session, visit, *road) == roads.every_stage("green_spaces")
    (visit,) = roads.items(session, whose)
    assert visit.closed_at is not None


@pytest.mark.parametrize(
    ("actions", "at"),
    [
        (("arrive",), "on_site"),
        (("load", "postpone"), "planned"),
        (("arrive", "postpone"), "planned"),
        (("arrive", "finish", "resume"), "on_site"),
    ],
)
def test_a_visit_is_begun_without_loading_put_off_or_taken_up_again(
    session: Session, actions: tuple[str, ...], at: str
) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "green_spaces", items=1, client=whose)
    (visit,) = roads.items(session, whose)
    assert roads.walk(session, visit, *actions)[-1] == at


def test_who_may_not_deliver_does_not_validate(session: Session) -> None:
    whose = factories.make_client(session)
    factories.make_order(session, "green_spaces", items=1, client=whose)
    (visit,) = roads.items(session, whose)
    roads.walk(session, visit, "arrive", "finish")
    quality = people.actor("qualite")
    with pytest.raises(Forbidden):
        moves.move(session, roads.subject(session, visit), "validate", Context(by=quality))
