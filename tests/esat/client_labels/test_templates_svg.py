import base64
import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from esat.client_labels import placeholders, templates_svg
from esat.errors import EsatError, Invalid
from tests.esat.client_labels.drawings import SSCC, SVG, VALUES, svg
from tests.esat.client_labels.test_templates_zpl import VALUES as ANY

TEXT = '<text x="4" y="9" font-size="6">{{title}}</text>'
BOX = '<rect x="4" y="4" width="60" height="20" {}/>'
HOSTILE = st.sampled_from(
    ["</text><script>alert(1)</script>", "&xxe;", "<!ENTITY a 'b'>", "]]>", "{{number}}",
     '" onload="x', "&#0;", "<![CDATA[", "\x0b\x0c\x1f", "\ufffe\uffff"]
)  # fmt: skip


def check(body: str, width: float = 100, height: float = 60) -> set[str]:
    return templates_svg.check(body, width, height, VALUES)


def refusal(body: str, width: float = 100, height: float = 60) -> str:
    with pytest.raises(EsatError) as refused:
        check(body, width, height)
    assert "Cette action n’est pas possible" not in refused.value.message
    return refused.value.code


def png(side: int = 4) -> str:
    stream = io.BytesIO()
    Image.new("1", (side, 1)).save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def test_a_plain_label_is_taken_and_its_names_are_said() -> None:
    assert check(SSCC) == {"client", "code", "date", "number", "number_spaced"}
    drawn = templates_svg.fill(SSCC, VALUES, 100, 60)
    tree = ET.fromstring(drawn.svg)  # noqa: S314 - our own text
    said = "".join(tree.itertext())
    assert "Mairie d’Ambert & <fils>" in said
    assert "Carton N0000019 du 23/11/2026" in said
    assert "(00) 3 3760132 000000001 6" in said
    assert [box.value for box in drawn.symbols] == ["(00)337601320000000016"] + ["N0000019"] * 3
    assert drawn.symbols[0][2:] == (4, 20, 70, 22)
    assert drawn.cut == []


@given(st.one_of(ANY, HOSTILE, st.builds(str.__add__, HOSTILE, ANY)))
def test_any_value_whatever_is_one_text(value: str) -> None:
    drawn = templates_svg.fill(svg(TEXT), {"title": value}, 100, 60)
    tree = ET.fromstring(drawn.svg)  # noqa: S314 - what is tested
    assert [child.tag for child in tree.iter()] == [f"{{{SVG}}}svg", f"{{{SVG}}}text"]
    assert (tree[0].text or "") == placeholders.shown(value)
    assert tree[0].attrib == {"x": "4", "y": "9", "font-size": "6"}


