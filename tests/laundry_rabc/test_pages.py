from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.errors import Forbidden, Refused
from esat.production import holds, moves
from esat.production.models import Hold
from esat.production.moves import Context
from esat.production.subjects import Subject
from tests import factories, people

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def bag(session: Session) -> Subject:
    owner = factories.make_client(session, "EHPAD Les Tilleuls")
    order = factories.make_order(session, items=1, client=owner)
    return factories.items_of(session, order)[0]


@pytest.fixture
def quarantine(session: Session, bag: Subject) -> str:
    """The page of a bag's quarantine."""
    hold = holds.place(
        session, bag, "rabc_quarantine", by=people.actor("qualite"), note="ATP trop haut"
    )
    session.commit()
    return f"/rabc/quarantaines/{hold.id}"


def form(**fields: str) -> dict[str, str]:
    return {"capture": str(uuid4())} | fields


def test_what_is_in_quarantine_does_not_move_and_is_listed(
    session: Session, bag: Subject, quarantine: str, signed_in: SignedIn
) -> None:
    nadia = people.actor("moniteur", workshops=("laundry",))
    with pytest.raises(Refused) as refusal:
        moves.move(session, bag, "receive", Context(by=nadia))
    assert refusal.value.code == "on_hold"
    shown = signed_in("qualite").get("/rabc/quarantaines")
    assert shown.status_code == 200
    for words in (bag.code, "EHPAD Les Tilleuls", "ATP trop haut", "Attendu"):
        assert (words or "") in shown.text
    assert quarantine in shown.text


def test_only_quality_places_and_lifts_a_quarantine(session: Session, bag: Subject) -> None:
    nadia = people.actor("moniteur", workshops=("laundry",))
    with pytest.raises(Forbidden):
        holds.place(session, bag, "rabc_quarantine", by=nadia)
    hold = holds.place(session, bag, "rabc_quarantine", by=people.actor("qualite"))
    with pytest.raises(Forbidden):
        holds.lift(session, hold.id or 0, by=nadia)


def test_a_quarantine_is_lifted_once_with_what_was_verified(
    session: Session, quarantine: str, signed_in: SignedIn
) -> None:
    ines = signed_in("qualite")
    assert 'name="note"' in ines.get(quarantine).text
    sent = form(note="Relavé, ATP bon")
    assert ines.post(quarantine, data=sent).status_code == 303
    assert ines.post(quarantine, data=sent).status_code == 303
    session.expire_all()
    hold = session.exec(select(Hold)).one()
    assert hold.lift_note == "Relavé, ATP bon"
    assert ines.post(quarantine, data=form(note="Encore")).status_code == 409
    assert "Relavé, ATP bon" in ines.get(quarantine).text
    assert "Rien en quarantaine" in ines.get("/rabc/quarantaines").text


def test_a_release_without_a_word_is_not_one(
    session: Session, quarantine: str, signed_in: SignedIn
) -> None:
    answer = signed_in("qualite").post(quarantine, data=form(note="  "))
    assert answer.status_code == 422
    assert 'id="e-note"' in answer.text
    session.expire_all()
    assert session.exec(select(Hold)).one().lifted_at is None


def test_others_look_and_do_not_release(
    client: FlaskClient, quarantine: str, signed_in: SignedIn
) -> None:
    irene = signed_in("inspecteur")
    assert irene.get(quarantine).status_code == 200
    assert 'name="note"' not in irene.get(quarantine).text
    assert irene.post(quarantine, data=form(note="Bon")).status_code == 403
    assert signed_in("moniteur", ("laundry",)).get("/rabc/quarantaines").status_code == 200
    assert signed_in("moniteur", ("bookbinding",)).get("/rabc/quarantaines").status_code == 403
    assert client.post(quarantine, data=form(note="Bon")).status_code in {302, 303, 401}


def test_another_hold_has_no_quarantine_page(
    session: Session, bag: Subject, signed_in: SignedIn
) -> None:
    hold = holds.place(session, bag, "machine", by=people.actor("qualite"))
    session.commit()
    ines = signed_in("qualite")
    assert ines.get(f"/rabc/quarantaines/{hold.id}").status_code == 404
    assert ines.post(f"/rabc/quarantaines/{hold.id}", data=form(note="x")).status_code == 404
    assert ines.get("/rabc/quarantaines/999999").status_code == 404
