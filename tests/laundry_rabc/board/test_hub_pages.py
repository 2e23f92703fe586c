import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlmodel import Session

from esat.production import holds
from tests import factories, people

SignedIn = Callable[..., FlaskClient]


def test_the_home_counts_what_is_held_and_leads_to_it(
    session: Session, signed_in: SignedIn
) -> None:
    order = factories.make_order(session, items=1)
    bag = factories.items_of(session, order)[0]
    holds.place(session, bag, "rabc_quarantine", by=people.actor("qualite"))
    session.commit()
    shown = signed_in("qualite").get("/rabc")
    assert shown.status_code == 200
    assert 'href="/rabc/quarantaines"' in shown.text
    assert '<span class="figure">1</span>' in shown.text
    assert "retenu" in shown.text


def test_no_quarantine_is_red_when_nothing_is_held(signed_in: SignedIn) -> None:
    shown = signed_in("qualite").get("/rabc").text
    tile = re.search(r'<a [^>]*href="/rabc/quarantaines"[^>]*>', shown)
    assert tile is not None
    assert "wine" not in tile[0]


def test_who_has_no_part_in_it_does_not_see_it(signed_in: SignedIn) -> None:
    assert signed_in("moniteur", ("laundry",)).get("/rabc").status_code == 200
    for role, workshops in (("moniteur", ("bookbinding",)), ("comptoir", ("green_spaces",))):
        stranger = signed_in(role, workshops)
        assert stranger.get("/rabc").status_code == 403
        assert 'href="/rabc"' not in stranger.get("/").text
    assert signed_in("bureau").get("/rabc").status_code == 403


def test_who_does_the_day_finds_it_first_and_the_rest_folded(signed_in: SignedIn) -> None:
    floor = signed_in("moniteur", ("laundry",)).get("/rabc").text
    day, fold, rest = floor.partition("<details")
    assert fold
    for label in ("Contrôles du jour", "Nettoyage", "Chariots", "Quarantaines", "Départs demandés"):
        assert label in day
    assert "Plan de contrôle" in rest
    assert "Plan de contrôle" not in day
    for role in ("qualite", "direction", "inspecteur"):
        assert "<details" not in signed_in(role).get("/rabc").text.partition("<main")[2]


def test_the_laundry_s_home_leads_to_the_checks_and_to_what_waits(
    session: Session, signed_in: SignedIn
) -> None:
    nadia, home = signed_in("moniteur", ("laundry",)), "/blanchisserie/postes"
    quiet = nadia.get(home).text.partition("<main")[2]
    assert 'href="/rabc/controles"' in quiet
    assert 'href="/rabc/quarantaines"' not in quiet
    bag = factories.items_of(session, factories.make_order(session, items=1))[0]
    holds.place(session, bag, "rabc_quarantine", by=people.actor("qualite"))
    session.commit()
    assert 'href="/rabc/quarantaines"' in nadia.get(home).text
    reader = signed_in("direction").get(home)
    assert 'href="/rabc/controles"' not in reader.text.partition("<main")[2]
