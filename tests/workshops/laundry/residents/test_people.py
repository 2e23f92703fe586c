from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import Forbidden, Invalid, Refused
from tests import people as who
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import people
from workshops.laundry.residents.models import ResidentStep
from workshops.laundry.residents.people import ResidentIn


def asked(**more: object) -> ResidentIn:
    given = {"number": "12", "last_name": "Moreau", "first_name": "Jeanne", "sector": "Étage 2"}
    return ResidentIn.model_validate(given | more)


def test_a_like_name_in_the_same_house_is_told_before_it_is_kept(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house, other = trousseau.house(session), trousseau.house(session, "EHPAD Les Lilas")
    people.add(session, house.id or 0, asked(), by=nadia)
    twin = asked(number="13", last_name="Moreaux")
    with pytest.raises(Refused) as refusal:
        people.add(session, house.id or 0, twin, by=nadia)
    assert refusal.value.code == "resident_alike"
    people.add(session, other.id or 0, twin, by=nadia)
    people.add(session, house.id or 0, twin.model_copy(update={"sure": True}), by=nadia)
    (alike,) = people.alike(session, house.id or 0, ("Jeanne", "MOREAU"), but=None)[:1]
    assert alike.why == "nom et prénom échangés"


def test_a_number_is_one_resident_s(session: Session, now: datetime, nadia: Actor) -> None:
    house = trousseau.house(session)
    people.add(session, house.id or 0, asked(), by=nadia)
    with pytest.raises(Invalid) as wrong:
        people.add(session, house.id or 0, asked(last_name="Garnier"), by=nadia)
    assert "number" in wrong.value.fields


def test_a_number_is_the_same_in_capitals(session: Session, now: datetime, nadia: Actor) -> None:
    """A file already took « 12a » for « 12A »; typed, they were two people."""
    house = trousseau.house(session)
    one = people.add(session, house.id or 0, asked(number="12A"), by=nadia)
    with pytest.raises(Invalid) as wrong:
        people.add(session, house.id or 0, asked(number="12a", last_name="Garnier"), by=nadia)
    assert "number" in wrong.value.fields
    assert people.by_number(session, house.id or 0, " 12a ") == one


def test_a_correction_says_what_changed_and_never_the_name(
    session: Session, now: datetime, nadia: Actor
) -> None:
    one = trousseau.resident(session, trousseau.house(session), number="12")
    changed = people.change(session, one, asked(last_name="Morel", sure=True), by=nadia)
    assert changed == ["last_name", "sector"]
    assert people.change(session, one, asked(last_name="Morel"), by=nadia) == []
    told = session.exec(select(ResidentStep).where(ResidentStep.resident_id == one.id)).all()
    assert [(step.kind, step.fields) for step in told] == [
        ("created", ""), ("changed", "nom, secteur"),
    ]  # fmt: skip
    assert "morel" in one.search


def test_a_departure_is_a_day_that_has_come(session: Session, now: datetime, nadia: Actor) -> None:
    one = trousseau.resident(session, trousseau.house(session), arrived_on=date(2026, 5, 2))
    for wrong in (date(2026, 11, 24), date(2026, 5, 1)):
        with pytest.raises(Invalid):
            people.leave(session, one, wrong, by=nadia)
    people.leave(session, one, date(2026, 11, 20), by=nadia)
    assert one.left_on == date(2026, 11, 20)
    people.come_back(session, one, by=nadia)
    assert one.left_on is None


@pytest.mark.parametrize(
    "who_asks",
    [("qualite", None), ("comptoir", ("laundry",)), ("moniteur", ("bookbinding",))],
)
def test_only_those_who_keep_the_register_write_in_it(
    session: Session, now: datetime, who_asks: tuple[str, tuple[str, ...] | None]
) -> None:
    role, workshops = who_asks
    by = who.actor(role, workshops=workshops)
    with pytest.raises(Forbidden):
        people.add(session, trousseau.house(session).id or 0, asked(), by=by)
