"""The facts of a delivery, from the rows of a whole day in the laundry."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.documents.models import Document
from esat.errors import NotFound
from esat.production.models import Item
from laundry_rabc.impact.models import Impact, ImpactClient, ImpactLine
from laundry_rabc.limits import Verdict
from laundry_rabc.proof import gathering, offering, saying
from laundry_rabc.proof.known import Facts
from laundry_rabc.proof.saying import Statement
from tests.laundry_rabc.proof import delivered as days
from tests.laundry_rabc.proof import evidence_of as given
from tests.laundry_rabc.proof.delivered import EVENING, Delivered
from tests.walks.laundry_june import JUNE, MAIRIE, OTHER
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]


def facts(one: Delivered) -> Facts:
    one.session.expire_all()
    return gathering.of_delivery(one.session, one.order.id or 0, one.delivery())


def said(one: Delivered) -> Statement:
    return saying.say(facts(one))


def test_the_day_as_it_was_played(delivered: Delivered) -> None:
    found = facts(delivered)
    assert found.what == ("1\u00a0colis", "38\u00a0kg")
    shared, own = found.loads
    assert (shared.mixed, own.mixed) == (True, False)
    heat = shared.washes[0].heat
    assert (heat.source, heat.celsius, heat.minutes) == ("declared", Decimal("71.4"), Decimal(4))
    assert own.washes[0].heat.source == ""
    assert own.washes[0].qualified is False
    assert (found.judged, found.looking, found.checks) == (0, False, ())
    assert not saying.say(found).claims


def test_all_proved_makes_the_promise_and_one_thing_lacking_takes_it_back(
    delivered: Delivered, session: Session
) -> None:
    given.proved(session)
    found = facts(delivered)
    heat = found.loads[0].washes[0].heat
    assert (heat.source, heat.verdict, heat.proposed) == ("measured", Verdict.CONFORM, False)
    assert [one.washes[0].qualified for one in found.loads] == [True, True]
    assert saying.say(found).claims
    given.case(session, lot=given.washes(session)[0].lot_id)
    assert not said(delivered).claims


@pytest.mark.parametrize("mine", [True, False])
def test_linen_of_a_reinforced_precaution_promises_nothing_even_beside_it(
    delivered: Delivered, session: Session, *, mine: bool
) -> None:
    """Scenario 9: no delivery document contains the words, and no page of the client's."""
    given.proved(session)
    shared = given.washes(session)[0]
    given.flag(session, given.of_client(session, shared, delivered.order.id or 0, mine=mine))
    statement = said(delivered)
    assert not statement.claims
    delivered.ask()
    delivered.enter(delivered.code())
    papers = [str(one.content) for one in session.exec(select(Document))]
    pages = [
        delivered.visitor.get(path).text for path in (delivered.path, f"/suivi/{delivered.token}")
    ]
    assert "Remis le" in pages[0]
    for text in (statement.text, *papers, *pages):
        for word in ("désinfect", "stéril", "précaution", "renforc"):
            assert word not in text.lower()


def test_ordinary_precautions_may_be_promised(delivered: Delivered, session: Session) -> None:
    given.proved(session)
    shared = given.washes(session)[0]
    linen = given.of_client(session, shared, delivered.order.id or 0, mine=True)
    given.flag(session, linen, "complementary")
    assert said(delivered).claims


def test_a_cold_curve_and_proposed_limits_are_told(delivered: Delivered, session: Session) -> None:
    shared, own = given.washes(session)
    given.measured(session, shared, "55.2")
    proposed = given.version(session, status="proposed")
    given.result(session, shared, proposed, "action")
    given.result(session, own, proposed, "conform", declared=True, source="machine")
    session.commit()
    text = said(delivered).text
    assert "mesurée par un enregistreur" in text
    assert "c’est moins que la limite du plan de contrôle" in text
    assert saying.PROPOSED in text
    assert "a atteint le niveau d’action. Aucun suivi n’est enregistré." in text


def test_what_was_rewashed_and_released_is_told(delivered: Delivered, session: Session) -> None:
    shared, _own = given.washes(session)
    bad = given.result(session, shared, given.version(session), "action")
    ended = EVENING - timedelta(hours=1)
    given.case(session, result_id=bad.id, lot=shared.lot_id, closed=ended, released=True)
    session.commit()
    assert "Le linge a été vérifié, puis libéré." in said(delivered).text
    again = {**shared.model_dump(exclude={"id"}), "started_at": JUNE + timedelta(hours=5)}
    again["ended_at"] = JUNE + timedelta(hours=6)
    session.add(Cycle(**again))
    session.commit()
    found = facts(delivered)
    assert [(one.rewashed, one.released, one.closed) for one in found.checks] == [(True,) * 3]
    assert not found.looking
    assert "Le linge a été relavé, puis libéré." in saying.say(found).text


def test_what_a_later_row_corrects_counts_no_more(delivered: Delivered, session: Session) -> None:
    shared, _own = given.washes(session)
    judge = given.version(session)
    first = given.result(session, shared, judge, "action")
    given.result(session, shared, judge, "conform", amends_id=first.id, fix_reason="Lu de travers")
    session.commit()
    found = facts(delivered)
    assert (found.checks, found.judged) == ((), 1)


