import time

import pytest
from sqlalchemy import insert
from sqlmodel import Session

from esat.folding import fold
from esat.production import barcodes, search, tables
from tests import people
from tests.factories import AT, items_of, make_bag, make_client, make_order


@pytest.mark.parametrize("text", ["creche", "CRÈCHE pomme", "clermont api", "pomme d'api"])
def test_words_are_found_whatever_accents_and_case(session: Session, text: str) -> None:
    whose = make_client(session, "Crèche Pomme d’Api", town="Clermont-Ferrand")
    order = make_order(session, client=whose)
    found = search.find(session, text, by=people.actor("bureau"))
    assert [row.name for row in found.clients] == ["Crèche Pomme d’Api"]
    assert [row.ref for row in found.orders] == [order.ref]


def test_an_order_is_found_by_its_number_written_in_any_way(session: Session) -> None:
    order = make_order(session)
    series, number = order.ref.split("-")
    by = people.actor("bureau")
    for text in (
        order.ref,
        order.ref.lower(),
        f"{series} {int(number)}",
        f"{series}-{int(number)}",
    ):
        thing = search.designated(session, text, by=by)
        assert thing is not None
        assert thing.order_ref == order.ref


def test_a_code_scanned_through_a_french_keyboard_is_repaired(session: Session) -> None:
    _bag, code = make_bag(session)
    typed = code.lower().translate(str.maketrans("1234567890", "&é\"'(-è_çà"))
    thing = search.designated(session, typed, by=people.actor("bureau"))
    assert thing is not None
    assert thing.code == code


def test_open_orders_stand_before_finished_ones(session: Session) -> None:
    whose = make_client(session, "Hôtel du Parc")
    done, live = make_order(session, client=whose), make_order(session, client=whose)
    done.closed_at = AT
    newest = make_order(session, client=whose)
    newest.cancelled_at = AT
    session.flush()
    found = search.find(session, "parc", by=people.actor("bureau"))
    assert [row.ref for row in found.orders] == [live.ref, newest.ref, done.ref]


def test_nothing_of_another_workshop_is_found(session: Session) -> None:
    whose = make_client(session, "Hôtel du Parc")
    order = make_order(session, items=1, client=whose)
    (item,) = items_of(session, order)
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    assert search.find(session, "parc", by=stranger).orders == ()
    assert search.designated(session, order.ref, by=stranger) is None
    assert search.designated(session, item.code or "", by=stranger) is None
    code = barcodes.of(session, order_id=order.id or 0) or ""
    assert search.designated(session, code, by=stranger) is None


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'; DROP TABLE orders;--", "é" * 100])
def test_odd_texts_find_nothing_and_break_nothing(session: Session, text: str) -> None:
    make_order(session)
    assert search.find(session, text, by=people.actor("bureau")).empty


def test_twenty_thousand_orders_are_searched_in_a_blink(session: Session) -> None:
    whose = [make_client(session, f"Mairie {name}") for name in ("de Billom", "de Riom", "d’Orcet")]
    rows = [
        {
            "ref": f"L25-{n:05d}", "workshop": "laundry", "client_id": whose[n % 3].id,
            "opened_at": AT, "closed_at": AT if n % 50 else None, "client_ref": "",
            "commitment_no": "", "instructions": "",
            "search": fold(f"L25-{n:05d}", whose[n % 3].name),
        }
        for n in range(20_000)
    ]  # fmt: skip
    session.connection().execute(insert(tables.order), rows)
    by = people.actor("bureau")
    times = []
    for text in ("riom", "billom 00", "introuvable", "or"):
        began = time.perf_counter()
        search.find(session, text, by=by)
        times.append(time.perf_counter() - began)
    assert sorted(times)[1] < 0.3
