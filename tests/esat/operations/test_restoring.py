import io
import tarfile
from datetime import timedelta
from pathlib import Path
from threading import Event as Flag
from threading import Thread

import pytest
from sqlalchemy import text

from esat import clock
from esat.errors import Refused
from esat.files.store import store_of
from esat.operations import backing_up, restoring, swapping, tables, verifying
from esat.production.jobs import heads_file
from esat.scheduler import lease
from esat.web.door import House
from tests import factories
from tests.esat.operations.conftest import fill


@pytest.fixture
def backup(own: House, tmp_path: Path) -> Path:
    file = tmp_path / "sauvegarde.tar.gz"
    backing_up.make(own, file)
    return file


def journal(house: House) -> str:
    with house.database.engine.connect() as connection:
        return tables.journal_hash(connection)


def rows(house: House) -> dict[str, int]:
    with house.database.engine.connect() as connection:
        return {name: n for name, n in tables.counts(connection).items() if n}


def test_a_backup_restored_elsewhere_is_the_same_house(
    own: House, fresh: House, backup: Path
) -> None:
    done = restoring.restore(fresh, backup)
    assert [line for line in done.lines if line.faults] == []
    assert (done.same_key, done.aside) == (True, "")
    assert journal(fresh) == journal(own)
    assert rows(fresh) == rows(own)
    assert heads_file(fresh.settings).read_text() == heads_file(own.settings).read_text()
    assert [sha for sha, _ in store_of(fresh.settings).kept()]


def test_a_restored_house_works_on(fresh: House, backup: Path) -> None:
    restoring.restore(fresh, backup)
    fill(fresh)
    assert verifying.report(fresh)[2].faults == ()


def test_a_backup_made_under_load_is_one_moment(own: House, fresh: House, tmp_path: Path) -> None:
    enough, done = Flag(), Flag()

    def work() -> None:
        made = 0
        while not done.is_set():
            with own.database.write() as session:
                factories.make_order(session, items=2)
            made += 1
            if made == 5:
                enough.set()

    worker = Thread(target=work)
    worker.start()
    try:
        assert enough.wait(30)
        backing_up.make(own, tmp_path / "busy.tar.gz")
    finally:
        done.set()
        worker.join()
    assert restoring.restore(fresh, tmp_path / "busy.tar.gz").faults == 0
    found = rows(fresh)
    assert found["item"] == 2 * found["orders"]


def test_the_secret_key_stays_out(own: House, tmp_path: Path) -> None:
    (own.settings.data_dir / "secret.key").write_text("the key")
    backing_up.make(own, tmp_path / "x.tar.gz")
    with tarfile.open(tmp_path / "x.tar.gz") as tar:
        names = tar.getnames()
    assert {"manifeste.json", "esat.db", "sceaux.txt"} <= set(names)
    assert "secret.key" not in names
    assert (tmp_path / "x.tar.gz").stat().st_mode & 0o077 == 0


