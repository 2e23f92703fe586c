import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels import Problem, faces, fits
from labels.fitting import Fitted, fit
from tests.labels.samples import label


def _fit(text: str, width: int, rows: int = 1) -> Fitted:
    return fit(
        text,
        bold=False,
        size=40,
        smallest=20,
        width=width,
        rows=lambda size: rows * 20 // size or 1,
    )


def test_a_short_text_keeps_its_size() -> None:
    assert _fit("Sac", 400) == Fitted(("Sac",), 40, cut=False)


def test_a_longer_text_shrinks_before_it_is_cut() -> None:
    fitted = _fit("Hôtel des Voyageurs", 300)
    assert not fitted.cut
    assert 20 <= fitted.size < 40
    assert fitted.lines == ("Hôtel des Voyageurs",)


def test_a_text_that_cannot_shrink_enough_is_cut_with_dots() -> None:
    fitted = _fit("Hôtel des Voyageurs de Clermont-Ferrand", 200)
    assert fitted.cut
    assert fitted.size == 20
    assert fitted.lines[0].endswith("…")


def test_words_go_to_the_next_line_when_there_is_one() -> None:
    fitted = _fit("Hôtel des Voyageurs de Clermont-Ferrand", 300, rows=4)
    assert not fitted.cut
    assert " ".join(fitted.lines) == "Hôtel des Voyageurs de Clermont-Ferrand"
    assert len(fitted.lines) > 1


def test_a_word_wider_than_the_line_ends_with_dots() -> None:
    fitted = _fit("A" * 60 + " et la suite du texte", 200, rows=3)
    assert fitted.cut
    assert fitted.lines[0].endswith("…")


@given(st.text(st.sampled_from("iWé —abc…"), max_size=120), st.integers(30, 500), st.integers(1, 5))
def test_no_line_is_ever_wider_than_its_box(text: str, width: int, rows: int) -> None:
    fitted = _fit(faces.printable(text), width, rows)
    for line in fitted.lines:
        assert faces.measure(line, bold=False) * fitted.size <= 1000 * width
    assert len(fitted.lines) <= max(1, rows * 20 // fitted.size)


@given(st.text(max_size=40))
def test_what_is_printable_is_in_the_font(text: str) -> None:
    assert set(faces.printable(text)) <= set(faces.widths(bold=True))


def test_a_letter_the_font_lacks_is_seen() -> None:
    assert faces.printable("Café 中\u202f!") == "Café ¤ !"
    assert faces.printable("e\u0301te\u0301") == "été"


def test_a_label_that_shows_everything_has_no_problem() -> None:
    assert fits(label("crate")) == ()
    assert fits(label("crate", title="12 ¤")) == ()


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"title": "Très " * 40}, Problem("title", "cut")),
        ({"line1": "中"}, Problem("line1", "replaced")),
        ({"line9": "perdu"}, Problem("line9", "not_shown")),
    ],
)
def test_what_a_label_does_not_show_is_told(fields: dict[str, str], problem: Problem) -> None:
    assert fits(label("crate", **fields)) == (problem,)
