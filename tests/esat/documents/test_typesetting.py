import io
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from esat.documents import typesetting
from esat.errors import Refused
from labels.spec import Symbol

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SAID: dict[str, Any] = {
    "number": "BL26-00012", "house": "ESAT Les Volcans", "workshop": "Reliure",
    "phone": "01 99 00 63 00", "email": "", "day": "lundi 23 novembre 2026", "hour": "10:00",
    "ref": "R26-00007", "code": "D123456R", "client": "Mairie d’Œuilly", "address": ["1 rue <b>"],
    "siret": "", "service_code": "", "site": "", "client_ref": "#let x = 1", "commitment_no": "",
    "due": "", "instructions": "Ne pas plier\n*fragile*", "lines": [], "items": [],
    "handed": [{"code": "V0000018", "label": "Délibérations 1998", "quantity": "1 volume"}],
    "refused": [], "receiver": "Mme Lœuillet", "reserves": "", "signature": "",
    "signed": False, "follows": False,
}  # fmt: skip


def made(drawn_by: str = "delivery_note", **changed: object) -> bytes:
    pictures = {"code.svg": typesetting.symbol(Symbol.CODE128, "D123456R")}
    return typesetting.pdf(drawn_by, SAID | changed, pictures, AT)


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_paper_is_tagged_french_and_carries_its_letters() -> None:
    reader = PdfReader(io.BytesIO(made()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    assert reader.metadata is not None
    assert reader.metadata.title == "Bon de livraison BL26-00012"
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert all("Atkinson" in str(font.get_object()["/BaseFont"]) for font in fonts)


def test_what_people_wrote_is_text_and_never_markup() -> None:
    said = words(made())
    for text in ("#let x = 1", "1 rue <b>", "Mme Lœuillet", "Délibérations 1998"):
        assert text in said


def test_a_letter_that_the_font_lacks_is_seen_and_stops_nothing() -> None:
    assert "Ligne ¤ ¤" in words(made(reserves="Ligne 🧺 漢"))


def test_the_same_words_give_the_same_bytes() -> None:
    assert made() == made()


def test_many_lines_go_on_to_a_second_page() -> None:
    many = [{"code": "V0000018", "label": f"Volume {n}", "quantity": "1"} for n in range(80)]
    pdf = made(handed=many)
    assert len(PdfReader(io.BytesIO(pdf)).pages) >= 2
    assert "Volume 79" in words(pdf)


def test_a_word_longer_than_its_column_breaks_and_covers_nothing() -> None:
    thing = {"code": "V0000018", "label": "W" * 200, "quantity": "1 volume"}
    page = pypdfium2.PdfDocument(made(handed=[thing]))[0]
    letters = page.get_textpage()
    right = [letters.get_charbox(n)[2] for n in range(letters.count_chars())]
    assert max(right) < page.get_width() - 40


def test_the_code_of_the_order_is_read_back_from_the_paper() -> None:
    for drawn_by in ("delivery_note", "deposit_ticket"):
        page = pypdfium2.PdfDocument(made(drawn_by))[0]
        read = zxingcpp.read_barcodes(page.render(scale=203 / 72).to_pil().convert("L"))
        assert [one.text for one in read] == ["D123456R"]


def test_a_paper_that_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(Refused, match="paper_not_made"):
        made("nowhere")