def test_a_file_already_there_is_not_overwritten(own: House, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(Refused, match="backup_exists"):
        backing_up.make(own, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "mine"
    with pytest.raises(Refused, match="folder_missing"):
        backing_up.make(own, tmp_path / "nowhere" / "x")


def test_a_house_in_use_is_replaced_only_when_forced(own: House, backup: Path) -> None:
    before = journal(own)
    fill(own)
    after = journal(own)
    with pytest.raises(Refused, match="restore_over"):
        restoring.restore(own, backup)
    assert journal(own) == after
    done = restoring.restore(own, backup, force=True)
    assert (journal(own), done.faults) == (before, 0)
    assert "avant" in done.aside


@pytest.mark.parametrize("kept", [0.02, 0.5, 0.98])
def test_a_half_written_backup_changes_nothing(fresh: House, backup: Path, kept: float) -> None:
    data = backup.read_bytes()
    backup.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(Refused, match=r"backup_broken|not_a_backup"):
        restoring.restore(fresh, backup)
    assert [p.name for p in fresh.settings.data_dir.iterdir()] == ["serve.lock"]


def repacked(file: Path, change: tarfile.TarInfo | None, cut: str = "", data: bytes = b"") -> None:
    """The same archive with a member more, or with other bytes in one of them."""
    with tarfile.open(file) as tar:
        members = [(m, f.read()) for m in tar if (f := tar.extractfile(m)) is not None]
    with tarfile.open(file, "w:gz") as tar:
        for member, content in members:
            new = data if member.name == cut else content
            member.size = len(new)
            tar.addfile(member, io.BytesIO(new))
        if change is not None:
            tar.addfile(change)


@pytest.mark.parametrize("name", ["../out", "/etc/out", "files/../../out", "more"])
def test_nothing_but_what_is_listed_comes_out(fresh: House, backup: Path, name: str) -> None:
    repacked(backup, tarfile.TarInfo(name))
    with pytest.raises(Refused, match="backup_broken"):
        restoring.drill(fresh, backup)


def test_changed_bytes_are_refused(fresh: House, backup: Path) -> None:
    repacked(backup, None, "sceaux.txt", b"x" * heads_size(backup))
    with pytest.raises(Refused, match="backup_broken"):
        restoring.drill(fresh, backup)


def heads_size(backup: Path) -> int:
    with tarfile.open(backup) as tar:
        return tar.getmember("sceaux.txt").size


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b\x08\x00broken", b"PK\x03\x04"])
def test_a_foreign_file_is_no_backup(fresh: House, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "foreign").write_bytes(content)
    with pytest.raises(Refused, match="not_a_backup"):
        restoring.restore(fresh, tmp_path / "foreign")


def test_a_drill_changes_nothing(own: House, backup: Path) -> None:
    before = sorted(own.settings.data_dir.rglob("*"))
    assert restoring.drill(own, backup).faults == 0
    assert sorted(own.settings.data_dir.rglob("*")) == before


def test_another_key_is_said_and_no_seal_is_called_false(fresh: House, backup: Path) -> None:
    settings = fresh.settings.model_copy(update={"secret_key": "quite another secret"})
    other = House(settings, fresh.database, fresh.registry)
    done = restoring.restore(other, backup)
    assert (done.same_key, done.faults) == (False, 0)


def test_a_failure_in_the_middle_puts_everything_back(
    own: House, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(own)
    before = journal(own), heads_file(own.settings).read_bytes()

    def fails(*_args: object) -> None:
        raise OSError("the cable was pulled")

    monkeypatch.setattr(swapping, "_into_sqlite", fails)
    monkeypatch.setattr(swapping, "_into_postgresql", fails)
    with pytest.raises(OSError, match="cable"):
        restoring.restore(own, backup, force=True)
    assert (journal(own), heads_file(own.settings).read_bytes()) == before
    assert verifying.report(own)[2].faults == ()


def test_nothing_is_replaced_under_a_running_server(own: House, backup: Path) -> None:
    with swapping.stopped(own), pytest.raises(Refused, match="already_served"):
        restoring.restore(own, backup, force=True)


def test_nothing_is_replaced_under_running_jobs(own: House, backup: Path) -> None:
    with own.database.write() as session:
        lease.take(session, "jobs", "somebody", at=clock.now(), ttl=timedelta(minutes=1))
    with pytest.raises(Refused, match="jobs_running"):
        restoring.restore(own, backup, force=True)


def test_a_newer_backup_is_refused(own: House, fresh: House, tmp_path: Path) -> None:
    if not own.database.is_sqlite:
        pytest.skip("on PostgreSQL the copy is made at this version's head")
    with own.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
    backing_up.make(own, tmp_path / "new.tar.gz")
    with pytest.raises(Refused, match="backup_newer"):
        restoring.restore(fresh, tmp_path / "new.tar.gz")


def test_fourteen_nights_are_kept(own: House) -> None:
    folder = own.settings.data_dir / "sauvegardes"
    folder.mkdir()
    for night in range(10, 26):
        (folder / f"esat-202601{night}-013000.tar.gz").touch()
    (folder / "la-mienne.tar.gz").touch()
    backing_up.nightly(own)
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == 15
    assert kept[0] == "esat-20260113-013000.tar.gz"
    assert f"esat-{clock.now():%Y%m%d}" in kept[13]
    assert "la-mienne.tar.gz" in kept


def test_a_demo_keeps_no_nightly_backup(own: House) -> None:
    demo = own.settings.model_copy(update={"demo": True})
    backing_up.nightly(House(demo, own.database, own.registry))
    assert not (own.settings.data_dir / "sauvegardes").exists()
