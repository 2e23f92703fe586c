"""No individual figure: each export that a supervisor or a head may take is read like a thief."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import combinations

import pytest
from sqlmodel import Session

from esat import clock
from esat.activity.allocations import service
from esat.activity.allocations.service import Place
from esat.activity.outputs import exports, recording
from esat.activity.outputs.recording import Made
from esat.actors import Actor
from esat.declared import Export
from esat.production import orders
from esat.registry import Registry
from esat.workers import half_days
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import Group
from esat.workers.rules.models import WorkRule
from tests.people import actor
from tests.walks import people_day
from tests.walks.people_day import Van

OCTOBER = date(2026, 10, 12)
NOVEMBER = date(2026, 11, 23)
NOW = datetime(2026, 12, 7, 19, tzinfo=UTC)
SECRETS = {Decimal("137.251"), Decimal("211.633"), Decimal("59.417")}
SECRETS |= {Decimal("183.319"), Decimal("77.019")}
"""What one person, or two, made: figures that nothing else could give by chance."""
DAY = timedelta(days=1)
ROLES = ("moniteur", "responsable_atelier")


def happening(session: Session) -> Iterator[tuple[datetime, Van]]:
    """In October three people on the first order, one of them once more the day after, one on the
    second; in November one on the first, two on the second.

    And on the running day: one person, on an order that three worked at three days before. Each
    evening is told, once it is recorded.
    """
    with clock.pinned(datetime(2026, 10, 1, 6, tzinfo=UTC)):
        van = people_day.van(session, OCTOBER, clock.now())
    told = (
        (OCTOBER, van.people[:3], 0, "400.005"),
        (OCTOBER, van.people[3:4], 1, "137.251"),
        (OCTOBER + DAY, van.people[:1], 0, "77.019"),
        (NOVEMBER, van.people[:1], 0, "211.633"),
        (NOVEMBER, van.people[1:3], 1, "183.319"),
        (NOW.date() - 3 * DAY, van.people[1:4], 1, "300.007"),
        (NOW.date(), van.people[1:2], 1, "59.417"),
    )
    for day, workers, order, quantity in told:
        evening = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
        with clock.pinned(evening):
            _worked(session, van, day, workers, order)
            recording.record(
                session, session.get_one(Group, van.group_id), day,
                orders.by_ref(session, van.refs[order]), Made(Decimal(quantity)), by=head(),
            )  # fmt: skip
        yield evening, van
    yield NOW, van


@pytest.fixture
def months(session: Session) -> Van:
    """All of it, read once it is over."""
    *_, (_, van) = happening(session)
    return van


def head() -> Actor:
    return actor("responsable_atelier", workshops=("green_spaces",))


def _worked(session: Session, van: Van, day: date, workers: list[int], order: int) -> None:
    group = session.get_one(Group, van.group_id)
    entries = [Entry(key, "present") for key in workers]
    half_days.record_sheet(session, Sheet(group, day, "morning"), entries, by=head())
    place = Place(group, day, order_id=van.orders[order], starts_at=_morning(day))
    service.move_workers(session, workers, place, by=head())


def _morning(day: date) -> datetime:
    return clock.midnight(day) + timedelta(hours=8, minutes=30)


def taken(registry: Registry, role: str) -> list[Export]:
    """What this role may take away, by the page of exports or by one of its own."""
    may = actor(role).capabilities
    return [one for one in registry.exports.values() if one.capability in may]


def figures(session: Session, found: list[Export], role: str) -> set[Decimal]:
    """Every number in every file, over all days, over one day, and over each month."""
    by = actor(role, workshops=("green_spaces",))
    periods = [
        (None, None), (NOVEMBER, NOVEMBER), (OCTOBER, OCTOBER), (NOW.date(), NOW.date()),
        (OCTOBER + DAY, OCTOBER + DAY), (None, OCTOBER), (None, NOW.date() - DAY),
    ]  # fmt: skip
    cells = (
        cell
        for one in found
        for since, until in periods
        for row in one.of(session, since, until, by=by)
        for cell in row
    )
    return {number for cell in cells for number in _numbers(cell)}


def _numbers(cell: object) -> Iterator[Decimal]:
    if isinstance(cell, int | Decimal):
        yield Decimal(cell)
        return
    for word in str(cell).replace(",", ".").split():
        try:
            number = Decimal(word)
        except InvalidOperation:
            continue
        if number.is_finite():
            yield number


def derived(known: set[Decimal]) -> set[Decimal]:
    """The secrets that are there, or are a difference or a sum of two of the numbers."""
    pairs = {b - a for a, b in combinations(sorted(known), 2)}
    return SECRETS & (known | pairs | {a + b for a, b in combinations(known, 2)})


@pytest.mark.parametrize("role", ROLES)
def test_no_individual_figure_can_be_derived_from_what_a_supervisor_takes_away(
    session: Session, loaded: Registry, role: str
) -> None:
    """He takes every file every evening, and keeps them all."""
    found = taken(loaded, role)
    assert "outputs" in {one.code for one in found}
    assert "outputs_office" not in {one.code for one in found}
    known: set[Decimal] = set()
    for evening, _ in happening(session):
        with clock.pinned(evening):
            known |= figures(session, found, role)
    assert Decimal("477.024") in known  # three people: the export is of use
    assert derived(known) == set()


def test_without_the_protection_the_thief_finds_them(
    session: Session, loaded: Registry, months: Van
) -> None:
    leaks = ((2, {"183.319"}), (1, {"183.319", "137.251", "211.633"}))
    for version, (least, found) in enumerate(leaks, 1):
        session.add(WorkRule(
            code="shared_people_least", version=version, value=Decimal(least), created_at=NOW,
            since=date(2026, 1, version),
        ))  # fmt: skip
        session.flush()
        with clock.pinned(NOW):
            known = figures(session, taken(loaded, "moniteur"), "moniteur")
        assert derived(known) == {Decimal(one) for one in found}


def test_no_export_names_a_worker_beside_an_order(
    session: Session, loaded: Registry, months: Van
) -> None:
    names = {f"{first} {last[0]}." for first, last in people_day.NAMES}
    with clock.pinned(NOW):
        for role in ROLES:
            for one in taken(loaded, role):
                for row in one.of(session, None, None, by=actor(role)):
                    text = {str(cell) for cell in row}
                    assert not (text & names and text & set(months.refs)), one.code


def test_the_office_takes_every_amount(session: Session, loaded: Registry, months: Van) -> None:
    office = loaded.exports["outputs_office"]
    assert office.capability in actor("bureau").capabilities
    with clock.pinned(NOW):
        rows = list(office.of(session, None, None, by=actor("bureau")))
    assert [(row[2], row[4]) for row in rows] == [
        ("2026-10", Decimal("477.024")), ("2026-11", Decimal("211.633")),
        ("2026-10", Decimal("137.251")), ("2026-11", Decimal("183.319")),
        ("2026-12", Decimal("359.424")),
    ]  # fmt: skip


def test_the_file_of_a_supervisor_is_of_his_workshops_and_of_months_that_are_over(
    session: Session, loaded: Registry, months: Van
) -> None:
    export = loaded.exports["outputs"]
    with clock.pinned(NOW):
        rows = list(export.of(session, NOVEMBER, NOVEMBER, by=head()))
        assert [(row[0], row[2], row[4], row[6]) for row in rows] == [
            (ref, "2026-11", "", exports.HIDDEN.format(least=3)) for ref in months.refs[:2]
        ]
        laundry = actor("moniteur", workshops=("laundry",))
        assert list(export.of(session, None, None, by=laundry)) == []