@given(ANY, ANY)
def test_a_value_is_never_looked_at_again(first: str, second: str) -> None:
    body = svg("<text>{{title}}<tspan>{{line1}}</tspan>|{{title}}</text>")
    drawn = templates_svg.fill(body, {"title": first, "line1": second}, 100, 60)
    one, two = placeholders.shown(first), placeholders.shown(second)
    assert "".join(ET.fromstring(drawn.svg).itertext()) == f"{one}{two}|{one}"  # noqa: S314


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "template_empty"),
        ("bonjour", "template_not_xml"),
        ("<svg", "template_not_xml"),
        (svg("<text>&truc;</text>"), "template_not_xml"),
        (svg("<inkscape:x/>"), "template_not_xml"),
        ("<html/>", "template_element"),
        ("<g/>", "template_not_svg"),
        (svg("<title>" + "x" * 200_000 + "</title>"), "template_too_long"),
        ("<!DOCTYPE svg>" + svg(""), "template_doctype"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("&x;"),
         "template_doctype"),
        ('<!doctype s [<!entity a "ha"><!entity b "&a;&a;">]>' + svg("&b;"), "template_doctype"),
        ('<?xml-stylesheet href="http://e.fr/x.css"?>' + svg(""), "template_element"),
        (svg("<script>alert(1)</script>"), "template_element"),
        (svg("<style>*{}</style>"), "template_element"),
        (svg("<foreignObject/>"), "template_element"),
        (svg('<use href="#a"/>'), "template_element"),
        (svg("<svg/>"), "template_element"),
        (svg('<a href="http://e.fr"><text>a</text></a>'), "template_element"),
        (svg('<animate attributeName="x"/>'), "template_element"),
        (svg('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>'), "template_element"),
        (svg('<g onload="x()"/>'), "template_attribute"),
        (svg('<g x:y="1" xmlns:x="http://e.fr"/>'), "template_attribute"),
        (svg('<text href="#a">a</text>'), "template_attribute"),
        (svg('<rect fill="url(#a)"/>'), "template_link"),
        (svg('<rect fill="URL (http://e.fr)"/>'), "template_link"),
        (svg('<rect style="fill:url(http://e.fr)"/>'), "template_link"),
        (svg('<rect style="fill:u\\72l(x)"/>'), "template_link"),
        (svg('<rect style="@import x"/>'), "template_link"),
        (svg('<image href="http://e.fr/a.png"/>'), "template_link"),
        (svg('<image href="file:///etc/passwd"/>'), "template_link"),
        (svg('<image href="data:image/svg+xml;base64,AAAA"/>'), "template_link"),
        (svg('<image href="data:image/png;base64,AAAA"/>'), "template_picture_png"),
        (svg(f'<image href="{png(4_001)}"/>'), "template_picture_png"),
        (svg("<g>" * 40 + "</g>" * 40), "template_too_deep"),
        (svg("<g/>" * 6_000), "template_too_deep"),
        (svg("<text>" + "a" * 501 + "</text>"), "template_too_deep"),
        (svg("<text>{{prix}}</text>"), "template_placeholder"),
        (svg("<text>{{code.__class__}}</text>"), "template_placeholder"),
        (svg("<text>{{ 7*7 }}</text>"), "template_placeholder"),
        (svg("<text>{{{{code}}}}</text>"), "template_placeholder"),
        (svg("<text>{{co<tspan>de}}</tspan></text>"), "template_braces"),
        (svg("<text>{% if x %}</text>"), "template_braces"),
        (svg("<g>{{code}}</g>"), "template_place_svg"),
        (svg("<g/>{{code}}"), "template_place_svg"),
        (svg('<text x="{{code}}">a</text>'), "template_place_svg"),
        (svg('<text id="{{code}}">a</text>'), "template_place_svg"),
        (svg("<text>a😀</text>"), "template_letters"),
        (svg("<text>a\U0001f600b</text>"), "template_letters"),
        (svg("", head=""), "template_view_box"),
        (svg("", head='viewBox="0 0 100"'), "template_view_box"),
        (svg("", head='viewBox="0 0 0 60"'), "template_view_box"),
        (svg("", head='viewBox="0 0 100 50"'), "template_shape"),
        (svg("", head='viewBox="0 0 100 60" transform="scale(2)"'), "template_transform"),
        (svg('<g transform="truc">' + TEXT + "</g>"), "template_transform"),
        (svg('<text data-width="9">{{title}}</text>'), "template_length"),
        (svg('<text data-width="9mm" font-size="3">a</text>'), "template_length"),
        (svg('<text data-width="9" font-size="0">a</text>'), "template_fit"),
        (svg('<text data-width="9" font-size="3"><tspan>a</tspan></text>'), "template_fit"),
        (svg('<text data-width="9" font-size="3" style="font-size:4">a</text>'), "template_fit"),
        (svg('<g data-width="9" font-size="3"/>'), "template_fit"),
    ],
)  # fmt: skip
def test_what_is_no_drawing_of_ours_to_fill_is_refused(body: str, code: str) -> None:
    assert refusal(body) == code


@pytest.mark.parametrize(
    ("box", "code"),
    [
        ('data-symbol="code128"', "template_symbol_kind"),
        ('data-value="{{code}}"', "template_symbol_kind"),
        ('data-symbol="pdf417" data-value="{{code}}"', "template_symbol_kind"),
        ('data-symbol="code128" data-value="{{prix}}"', "template_placeholder"),
        ('data-symbol="code128" data-value="été"', "template_symbol_text"),
        ('data-symbol="gs1-128" data-value="{{number}}"', "template_gs1"),
        ('data-symbol="gs1-128" data-value="(00)123"', "template_gs1"),
        ('data-symbol="gs1-128" data-value="(00)337601320000000017"', "template_gs1"),
        ('data-symbol="gs1-128" data-value="[00]{{number}}"', "template_gs1"),
        ('data-symbol="gs1-128" data-value="(10){{client}}"', "template_value_symbol"),
        ('data-symbol="code128" data-value="{{footer}}"', "template_value_missing"),
        ('data-symbol="code128" data-value="{{code}}" transform="rotate(90)"', "template_turned"),
        ('data-symbol="code128" data-value="{{code}}" transform="translate(a)"', "template_turned"),
        ('data-symbol="code128" data-value="{{code}}" transform="translate(50)"',
         "template_symbol_outside"),
    ],
)  # fmt: skip
def test_a_symbol_that_cannot_be_is_refused(box: str, code: str) -> None:
    assert refusal(svg(BOX.format(box))) == code