def test_a_declared_hold_gives_way_to_a_measured_one(
    delivered: Delivered, session: Session
) -> None:
    shared, _own = given.washes(session)
    judge = given.version(session)
    given.result(session, shared, judge, "action", declared=True, source="machine")
    assert len(facts(delivered).checks) == 1
    given.result(session, shared, judge, "conform")
    assert facts(delivered).checks == ()


def test_an_open_case_on_a_load_or_on_a_parcel_is_a_check_under_way(
    delivered: Delivered, session: Session
) -> None:
    assert not facts(delivered).looking
    shared, _own = given.washes(session)
    one = given.case(session, item=given.of_client(
        session, shared, delivered.order.id or 0, mine=True))  # fmt: skip
    assert facts(delivered).looking
    one.closed_at = EVENING
    session.flush()
    found = facts(delivered)
    assert (found.looking, len(found.closed)) == (False, 1)
    assert "Nadia" not in saying.say(found).text


def test_a_case_of_other_linen_is_not_told(delivered: Delivered, session: Session) -> None:
    _shared, own = given.washes(session)
    other = days.other_order(session)
    found = gathering.of_delivery  # the other order's own parcel was not handed over
    with pytest.raises(NotFound):
        found(session, other.id or 0, delivered.delivery())
    given.case(session, lot=own.lot_id, closed=None)
    assert facts(delivered).looking


def test_an_impact_search_is_a_check_under_way_until_the_client_was_told(
    delivered: Delivered, session: Session
) -> None:
    shared, _own = given.washes(session)
    row = Impact(kind="machine", since=JUNE, until=EVENING, reason="Sonde", at=EVENING)
    session.add(row)
    session.flush()
    client = delivered.order.client_id
    session.add(ImpactLine(
        impact_id=row.id or 0, lot_id=shared.lot_id or 0, client_id=client, kg=Decimal(19)
    ))  # fmt: skip
    told = ImpactClient(impact_id=row.id or 0, client_id=client, to_warn=True)
    session.add(told)
    session.flush()
    assert facts(delivered).looking
    told.told_at = EVENING
    session.flush()
    assert not facts(delivered).looking


def test_the_facts_of_another_order_are_not_had(delivered: Delivered, session: Session) -> None:
    key = delivered.delivery()
    for order_id in (days.other_order(session).id or 0, 0, 999_999):
        with pytest.raises(NotFound):
            gathering.of_delivery(session, order_id, key)


def test_what_left_without_a_delivery_note_has_its_statement_by_day(
    delivered: Delivered, session: Session
) -> None:
    order = days.other_order(session)
    assert not offering.of_laundry(session, order.id or 0)
    parcel = session.exec(
        select(Item).where(Item.order_id == order.id, Item.kind == "parcel")
    ).one()
    parcel.stage, parcel.stage_since, parcel.closed_at = "handed_over", EVENING, EVENING
    session.flush()
    assert offering.of_laundry(session, order.id or 0)
    (one,) = gathering.handed(session, order.id or 0)
    assert (one.id, one.note) == (-20260612, "")
    found = gathering.of_delivery(session, order.id or 0, one.id)
    assert found.what == ("1\u00a0colis", "5,25\u00a0kg")
    assert [load.mixed for load in found.loads] == [True]
    with pytest.raises(NotFound):
        gathering.of_delivery(session, order.id or 0, -20260613)


def test_the_staff_reads_the_same_words(delivered: Delivered, signed_in: SignedIn) -> None:
    ines = signed_in("qualite")
    page = ines.get(f"/rabc/fiches/commande/{delivered.order.ref}")
    for words in said(delivered).text.splitlines():
        assert words in page.text
    assert OTHER not in page.text
    assert MAIRIE in ines.get("/rabc/fiches").text
    card = ines.get(f"/rabc/fiches/fragments/commande/{delivered.order.ref}")
    assert f"remise={delivered.delivery()}" in card.text
    shown = ines.get(f"/commandes/{delivered.order.ref}").text
    assert f"/rabc/fiches/fragments/commande/{delivered.order.ref}" in shown
    wrong = ines.get(f"/rabc/fiches/commande/{delivered.order.ref}?remise=999999")
    assert wrong.status_code == 404
    empty = ines.get(f"/rabc/fiches/commande/{days.other_order(delivered.session).ref}")
    assert "Rien n’a encore été remis" in empty.text


def test_others_do_not_read_them(delivered: Delivered, signed_in: SignedIn) -> None:
    for role, workshops in (("moniteur", ("bookbinding",)), ("comptoir", ("laundry",))):
        stranger = signed_in(role, workshops=workshops)
        for path in ("", f"/commande/{delivered.order.ref}",
                     f"/fragments/commande/{delivered.order.ref}"):  # fmt: skip
            assert stranger.get(f"/rabc/fiches{path}").status_code in {403, 404}
    nobody = delivered.visitor.get("/rabc/fiches")
    assert nobody.status_code in {302, 303}
    for path in ("", f"/commande/{delivered.order.ref}"):
        assert signed_in("qualite").post(
            f"/rabc/fiches{path}", headers=days.OWN
        ).status_code == 405  # fmt: skip
