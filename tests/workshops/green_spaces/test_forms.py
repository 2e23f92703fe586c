from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.clients.models import DeliverySite
from tests import factories
from tests.workshops import roads
from workshops.green_spaces import reads
from workshops.green_spaces.models import Visit

SignedIn = Callable[..., FlaskClient]
GOOD = {"visits": "3", "site": "Square Virlogeux", "tasks": "Tondre\nSouffler les allées"}


def test_an_order_makes_one_item_a_visit_and_keeps_site_tasks_and_window(
    session: Session, signed_in: SignedIn, now: datetime
) -> None:
    whose = factories.make_client(session)
    session.commit()
    answer = roads.open_by_form(
        signed_in("bureau"),
        "espaces-verts",
        whose,
        **GOOD,
        window_from="2027-03-01",
        window_to="2027-03-30",
        share="1",
    )
    assert answer.status_code == 303
    made = roads.items(session, whose)
    assert [item.label for item in made] == [f"Square Virlogeux ({n}/3)" for n in (1, 2, 3)]
    visits = [session.get(Visit, item.id) for item in made]
    assert [(v.site, v.tasks) for v in visits if v] == [(GOOD["site"], GOOD["tasks"])] * 3
    assert [v.window_from for v in visits if v] == [
        date(2027, 3, 1),
        date(2027, 3, 11),
        date(2027, 3, 21),
    ]


def test_the_order_s_own_place_is_the_site_when_none_is_written(
    session: Session, signed_in: SignedIn
) -> None:
    whose = factories.make_client(session)
    place = DeliverySite(
        client_id=whose.id, name="Cimetière", town="Riom", access_note="Clé 206, portail bleu"
    )
    session.add(place)
    session.commit()
    nadia = signed_in("moniteur", ("green_spaces",))
    fields = GOOD | {"site": "", "visits": "1", "site_id": str(place.id)}
    assert roads.open_by_form(nadia, "espaces-verts", whose, **fields).status_code == 303
    (item,) = roads.items(session, whose)
    visit = session.get(Visit, item.id)
    assert visit is not None
    assert (item.label, visit.site) == ("Cimetière, Riom", "Cimetière, Riom")
    shown = nadia.get(f"/atelier/objet/{roads.subject(session, item).code}")
    assert "Clé 206, portail bleu" in shown.text
    assert "Souffler les allées" in shown.text


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"visits": ""}, "visits"),
        ({"visits": "0"}, "visits"),
        ({"visits": "61"}, "visits"),
        ({"visits": "1.5"}, "visits"),
        ({"site": ""}, "site"),
        ({"site": "x" * 121}, "site"),
        ({"tasks": ""}, "tasks"),
        ({"tasks": "a\x07"}, "tasks"),
        ({"window_from": "demain"}, "window_from"),
        ({"window_to": "2026-11-22"}, "window_to"),
        ({"window_from": "2027-03-02", "window_to": "2027-03-01"}, "window_to"),
        ({"share": "1"}, "window_from"),
        ({"share": "1", "window_from": "2027-03-01", "window_to": "2027-03-02"}, "window_to"),
    ],
)
def test_a_wrong_field_says_so_and_nothing_is_kept(
    session: Session, signed_in: SignedIn, now: datetime, change: dict[str, str], wrong: str
) -> None:
    whose = factories.make_client(session)
    session.commit()
    answer = roads.open_by_form(signed_in("bureau"), "espaces-verts", whose, **(GOOD | change))
    assert answer.status_code == 422
    assert f'id="e-{wrong}"' in answer.text
    assert roads.items(session, whose) == []


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ((None, None), ""),
        ((date(2027, 3, 1), None), "à partir du 01/03/2027"),
        ((None, date(2027, 3, 9)), "jusqu’au 09/03/2027"),
        ((date(2027, 3, 1), date(2027, 3, 9)), "du 01/03/2027 au 09/03/2027"),
    ],
)
def test_a_window_is_said_in_words(window: tuple[date | None, date | None], words: str) -> None:
    visit = Visit(item_id=1, site="Square", window_from=window[0], window_to=window[1])
    assert reads.window_words(visit) == words


def test_the_label_says_where_and_the_first_task(session: Session, signed_in: SignedIn) -> None:
    whose = factories.make_client(session, "Mairie de Riom")
    session.commit()
    roads.open_by_form(signed_in("bureau"), "espaces-verts", whose, **GOOD)
    lines = reads.label_lines(session, roads.items(session, whose)[0].id or 0)
    assert (lines["title"], lines["line1"], lines["line2"]) == (
        "Square Virlogeux",
        "Mairie de Riom",
        "Tondre",
    )
