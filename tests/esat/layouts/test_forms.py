import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from esat.errors import Invalid
from esat.layouts import differences, editor, forms
from labels import LAYOUTS
from tests.esat.layouts.editing import BAG, LINE, QR, TITLE, sent

NUMBER = "Écrivez un nombre, par exemple 12,5."


def read(**changed: str) -> forms.Seen:
    return forms.seen(forms.typed(MultiDict(sent(BAG, **changed))))


@pytest.mark.parametrize("code", LAYOUTS)
def test_what_the_editor_shows_reads_back_as_it_was(code: str) -> None:
    seen = forms.seen(forms.typed(MultiDict(sent(LAYOUTS[code]))))
    assert seen.faults == {}
    layout = seen.layout(code)
    assert layout is not None
    assert differences.between(LAYOUTS[code], layout) == ()


def test_numbers_are_french_or_not_and_never_guessed() -> None:
    for typed, value in (("12,5", 12.5), ("12.5", 12.5), (" 12 ", 12.0), ("12,", 12.0)):
        assert read(b1_x=typed).boxes[1].x == value
    for nonsense in (
        "NaN",
        "inf",
        "-1",
        "1e3",
        "0x1",
        "1_0",
        "douze",
        "１２",
        "1 2",
        "+5",
        "12,5,5",
    ):
        seen = read(b1_x=nonsense)
        assert seen.faults == {"b1.x": NUMBER}, nonsense
        assert 1 not in seen.boxes
        assert 2 in seen.boxes


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("width", "4", "Le nombre doit être au moins 5."),
        ("width", "300,1", "Le nombre doit être au plus 300."),
        ("height", "", NUMBER),
        ("label", "", "Ce champ est à remplir."),
        ("label", "x" * 121, "Ce texte est trop long (120 signes au plus)."),
        ("label", "a\nb", "Cette valeur n’est pas lisible."),
        ("b1_w", "0", "Le nombre doit être plus grand que 0."),
        ("b1_h", "99999999999999", NUMBER),
        ("b1_h", "1,2345", "Trop de chiffres après la virgule."),
        ("b1_size", "0,5", "Le nombre doit être au moins 1."),
        ("b1_lines", "0", "Le nombre doit être au moins 1."),
        ("b1_lines", "21", "Le nombre doit être au plus 20."),
        ("b1_lines", "2,5", "Écrivez un nombre entier."),
        ("b1_align", "moon", "Choisissez dans la liste."),
        ("b1_kind", "moon", "Choisissez dans la liste."),
        ("b1_field", "moon", "Choisissez dans la liste."),
        ("b1_when", "moon", "Choisissez dans la liste."),
        ("b1_text", "Fragile", "Videz ce texte, ou choisissez « Texte fixe »."),
        ("b1_field", "", "Choisissez dans la liste."),
        (f"b{QR + 1}_symbol", "moon", "Choisissez dans la liste."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(field: str, typed: str, said: str) -> None:
    faults = read(**{field: typed}).faults
    if field == "b1_field" and not typed:
        assert faults == {"b1.text": "Écrivez ce texte, ou choisissez un champ."}
    else:
        assert faults == {field.replace("_", "."): said}


def test_only_the_fields_of_its_kind_are_read() -> None:
    seen = read(b1_kind="line", b1_size="moon", b1_field="moon", b1_text="\x00")
    assert seen.faults == {}
    box, was = seen.boxes[1], BAG.boxes[0]
    assert box == forms.seen(forms.typed_of(BAG)).boxes[1].__class__(
        "line", was.x, was.y, was.w, was.h
    )


def test_a_mark_always_says_the_same() -> None:
    box = read(b1_kind="mark", b1_field="title").boxes[1]
    assert (box.field, box.text) == ("mark", "")


def test_boxes_are_numbered_as_they_were_sent_without_holes() -> None:
    form = MultiDict({"b7.kind": "line", "b3.kind": "line", "b3.x": "1", "bx.kind": "line"})
    typed = forms.typed(form)
    assert [box["x"] for box in typed.boxes] == ["1", ""]
    with pytest.raises(Invalid):
        forms.typed(MultiDict({f"b{n}.kind": "line" for n in range(61)}))


def test_a_paper_that_is_not_read_makes_no_layout() -> None:
    seen = read(width="large")
    assert seen.layout("bag") is None
    look = editor.look("bag", forms.typed(MultiDict(sent(BAG, width="large"))), longest=False)
    assert (look.layout, look.picture) == (None, "")


def test_reason_and_base_are_read_with_the_layout() -> None:
    form = MultiDict(sent(BAG, base=3))
    layout, asked = forms.with_reason("bag", forms.typed(form), form)
    assert (asked.base, asked.reason, len(layout.boxes)) == (3, "Plus lisible", len(BAG.boxes))
    for field, value in (("reason", ""), ("reason", "x" * 201), ("base", "-1"), ("base", "moon")):
        form = MultiDict({**sent(BAG), field: value})
        with pytest.raises(Invalid) as refused:
            forms.with_reason("bag", forms.typed(form), form)
        assert set(refused.value.fields) == {field}


ANY = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["-1", "NaN", "1e999", "0", "0,1", "300", "500", "12,5", "text", "symbol",
                     "line", "mark", "qr", "code128", "datamatrix", "code", "url", "24", "à"]),
)  # fmt: skip


@drawn(
    st.dictionaries(
        st.sampled_from([name for name in sent(BAG) if name not in {"base", "reason"}]),
        ANY,
        max_size=8,
    ),
    st.booleans(),
)
def test_no_input_breaks_the_editor(changed: dict[str, str], longest: bool) -> None:
    look = editor.look("bag", forms.typed(MultiDict({**sent(BAG), **changed})), longest=longest)
    assert len(look.boxes) == len(BAG.boxes)
    assert bool(look.picture) == (look.layout is not None)


def test_a_line_has_no_letters_to_read() -> None:
    assert forms.shown_box(LINE)["kind"] == "line"
    assert read(**{f"b{TITLE + 1}_kind": "line"}).boxes[TITLE + 1].field == ""
