"""The office codes a sickness; nobody else can find out, wherever he looks."""

import base64
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.marks import OWN, PUBLIC
from esat.accounts.models import AccessLine, Account
from esat.accounts.pages.edge import DEVICE_COOKIE, EXTENSION, Edge
from esat.accounts.roles import ROLES, Grants
from esat.activity.statements import closing
from esat.db import Database
from esat.registry import Registry
from esat.workers import people
from esat.workers.absences import kinds
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group, HalfDay, Supervision
from esat.workers.statuses import HALVES
from tests.esat.tracking.test_links import made
from tests.factories import items_of, make_order
from tests.house.routes import Ask
from tests.people import actor
from tests.signing_in import enrol
from tests.walks import people_reason
from tests.walks.people_reason import NOTE, Known

SignedIn = Callable[..., FlaskClient]
HEADERS = {"Origin": "http://localhost"}
MONDAY = date(2026, 10, 26)
ABSENCES = "/travailleurs/absences"
KEPT = ("", "/matin", "/postes", "/productions")
"""The pages of a day that a tablet keeps."""
OTHERS = tuple(role for role in ROLES if role not in {"bureau", "borne"})


@pytest.fixture
def coded(app: Flask, session: Session, signed_in: SignedIn, now: datetime) -> Known:
    """Paul was away on a Monday; Odile, of the office, codes it as a sickness with a note, then
    closes the month.
    """
    worker = _week(session, now)
    order = make_order(session, items=1, at=now)
    _link, token = made(session, order)
    code = items_of(session, order)[0].code or ""
    session.commit()
    said = {"worker_id": worker, "since": str(MONDAY), "code": "MAL", "note": NOTE}
    odile = signed_in("bureau")
    answer = odile.post(f"{ABSENCES}/nouvelle", data=said, headers=HEADERS)
    number = int(answer.headers["Location"].rpartition("/")[2])
    assert NOTE in odile.get(f"{ABSENCES}/{number}").get_data(as_text=True)
    _close(session, worker, now)
    session.commit()
    month = odile.get(f"/travailleurs/releves/2026-10/{worker}/version/1")
    assert "MAL" in month.get_data(as_text=True)
    return Known(worker, number, "linge", order.ref, code, token)


def _week(session: Session, now: datetime) -> int:
    """Paul, his group and the last week of October, away on Monday."""
    group = people.create_group(session, GroupIn(code="linge", name="Linge", workshop="laundry"))
    worker = people.create_worker(
        session,
        WorkerIn(
            first_name="Paul", last_name="Durand", payroll_id="M1", group_id=group.id,
            contract_starts=MONDAY, contract_kind="CDI", weekly_hours=Decimal(35),
        ),
    )  # fmt: skip
    for day, half in ((MONDAY + timedelta(days=n), half) for n in range(5) for half in HALVES):
        away = day == MONDAY
        session.add(
            HalfDay(
                worker_id=worker.id, group_id=group.id, day=day, half=half,
                status="absent_announced" if away else "present",
                minutes=0 if away else 210, planned_minutes=210, recorded_at=now,
            )
        )  # fmt: skip
    session.flush()
    return worker.id or 0


def _close(session: Session, worker: int, now: datetime) -> None:
    """What stays open is explained, then the office closes the month."""
    by, month = actor("bureau"), MONDAY.replace(day=1)
    for anomaly in closing.the(session, month, worker, today=now.date()).unexplained:
        closing.explain(session, month, worker, anomaly.code, "vu", by=by, at=now)
    closing.close(session, month, worker, by=by, at=now)


def browser_of(signed_in: SignedIn, session: Session, role: str) -> FlaskClient:
    """Somebody of that role who sees as much as the role may: a supervisor leads the group."""
    browser = signed_in(role)
    newest = select(Account.id).order_by(col(Account.id).desc()).limit(1)
    if role == "moniteur":
        group = session.exec(select(Group.id).where(Group.code == "linge")).one()
        account = session.exec(newest).one()
        session.add(Supervision(account_id=account, group_id=group, since=MONDAY))
        session.commit()
    return browser


def all_of(app: Flask, loaded: Registry, known: Known, role: str) -> list[Ask]:
    """What a role may ask for, and every page of the office's absences; what is public is asked
    as a supervisor and as nobody.
    """
    held = Grants(loaded).of([role]) | {OWN, PUBLIC if role == "moniteur" else OWN}
    every = people_reason.gets(app, known)
    return [ask for ask in every if ask.capability in held or ask.path.startswith(ABSENCES)]


