import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from esat.exchange import cli
from esat.web.door import House
from tests.esat.exchange.test_tabular import REAL


def run(house: House, *args: str) -> Result:
    command, *rest = args
    return CliRunner().invoke(
        {"import": cli.import_, "export": cli.export}[command], rest, obj=house
    )


def test_the_real_file_is_told_line_by_line_and_changes_nothing_twice(house: House) -> None:
    first = run(house, "import", "clients", str(REAL))
    assert first.exit_code == 0
    lines = first.output.splitlines()
    assert len(lines) == 133
    assert lines[0] == "ligne 2 · créé · Mairie de Clermont-Ferrand — Clermont-Ferrand"
    assert lines[-1].startswith("132 lignes : 132 créées")
    again = run(house, "import", "clients", str(REAL))
    assert again.exit_code == 0
    assert "0 créée, 0 modifiée, 132 inchangées" in again.output


def test_a_dry_run_writes_nothing(house: House) -> None:
    for _ in range(2):
        told = run(house, "import", "clients", str(REAL), "--dry-run")
        assert told.exit_code == 0
        assert "132 créées" in told.output
        assert "Rien n’a été enregistré" in told.output


def test_a_refusal_is_one_line_and_code_1(house: House, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_text("nom;ville\nA;Riom\n;Gap\n", encoding="utf-8")
    told = run(house, "import", "clients", str(file))
    assert told.exit_code == 1
    assert len(told.stderr.splitlines()) == 1
    assert "Rien n’a été enregistré" in told.stderr
    kept = run(house, "import", "clients", str(file), "--partial")
    assert kept.exit_code == 0
    assert "1 créée" in kept.output


@pytest.mark.parametrize("content", [None, b"", b"%PDF-", b"PK\x03\x04", b"ville\nRiom\n"])
def test_a_file_that_cannot_be_read_is_one_line_and_code_1(
    house: House, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "clients.csv"
    if content is not None:
        file.write_bytes(content)
    told = run(house, "import", "clients", str(file))
    assert told.exit_code == 1
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "args",
    [
        ("import", "nuages", str(REAL)),
        ("import", "clients"),
        ("export", "nuages"),
        ("export", "clients", "--format", "odt"),
        ("export", "clients", "--from", "hier"),
        ("export", "clients", "--from", "2026-02-01", "--to", "2026-01-01"),
    ],
)
def test_wrong_usage_is_code_2(house: House, args: tuple[str, ...]) -> None:
    assert run(house, *args).exit_code == 2


def test_what_is_exported_is_imported_again_unchanged(house: House, tmp_path: Path) -> None:
    run(house, "import", "clients", str(REAL))
    for fmt in ("csv", "xlsx"):
        out = tmp_path / f"clients.{fmt}"
        args = ("export", "clients", "--format", fmt, "--out", str(out))
        assert run(house, *args).exit_code == 0
        told = run(house, "import", "clients", str(out))
        assert "132 lignes : 0 créée, 0 modifiée, 132 inchangées" in told.output
    listed = json.loads(run(house, "export", "clients", "--format", "json").stdout_bytes)
    assert len(listed) == 132
