import io
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.activity.allocations import reads as allocations
from esat.activity.allocations.models import AllocationChange
from esat.activity.reports import figures, files, rollups
from esat.workers.models import HalfDayChange
from esat.workers.rules.limits import budget_of
from esat.workers.rules.models import WorkRule
from tests.esat.activity.reports.conftest import MONDAY, Floor
from tests.factories import AT, make_client, make_order

SignedIn = Callable[..., FlaskClient]
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
LABELS = {"laundry": "Blanchisserie"}


def by_activity(found: Sequence[rollups.Sum]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for one in found:
        tally[one.activity] += one.minutes
    return tally


def of_slices(session: Session) -> Counter[str]:
    """The same from the lines themselves."""
    tally: Counter[str] = Counter()
    for one in allocations.slices(session, FIRST, LAST):
        tally[one.activity] += one.minutes
    return tally


def test_kept_sums_are_those_of_the_lines_before_and_after_each_change(
    session: Session, floor: Floor
) -> None:
    expected = {"production": 360, "support": 120, "support_outside": 60, "": 60 + 300}
    assert by_activity(rollups.sums(session, FIRST, LAST)) == expected
    assert rollups.remake(session, FIRST, LAST) == 1
    assert rollups.stale(session, FIRST, LAST) == set()
    assert rollups.remake(session, FIRST, LAST) == 0
    assert by_activity(rollups.sums(session, FIRST, LAST)) == expected
    for change in (_a_further_day, _a_line_moved, _a_half_day_corrected):
        change(floor)
        assert rollups.stale(session, FIRST, LAST), change
        assert by_activity(rollups.sums(session, FIRST, LAST)) == of_slices(session)
        rollups.remake(session, FIRST, LAST)
        assert by_activity(rollups.sums(session, FIRST, LAST)) == of_slices(session)


def _a_further_day(floor: Floor) -> None:
    tuesday = MONDAY + timedelta(days=1)
    floor.there(floor.paul, tuesday)
    floor.line(floor.paul, tuesday, (9, 10), "training")


def _a_line_moved(floor: Floor) -> None:
    row = floor.line(floor.zoe, MONDAY, (13, 17), order=floor.order)
    rollups.remake(floor.session, FIRST, LAST)
    floor.session.add(AllocationChange(
        allocation_id=row.id or 0, at=AT, former_starts_at=row.starts_at,
        former_ends_at=row.ends_at, former_activity=row.activity, former_recorded_at=AT,
    ))  # fmt: skip
    row.ends_at = row.starts_at + timedelta(hours=1)
    floor.session.flush()


def _a_half_day_corrected(floor: Floor) -> None:
    row = floor.there(floor.zoe, MONDAY + timedelta(days=1))
    rollups.remake(floor.session, FIRST, LAST)
    floor.session.add(HalfDayChange(
        half_day_id=row.id or 0, at=AT, former_status="present", former_recorded_at=AT
    ))  # fmt: skip
    row.status, row.minutes = "absent_announced", 0
    floor.session.flush()


def test_hours_are_told_by_month_budget_order_and_client(session: Session, floor: Floor) -> None:
    tuesday = MONDAY + timedelta(days=1)
    for worker in (floor.paul, floor.zoe):
        floor.there(worker, tuesday)
        for order, hours in ((floor.order, (9, 10)), (floor.other, (10, 12))):
            floor.line(worker, tuesday, hours, order=order)
    floor.line(floor.zoe, MONDAY, (11, 12), order=floor.order)
    floor.line(floor.zoe, MONDAY, (13, 14), order=floor.other)
    one = figures.year(session, FIRST, LAST)
    [(month, tally)] = one.months()
    assert month == date(2026, 11, 1)
    assert tally == one.total()
    assert (tally["production"], tally["support_outside"], tally[""]) == (840, 60, 240)
    [split] = one.splits(LABELS)
    assert (split.workshop, split.production, split.support) == ("Blanchisserie", 840, 180)
    assert (split.share, split.not_said) == (Decimal("82.4"), 240)
    assert [(o.ref, o.client, o.minutes) for o in one.orders] == [
        (floor.other.ref, "Particuliers", 480), (floor.order.ref, "Mairie de Riom", 360),
    ]  # fmt: skip
    assert sorted(name for _, name, _ in one.clients()) == ["Mairie de Riom", "Particuliers"]
    assert figures.part(0, 0) is None


def test_what_belongs_to_which_budget_is_a_rule_of_its_month(
    session: Session, floor: Floor
) -> None:
    for code, value, since in (("support", 1, FIRST), ("support", 0, date(2026, 12, 1))):
        session.add(WorkRule(
            code=budget_of(code), version=since.month, value=Decimal(value), since=since,
            created_at=AT,
        ))  # fmt: skip
    session.flush()
    one = figures.year(session, FIRST, LAST)
    [split] = one.splits(LABELS)
    assert (split.production, split.support) == (480, 60)
    assert "Soutien professionnel" in one.sold()


def test_an_order_is_not_told_while_it_tells_what_one_person_did_alone(
    session: Session, floor: Floor
) -> None:
    tuesday = MONDAY + timedelta(days=1)

    def told(code: str) -> list[tuple[object, ...]]:
        return list(files.rows(session, code, figures.year(session, FIRST, LAST), LABELS))

    unshown = figures.UNSHOWN
    assert told("commandes") == [(unshown, "", "", "")]  # Paul alone on both
    assert told("clients") == [(unshown, "", "")]
    for worker in (floor.paul, floor.zoe):
        floor.there(worker, tuesday)
        floor.line(worker, tuesday, (9, 12), order=floor.order)
    assert told("commandes") == [(unshown, "", "", "")]  # the day before told Paul's Monday
    floor.there(floor.zoe, tuesday, "afternoon", 240)
    third = make_order(session, client=make_client(session, "Lycée"))
    floor.line(floor.zoe, tuesday, (13, 15), order=third)
    away = floor.there(floor.paul, tuesday, "afternoon", 0)
    away.status = "absent_announced"
    assert told("commandes") == [(unshown, "", "", 14)]  # two people stand behind it
    assert told("clients") == [(unshown, 14, "")]
    floor.line(floor.zoe, MONDAY, (11, 12), order=floor.order)
    assert [row[0] for row in told("commandes")] == [floor.order.ref, unshown]
    assert [row[0] for row in told("clients")] == ["Mairie de Riom", unshown]


def test_people_are_counted_by_month_with_those_who_came_and_left(
    session: Session, floor: Floor
) -> None:
    months = figures.people(session, 2026, date(2026, 11, 23))
    assert [one.counted for one in months] == [2] * 11
    assert (months[0].came, months[1].came, months[10].left) == (2, 0, 0)
    assert months[5].fte == 2


def test_the_page_and_the_files_name_nobody_and_are_direction_s(
    session: Session, floor: Floor, signed_in: SignedIn
) -> None:
    floor.line(floor.zoe, MONDAY, (11, 12), order=floor.order)
    session.commit()
    director = signed_in("direction")
    client = floor.order.client_id
    page = director.get(f"/travailleurs/bilan?client={client}&encadrement=1,5").text
    assert "Mairie de Riom" in page
    assert "72,7\u00a0%" in page
    texts = [page]
    for code in files.TABLES:
        for form in ("csv", "xlsx"):
            answer = director.get(f"/travailleurs/bilan/fichier?quoi={code}&format={form}")
            assert answer.status_code == 200
            assert len(answer.data) > 10
        texts.append(director.get(f"/travailleurs/bilan/fichier?quoi={code}").text)
    assert not [word for word in ("Paul", "Zoé", "Dupont") if any(word in t for t in texts)]
    assert "2026-11;7" in texts[1]
    assert director.get("/travailleurs/bilan/fichier?quoi=noms").status_code == 422
    assert director.get("/travailleurs/bilan?annee=mille").status_code == 422
    assert signed_in("bureau").get("/travailleurs/bilan").status_code == 403
    assert io.BytesIO(answer.data).read(2) == b"PK"


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_year_without_hours_says_so(
    session: Session, floor: Floor, signed_in: SignedIn, year: int
) -> None:
    session.commit()
    page = signed_in("direction").get(f"/travailleurs/bilan?annee={year}").text
    assert "Aucune heure cette année" in page
