import io
from dataclasses import dataclass

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader
from sqlmodel import Session

from esat.clients.models import Client
from esat.documents import service as documents
from esat.files.store import Store
from esat.printing import service as printing
from esat.production import barcodes
from esat.web.door import House
from labels import render_png, unread
from tests import factories
from tests.workshops.laundry.desk import making
from tests.workshops.laundry.desk.making import SHEET, SHIRT, left
from workshops.laundry.desk import paper, tariff_changes
from workshops.laundry.desk.deposits import Made
from workshops.laundry.desk.words import ON_TICKET, PROPOSED

REQUIRED_BY_LAW = (
    "ESAT", "3 rue des Lavandières", "63200 Riom",  # name and address of the shop
    "lundi 23 novembre 2026",  # date of the deposit
    "3 pièces", "Chemise", "2 pièces", "Drap",  # number and nature of the articles
    "Lavage",  # the service ordered
    "2,48 €", "7,44 €", "1,88 €", "3,76 €", "11,20 €",  # price of each, amounts, total
    "Tache", "Bouton manquant", "Col jauni", "Aucune réserve",  # reservations
    "Valeur d’achat déclarée", "80,00 €",  # value above the scale
    "vendredi 27 novembre 2026",  # promised date
    "Le linge est assuré.", "Gardé un an.",  # liability, one year
)  # fmt: skip
"""What a deposit ticket must state, each as this one writes it."""


@dataclass(frozen=True)
class Drawn:
    pdf: bytes
    code: str
    said: str


@pytest.fixture(scope="module")
def kept() -> list[Drawn]:
    """What was drawn for one test and is read by the others: drawing is what takes long."""
    return []


@pytest.fixture
def ticket(kept: list[Drawn], request: pytest.FixtureRequest) -> Drawn:
    if not kept:
        desk, lucie, store, house = map(
            request.getfixturevalue, ("desk", "lucie", "store", "house")
        )
        made = left(
            desk, store, lucie, (SHIRT, "3"), (SHEET, "2"), bracket="tranche-a", expected="11.20",
            due_on="2026-11-27", reservations_1=["stain", "button"], note_1="Col jauni",
            value_1="80", photo=True,
        )  # fmt: skip
        desk.commit()
        pdf = drawing(desk, made, house)
        code = barcodes.of(desk, order_id=made.deposit.order_id) or ""
        kept.append(Drawn(pdf, code, words(pdf)))
    return kept[0]


def drawing(session: Session, made: Made, house: House) -> bytes:
    return documents.draw(documents.ready(session, made.ticket, house.settings))


def sheets(pdf: bytes) -> list[str]:
    """The words of each sheet."""
    read = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return [" ".join(one.replace("\u202f", " ").replace("\u00a0", " ").split()) for one in read]


def words(pdf: bytes) -> str:
    return " ".join(sheets(pdf))


@pytest.mark.parametrize("wanted", REQUIRED_BY_LAW)
def test_the_ticket_states_what_the_law_wants(ticket: Drawn, wanted: str) -> None:
    assert wanted in ticket.said


def test_the_ticket_says_the_bracket_and_what_it_takes_off_and_the_photograph(
    ticket: Drawn,
) -> None:
    said = ticket.said
    assert "Tranche A" in said
    assert "Au lieu de 3,30 €" in said
    assert "1 photo prise au dépôt" in said
    assert "Aubrac" in said


def test_both_codes_of_the_ticket_are_read(ticket: Drawn) -> None:
    page = pypdfium2.PdfDocument(ticket.pdf)[0]
    assert (round(page.get_width()), round(page.get_height())) == (420, 595)  # A5
    read = zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil().convert("L"))
    found = {one.format.name: one.text for one in read}
    (code,) = [text for text in found.values() if text.startswith("D")]
    assert code == ticket.code
    assert any("/suivi/" in text for text in found.values())


def test_an_order_that_is_no_deposit_has_the_usual_ticket(
    session: Session, house: House, now: object
) -> None:
    order = factories.make_order(session, items=1)
    assert paper.more(session, order.id or 0) is None
    made = documents.deposit_ticket(session, order, by=factories.SYSTEM)
    said = words(documents.draw(documents.ready(session, made, house.settings)))
    assert "Ce qui est demandé" in said
    assert "Total" not in said


@pytest.fixture
def lawful(desk: Session) -> Session:
    """A desk with the house's own texts, as long as they are."""
    for code, (body, source) in PROPOSED.items():
        given = making.TextIn.model_validate(
            {"body": body, "reason": "Proposé", **making.VALID, "source": source}
        )
        tariff_changes.write_text(desk, code, given, by=factories.SYSTEM)
    return desk


def test_the_ticket_of_a_few_articles_is_one_sheet_with_the_house_s_own_texts(
    lawful: Session, lucie: Client, store: Store, house: House
) -> None:
    lines = ((SHIRT, "3"), (SHEET, "2"), (SHIRT, "1"))
    made = left(lawful, store, lucie, *lines, expected="18.20", reservations_1=["stain"])
    (said,) = sheets(drawing(lawful, made, house))
    assert "Suivi par" in said
    assert "loi du 31 décembre 1903" in said


@pytest.mark.parametrize(("count", "note"), [(9, ""), (20, "Auréole, doublure décousue. " * 7)])
def test_a_long_ticket_cuts_no_line_no_text_and_says_its_total_once(
    lawful: Session, lucie: Client, store: Store, house: House, count: int, note: str
) -> None:
    """Nine short lines fill a sheet to the brim: there the total stood alone on the next one."""
    name = "veste de cérémonie doublée et brodée, avec son grand col"
    codes = [making.price(lawful, f"{n:02d} {name if note else 'torchon'}", "2") for n in range(30)]
    notes = {f"note_{n}": note.strip() for n in range(1, count + 1)}
    lines = [(code, "1") for code in codes[:count]]
    made = left(lawful, store, lucie, *lines, expected=f"{2 * count}.00", **notes)
    found = sheets(drawing(lawful, made, house))
    assert len(found) > 1
    (last,) = [said for said in found if "Total, taxes comprises" in said]
    assert f"{count - 1:02d} " in last
    for whole in (*(PROPOSED[code][0] for code in ON_TICKET), *([note.strip()] * bool(note))):
        assert sum(said.replace("- ", "-").count(whole) for said in found) >= 1, whole
    if note:
        assert sum(said.count(note.strip()) for said in found) == count


def test_the_ticket_also_comes_out_of_the_label_printer(
    desk: Session, lucie: Client, store: Store
) -> None:
    made = left(desk, store, lucie, (SHIRT, "1"), expected="3.30")
    ticket, bag = printing.labels_of_order(desk, made.order)
    assert (ticket.layout.code, ticket.code[0], bag.code[0]) == ("ticket", "D", "F")
    assert unread(ticket, render_png(ticket, 203), 203) == set()
    assert ticket.fields["title"] == "Mme Aubrac Lucie"
