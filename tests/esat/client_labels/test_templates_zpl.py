import pytest
from hypothesis import given
from hypothesis import strategies as st

from esat.client_labels import placeholders, templates_zpl
from esat.errors import EsatError, Invalid, Refused
from labels import faces
from tests.esat.client_labels import zpl_reader

HEAD = "^XA^CI28"
ANY = st.text(st.characters(exclude_categories=[]), max_size=60)
NASTY = st.sampled_from(
    ["^XZ", "~JR", "^FS^XZ^XA^PQ99", "_5E", "_5EXZ", "{{number}}", "{{", "\\&", "\\5E", ">9>;",
     "\x1e", "\x10JR", "\x00", "\u202egnirts", "😀", "é œ €", "  ", "^", "~", "_", "\\", "\ud800"]
)  # fmt: skip
VALUES = st.one_of(
    ANY, NASTY, st.builds(str.__add__, ANY, NASTY), st.builds(str.__add__, NASTY, ANY)
)


def one(field: str) -> str:
    return f"{HEAD}^FO10,10{field}^FS^XZ"


def refusal(body: str) -> str:
    with pytest.raises(Invalid) as refused:
        templates_zpl.check(body)
    return refused.value.code


def test_a_plain_label_is_taken_and_its_names_are_said() -> None:
    body = """^XA^CI28^PW799^LL400^LH0,0
^FX the client's own remark
^FO20,20^A0N,40,40^FH^FDCarton {{code}} de {{ client }}^FS
^FO20,80^BY3^BCN,120,N,N,N^FH^FD>;>800{{number}}^FS
^FO20,300^GFA,8,8,1,FF818181818181FF^FS
^FO300,300^BQN,2,5^FH^FDQA,{{code}}^FS^PQ1,0,1,Y
^XZ
"""
    assert templates_zpl.check(body) == {"code", "client", "number"}
    values = {"code": "N0000019", "client": "Mairie d’Ambert", "number": "337601320000000016"}
    read = zpl_reader.read(templates_zpl.fill(body, values))
    assert read.fields == [
        "Carton N0000019 de Mairie d’Ambert", ">;>800337601320000000016", "QA,N0000019",
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["^A0N,30,30^FH^FD{{title}}", "^A0N,30,30^FH\\^FD{{title}}",
                                   "^FB400,3^FH^FD{{title}}", "^FH|^FV{{title}}",
                                   "^FB400,3^FH\\^FD{{title}}"])  # fmt: skip
@given(value=VALUES)
def test_any_value_whatever_is_one_field_and_no_command(field: str, value: str) -> None:
    body = one(field)
    empty = zpl_reader.read(templates_zpl.fill(body, {"title": ""}))
    filled = zpl_reader.read(templates_zpl.fill(body, {"title": value}))
    assert filled.commands == empty.commands
    assert filled.fields == [placeholders.shown(value)]


@given(value=ANY, escape=st.sampled_from("_\\|#!"))
def test_what_is_written_in_hexadecimal_is_read_back_to_the_letter(value: str, escape: str) -> None:
    written = templates_zpl.escaped(value, escape)
    assert written.isascii()
    assert written.isprintable()
    assert not set("^~") & set(written)
    back = zpl_reader.unhexed(written.encode(), escape)
    assert back.decode(errors="surrogatepass") == value


