from datetime import date

import pytest
from sqlmodel import Session

from esat.clients.models import DeliverySite
from esat.errors import NotFound
from esat.production.item_facts import item_facts
from tests import factories


def test_an_item_says_whose_it_is_and_until_when(session: Session) -> None:
    owner = factories.make_client(session, "Mairie de Riom", town="Riom")
    site = DeliverySite(client_id=owner.id, name="Square Virlogeux", access_note="Clé 206")
    session.add(site)
    session.flush()
    order = factories.make_order(
        session, items=1, client=owner, site_id=site.id, due_on=date(2026, 12, 4)
    )
    (item,) = factories.items_of(session, order)
    facts = item_facts(session, item.item_id or 0)
    assert (facts.client, facts.town, facts.order_ref) == ("Mairie de Riom", "Riom", order.ref)
    assert (facts.site, facts.access_note) == ("Square Virlogeux", "Clé 206")
    assert facts.due_on == date(2026, 12, 4)


def test_an_order_without_a_place_has_no_place(session: Session) -> None:
    order = factories.make_order(session, items=1)
    (item,) = factories.items_of(session, order)
    facts = item_facts(session, item.item_id or 0)
    assert (facts.site, facts.access_note, facts.due_on) == ("", "", None)


def test_an_unknown_item_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        item_facts(session, 0)