def test_a_symbol_is_a_rectangle_with_four_sides() -> None:
    assert refusal(svg('<g data-symbol="qr" data-value="a"/>')) == "template_symbol_kind"
    assert refusal(svg('<rect data-symbol="qr" data-value="a" x="1mm"/>')) == "template_length"


@pytest.mark.parametrize(
    ("symbol", "value", "has", "needs"),
    [
        ("code128", "{{code}}", 20, "36,5"),
        ("gs1-128", "(00){{number}}", 40, "44,9"),
        ("qr", "{{code}}", 8, "14,7"),
        ("datamatrix", "{{code}}", 5, "8,2"),
    ],
)
def test_a_box_too_small_says_what_it_needs(symbol: str, value: str, has: int, needs: str) -> None:
    def box(side: object) -> str:
        about = f'data-symbol="{symbol}" data-value="{value}"'
        return svg(f'<rect x="1.03" y="1" width="{side}" height="{side}" {about}/>')

    with pytest.raises(EsatError) as refused:
        check(box(has))
    assert refused.value.code == "template_symbol_small"
    assert f"il en faut {needs}" in refused.value.message
    check(box(needs.replace(",", ".")))


@pytest.mark.parametrize(
    ("wrapped", "where"),
    [
        ('<g transform="translate(10 5)">{}</g>', (14, 9, 60, 20)),
        ('<g transform="scale(0.5) translate(10,0)">{}</g>', (7, 2, 30, 10)),
        ('<g transform="matrix(0.5 0 0 1 10 20)">{}</g>', (12, 24, 30, 20)),
        ('<g transform="translate(90,0) scale(-1,1)">{}</g>', (26, 4, 60, 20)),
        ('<g transform="rotate(90)"/><g transform="translate(1)">{}</g>', (5, 4, 60, 20)),
    ],
)
def test_a_symbol_follows_the_moves_of_its_groups(wrapped: str, where: tuple[int, ...]) -> None:
    box = BOX.format('data-symbol="qr" data-value="{{code}}"')
    drawn = templates_svg.fill(svg(wrapped.format(box)), VALUES, 100, 60)
    assert drawn.symbols[0][2:] == pytest.approx(where)


def test_the_units_of_a_drawing_become_millimetres() -> None:
    box = BOX.format('data-symbol="qr" data-value="{{code}}"')
    drawn = templates_svg.fill(svg(box, 'viewBox="-4 4 200 120"'), VALUES, 100, 60)
    assert drawn.symbols[0][2:] == pytest.approx((4, 0, 30, 10))


def test_a_long_text_shrinks_then_is_cut_and_says_so() -> None:
    body = svg('<text font-size="6" data-width="40">{{title}}</text>')
    for title, cut in (
        ("Court", False),
        ("Un titre un peu plus long", False),
        ("Long " * 30, True),
    ):
        drawn = templates_svg.fill(body, {"title": title}, 100, 60)
        text = ET.fromstring(drawn.svg)[0]  # noqa: S314
        assert bool(drawn.cut) is cut
        assert (text.text or "").endswith("…") is cut
        assert 3.6 <= float(text.get("font-size", "0")) <= 6
        assert (text.get("font-size") == "6.000") is (title == "Court")


def test_fonts_of_others_are_left_out_and_the_rest_of_a_style_stays() -> None:
    body = svg(
        '<text font-family="Arial" style="font-family:Arial;font-weight: 700; fill:#000">a</text>'
    )
    drawn = templates_svg.fill(body, {}, 100, 60)
    assert "Arial" not in drawn.svg
    assert "font-weight: 700;fill:#000" in drawn.svg


def test_a_declared_encoding_changes_no_letter() -> None:
    body = '<?xml version="1.0" encoding="ISO-8859-1"?>' + svg("<text>été</text>")
    assert check(body) == set()
    assert "été" in templates_svg.fill(body, {}, 100, 60).svg


def test_a_picture_of_its_own_is_kept() -> None:
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href'
    for name in ("href", link):
        drawn = templates_svg.fill(
            svg(f'<image {name}="{png()}" width="9" height="9"/>'), {}, 100, 60
        )
        assert ET.fromstring(drawn.svg)[0].get("href") == png()  # noqa: S314


def test_the_line_at_fault_is_said() -> None:
    with pytest.raises(Invalid) as refused:
        check(svg("\n\n<script/>"))
    assert "Ligne 3" in refused.value.message
    assert "<script>" in refused.value.message
