import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pypdf
import pypdfium2
import pytest
import zxingcpp
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import barcodes
from tests import factories
from tests.workshops.laundry.figures import plant
from workshops.laundry.figures import paper_kit
from workshops.laundry.plant import service

SignedIn = Callable[..., FlaskClient]


def words(data: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_every_sheet_of_the_kit_is_a_pdf_with_its_boxes(session: Session, now: datetime) -> None:
    for sheet in paper_kit.SHEETS:
        said = words(paper_kit.pdf(session, sheet, now))
        assert sheet.title in said
        assert "23/11/2026" in said
        for column in sheet.columns:
            assert column.name.split()[0] in said


def test_the_codes_behind_a_sheet_can_be_scanned(session: Session, now: datetime) -> None:
    _, machine = plant.washer(session, now)
    _, programme = plant.programme(session, now)
    gone, _ = plant.washer(session, now, "Laveuse partie")
    barcodes.revoke(session, barcodes.of(session, resource_id=gone.resource_id) or "", now)
    data = paper_kit.pdf(session, paper_kit.named("cycle"), now)
    pages = pypdfium2.PdfDocument(data)
    read = {
        found.text
        for page in pages
        for found in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())
    }
    assert {machine, programme} <= read
    assert "Laveuse partie" not in words(data)
    pages.close()


def test_bins_are_behind_the_sorting_sheet(session: Session, now: datetime) -> None:
    _, code = service.add_bin(session, "Bac bleu", None, by=SYSTEM, at=now)
    assert code in words(paper_kit.pdf(session, paper_kit.named("tri"), now))


def test_the_page_leads_to_each_sheet_and_to_travellers(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    order = factories.make_order(session, items=1, at=now, due_on=date(2026, 11, 23))
    (key,) = plant.keys(session, order)
    plant.weigh(session, key, str(Decimal(5)))
    plant.move(session, key, "receive", at=now)
    lot = plant.load(session, [key], now)
    session.commit()
    nadia = signed_in("moniteur", workshops=("laundry",))
    page = nadia.get("/blanchisserie/papier").text
    for sheet in paper_kit.SHEETS:
        assert f"/blanchisserie/papier/{sheet.code}.pdf" in page
    assert f"Charge {lot.ref}" in page
    assert "gabarit=traveller" in page
    assert "/blanchisserie/saisie-differee" in page
    answer = nadia.get("/blanchisserie/papier/reception.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


@pytest.mark.parametrize("path", ["/blanchisserie/papier", "/blanchisserie/papier/cycle.pdf"])
def test_another_workshop_and_a_stranger_get_no_paper(
    signed_in: SignedIn, client: FlaskClient, path: str
) -> None:
    assert signed_in("moniteur", workshops=("bookbinding",)).get(path).status_code == 404
    assert client.get(path).status_code in {302, 303}


def test_a_sheet_that_does_not_exist_is_not_found(signed_in: SignedIn) -> None:
    nadia = signed_in("moniteur", workshops=("laundry",))
    assert nadia.get("/blanchisserie/papier/rien.pdf").status_code == 404