@given(value=st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_a_code_128_gives_back_any_plain_text(value: str) -> None:
    filled = templates_zpl.fill(one("^BY2^BCN,100^FH^FD{{code}}"), {"code": value})
    (data,) = zpl_reader.read(filled).fields
    assert zpl_reader.code128(data) == value


@given(first=VALUES, second=VALUES)
def test_a_value_is_never_looked_at_again(first: str, second: str) -> None:
    body = one("^FH^FD{{title}}|{{line1}}")
    filled = templates_zpl.fill(body, {"title": first, "line1": second})
    shown = f"{placeholders.shown(first)}|{placeholders.shown(second)}"
    assert zpl_reader.read(filled).fields == [shown]


def test_letters_that_no_label_shows_are_visible() -> None:
    filled = templates_zpl.fill(one("^FH^FD{{title}}"), {"title": "a\u200fb😀c\nd שלום\x00"})
    assert zpl_reader.read(filled).fields == ["ab¤c d ¤¤¤¤¤"]
    assert faces.MISSING == "¤"


@pytest.mark.parametrize(
    ("command", "why"),
    [("^JUS", "réglage"), ("~JR", "elle-même"), ("^PQ99", "plusieurs"), ("^PQ2", "plusieurs"),
     ("^PQ1,0,5", "plusieurs"), ("^DFR:X.ZPL", "garde"), ("^XFR:X.ZPL", "garde"),
     ("^IDR:*.*", "efface"), ("^EG", "efface"), ("^DYR:A,B,C,1,,", "garde"), ("^FN1", "garde"),
     ("^SN001,1,Y", "plage"), ("^SFA,1", "plage"), ("^CC!", "signes"), ("^CT!", "signes"),
     ("^CD;", "signes"), ("~CC!", "elle-même"), ("^MMT", "réglage"), ("~SD25", "elle-même"),
     ("^PR4", "réglage"), ("^jus", "réglage"), ("^QQ", "liste"), ("^ FD", "liste"),
     ("^A~JR", "liste"), ("^", "liste"), ("~DGR:A,1,1,FF", "elle-même"), ("^HV1", "réglage")],
)  # fmt: skip
def test_what_would_change_the_printer_is_refused_by_its_name(command: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        templates_zpl.check(f"{HEAD}\n{command}^XZ")
    assert refused.value.code == "template_command"
    assert why in refused.value.message
    assert "Ligne 2" in refused.value.message
    name = command.strip()[:3].upper()
    assert name in refused.value.message or name[:2] in refused.value.message


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "template_empty"),
        ("bonjour", "template_around"),
        ("bonjour" + one("^FH^FD{{code}}"), "template_around"),
        ("^XA" + "^FX x" * 50_000 + "^XZ", "template_too_long"),
        ("^XA^FO1,1^FDa\x1eXZ^FS^XZ", "template_controls"),
        ("^XA^FDa^FS^XZ^XA^XZ", "template_one_label"),
        ("^XA^FDa^FS", "template_one_label"),
        ("^FDa^FS^XZ", "template_one_label"),
        ("^XA^XZbonjour", "template_one_label"),
        ("^XA^FO1,1^FDa^XZ", "template_field_open"),
        ("^XA^FO1,1^FDa^FO2,2^FS^XZ", "template_field_open"),
        ("^XA^FO1,1^GFB,8,8,1,12345678^FS^XZ", "template_picture"),
        ("^XA^FO1,1^GFA,8,8,1,{{code}}^FS^XZ", "template_picture"),
        ("^XA^FO1,1^BY1^BCN,9^FDa^FS^XZ", "template_thin"),
        ("^XA^FO1,1^FH^FD{{code}}^FS^XZ", "template_needs_ci28"),
        ("^XA^CI0^FO1,1^FH^FD{{code}}^FS^XZ", "template_needs_ci28"),
        ("^XA^CI28^FO1,1^FH^FD{{code}}^FS^CI27^XZ", "template_needs_ci28"),
        ("^XA^FO1,1^FH^FD{{code}}^FS^CI28^XZ", "template_needs_ci28"),
        ("^XA^FO1,1^FDété^FS^XZ", "template_needs_ci28"),
        (one("^FD{{code}}"), "template_needs_fh"),
        (one("^FH^FH^FD{{code}}"), "template_needs_fh"),
        (one("^FH^FDa^FS^FO1,1^FD{{code}}"), "template_needs_fh"),
        (one("^FHA^FD{{code}}"), "template_hex_sign"),
        (one("^FH{^FD{{code}}"), "template_hex_sign"),
        (one("^FH>^BCN^FD{{code}}"), "template_hex_sign"),
        (one("^FH^FDa_{{code}}"), "template_half_hex"),
        (one("^FH^FDa_5{{code}}"), "template_half_hex"),
        (one("^FH\\^FDa\\{{code}}"), "template_half_hex"),
        (one("^BCN^FH^FD>{{code}}"), "template_half_shift"),
        (one("^FB99^FH^FD\\{{code}}"), "template_half_shift"),
        (one("^BQN,2,5^FH^FD{{code}}"), "template_qr_head"),
        (one("^BQN,2,5^FH^FDQM,{{code}}"), "template_qr_head"),
        (one("^FH^FD{{prix}}"), "template_placeholder"),
        (one("^FH^FD{{code.__class__}}"), "template_placeholder"),
        (one("^FH^FD{{ 7*7 }}"), "template_placeholder"),
        (one("^FH^FD{{{{code}}}}"), "template_placeholder"),
        (one("^FH^FD{{{code}}}"), "template_placeholder"),
        (one("^FH^FD{{co\nde}}"), "template_placeholder"),
        (one("^FH^FD{{\tcode}}"), "template_placeholder"),
        (one("^FH^FD{{}}"), "template_placeholder"),
        (one("^FH^FD{{code}} }}"), "template_braces"),
        (one("^FH^FD{{code}} {{"), "template_braces"),
        (one("^FH^FD{% if x %}{{code}}"), "template_braces"),
        (one("^FH^FD{# x"), "template_braces"),
        (f"{HEAD}^FO{{{{code}}}},1^FH^FDa^FS^XZ", "template_place"),
        (f"{HEAD}^FX {{{{code}}}}^FO1,1^FDa^FS^XZ", "template_place"),
        (f"{HEAD}^PW{{{{code}}}}^XZ", "template_place"),
        (f"{HEAD}^FO1,1^FH{{{{code}}}}^FDa^FS^XZ", "template_place"),
    ],
)
def test_what_is_not_a_label_of_ours_to_fill_is_refused(body: str, code: str) -> None:
    assert refusal(body) == code


