from sqlalchemy import text
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.client_labels import ranges, reads
from tests.esat.client_labels.lending import make_range, make_things
from tests.factories import AT


def given(session: Session, count: int = 3) -> list[str]:
    held, things = make_range(session), make_things(session, count)
    return [ranges.issue(session, held.id or 0, code, by=SYSTEM, at=AT).text for code in things]


def test_what_remains_leaves_out_what_was_set_aside_before_its_turn(session: Session) -> None:
    texts = given(session)
    ranges.void(session, texts[0], "perdue", by=SYSTEM, at=AT)
    ranges.void(session, "337601320000000108", "tachée", by=SYSTEM, at=AT)
    (row,) = reads.all_ranges(session)
    assert (row.given, row.aside, row.left, row.few) == (2, 2, 496, False)
    assert row == reads.range_row(session, "337601320000000016")


def test_a_sound_range_has_no_fault_and_each_damage_is_said(session: Session) -> None:
    given(session)
    ranges.void(session, "337601320000000108", "tachée", by=SYSTEM, at=AT)
    assert reads.faults(session) == []
    for damage, said in (
        ("DELETE FROM issued_number WHERE number = 2", "un numéro passé n’a pas de trace"),
        ("UPDATE number_range SET next = 2", "donné hors de son tour"),
        ("UPDATE issued_number SET text = 'x' WHERE number = 1", "x n’est pas le numéro 1"),
    ):
        with session.begin_nested() as point:
            session.connection().execute(text(damage))
            session.expire_all()
            assert any(said in fault for fault in reads.faults(session))
            point.rollback()


def test_the_owner_gets_the_list_of_what_was_used(session: Session) -> None:
    texts = given(session, 2)
    ranges.void(session, texts[0], "perdue", by=SYSTEM, at=AT)
    rows = list(reads.export_rows(session, AT.date(), AT.date()))
    assert [row[1] for row in rows] == texts
    assert [row[5] for row in rows] == ["perdue", ""]
    assert len(rows[0]) == len(reads.EXPORT_HEADERS)
    assert list(reads.export_rows(session, None, AT.date().replace(year=2025))) == []
