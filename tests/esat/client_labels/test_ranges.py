from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.client_labels import ranges
from esat.client_labels.models import IssuedNumber, NumberRange
from esat.db import Database
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.production import barcodes, scans, subjects
from tests.esat.client_labels.lending import make_range, make_things, wanted
from tests.factories import AT, items_of, make_bag, make_client, make_order


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(EsatError) as refused:
        work()
    return refused.value.code


def issue(session: Session, held: NumberRange, code: str) -> IssuedNumber:
    return ranges.issue(session, held.id or 0, code, by=SYSTEM, at=AT)


def test_numbers_are_given_one_after_the_other_and_the_same_thing_keeps_its_own(
    session: Session,
) -> None:
    held, things = make_range(session), make_things(session, 3)
    given = [issue(session, held, code).text for code in things]
    assert given == ["337601320000000016", "337601320000000023", "337601320000000030"]
    assert [issue(session, held, code).text for code in things] == given
    session.refresh(held)
    assert held.next == 4


@pytest.mark.parametrize("before", ["", "00", "]C100", "(00)"])
def test_a_scan_of_the_number_opens_our_thing(session: Session, before: str) -> None:
    held, (code,) = make_range(session), make_things(session)
    number = issue(session, held, code)
    found = scans.resolve(session, before + number.text)
    if before == "(00)":  # what is printed for people is no scan
        assert found.reason == "code_unknown"
        return
    assert found.subject is not None
    assert found.subject.item_id == subjects.by_code(session, code).item_id


def test_a_bag_keeps_its_number_whatever_passes_in_it(session: Session) -> None:
    _, code = make_bag(session)
    number = issue(session, make_range(session), code)
    found = scans.resolve(session, number.text).subject
    assert found is not None
    assert found.resource_id == subjects.by_code(session, code).resource_id


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"first": 500, "last": 600}, "range_overlaps"),
        ({"first": 0, "last": 1}, "range_overlaps"),
        ({"first": 100, "last": 200}, "range_overlaps"),
        ({"first": 0, "last": 999}, "range_overlaps"),
    ],
)
def test_overlapping_is_refused_whether_the_other_is_open_or_closed(
    session: Session, other: dict[str, int], refusal: str
) -> None:
    held = make_range(session)
    assert code_of(lambda: make_range(session, **other)) == refusal
    ranges.close_range(session, held.code, by=SYSTEM, at=AT)
    assert code_of(lambda: make_range(session, **other)) == refusal
    assert make_range(session, first=501, last=600).code == "337601320000005011"


def test_numbers_that_left_are_not_lent_again(session: Session) -> None:
    held, (code,) = make_range(session), make_things(session)
    issue(session, held, code)
    ranges.close_range(session, held.code, by=SYSTEM, at=AT)
    with pytest.raises(Refused) as refused:
        make_range(session, first=1, last=10)
    assert refused.value.code == "range_reused"
    assert "337601320000000016" in refused.value.message


@pytest.mark.parametrize("linked", ["337601320000000016", "00337601320000000016"])
def test_numbers_linked_by_hand_before_are_seen(session: Session, linked: str) -> None:
    (code,) = make_things(session)
    item_id = subjects.by_code(session, code).item_id
    barcodes.link(session, linked, AT, trusted=True, item_id=item_id)
    assert code_of(lambda: make_range(session)) == "range_reused"
    assert make_range(session, first=2).next == 2


def test_a_wrong_range_is_said_field_by_field(session: Session) -> None:
    with pytest.raises(Invalid) as wrong:
        make_range(session, name=" ", prefix="33", client_id=987654)
    assert set(wrong.value.fields) == {"name", "prefix", "client_id"}


def test_an_exhausted_range_gives_nothing_more_but_keeps_what_it_gave(session: Session) -> None:
    held, things = make_range(session, first=1, last=2), make_things(session, 3)
    given = [issue(session, held, code).text for code in things[:2]]
    assert code_of(lambda: issue(session, held, things[2])) == "range_exhausted"
    assert [issue(session, held, code).text for code in things[:2]] == given


def test_a_closed_range_gives_nothing_more_but_prints_again_what_it_gave(session: Session) -> None:
    held, things = make_range(session), make_things(session, 2)
    given = issue(session, held, things[0]).text
    ranges.close_range(session, held.code, by=SYSTEM, at=AT)
    assert issue(session, held, things[0]).text == given
    assert code_of(lambda: issue(session, held, things[1])) == "range_closed"
    assert code_of(lambda: ranges.close_range(session, held.code, by=SYSTEM)) == "range_closed"


def test_a_number_set_aside_never_comes_back(session: Session, now: datetime) -> None:
    held, (code,) = make_range(session), make_things(session)
    first = issue(session, held, code).text
    done = ranges.void(session, first, "étiquette perdue", by=SYSTEM)
    assert (done.void_reason, done.voided_at) == ("étiquette perdue", now)
    for scanned in (first, "00" + first):
        found = scans.resolve(session, scanned)
        assert found.subject is not None
        assert found.subject.revoked
    assert issue(session, held, code).text == "337601320000000023"
    assert code_of(lambda: ranges.void(session, first, "encore", by=SYSTEM)) == "number_void"


def test_a_number_not_given_yet_can_be_set_aside_and_is_passed_over(session: Session) -> None:
    held, things = make_range(session), make_things(session, 2)
    aside = ranges.void(session, "(00) 3 3760132 000000001 6", "tachée", by=SYSTEM, at=AT)
    assert (aside.for_code, aside.number) == ("", 1)
    assert [issue(session, held, code).number for code in things] == [2, 3]