def test_the_unknown_name_is_said() -> None:
    with pytest.raises(Invalid) as refused:
        templates_zpl.check(one("^FH^FD{{code.__class__}}"))
    assert "code.__class__" in refused.value.message


@pytest.mark.parametrize(
    ("symbol", "bad", "good"),
    [
        ("^BCN,99", "é", "A>b"),
        ("^BCN,99,N,N,N,A", "A>B", "AB"),
        ("^BCN,99,N,N,N,D", "(21)1", "A1"),
        ("^BCN,99,N,N,N,U", "A", "12"),
        ("^B3N", "a", "A-1"),
        ("^B2N", "123", "1234"),
        ("^BEN", "1234567890123", "123456789012"),
        ("^BXN,4,200", "a_1", "a1"),
        ("^BXN,4,200", "a~1", "a1"),
    ],
)
def test_a_symbol_takes_only_what_it_gives_back(symbol: str, bad: str, good: str) -> None:
    body = one(f"{symbol}^FH^FD{{{{number}}}}")
    templates_zpl.check(body)
    for value, code in ((bad, "template_value_symbol"), ("", "template_value_missing")):
        with pytest.raises(Refused) as refused:
            templates_zpl.fill(body, {"number": value})
        assert refused.value.code == code
    (data,) = zpl_reader.read(templates_zpl.fill(body, {"number": good})).fields
    assert zpl_reader.code128(data) == good


@pytest.mark.parametrize(
    ("head", "bad"), [(">;", "123"), (">;", "AB"), (">5", "12A"), (">9", "ab"), (">;>6>7", "é")]
)
def test_a_value_stands_in_the_set_that_the_template_opened(head: str, bad: str) -> None:
    body = one(f"^BCN,99^FH^FD{head}{{{{number}}}}")
    templates_zpl.check(body)
    with pytest.raises(Refused, match="template_value_symbol"):
        templates_zpl.fill(body, {"number": bad})
    templates_zpl.fill(body, {"number": "1234"})


def test_the_paper_is_named_and_what_a_printer_keeps_is_put_back() -> None:
    assert templates_zpl.on_paper("^XA^FO1,1^FDa^FS^XZ", 100, 50, 203) == (
        "^XA^PW799^LL400^FO1,1^FDa^FS^XZ\n"
    )
    turned = "^xa^PW812^LL400^POI^PMY^LRY^LS5^LT9^LH3,3^FWR^FO1,1^FDa^FS^XZ"
    assert templates_zpl.on_paper(turned, 100, 50, 203) == (
        f"{turned}\n^XA^PON^PMN^LRN^LS0^LT0^LH0,0^FWN^XZ\n"
    )


def test_a_refusal_always_has_its_sentence() -> None:
    error = EsatError("template_half_hex", line=3, sign="_")
    assert error.message.startswith("Ligne 3")
