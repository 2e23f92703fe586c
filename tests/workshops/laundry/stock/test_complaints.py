from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Forbidden, Invalid, Refused
from esat.production import lots
from tests import factories, people
from workshops.laundry.stock import complaint_reads, complaints, exports
from workshops.laundry.stock.complaints import ComplaintIn, DecisionIn
from workshops.laundry.stock.models import Complaint


@pytest.fixture
def mairie(session: Session) -> Client:
    return factories.make_client(session, "Mairie de Riom")


def told(client: Client, **more: object) -> ComplaintIn:
    given = {"client": client.id, "articles": "4 nappes", "facts": "Tachées au retour."}
    return ComplaintIn.model_validate(given | more)


def decided(**more: object) -> DecisionIn:
    return DecisionIn.model_validate({"decision": "partial", "why": "Deux sur quatre."} | more)


def test_a_complaint_goes_from_its_facts_to_its_answer(
    session: Session, now: datetime, mairie: Client, nadia: Actor
) -> None:
    one = complaints.receive(session, told(mairie), by=nadia)
    assert one.ref == "RC26-00001"
    assert one.due_on == date(2026, 12, 8)
    with pytest.raises(Refused) as early:
        complaints.reply(session, one, "", by=nadia)
    assert early.value.code == "complaint_undecided"
    complaints.decide(
        session, one, decided(amount="24,50", plan_effect="Contrôle des nappes"), by=nadia
    )
    assert (one.decision, one.amount) == ("partial", Decimal("24.50"))
    with pytest.raises(Refused):
        complaints.decide(session, one, decided(), by=nadia)
    complaints.reply(session, one, "par téléphone", by=nadia)
    with pytest.raises(Refused):
        complaints.reply(session, one, "", by=nadia)
    complaints.note(session, one, "La cliente rappelle", by=nadia)
    assert [step.title for step in complaint_reads.steps(session, one.id or 0)] == [
        "Précision", "Réponse envoyée", "Décision", "Reçue",
    ]  # fmt: skip
    assert "24,50 €" in complaint_reads.steps(session, one.id or 0)[2].detail
    assert complaint_reads.listed(session) == []
    assert [row.state for row in complaint_reads.listed(session, closed=True)] == [
        "Acceptée en partie"
    ]
    (line,) = exports.complaint_rows(session, date(2026, 11, 23), date(2026, 11, 23))
    assert line[0] == one.ref


def test_what_is_late_stands_first_and_is_said(
    session: Session, now: datetime, mairie: Client, nadia: Actor
) -> None:
    complaints.receive(session, told(mairie), by=nadia)
    old = complaints.receive(session, told(mairie, received_on="2026-11-01"), by=nadia)
    first, second = complaint_reads.listed(session)
    assert (first.complaint.id, first.late, second.late) == (old.id, True, False)
    with clock.pinned(now + timedelta(days=16)):
        assert all(row.late for row in complaint_reads.listed(session))


def test_a_scan_says_which_order_thing_or_lot(
    session: Session, now: datetime, mairie: Client, nadia: Actor
) -> None:
    order = factories.make_order(session, items=1, client=mairie, at=now)
    (bag,) = factories.items_of(session, order)
    lot = lots.open_lot(session, "laundry", "expected", [bag.item_id or 0], by=nadia, at=now)
    about = complaints.receive(session, told(mairie, code=bag.code), by=nadia)
    assert (about.order_id, about.item_id) == (order.id, bag.item_id)
    code = lots.subject_of(session, lot).code
    washed = complaints.receive(session, told(mairie, code=code), by=nadia)
    assert (washed.lot_id, washed.order_id) == (lot.id, None)
    assert [row.complaint.id for row in complaint_reads.of_order(session, order.id or 0)] == [
        about.id
    ]
    other = factories.make_client(session)
    for wrong in (bag.code, code, "n’importe quoi"):
        with pytest.raises(Invalid) as refusal:
            complaints.receive(session, told(other, code=wrong), by=nadia)
        assert "code" in refusal.value.fields


def test_a_refusal_has_no_amount_and_a_day_to_come_is_none(
    session: Session, now: datetime, mairie: Client, nadia: Actor
) -> None:
    one = complaints.receive(session, told(mairie), by=nadia)
    with pytest.raises(Invalid):
        complaints.decide(session, one, decided(decision="refused", amount="3"), by=nadia)
    with pytest.raises(Invalid):
        complaints.receive(session, told(mairie, received_on="2026-11-24"), by=nadia)
    with pytest.raises(Invalid):
        complaints.entrust(session, one, 987, by=nadia)


def test_the_trend_counts_by_client_and_paris_month(
    session: Session, now: datetime, mairie: Client, nadia: Actor
) -> None:
    night = datetime.fromisoformat("2026-10-31T23:30:00+00:00")  # November in Paris
    for at in (night, now, now - timedelta(days=100), now - timedelta(days=400)):
        session.add(
            Complaint(
                ref=f"X{at:%y%m%d}", client_id=mairie.id or 0, received_at=at, articles="x",
                facts="x", due_on=at.date(), created_at=at,
            )
        )  # fmt: skip
    session.flush()
    trend = complaint_reads.trend(session)
    assert trend.months == (date(2026, 11, 1), date(2026, 8, 1))
    assert trend.rows == (("Mairie de Riom", (2, 1)),)
    assert trend.totals == (2, 1)


@pytest.mark.parametrize(
    ("role", "workshops"), [("comptoir", ("laundry",)), ("moniteur", ("bookbinding",))]
)
def test_who_does_not_treat_complaints_writes_none(
    session: Session, now: datetime, mairie: Client, role: str, workshops: tuple[str, ...]
) -> None:
    with pytest.raises(Forbidden):
        complaints.receive(session, told(mairie), by=people.actor(role, workshops=workshops))
