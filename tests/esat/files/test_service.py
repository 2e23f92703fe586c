import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from esat.config import Settings
from esat.errors import NotFound, WrongType
from esat.files import service
from esat.files.models import StoredFile
from esat.files.service import Upload, attach, files_of
from esat.files.store import Store

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
PAPER = b"%PDF-1.7\n%%EOF\n"


def put(session: Session, store: Store, data: bytes = PAPER) -> StoredFile:
    return attach(session, store, Upload("bon.pdf", data), by=SYSTEM)


def test_the_bytes_are_on_the_disk_under_their_hash(
    session: Session, store: Store, photo: bytes
) -> None:
    with clock.pinned(AT):
        row = attach(session, store, Upload("tache.jpeg", photo), by=SYSTEM, visibility="client")
    path = store.folder / row.sha256[:2] / row.sha256[2:]
    assert path.stat().st_size == row.size
    assert row.thumb_sha256 is not None
    assert store.path(row.thumb_sha256).is_file()
    assert (row.name, row.created_at, row.visibility) == ("tache.jpg", AT, "client")


def test_the_same_bytes_are_kept_once(session: Session, store: Store) -> None:
    first, second = put(session, store), put(session, store)
    assert first.id != second.id
    assert len(list(store.kept())) == 1


def test_a_refused_file_leaves_nothing(session: Session, store: Store) -> None:
    with pytest.raises(WrongType):
        put(session, store, b"<html>")
    assert list(store.kept()) == []


def test_a_list_needs_a_subject(session: Session) -> None:
    assert files_of(session, order_id=1) == []
    with pytest.raises(ValueError, match="needs"):
        files_of(session)


def test_missing_and_altered_bytes_are_found(session: Session, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    store = Store(tmp_path / "files")
    lost = put(session, store, b"%PDF-1.7 a\n%%EOF\n")
    altered = put(session, store, b"%PDF-1.7 b\n%%EOF\n")
    put(session, store)
    assert service.faults(session, settings) == []
    store.path(lost.sha256).unlink()
    store.path(altered.sha256).write_bytes(b"%PDF-1.7 c\n%%EOF\n")
    assert [line.split(" : ")[1] for line in service.faults(session, settings)] == [
        "absent du disque",
        "contenu altéré",
    ]


def test_orphans_go_after_two_days_and_what_is_named_stays(session: Session, store: Store) -> None:
    kept, gone = put(session, store), put(session, store, b"%PDF-1.7 x\n%%EOF\n")
    assert gone.id is not None
    service.remove(session, gone.id)
    session.flush()
    now = clock.now()
    assert service.sweep(session, store, now) == 0
    old = (now - timedelta(days=3)).timestamp()
    for sha256, _since in list(store.kept()):
        os.utime(store.path(sha256), (old, old))
    assert service.orphans(session, store, now) == [gone.sha256]
    assert service.sweep(session, store, now) == 1
    assert [sha256 for sha256, _since in store.kept()] == [kept.sha256]


def test_bytes_wanted_again_are_no_orphan(session: Session, store: Store) -> None:
    sha256 = store.put(PAPER)
    os.utime(store.path(sha256), (0, 0))
    store.put(PAPER)
    assert service.orphans(session, store, clock.now()) == []


def test_removing_what_is_not_there_says_so(session: Session) -> None:
    with pytest.raises(NotFound, match="file_gone"):
        service.remove(session, 99)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "g" * 64, "A" * 64])
def test_a_path_is_only_made_from_a_hash(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="hash"):
        store.path(name)


def test_a_write_cut_in_the_middle_is_not_taken_for_the_file(store: Store) -> None:
    sha256 = store.put(PAPER)
    store.path(sha256).write_bytes(PAPER[:4])
    assert store.fault(sha256) == "contenu altéré"
    assert store.put(PAPER) == sha256
    assert store.fault(sha256) is None
