"""A bag that washing proves nothing about: its own way, and no word that promises anything."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.config import Settings
from esat.documents.models import Document
from esat.production.journal_models import Event
from esat.production.models import Hold, Order
from esat.tracking import links
from laundry_rabc.results.models import Result
from tests import factories
from tests.walks import rabc_floor
from tests.walks.rabc_floor import Floor, plain
from tests.workshops.laundry.washing import laundries
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
NAMED = re.compile(r"stérile|difficile|spore|clostrid|malad", re.IGNORECASE)
CLAIMED = re.compile(r"désinfecté|stérile|précaution|difficile|spore", re.IGNORECASE)
L1 = 0


@pytest.fixture
def floor(session: Session, client: FlaskClient, signed_in: SignedIn) -> Floor:
    return rabc_floor.build(session, client, signed_in, MORNING)


def test_c_difficile_bag(floor: Floor, signed_in: SignedIn, settings: Settings) -> None:
    """C. difficile bag

    Given a bag flagged "précautions renforcées" from EHPAD Les Tilleuls, When a worker tries to
    sort it, Then sorting is refused, only the special programme is offered, no delivery document
    contains the words "désinfecté" or "stérile", and no health reason is stored or shown, only the
    precaution category, to those whose role needs it.
    """
    owner = factories.make_client(floor.session, "EHPAD Les Tilleuls")
    with floor.then():
        bag = floor.bag(owner, "12")
        flagged = floor.sends(
            floor.karim, "act", bag, action="laundry.precaution", data={"precaution": "reinforced"}
        )
        assert flagged["outcome"] == "ok", flagged
        for data in ({"bin": floor.laundry.bins[0]},
                     {"parts": [{"kg": "12", "bin": floor.laundry.bins[0]}]}):  # fmt: skip
            said = floor.laundry.send("sorting", "act", bag, action="laundry.sort", data=data)
            assert said["reason"] == "precaution_never_opened"
    load = _washed_its_own_way(floor, bag)
    _only_who_needs_it(floor, signed_in, bag, load)
    order = floor.session.exec(select(Order).where(Order.client_id == owner.id)).one()
    with floor.then():
        for action in ("dry", "finish", "pack"):
            floor.laundry.move("folding", load, action)
        told = {"order": order.ref, "items": [bag], "receiver": "Mme Lopez"}
        floor.laundry.act("packing", "delivery.sign", None, **told)
    _nothing_is_claimed(floor, order, settings)


def _washed_its_own_way(floor: Floor, bag: str) -> str:
    """Closed in its own bin, by the special programme alone; the machine runs empty after it."""
    laundry = floor.laundry
    machine, red = laundry.washers[L1], laundry.red_bin
    with floor.then():
        laundry.act("sorting", "laundry.sort", bag, bin=red)
        _, lot = laundries.lot_of(floor.session, floor.key(red))
        load = floor.code_of(lot.id)
        offered = plain(floor.karim.get(f"/blanchisserie/charges/{load}").text)
        assert "Précautions renforcées" in offered
        assert set(re.findall(r"Laveuse \d, ([^·<]+?) ·", offered)) == {"Programme 70 renforcé"}
        wrong = {"machine": machine, "programme": laundry.programme}
        said = laundry.send("washing", "act", red, action="laundry.start", data=wrong)
        assert said["outcome"] == "refused"
        laundry.act(
            "washing", "laundry.start", red, machine=machine, programme=laundry.red_programme
        )
    with floor.then(60):
        laundry.act(
            "washing", "laundry.end", machine, outcome="done", max_c="73", hold_minutes="12"
        )
        laundry.act("washing", "laundry.disinfect", machine, programme=laundry.empty_run)
        laundry.act("clean side", "laundry.open", load)
    return load


def _nothing_is_claimed(floor: Floor, order: Order, settings: Settings) -> None:
    """The note, the hygiene statement, the client's page: no promise, no category, no reason."""
    floor.session.expire_all()
    link = links.create(floor.session, order.id or 0, "Accueil", by=SYSTEM, at=floor.at)
    floor.session.commit()
    (paper,) = floor.session.exec(select(Document)).all()
    with floor.then():
        note = floor.karim.get(f"/documents/{paper.number}.pdf").data
        statement = floor.ines.get(f"/rabc/fiches/commande/{order.ref}")
        secret = links.address(settings, link).rpartition("/")[2]
        tracked = floor.laundry.client.get(f"/suivi/{secret}")
    assert (statement.status_code, tracked.status_code) == (200, 200)
    for told in (_printed(note), _main(statement.text), _main(tracked.text), str(paper)):
        assert not CLAIMED.search(told), CLAIMED.search(told)
    assert "EHPAD Les Tilleuls" in _printed(note)
    assert "12 kg" in plain(statement.text)
    stored = [f"{one.reason} {one.data}" for one in floor.session.exec(select(Event))]
    stored += [one.note for one in floor.session.exec(select(Hold))]
    stored += [one.note for one in floor.session.exec(select(Result))]
    for told in stored:
        assert not NAMED.search(told), told


def _only_who_needs_it(floor: Floor, signed_in: SignedIn, bag: str, load: str) -> None:
    """The floor and the RABC lead see the category, and no more; the office and others do not."""
    with floor.then():
        odile, denis = signed_in("bureau"), signed_in("direction")
        for who, sees in ((floor.karim, True), (floor.ines, True), (odile, False), (denis, False)):
            pages = [_main(who.get(f"/atelier/objet/{code}").text) for code in (bag, load)]
            assert not NAMED.search("".join(pages))
            assert ("Précautions renforcées" in "".join(pages)) == sees
    cycle = floor.session.exec(select(Cycle).where(Cycle.kind == "wash")).one()
    assert cycle.outcome == "done"


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("</main")[0]


def _printed(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