def test_a_number_taken_by_hand_meanwhile_is_set_aside_by_hand(session: Session) -> None:
    held, (code, other) = make_range(session), make_things(session, 2)
    item_id = subjects.by_code(session, other).item_id
    barcodes.link(session, "337601320000000016", AT, trusted=True, item_id=item_id)
    with pytest.raises(Refused) as taken, session.begin_nested():
        issue(session, held, code)
    assert taken.value.code == "foreign_code_taken"
    ranges.void(session, "337601320000000016", "déjà collé ailleurs", by=SYSTEM, at=AT)
    found = scans.resolve(session, "337601320000000016").subject
    assert found is not None
    assert not found.revoked


def test_setting_aside_needs_a_reason_and_a_number_of_ours(session: Session) -> None:
    make_range(session)
    assert code_of(lambda: ranges.void(session, "337601320000000016", " ", by=SYSTEM)) == (
        "form_invalid"
    )
    long = "x" * 201
    assert code_of(lambda: ranges.void(session, "337601320000000016", long, by=SYSTEM)) == (
        "form_invalid"
    )
    for strange in ("337601320000000017", "337601320000005011", "", "DROP TABLE"):
        with pytest.raises(Invalid) as unknown:
            ranges.void(session, strange, "?", by=SYSTEM)
        assert list(unknown.value.fields) == ["number"]
    other = make_range(session, first=501, last=600)
    with pytest.raises(Invalid):
        ranges.void(session, "337601320000000016", "?", of=other, by=SYSTEM)
    assert session.exec(select(IssuedNumber)).all() == []


def test_the_number_of_a_client_stays_on_the_things_of_that_client(session: Session) -> None:
    mine, other = make_client(session), make_client(session)
    held = make_range(session, client_id=mine.id)
    (ours,), (theirs,) = make_things(session, client=mine), make_things(session, client=other)
    assert issue(session, held, ours).number == 1
    assert code_of(lambda: issue(session, held, theirs)) == "range_other_client"


def test_a_number_needs_a_thing(session: Session) -> None:
    held = make_range(session)
    order = make_order(session, items=1)
    ticket = barcodes.of(session, order_id=order.id or 0)
    assert code_of(lambda: issue(session, held, str(ticket))) == "number_for_things"
    assert code_of(lambda: issue(session, held, "N0000019")) == "code_unknown"
    code = items_of(session, order)[0].code or ""
    barcodes.revoke(session, code, AT)
    assert code_of(lambda: issue(session, held, code)) == "code_revoked"
    missing = NumberRange.model_validate({**held.model_dump(), "id": 987654})
    assert code_of(lambda: issue(session, missing, code)) == "range_unknown"
    with pytest.raises(NotFound):
        ranges.by_code(session, "rien")


def test_a_request_undone_leaves_no_gap(file_database: Database) -> None:
    with file_database.write() as session:
        held, things = make_range(session), make_things(session, 2)
    with file_database.session(write=True) as session:
        issue(session, held, things[0])
        session.rollback()
    with file_database.write() as session:
        assert issue(session, held, things[1]).number == 1


def test_threads_at_once_never_share_a_number_nor_leave_one(file_database: Database) -> None:
    with file_database.write() as session:
        held, things = make_range(session), make_things(session, 40)

    def take(code: str) -> str:
        with file_database.write() as session:
            return issue(session, held, code).text

    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(take, [code for code in things for _ in range(2)]))
    assert texts[::2] == texts[1::2]
    assert len(set(texts)) == 40
    with file_database.read() as session:
        kept = session.exec(select(IssuedNumber.number).order_by(col(IssuedNumber.number))).all()
        assert kept == list(range(1, 41))
        assert session.get_one(NumberRange, held.id).next == 41


@pytest.mark.parametrize("statements", [1, 2, 3, 4])
def test_a_thing_asked_for_by_two_requests_at_once_gets_one_number(
    file_database: Database, statements: int
) -> None:
    """The other request begins and ends after so many statements of this one."""
    if file_database.is_sqlite:
        pytest.skip("the writers of SQLite wait for each other's end")
    with file_database.write() as session:
        held, (code,) = make_range(session), make_things(session)
    texts, seen = [], []

    def meanwhile(*about: object) -> None:
        seen.append(str(about[2]))
        if len(seen) == statements:
            with file_database.write() as other:
                texts.append(issue(other, held, code).text)

    with file_database.write() as session:
        event.listen(session.connection(), "after_cursor_execute", meanwhile)
        texts.append(issue(session, held, code).text)
    assert not any("UPDATE" in one for one in seen[:statements])
    assert texts == ["337601320000000016"] * 2


def test_ranges_opened_at_once_do_not_overlap(file_database: Database) -> None:
    def attempt(first: int) -> str:
        try:
            with file_database.write() as session:
                return make_range(session, first=first, last=first + 10).name
        except Refused as error:
            return error.code

    with ThreadPoolExecutor(6) as pool:
        outcomes = sorted(pool.map(attempt, range(1, 7)))
    assert outcomes == ["Cartons"] + ["range_overlaps"] * 5


def test_the_wanted_range_is_asked_before_it_is_opened(session: Session) -> None:
    ranges.check_range(session, wanted())
    assert session.exec(select(NumberRange)).all() == []
