from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.accounts.models import Station
from esat.db import Database
from esat.printing.models import LabelPrinter
from tests.esat.printing.asking import free_port, make_printer
from tests.signing_in import enrol
from tests.sinks import NO_PAPER, LabelSink

SignedIn = Callable[..., FlaskClient]
PLACE = "/administration/imprimantes"
FACTS = {"name": "Zebra", "kind": "socket", "format": "zpl", "dpi": "300", "media": "100x50"}


@pytest.fixture
def boss(signed_in: SignedIn) -> FlaskClient:
    return signed_in("responsable_atelier")


def test_a_printer_says_how_it_is_when_it_is_asked(
    session: Session, boss: FlaskClient, now: datetime
) -> None:
    port = free_port()
    make_printer(session, "zebra", kind="socket", target=f"127.0.0.1:{port}", format="zpl")
    session.commit()
    assert "Pas encore interrogée" in boss.get(f"{PLACE}/zebra").text
    with LabelSink(port, status=NO_PAPER):
        assert boss.post(f"{PLACE}/zebra/etat").status_code == 303
    assert "plus de papier" in boss.get(f"{PLACE}/zebra").text
    assert boss.post(f"{PLACE}/zebra/etat").status_code == 303
    assert "éteinte ou débranchée" in boss.get(PLACE).text


def test_a_printer_is_changed_and_serves_stations(
    database: Database, session: Session, boss: FlaskClient, now: datetime
) -> None:
    _token, station = enrol(session)
    make_printer(session, "zebra")
    session.commit()
    given = {**FACTS, "target": "127.0.0.1:9100", "stations": str(station.id)}
    assert boss.post(f"{PLACE}/zebra", data=given).status_code == 303
    for wrong in (
        {"target": "a b"},
        {"format": "pdf"},
        {"media": "moon"},
        {"dpi": "12"},
        {"kind": "telex"},
        {"name": ""},
    ):
        assert boss.post(f"{PLACE}/zebra", data=given | wrong).status_code == 422
    with database.read() as reading:
        printer = reading.exec(select(LabelPrinter)).one()
        assert (printer.code, printer.kind, printer.dpi) == ("zebra", "socket", 300)
        assert reading.exec(select(Station.printer)).all() == ["zebra"]
    given.pop("stations")
    assert boss.post(f"{PLACE}/zebra", data=given).status_code == 303
    with database.read() as reading:
        assert reading.exec(select(Station.printer)).all() == [None]


def test_printers_are_closed_to_others(
    session: Session, signed_in: SignedIn, client: FlaskClient, now: datetime
) -> None:
    make_printer(session, "zebra")
    session.commit()
    for act in ("", "/etat", "/essai", "/retrait"):
        assert client.post(f"{PLACE}/zebra{act}").status_code in {302, 303, 401}
        assert signed_in("moniteur").post(f"{PLACE}/zebra{act}", data=FACTS).status_code == 403
    boss = signed_in("responsable_atelier")
    for act in ("etat", "essai", "retrait"):
        assert boss.get(f"{PLACE}/zebra/{act}").status_code == 405
        assert boss.post(f"{PLACE}/lune/{act}").status_code == 404
