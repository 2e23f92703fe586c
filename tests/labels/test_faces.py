import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labels import LAYOUTS, Label, Problem, faces, fits, render_pdf, render_png, render_zpl, unread
from labels.faces import MISSING, printable

TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = f"{TURNS}\u00ad\u200b\u200c\u200d\u2060\ufe0f\ufeff"

texts = st.text(max_size=60) | st.text(
    st.sampled_from(f"aéŒ’ e\u0301x\u0308\n\t\x00\x1b😀שعক中\ud800{UNSEEN}"), max_size=40
)


@given(texts)
@example(f"{TURNS}gnp.exe")
@example("e\u200d\u0301")
def test_a_printed_line_holds_letters_of_the_font_in_the_order_they_were_written(text: str) -> None:
    shown = printable(text)
    assert set(shown) <= set(faces.widths(bold=True)) & set(faces.widths(bold=False))
    assert unicodedata.is_normalized("NFC", shown)
    assert shown == shown.strip()
    assert "  " not in shown
    for sign in shown:
        assert unicodedata.category(sign)[0] not in "CM"
        assert unicodedata.bidirectional(sign) not in {"R", "AL", "AN"}
    kept = [sign for sign in unicodedata.normalize("NFC", text) if sign in "aéŒ’x"]
    if not any(unicodedata.combining(sign) for sign in text):
        assert [sign for sign in shown if sign in "aéŒ’x"] == kept


@given(texts)
def test_printing_what_was_printed_changes_nothing(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Œuvre à l’été, 5 €", "Œuvre à l’été, 5 €"),
        ("É È À Ç œ æ « … » — ’", "É È À Ç œ æ « … » — ’"),
        ("\u202eexe.png", "exe.png"),
        ("12\u200f 34", "12 34"),
        ("Mari\u00ade\u200d-Th\u200bérèse", "Marie-Thérèse"),
        ("e\u0301te\u0301", "été"),
        ("q\u0301", f"q{MISSING}"),
        ("a\x00b\x1bc", f"a{MISSING}b{MISSING}c"),
        ("a\r\nb\tc\u2028d\u00a0e", "a b c d e"),
        ("😀", MISSING),
        ("👍🏽 ok ❤️", f"{MISSING} ok {MISSING}"),
        ("👨\u200d👩\u200d👧", MISSING * 3),
        ("שלום", MISSING * 4),
        ("\ud800", MISSING),
        ("\uffff", MISSING),
        ("  a  b ", "a b"),
        ("", ""),
        (UNSEEN, ""),
    ],
)
def test_each_odd_sign_is_shown_or_seen_to_be_missing(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_text_without_a_sign_leaves_its_box_blank() -> None:
    blank = render_png(Label(LAYOUTS["bag"], "F0000019", {"title": UNSEEN}))
    assert blank == render_png(Label(LAYOUTS["bag"], "F0000019"))


def test_what_was_replaced_is_told_and_what_shows_nothing_is_not() -> None:
    assert fits(Label(LAYOUTS["bag"], "F0000019", {"title": "a😀"})) == (
        Problem("title", "replaced"),
    )
    assert fits(Label(LAYOUTS["bag"], "F0000019", {"title": f"a{TURNS}"})) == ()


@given(texts, texts)
def test_no_text_breaks_a_label_of_any_kind(title: str, footer: str) -> None:
    one = Label(LAYOUTS["small"], "F0000019", {"title": title, "line1": footer, "footer": footer})
    assert not unread(one, render_png(one))
    zpl = render_zpl(one)
    assert zpl.isascii()
    assert (zpl.count("^XA"), zpl.count("^XZ"), zpl.count("~")) == (1, 1, 0)
    assert render_pdf([one]).startswith(b"%PDF")


@pytest.mark.parametrize("text", ["W", "mot ", "\u202e"])
def test_a_text_without_end_is_cut_and_not_waited_for(text: str) -> None:
    one = Label(LAYOUTS["volume"], "F0000019", dict.fromkeys(("title", "line1"), text * 100_000))
    assert not unread(one, render_png(one))
    problems = {problem.field for problem in fits(one)}
    assert problems == (set() if text == "\u202e" else {"title", "line1"})
