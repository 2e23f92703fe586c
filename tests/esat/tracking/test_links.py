import hashlib
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from esat import clock, config
from esat.actors import SYSTEM
from esat.errors import Invalid, NotFound, Refused
from esat.production import orders
from esat.production.models import Order
from esat.tracking import links, tokens
from esat.tracking.models import AccessLink


def made(session: Session, order: Order, **values: str) -> tuple[AccessLink, str]:
    link = links.create(session, orders.key(order), "Accueil", by=SYSTEM, **values)
    return link, links.address(config.current(), link).rpartition("/")[2]


def test_a_link_opens_its_order(session: Session, order: Order) -> None:
    _link, token = made(session, order)
    assert links.order_for(session, token) == order.id


def test_the_row_keeps_only_the_hash(session: Session, order: Order) -> None:
    link, token = made(session, order)
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(link.model_dump())


def test_a_token_has_256_bits_and_no_sign_that_an_address_escapes(
    session: Session, order: Order
) -> None:
    found = {made(session, order)[1] for _ in range(20)}
    assert len(found) == 20
    assert all(tokens.well_formed(token) for token in found)


def test_a_link_that_takes_the_key_of_a_former_one_has_another_token(
    session: Session, order: Order
) -> None:
    link, token = made(session, order)
    key = link.id
    session.delete(link)
    session.flush()
    again, other = made(session, order)
    again_id = again.id
    assert other != token
    assert tokens.make(b"k", key or 0, "follow", "a") != tokens.make(b"k", key or 0, "follow", "b")
    assert again_id is not None
    with pytest.raises(NotFound, match="link_gone"):
        links.order_for(session, token)


@pytest.mark.parametrize(
    "token", ["", "a" * 42, "a" * 44, "é" * 43, "a" * 43, "../" * 14 + "a", "A" * 10_000, "a b" * 9]
)
def test_what_is_no_token_opens_nothing(session: Session, order: Order, token: str) -> None:
    made(session, order)
    with pytest.raises(NotFound, match="link_gone"):
        links.order_for(session, token)


def test_a_revoked_link_opens_nothing_and_is_revoked_once(session: Session, order: Order) -> None:
    link, token = made(session, order)
    links.revoke(session, orders.key(order), link.id or 0)
    with pytest.raises(NotFound, match="link_gone"):
        links.order_for(session, token)
    with pytest.raises(Refused, match="link_revoked"):
        links.revoke(session, orders.key(order), link.id or 0)


def test_a_link_is_not_revoked_from_another_order(session: Session, order: Order) -> None:
    link, _token = made(session, order)
    with pytest.raises(NotFound, match="link_unknown"):
        links.revoke(session, orders.key(order) + 1, link.id or 0)


def test_a_link_needs_a_recipient(session: Session, order: Order) -> None:
    with pytest.raises(Invalid):
        links.create(session, orders.key(order), "  ", by=SYSTEM)


def test_a_closed_order_keeps_its_links_open_for_ninety_days(
    session: Session, order: Order, walk: object
) -> None:
    _link, token = made(session, order)
    walk(order, "handed_over")  # type: ignore[operator]
    assert order.closed_at is not None
    with clock.pinned(order.closed_at + timedelta(days=89)):
        assert links.order_for(session, token) == order.id
    with clock.pinned(order.closed_at + timedelta(days=90)), pytest.raises(NotFound):
        links.order_for(session, token)


def test_a_cancelled_order_ends_its_links_too(session: Session, order: Order) -> None:
    link, _token = made(session, order)
    orders.cancel(session, order, "Double", by=SYSTEM)
    session.refresh(link)
    assert link.expires_at == clock.now() + links.KEPT_OPEN


def test_a_recipient_keeps_his_link_while_it_opens(session: Session, order: Order) -> None:
    key, at = orders.key(order), clock.now()

    def link(email: str) -> int | None:
        return links.for_recipient(session, key, "Accueil", email, by=SYSTEM, at=at).id

    first = link("A@ex.org")
    assert link("a@EX.org") == first
    assert link("b@ex.org") != first
    links.revoke(session, key, first or 0)
    assert link("a@ex.org") != first


def test_the_address_of_a_link_is_made_when_a_mail_leaves(session: Session, order: Order) -> None:
    link, token = made(session, order)
    address = links.address_by_id(session, link.id or 0)
    assert address == f"{config.current().base_url}/suivi/{token}"
    links.revoke(session, orders.key(order), link.id or 0)
    assert links.address_by_id(session, link.id or 0) is None
    assert links.address_by_id(session, 987_654) is None


def test_links_that_opened_nothing_for_a_year_are_purged(session: Session, order: Order) -> None:
    kept, _token = made(session, order)
    dead, _token = made(session, order)
    links.revoke(session, orders.key(order), dead.id or 0)
    later = clock.now() + timedelta(days=366)
    assert [link.id for link in links.over(session, later)] == [dead.id]
    assert links.over(session, clock.now() + timedelta(days=364)) == []
    assert links.purge(session, later) == 1
    assert [link.id for link in session.exec(select(AccessLink))] == [kept.id]
