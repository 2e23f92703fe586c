"""Leaving, access and erasure, through HTTP: the list, the statement, the visa, the pseudonym."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select

from esat import clock, config
from esat.accounts.models import AccessLine
from esat.activity.allocations import reads as allocations
from esat.activity.allocations.models import Allocation
from esat.activity.rights.models import Destruction
from esat.activity.statements import closing, files, frozen, kept
from esat.activity.statements.models import StatementVersion
from esat.app import create_app
from esat.exchange.waiting import waiting_of
from esat.operations import backing_up, restoring, verifying
from esat.operations.purging import purge
from esat.production.journal_models import Capture
from esat.production.models import Order
from esat.web.door import House
from esat.workers.forms import WorkerIn
from esat.workers.models import Group
from esat.workers.people import update_worker
from tests import factories, people_month
from tests.esat.operations.conftest import own
from tests.people import actor, browser

__all__ = ["own"]  # a house alone on its database, where commits are real
OCTOBER = date(2024, 10, 1)
LEFT = date(2024, 10, 31)
CLOSED = datetime(2024, 11, 4, 9, tzinfo=UTC)
RUN = datetime(2026, 11, 1, 9, tzinfo=UTC)
NAME = ("Isidore", "Lantenois")
PAYROLL = "M4711"
WORD = {"word": "détruire"}


@dataclass(frozen=True)
class Gone:
    """Isidore, who left, and Zoé, who stays; October 2024 of both is closed."""

    house: House
    group_id: int
    isidore: int
    zoe: int


@pytest.fixture
def gone(own: House, app: Flask) -> Gone:
    config.install(own.settings)
    with clock.pinned(CLOSED), own.database.write() as session:
        team = people_month.group(session)
        isidore = people_month.worker(session, team, *NAME, payroll_id=PAYROLL)
        zoe = people_month.worker(session, team, "Zoé", "Martin")
        people_month.present(session, team, [isidore, zoe], people_month.workdays(OCTOBER))
        order = factories.make_order(session, items=1)
        worked(session, team, order, isidore)
        office = actor("bureau")
        for one in (isidore, zoe):
            closing.explain(
                session, OCTOBER, one, "not_validated", "Moniteur absent.", by=office, at=CLOSED
            )
            closing.close(session, OCTOBER, one, by=office, at=CLOSED)
        leaving = WorkerIn.model_validate({"first_name": NAME[0], "left_on": LEFT})
        update_worker(session, isidore, leaving)
        waiting_of(own.settings).keep(b"nom\nLantenois\n", "p.csv", what="workers", account=1)
        session.add(
            Capture(
                uid=b"u" * 16, content_hash=b"h" * 32, captured_at=CLOSED, received_at=CLOSED,
                kind="act", outcome="ok", answer="Isidore L. : présent", raw="Lantenois Isidore",
            )
        )  # fmt: skip
        session.add(AccessLine(at=CLOSED, route="statement.show", method="GET", status=200))
        return Gone(own, team.id or 0, isidore, zoe)


def test_leaving_access_and_erasure(gone: Gone, tmp_path: Path) -> None:
    """Leaving, access and erasure

    Given a worker who left on 31 October 2024, when the retention job runs on 1 November 2026, then
    he appears on a list, not erased; on request he (or his representative) first gets a FALC
    statement of what is held; after the archives visa is recorded, his name becomes an irreversible
    pseudonym in the base, on tablets and in stored exports, and restoring an older backup
    re-applies it; orders' hours, past statements' totals and OETH figures are unchanged to the
    cent; access logs older than 12 months are gone while the record of the destruction itself
    remains.
    """
    house = gone.house
    office = at_home(house)
    before = totals(house, gone)
    old = tmp_path / "ancienne.tar.gz"
    with clock.pinned(RUN - timedelta(days=1)):
        backing_up.make(house, old)
    with clock.pinned(RUN):
        appears_on_a_list_not_erased(office, gone)
        first_gets_a_statement(office, gone)
        becomes_a_pseudonym(office, gone)
        assert totals(house, gone) == before
        house.database.dispose()
        back = restoring.restore(house, old, force=True)
        assert (back.again, [line for line in back.lines if line.faults]) == (1, [])
        nowhere(house)
        assert totals(house, gone) == before
        the_old_log_is_gone_and_the_record_remains(gone)


def worked(session: Session, team: Group, order: Order, worker: int) -> None:
    """A week of October on one order."""
    for day in people_month.workdays(OCTOBER)[:5]:
        people_month.all_day(session, team, [worker], day)
    mine = update(Allocation).where(col(Allocation.worker_id) == worker)
    session.connection().execute(mine.values(order_id=order.id))


def appears_on_a_list_not_erased(office: FlaskClient, gone: Gone) -> None:
    assert stands(gone.house)
    done = CliRunner().invoke(purge, obj=gone.house)
    assert done.exit_code == 0, done.output
    assert f"Personne {gone.isidore}, dossier à revoir depuis le 31/10/2026" in done.stdout
    assert "Lantenois" not in done.stdout
    assert "Isidore L." in office.get("/travailleurs/droits").text
    assert stands(gone.house)


def first_gets_a_statement(office: FlaskClient, gone: Gone) -> None:
    page = f"/travailleurs/droits/{gone.isidore}"
    asked = {"kind": "statement", "asked_by": "representative", "asked_on": "2026-11-01"}
    assert office.post(f"{page}/demandes", data=asked).status_code == 303
    assert "Votre nom est Lantenois." in office.get(f"{page}/papier").text
    assert office.get(f"{page}/papier.pdf").data.startswith(b"%PDF-")
    visa = {"reference": "AD34 2026/118", "granted_on": "2026-10-30"}
    assert office.post(f"{page}/conservation/detruire", data=WORD).status_code == 409  # no visa
    assert office.post(f"{page}/conservation/visa", data=visa).status_code == 303
    assert office.post(f"{page}/conservation/detruire", data=WORD).status_code == 409  # it waits
    assert stands(gone.house)
    request_id = office.get(page).text.split("/demandes/")[1].split('"')[0]
    given = office.post(f"{page}/demandes/{request_id}", data={"outcome": "given"})
    assert given.status_code == 303


def becomes_a_pseudonym(office: FlaskClient, gone: Gone) -> None:
    keeping = f"/travailleurs/droits/{gone.isidore}/conservation"
    assert office.post(f"{keeping}/detruire", data={"word": "oui"}).status_code == 422
    assert stands(gone.house)
    assert office.post(f"{keeping}/detruire", data=WORD).status_code == 303
    nowhere(gone.house)
    assert f"Personne {gone.isidore}" in office.get("/travailleurs?partis=1").text
    assert office.get(keeping).status_code == 409


def the_old_log_is_gone_and_the_record_remains(gone: Gone) -> None:
    assert CliRunner().invoke(purge, obj=gone.house).exit_code == 0
    with gone.house.database.read() as session:
        year = select(AccessLine).where(col(AccessLine.at) < RUN - timedelta(days=366))
        assert session.exec(year).all() == []
        record = session.exec(select(Destruction)).one()
        assert (record.worker_id, record.visa_on) == (gone.isidore, date(2026, 10, 30))
    assert all(not line.faults for line in verifying.report(gone.house))


def at_home(house: House) -> FlaskClient:
    made = create_app(house=house)
    made.testing = True
    return browser(made, house.database, "bureau")


def totals(house: House, gone: Gone) -> tuple[object, ...]:
    """Hours of each order, and every figure of the closed statements but whose they are."""
    with house.database.read() as session:
        closed = kept.newest(session, OCTOBER)
        _, rows = files.month(
            session, OCTOBER, [(one, number, "closed") for one, number in closed.values()]
        )
        hours = Counter[int | None]()
        for one in allocations.slices(session, OCTOBER, LEFT):
            hours[one.order_id] += one.minutes
        assert min(hours.values()) == 5 * 7 * 60  # the order has its week
        return hours, sorted(str([row[0], *row[3:]]) for row in rows)


def stands(house: House) -> bool:
    """Whether the whole name is still somewhere: the search below sees it then."""
    return {*NAME, PAYROLL} <= found(house)


def nowhere(house: House) -> None:
    """No file of the data folder and no page of the base bears the name any more."""
    assert found(house) == set()


def found(house: House) -> set[str]:
    """Which words of the name stand in the base, in what the seals hide, in the files."""
    with house.database.read() as session:
        closed = [one.statement.person for one, _ in kept.newest(session, OCTOBER).values()]
        closed += [  # what the seal itself holds
            frozen.unseal(row.worker_id, row.month, row.sealed).statement.person
            for row in session.exec(select(StatementVersion))
        ]
    texts = [f"{one.name} {one.payroll_id}" for one in closed]
    path = house.database.path
    if path is not None:
        with house.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        texts.append(str(rows_of(house)))
    files_there = [path] if path is not None else []
    data = house.settings.data_dir.rglob("*")
    files_there += [one for one in data if one.is_file() and "avant-" not in one.as_posix()]
    texts += [one.read_bytes().decode("latin-1") for one in files_there]
    return {word for word in (*NAME, PAYROLL) if any(word in text for text in texts)}


def rows_of(house: House) -> list[object]:
    """Every row of every table, where the base is no file."""
    with house.database.engine.connect() as connection:
        tables = SQLModel.metadata.sorted_tables
        return [connection.execute(table.select()).all() for table in tables]
