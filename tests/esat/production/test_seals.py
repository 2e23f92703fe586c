from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from esat.db import Database
from esat.migrations import triggers
from esat.production import seals
from tests import factories

KEY = seals.key_from("a secret of the tests")


@pytest.fixture
def heads(session: Session, tmp_path: Path) -> Path:
    """Two seals over some events, and the file of their heads."""
    file = tmp_path / "sceaux.txt"
    for _ in range(2):
        factories.make_order(session, items=3)
        made = seals.seal(session, KEY)
        assert made is not None
        seals.note(made, file)
    session.commit()
    return file


def tamper(database: Database, statement: str) -> None:
    with database.write() as session:
        triggers.drop(session.connection())
        session.execute(text(statement))


def faults(database: Database, file: Path | None) -> list[str]:
    with database.read() as session:
        return [fault.sentence for fault in seals.verify(session, KEY, file).faults]


def test_an_untouched_journal_is_whole(database: Database, heads: Path) -> None:
    assert faults(database, heads) == []


def test_events_not_sealed_yet_are_counted(
    database: Database, session: Session, heads: Path
) -> None:
    factories.make_order(session, items=1)
    session.commit()
    with database.read() as opened:
        assert seals.verify(opened, KEY, heads).unsealed == 2


def test_nothing_new_makes_no_seal(session: Session, heads: Path) -> None:
    assert seals.seal(session, KEY) is None


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE event SET to_stage = 'washed' WHERE id = {third}", "{third} a été modifié"),
        ("DELETE FROM event WHERE id = {third}", "{third} a disparu"),
        ("DELETE FROM event WHERE id = {last}", "{last} a disparu"),
    ],
)
def test_tampering_is_seen_and_located(
    database: Database, heads: Path, statement: str, said: str
) -> None:
    with database.read() as session:
        ids = list(session.execute(text("SELECT id FROM event ORDER BY id")).scalars())
    names = {"third": ids[2], "last": ids[-1]}
    tamper(database, statement.format(**names))
    found = faults(database, heads)
    assert any(said.format(**names) in sentence for sentence in found), found


def test_a_tail_removed_with_its_seal_is_seen_by_the_file(database: Database, heads: Path) -> None:
    with database.read() as session:
        last = session.execute(text("SELECT max(first_event) FROM seal")).scalar_one()
    tamper(database, f"DELETE FROM event WHERE id >= {last}")
    tamper(database, f"DELETE FROM seal WHERE first_event >= {last}")
    assert faults(database, None) == []
    assert any("a disparu" in sentence for sentence in faults(database, heads))


def test_another_key_proves_nothing(database: Database, heads: Path) -> None:
    with database.read() as session:
        assert seals.verify(session, seals.key_from("another"), heads).faults


@pytest.mark.parametrize("statement", ["UPDATE event SET late = true", "DELETE FROM event"])
def test_the_triggers_bite(database: Database, heads: Path, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only grows"), database.write() as session:
        session.execute(text(statement))
