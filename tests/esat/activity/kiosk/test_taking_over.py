"""The supervisor takes over, by one tap, what was said at the kiosk; his sheet alone counts."""

import re
from collections.abc import Callable
from datetime import date, datetime, time

from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.activity.kiosk.models import KioskEntry, KioskUndo
from esat.workers import people
from esat.workers.models import HalfDay, Worker
from tests.esat.activity.kiosk.conftest import Laundry

SignedIn = Callable[..., FlaskClient]
DAY = date(2026, 11, 23)
SHEET = f"/equipes/linge/{DAY}/matin"
TAKE = "Reprendre ce qui a été dit à la borne"


def said(session: Session, laundry: Laundry, worker: Worker, at: time) -> KioskEntry:
    moment = datetime.combine(DAY, at, clock.PARIS)
    entry = KioskEntry(
        worker_id=worker.id or 0, group_id=laundry.linen.id or 0, day=DAY, half="morning",
        device_id=laundry.device.id or 0, saying="arrive", at=moment, recorded_at=moment,
    )  # fmt: skip
    session.add(entry)
    session.commit()
    return entry


def leader(signed_in: SignedIn, session: Session, laundry: Laundry) -> FlaskClient:
    """The browser of the one who leads the group."""
    browser = signed_in("moniteur", ("laundry",))
    account = session.exec(select(Account.id).order_by(col(Account.id).desc())).first() or 0
    people.lead(session, laundry.linen, account, DAY)
    session.commit()
    return browser


def ticked(page: str) -> dict[str, str]:
    """What a browser would send of the sheet as it stands."""
    boxes = re.findall(r'<input type="radio" name="(status-\d+)" value="(\w+)" checked', page)
    times = re.findall(r'value="([\d:]+)" id="f-((?:from|to)-\d+)"', page)
    return dict(boxes) | {name: value for value, name in times}


def test_the_words_of_the_kiosk_are_taken_over_and_saved_by_the_supervisor(
    signed_in: SignedIn, session: Session, laundry: Laundry, now: datetime
) -> None:
    said(session, laundry, laundry.karim_b, time(8, 14))
    said(session, laundry, laundry.karim_d, time(8, 41, 20))
    taken_back = said(session, laundry, laundry.paul, time(8, 15))
    session.add(
        KioskUndo(entry_id=taken_back.id or 0, device_id=laundry.device.id or 0, at=now,
                  recorded_at=now)
    )  # fmt: skip
    session.commit()
    nadia = leader(signed_in, session, laundry)
    page = nadia.get(SHEET).text
    assert TAKE in page
    assert ticked(page) == {}
    page = nadia.get(f"{SHEET}?borne=1").text
    assert "Repris de la borne : pas encore enregistré" in page
    first, second = laundry.karim_b.id, laundry.karim_d.id
    words = {f"status-{first}": "present", f"status-{second}": "late", f"from-{second}": "08:41"}
    assert ticked(page) == words
    assert session.exec(select(HalfDay)).all() == []  # to look writes nothing
    assert nadia.post(SHEET, data=ticked(page)).status_code == 303
    rows = {row.worker_id: row for row in session.exec(select(HalfDay))}
    assert {key: row.status for key, row in rows.items()} == {first: "present", second: "late"}
    assert {row.recorded_by for row in rows.values()} != {None}
    assert TAKE not in nadia.get(SHEET).text  # nothing is left to take


def test_what_the_sheet_says_already_stays(
    signed_in: SignedIn, session: Session, laundry: Laundry
) -> None:
    said(session, laundry, laundry.karim_b, time(9, 2))
    nadia = leader(signed_in, session, laundry)
    told = {f"status-{laundry.karim_b.id}": "absent_unannounced"}
    nadia.post(SHEET, data=told)
    page = nadia.get(f"{SHEET}?borne=1").text
    assert ticked(page) == told
    assert TAKE not in page


def test_without_network_the_kiosk_has_a_page_of_its_own_with_nobody_on_it(
    kiosk: FlaskClient, laundry: Laundry
) -> None:
    page = kiosk.get("/equipes/borne/hors-ligne").text
    assert "Allez voir votre moniteur" in page
    for name in ("Karim", "Paul", "Linge"):
        assert name not in page
    worker = kiosk.get("/sw.js").text
    assert '"/equipes/borne": "/equipes/borne/hors-ligne"' in worker
