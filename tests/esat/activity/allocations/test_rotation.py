from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import Session

from esat import clock
from esat.activity.allocations import rotation, service
from esat.activity.allocations.rotation import Hint
from esat.activity.allocations.service import Place
from tests.esat.activity.allocations.conftest import TODAY, Floor, at, leading


def test_the_hint_counts_the_week_and_says_since_when(
    session: Session, floor: Floor, present: Callable[..., None]
) -> None:
    friday = TODAY - timedelta(days=3)
    days: dict[date, int] = {friday: floor.folding, TODAY: floor.ironing}
    for day, post in days.items():
        present(day)
        place = Place(floor.linen, day, post_id=post, starts_at=at(9, day=day))
        with clock.pinned(at(9, day=day)):
            service.move_worker(session, floor.paul, place, by=leading(floor.linen))
    assert rotation.hints(session, (floor.paul, floor.zoe), TODAY) == {
        floor.paul: Hint(420, TODAY, whole=True)
    }
    assert rotation.hints(session, (floor.paul,), friday) == {}
    assert Hint(390, TODAY).hours == "6\u00a0h\u00a030"
