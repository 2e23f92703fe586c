from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask.testing import FlaskClient
from sqlmodel import Session

from esat.workers.rules import demo
from esat.workers.rules.keeping import BOOK

SignedIn = Callable[..., FlaskClient]


@dataclass
class Scene:
    session: Session
    day: date


def test_a_demo_shows_rules_that_direction_decided(session: Session, signed_in: SignedIn) -> None:
    direction = signed_in("direction")
    demo.demo(Scene(session, date(2026, 11, 2)))
    session.commit()
    newest, proposed = BOOK.history(session, "full_time_hours")
    assert (newest[0].status, newest[1], proposed[0].status) == ("validated", "Denis", "proposed")
    page = direction.get("/travailleurs/regles").text
    assert page.count("Validé") == 3
    assert "celui du règlement" in direction.get("/travailleurs/regles/full_time_hours").text
