import pytest
from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Refused
from esat.production import once


class Work:
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> str:
        self.done += 1
        return f"/ici/{self.done}"


def test_the_same_form_twice_is_one_act(session: Session, nadia: Actor) -> None:
    work, form = Work(), once.form_of([("capture", once.fresh()), ("reason", "Panne")])
    answers = [once.run(session, form, "essai", work, by=nadia) for _ in range(3)]
    assert answers == ["/ici/1"] * 3
    assert work.done == 1


def test_two_acts_of_one_page_are_two(session: Session, nadia: Actor) -> None:
    work, form = Work(), once.form_of([("capture", once.fresh())])
    assert once.run(session, form, "un", work, by=nadia) == "/ici/1"
    assert once.run(session, form, "deux", work, by=nadia) == "/ici/2"


def test_the_same_key_with_other_words_is_refused(session: Session, nadia: Actor) -> None:
    work, key = Work(), once.fresh()
    once.run(session, once.form_of([("capture", key), ("a", "1")]), "essai", work, by=nadia)
    with pytest.raises(Refused) as refusal:
        once.run(session, once.form_of([("capture", key), ("a", "2")]), "essai", work, by=nadia)
    assert refusal.value.code == "capture_conflict"
    assert work.done == 1


@pytest.mark.parametrize("key", ["", "zut", "0" * 40])
def test_a_form_without_a_key_is_done_as_often_as_it_comes(
    session: Session, nadia: Actor, key: str
) -> None:
    work, form = Work(), once.form_of([("capture", key)])
    once.run(session, form, "essai", work, by=nadia)
    once.run(session, form, "essai", work, by=nadia)
    assert work.done == 2


def test_the_order_of_fields_is_no_difference(session: Session, nadia: Actor) -> None:
    work, key = Work(), once.fresh()
    pairs = [("capture", key), ("a", "1"), ("b", "2")]
    once.run(session, once.form_of(pairs), "essai", work, by=nadia)
    once.run(session, once.form_of(reversed(pairs)), "essai", work, by=nadia)
    assert work.done == 1
