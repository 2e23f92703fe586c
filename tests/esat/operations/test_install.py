from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from esat.accounts import passwords, service
from esat.assembly import compose
from esat.cli import main_group
from esat.db import Database
from esat.errors import Invalid
from esat.operations import install
from esat.operations.install import administrator, init_command

PASSWORD = "Une-Lune-Verte-42x"


@pytest.fixture
def folder(tmp_path: Path, loaded: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the installation goes; the settings of this machine are left out."""
    monkeypatch.setenv("ESAT_DATA_DIR", str(tmp_path / "house"))
    monkeypatch.delenv("ESAT_DATABASE_URL", raising=False)
    return tmp_path / "house"


def init(*args: str) -> Result:
    return CliRunner().invoke(init_command(compose), args)


def test_an_empty_installation_has_one_administrator(folder: Path) -> None:
    done = init("--admin", "Adèle Test-Martin", "--password", PASSWORD)
    assert done.exit_code == 0, done.output
    assert "adele.test.martin" in done.stdout
    base = Database(f"sqlite:///{folder / 'esat.db'}")
    with base.read() as session:
        [(account, roles)] = service.all_accounts(session)
    base.dispose()
    assert [row.role for row in roles] == ["administrateur"]
    assert passwords.matches(account.password_hash, PASSWORD)
    assert account.totp_confirmed_at is None  # asked for at the first sign-in
    assert (folder / "secret.key").stat().st_mode & 0o077 == 0


def test_the_folder_may_be_said_before_the_command(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(main_group.commands, "init", init_command(compose))
    other = tmp_path / "other"
    said = ["--data", str(other), "init", "--admin", "Adèle", "--password", PASSWORD]
    done = CliRunner().invoke(main_group, said)
    assert done.exit_code == 0, done.output
    assert (other / "esat.db").exists()
    assert not folder.exists()


def test_without_terminal_nor_name_nothing_is_created(folder: Path) -> None:
    for args in ((), ("--admin", "Adèle"), ("--password", PASSWORD)):
        done = init(*args)
        assert done.exit_code == 2
        assert "--admin" in done.stderr
    assert not folder.exists()


def test_a_weak_password_creates_nothing(folder: Path) -> None:
    done = init("--admin", "Adèle", "--password", "abc")
    assert done.exit_code == 1
    assert "Choisissez au moins 12 signes" in done.stderr
    assert not folder.exists()


def test_a_second_installation_is_refused_and_changes_nothing(folder: Path) -> None:
    init("--admin", "Adèle", "--password", PASSWORD)
    before = (folder / "esat.db").read_bytes()
    done = init("--admin", "Bruno", "--password", PASSWORD)
    assert done.exit_code == 1
    assert "déjà une base" in done.stderr
    assert (folder / "esat.db").read_bytes() == before


def test_on_a_terminal_it_asks_until_the_password_is_good(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "on_a_terminal", lambda: True)
    typed = f"Adèle\nabc\nabc\n{PASSWORD}\n{PASSWORD}\n"
    done = CliRunner().invoke(init_command(compose), (), input=typed)
    assert done.exit_code == 0, done.output
    assert "Identifiant du premier administrateur : adele" in done.stdout


@pytest.mark.parametrize(
    ("name", "login"),
    [("Adèle Martin", "adele.martin"), ("jean-paul", "jean-paul"), ("  Chef   ESAT ", "chef.esat")],
)
def test_a_name_becomes_an_identifier(name: str, login: str) -> None:
    assert administrator(name, PASSWORD).login == login


@pytest.mark.parametrize("name", ["", "é", "…", "x" * 100])
def test_a_name_that_gives_no_identifier_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        administrator(name, PASSWORD)
