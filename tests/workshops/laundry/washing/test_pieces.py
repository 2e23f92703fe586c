"""A piece that wears its own code is not weighed: it goes into a bin and a machine as it is."""

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.production import subjects, things
from esat.production.moves import Context
from tests import factories
from tests.workshops.laundry.washing import laundries
from workshops.laundry.plant import service
from workshops.laundry.washing import loads, sorting, sorting_reads

SignedIn = Callable[..., FlaskClient]


def test_a_piece_is_put_into_a_bin_unweighed(session: Session, now: datetime) -> None:
    order = factories.make_order(session, at=now)
    piece = things.add_item(
        session, order, "garment", "Gilet bleu", by=SYSTEM, at=now, stage="received"
    )
    _bin, code = service.add_bin(session, "Bac 1", None, by=SYSTEM, whole=True, at=now)
    (shown,) = sorting_reads.waiting_bags(session, now)
    assert (shown.piece, shown.kg) == (True, None)
    subject = subjects.item(session, piece.id or 0)
    assert subject is not None
    done = sorting.into_bin(session, subject, code, Context(by=SYSTEM, at=now))
    assert loads.contents(session, done.loads)[done.loads[0]].unweighed == ()
    assert sorting_reads.waiting_bags(session, now) == []


def test_a_load_of_pieces_says_how_many_and_never_nought_kilograms(
    session: Session, database: Database, signed_in: SignedIn, nadia: Actor, now: datetime
) -> None:
    plant = laundries.build(session)
    _bin, wanted = service.add_bin(session, "Bac résidents", None, by=SYSTEM, whole=True, at=now)
    order = factories.make_order(session, at=now)
    for label in ("Gilet bleu", "Robe fleurie"):
        piece = things.add_item(
            session, order, "garment", label, by=SYSTEM, at=now, stage="received"
        )
        subject = subjects.item(session, piece.id or 0)
        assert subject is not None
        sorting.into_bin(session, subject, wanted, Context(by=SYSTEM, at=now))
    session.commit()
    assert laundries.scan(database, nadia, wanted)["message"].startswith(
        "Bac résidents : 2\u00a0pièces, 2 en tout. Charge inconnue."
    )
    karim, other = signed_in("comptoir", ("laundry",)), laundries.received(session, "9")
    session.commit()
    _, lot = laundries.lot_of(session, _bin.resource_id)
    load = f"/blanchisserie/charges/{laundries.load_code(session, lot.id)}"
    for page in ("/blanchisserie/machines", f"/blanchisserie/tri/{other}", load):
        text = karim.get(page).text
        assert "2\u00a0pièces" in text, page
        assert "· 0\u00a0kg" not in text, page
    assert "charge inconnue" in karim.get(load).text
    how = {"machine": plant.l1, "programme": plant.special}
    said = laundries.act(database, nadia, "laundry.start", wanted, **how)
    assert said["message"] == "Lancé : 2\u00a0pièces en machine L1, programme Précautions 71 °C."
