from datetime import datetime, timedelta

from click.testing import CliRunner
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.operations.purging import purge
from esat.production.journal_models import Event
from esat.web.door import House
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import garments, people, reads, retention, search
from workshops.laundry.residents.models import Garment, GarmentStep, Resident
from workshops.laundry.residents.retention import GONE


def test_a_name_goes_ninety_days_after_the_departure_and_not_a_day_before(
    session: Session, now: datetime, nadia: Actor
) -> None:
    house = trousseau.house(session)
    one = trousseau.resident(session, house, sector="Étage 2")
    trousseau.resident(session, house, "Garnier")
    piece, code = trousseau.garment(session, one)
    garments.damage(session, piece, "poche de Mme Moreau", by=nadia)
    trousseau.come(session, code, now, "receive", "start_wash", "end_wash")
    people.leave(session, one, now.date(), by=nadia)
    early, due = now + timedelta(days=90), now + timedelta(days=91)
    assert retention.due(session, early) == []
    (line,) = retention.due(session, due)
    assert "Moreau" not in line
    assert retention.purge(session, due) == 1
    assert retention.purge(session, due) == 0
    assert (one.last_name, one.first_name, one.sector, one.search) == (GONE, "", "", "")
    assert search.search(session, "moreau") == []
    (kept,) = search.of_resident(session, one.id or 0)
    assert (kept.washes, kept.owner) == (1, GONE)
    assert "Moreau" not in str([step.note for step in session.exec(select(GarmentStep))])
    assert next(reads.export_rows(session, house.id or 0))[1] == "Garnier"


def test_no_name_ever_entered_the_journal(session: Session, now: datetime, nadia: Actor) -> None:
    one = trousseau.resident(session, trousseau.house(session), "Zwingelstein")
    piece, code = trousseau.garment(session, one)
    garments.declare_lost(session, piece, "missing", now, "", by=nadia)
    trousseau.come(session, code, now, "receive")
    rows = session.exec(select(Event.data, Event.reason).where(col(Event.id) > 0)).all()
    assert "Zwingel" not in str(rows)
    assert session.exec(select(Resident)).one().last_name == "Zwingelstein"


def test_the_house_s_own_purge_forgets_the_name_and_says_only_the_number(
    house: House, session: Session, now: datetime, nadia: Actor
) -> None:
    """As it runs at night: nothing of the name is left, in the database nor in the report."""
    one = trousseau.resident(session, trousseau.house(session), "Zwingelstein", number="12")
    piece, _ = trousseau.garment(session, one)
    garments.damage(session, piece, "poche de Mme Zwingelstein", by=nadia)
    other, _ = trousseau.garment(session, one, "Robe")
    garments.declare_lost(session, other, "missing", now, "Mme Zwingelstein la cherche", by=nadia)
    garments.found(session, other, "", by=nadia)
    next_one = trousseau.resident(session, session.get_one(Client, one.client_id), "Garnier")
    garments.assign(session, other, next_one, by=nadia)
    garments.damage(session, other, "ourlet", by=nadia)
    people.leave(session, one, now.date(), by=nadia)
    session.commit()
    with clock.pinned(now + timedelta(days=91)):
        dry = CliRunner().invoke(purge, ["--dry-run"], obj=house)
        done = CliRunner().invoke(purge, obj=house)
    for told in (dry, done):
        assert told.exit_code == 0, told.output
        assert "Résident n° 12" in told.stdout
        assert "Zwing" not in told.stdout
    session.expire_all()
    for table in (Resident, Garment, GarmentStep):
        assert "Zwing" not in str([row.model_dump() for row in session.exec(select(table))])
    assert other.damage == "ourlet"
