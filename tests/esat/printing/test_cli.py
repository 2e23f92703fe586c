import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from sqlmodel import Session

from esat.printing.cli import labels
from esat.web.door import House
from tests.factories import items_of, make_order

Read = Callable[[Image.Image], list[set[str]]]
Pages = Callable[[bytes], list[Image.Image]]
Run = Callable[..., Result]


@pytest.fixture
def run(house: House) -> Run:
    return lambda *words: CliRunner().invoke(labels, [str(word) for word in words], obj=house)


@pytest.fixture
def codes(session: Session, now: object) -> list[str]:
    found = [item.code or "" for item in items_of(session, make_order(session, items=3))]
    session.commit()
    return found


def test_a_pdf_has_a_page_for_each_code(
    run: Run, codes: list[str], read: Read, pages: Pages, tmp_path: Path
) -> None:
    out = tmp_path / "a.pdf"
    assert run(*codes, "--out", out).exit_code == 0
    assert [read(page)[0] for page in pages(out.read_bytes())] == [{code} for code in codes]


def test_a_picture_goes_to_standard_output(run: Run, codes: list[str], read: Read) -> None:
    done = run(codes[0], "--format", "png", "--dpi", 300, "--layout", "small")
    assert done.exit_code == 0
    assert read(Image.open(io.BytesIO(done.stdout_bytes))) == [{codes[0]}, {codes[0]}]


def test_several_pictures_go_to_a_folder(run: Run, codes: list[str], tmp_path: Path) -> None:
    out = tmp_path / "etiquettes"
    assert run(*codes, "--format", "png", "--out", out).exit_code == 0
    assert sorted(file.stem for file in out.iterdir()) == sorted(codes)
    assert run(*codes, "--format", "png").exit_code == 2
    assert run(*codes, "--format", "png", "--out", out / f"{codes[0]}.png").exit_code == 2


def test_zpl_holds_one_label_after_the_other(run: Run, codes: list[str]) -> None:
    done = run(*codes, "--format", "zpl")
    assert done.stdout.count("^XA") == done.stdout.count("^XZ") == 3


def test_an_unknown_code_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    done = run("F0000019", "--out", tmp_path / "a.pdf")
    assert done.exit_code == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "a.pdf").exists()


def test_wrong_usage_exits_two(run: Run, codes: list[str]) -> None:
    assert run().exit_code == 2
    assert run(codes[0], "--layout", "lune").exit_code == 2
    assert run(codes[0], "--format", "gif").exit_code == 2
    assert run(codes[0], "--dpi", "12").exit_code == 2


def test_a_place_that_cannot_be_written_is_said(run: Run, codes: list[str], tmp_path: Path) -> None:
    done = run(codes[0], "--out", tmp_path / "nowhere" / "a.pdf")
    assert done.exit_code == 1
    assert "Impossible d’écrire" in done.stderr
