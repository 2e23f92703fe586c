from datetime import datetime, timedelta

from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from tests import factories
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import trips, trolley_label, trolleys


def test_the_label_says_the_client_and_the_round(session: Session, now: datetime) -> None:
    creche, mairie = (factories.make_client(session, name) for name in ("Crèche", "Mairie"))
    trolley, code = linens.trolley(session)
    empty = trolley_label.lines(session, trolley.id or 0)
    assert (empty["title"], empty["line1"]) == ("Chariot 1", "")
    done = linens.packed(session, linens.order_of(session, creche))
    trolleys.put_on(session, code, done.codes, by=SYSTEM)
    assert trolley_label.lines(session, trolley.id or 0)["line1"] == ""
    model = linens.monday(session, mairie, creche)
    told = trolley_label.lines(session, trolley.id or 0)
    assert (told["title"], told["line1"], told["line2"]) == ("Crèche", "Lundi nord", "Chariot 1")
    trips.make(session, model.code, clock.today() + timedelta(days=1), by=SYSTEM)
    assert trolley_label.lines(session, trolley.id or 0)["line1"].startswith("Lundi nord · ")
    done = linens.packed(session, linens.order_of(session, mairie))
    trolleys.put_on(session, code, done.codes, by=SYSTEM)
    assert trolley_label.lines(session, trolley.id or 0)["title"] == "Crèche + 1"