def test_the_reason_never_leaks(
    app: Flask,
    database: Database,
    session: Session,
    signed_in: SignedIn,
    loaded: Registry,
    coded: Known,
) -> None:
    """The reason never leaks

    Given the office codes an absence as sickness, When a supervisor opens the day, the week, the
    worker, the search box, the CSV, the print, the browser's network replies, the notification and
    an offline tablet's storage, Then each shows only "absent (prévu)" or "absent (imprévu)";
    calling the office route with a supervisor's session returns a refusal and writes a log line;
    reading the reason as office writes a log line; the client page has no trace of it.
    """
    nadia = browser_of(signed_in, session, "moniteur")
    sheet = nadia.get("/equipes/linge/2026-10-26/matin").get_data(as_text=True)
    assert "Absence (prévue)" in sheet
    wanted = all_of(app, loaded, coded, "moniteur")
    kept = {f"/equipes/linge/2026-10-26{page}?garder=1" for page in KEPT}
    offline = {"/sw.js", "/hors-ligne", "/envois/hors-ligne"} | kept
    assert offline <= {ask.path for ask in wanted}
    assert list(people_reason.told(nadia, wanted)) == []
    assert nadia.get(f"{ABSENCES}/{coded.number}").status_code == 403
    client = app.test_client().get(f"/suivi/{coded.token}")
    assert client.status_code == 200
    assert "Paul" not in client.get_data(as_text=True)
    app.extensions[EXTENSION].waiting.flush(database)
    lines = session.exec(select(AccessLine).where(AccessLine.route == "absence.show")).all()
    assert (403, f"number={coded.number}") in {(one.status, one.object_ref) for one in lines}
    assert ("reason_read", f"worker_id={coded.worker}") in {
        (one.outcome, one.object_ref) for one in lines
    }


@pytest.mark.each_role
@pytest.mark.parametrize("role", OTHERS)
def test_no_role_but_the_office_is_told(
    app: Flask, session: Session, signed_in: SignedIn, loaded: Registry, coded: Known, role: str
) -> None:
    browser = browser_of(signed_in, session, role)
    wanted = all_of(app, loaded, coded, role)
    assert len(wanted) > 20
    assert list(people_reason.told(browser, wanted)) == []
    office = {ask.path for ask in wanted if ask.path.startswith(ABSENCES)}
    assert len(office) > 7
    assert {browser.get(path).status_code for path in office} == {403}


def test_no_device_no_client_and_nobody_is_told(
    app: Flask, session: Session, loaded: Registry, coded: Known
) -> None:
    token, _station = enrol(session)
    session.commit()
    kiosk, nobody = app.test_client(), app.test_client()
    kiosk.set_cookie(DEVICE_COOKIE, token)
    every = people_reason.gets(app, coded)
    assert list(people_reason.told(kiosk, all_of(app, loaded, coded, "borne"))) == []
    api = [ask for ask in every if ask.path.startswith("/api/")]
    assert list(people_reason.told(nobody, api, bearer=token)) == []
    public = [ask for ask in every if ask.capability == PUBLIC or ask.path.startswith(ABSENCES)]
    assert list(people_reason.told(nobody, public)) == []


def test_nothing_that_is_kept_or_queued_tells_it(
    app: Flask, database: Database, session: Session, coded: Known
) -> None:
    """Mails, prints, notifications, journal, access log, captures: every table of the base."""
    app.extensions[EXTENSION].waiting.flush(database)
    assert list(people_reason.kept(session)) == []


def test_what_only_looks_sealed_is_read_by_the_same_search(coded: Known, session: Session) -> None:
    """As base 64 without a key, and as a packed month behind a nonce."""
    words = f"MAL\x1f{NOTE}".encode()
    for raw in (words, bytes(16) + words + bytes(32), bytes(20) + zlib.compress(words * 9)):
        read = " ".join(people_reason.keyless(base64.urlsafe_b64encode(raw).decode()))
        assert people_reason.SECRETS.search(read), raw
        assert people_reason.SECRETS.search(" ".join(people_reason.keyless(raw.hex())))
    assert list(people_reason.kept(session)) == []
    session.add(AccessLine(at=clock.now(), route=raw.hex()[:120], method="GET", status=200))
    session.flush()
    assert [name for name, _ in people_reason.kept(session)] == ["access_log"]


def test_the_sweep_finds_the_leak_when_the_protection_is_removed(
    app: Flask,
    session: Session,
    signed_in: SignedIn,
    loaded: Registry,
    coded: Known,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the office's right given to supervisors, the same sweep tells where they read it."""
    nadia = browser_of(signed_in, session, "moniteur")
    edge: Edge = app.extensions[EXTENSION]
    opened = replace(edge.identifying, grants=Opened(loaded))
    monkeypatch.setitem(app.extensions, EXTENSION, Edge(opened, edge.codes))
    wanted = all_of(app, loaded, coded, "moniteur")
    near = [ask for ask in wanted if ask.path.startswith(("/travailleurs", "/equipes"))]
    leaks = dict(people_reason.told(nadia, near))
    assert f"{ABSENCES}/{coded.number}" in leaks
    assert f"{ABSENCES}/mois?mois=2026-10" in leaks


class Opened(Grants):
    """The office's right to reasons, held by everybody."""

    def of(self, roles: Iterable[str]) -> frozenset[str]:
        return super().of(roles) | {kinds.CODE}
