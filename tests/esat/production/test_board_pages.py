from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient
from sqlmodel import Session

from esat import registry
from esat.actors import SYSTEM
from esat.production import board_reads, holds, lots, moves
from esat.production.moves import Context
from tests.factories import items_of, make_client, make_order

SignedIn = Callable[..., FlaskClient]
TODAY = date(2026, 11, 23)
LAUNDRY = "laundry"


def test_a_board_counts_each_stage_and_what_presses(session: Session, now: object) -> None:
    pressing = make_order(session, items=3, due_on=TODAY)
    make_order(session, items=1)
    first, second, _third = items_of(session, pressing)
    moves.move(session, first, "receive", Context(by=SYSTEM))
    holds.place(session, second, "machine", by=SYSTEM)
    found = board_reads.board(session, registry.current().workshop(LAUNDRY), TODAY)
    columns = {column.code: column for column in found.columns}
    assert "handed_over" not in columns
    assert (columns["expected"].count, columns["received"].count) == (3, 1)
    assert (found.late, found.today, found.held, found.things) == (0, 1, 1, 4)
    assert columns["expected"].cards[0].ref == pressing.ref
    late = board_reads.board(session, registry.current().workshop(LAUNDRY), date(2026, 11, 24))
    assert (late.late, late.today) == (1, 0)


def test_a_hold_on_a_lot_holds_its_members_on_the_board(session: Session) -> None:
    order = make_order(session, items=2)
    keys = [item.item_id or 0 for item in items_of(session, order)]
    lot = lots.open_lot(session, LAUNDRY, "expected", keys, by=SYSTEM)
    holds.place(session, lots.subject_of(session, lot), "quarantine", by=SYSTEM)
    assert board_reads.board(session, registry.current().workshop(LAUNDRY), TODAY).held == 2


def test_more_orders_than_a_column_shows_are_counted(session: Session) -> None:
    for _ in range(6):
        make_order(session, items=1)
    found = board_reads.board(session, registry.current().workshop(LAUNDRY), TODAY, shown=4)
    column = found.columns[0]
    assert (len(column.cards), column.more, column.count) == (4, 2, 6)


def test_the_wall_refreshes_itself_and_shows_no_menu(signed_in: SignedIn, session: Session) -> None:
    """A workshop without a board of its own."""
    make_order(session, "bookbinding", items=1, client=make_client(session, "Hôtel du Parc"))
    nadia = signed_in("moniteur", workshops=("bookbinding",))
    page = nadia.get("/tableau/reliure").text
    assert 'hx-trigger="every 20s"' in page
    assert 'class="touch wall"' in page
    fragment = nadia.get("/tableau/reliure", headers={"HX-Request": "true"}).text
    assert "Hôtel du Parc" in fragment
    assert "<html" not in fragment


def test_a_kiosk_of_the_workshop_shows_its_wall_and_no_other(signed_in: SignedIn) -> None:
    kiosk = signed_in("borne", workshops=(LAUNDRY,))
    assert kiosk.get("/tableau/blanchisserie").status_code == 200
    elsewhere = signed_in("borne", workshops=("bookbinding",))
    assert elsewhere.get("/tableau/blanchisserie").status_code == 404


def test_another_workshops_board_is_not_found(signed_in: SignedIn) -> None:
    stranger = signed_in("moniteur", workshops=("bookbinding",))
    for url in ("/tableau/blanchisserie", "/blanchisserie", "/blanchisserie?etape=received"):
        assert stranger.get(url).status_code == 404


def test_a_word_that_is_no_workshop_is_no_address(signed_in: SignedIn) -> None:
    office = signed_in("bureau")
    assert office.get("/boulangerie").status_code == 404
    assert office.get("/tableau/boulangerie").status_code == 404


def test_a_stage_shows_its_items_and_its_lots(signed_in: SignedIn, session: Session) -> None:
    order = make_order(session, items=3)
    one, other, alone = items_of(session, order)
    keys = [one.item_id or 0, other.item_id or 0]
    lot = lots.open_lot(session, LAUNDRY, "expected", keys, by=SYSTEM)
    page = signed_in("moniteur", workshops=(LAUNDRY,)).get("/blanchisserie?etape=expected").text
    assert lot.ref in page
    assert f'name="pick" value="{alone.item_id}"' in page
    assert f'name="pick" value="{one.item_id}"' not in page


def test_one_who_only_reads_gets_no_tick(signed_in: SignedIn, session: Session) -> None:
    make_order(session, items=2)
    page = signed_in("inspecteur").get("/blanchisserie?etape=expected").text
    assert 'name="pick"' not in page
    assert "Faire un lot" not in page
