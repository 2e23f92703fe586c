"""What the pages of qualifications show: the matrix, one cell's history, what waits for a word.
SELECTs only.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.errors import NotFound
from esat.production.models import Lot
from laundry_rabc.qualifications import WORDS, Standing, State
from laundry_rabc.qualify import standing
from laundry_rabc.qualify.models import UnprovedStart
from laundry_rabc.qualify.standing import Known, Stands
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine, Programme, ProgrammeMachine
from workshops.laundry.washing import reads as washing
from workshops.laundry.washing import rules

MOST = 200
MEANINGS = {
    State.VALID: "ok",
    State.EXPIRING: "question",
    State.AWAITING: "question",
    State.VOIDED: "refused",
    State.EXPIRED: "refused",
    State.NONE: "refused",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A machine × programme as the matrix shows it."""

    machine: Machine
    programme: Programme
    stands: Stands

    @property
    def label(self) -> str:
        return WORDS[self.standing.state]

    @property
    def meaning(self) -> str:
        return MEANINGS[self.standing.state]

    @property
    def standing(self) -> Standing:
        return self.stands.standing


@dataclass(frozen=True, slots=True)
class Report:
    """A report with the names of who wrote and who approved it."""

    known: Known
    author: str
    approver: str


@dataclass(frozen=True, slots=True)
class Start:
    """A start without proof, as a list shows it."""

    row: UnprovedStart
    lot: str
    machine: str
    programme: str
    who: str


def cells(session: Session, at: datetime) -> list[Cell]:
    """Every washer with every programme that runs on it, by name."""
    machines = {one.resource_id: one for one in washing.washers(session)}
    programmes = [
        *washing.programmes_in_force(session, "wash"),
        *washing.programmes_in_force(session, "disinfect"),
    ]
    runs = session.exec(
        select(ProgrammeMachine).where(
            col(ProgrammeMachine.programme_id).in_([one.id or 0 for one in programmes])
        )
    )
    on: dict[int, set[int]] = {}
    for row in runs:
        on.setdefault(row.programme_id, set()).add(row.machine_id)
    ways = [
        (machine, programme)
        for programme in programmes
        for key, machine in machines.items()
        if key in on.get(programme.id or 0, ())
    ]
    found = standing.of_pairs(session, [(m.resource_id, p.resource_id) for m, p in ways], at)
    return [Cell(m, p, found[m.resource_id, p.resource_id]) for m, p in ways]


def cell(session: Session, machine_id: int, card_id: int, at: datetime) -> Cell:
    """One cell, of a machine and a programme in force or not. NotFound for what are none."""
    machines = versions.history(session, Machine, "resource_id", machine_id)
    programmes = versions.history(session, Programme, "resource_id", card_id)
    if not machines or not programmes:
        raise NotFound("not_found")
    return Cell(machines[0], programmes[0], standing.of_pair(session, machine_id, card_id, at))


def reports(session: Session, machine_id: int, card_id: int) -> list[Report]:
    """Every report of a cell, the newest first."""
    known = standing.known(session, [(machine_id, card_id)]).get((machine_id, card_id), [])
    keys = {one.row.account_id for one in known}
    keys |= {one.approval.account_id for one in known if one.approval}
    names = _names(session, keys)
    return [
        Report(
            one,
            names.get(one.row.account_id, "Système"),
            names.get(one.approval.account_id, "Système") if one.approval else "",
        )
        for one in known
    ]


def starts_of(session: Session, machine_id: int, card_id: int) -> list[Start]:
    """What was asked, let go or refused without proof on a cell, the newest first."""
    query = _starts().where(
        UnprovedStart.machine_id == machine_id, UnprovedStart.card_id == card_id
    )
    return _made(session, query)


def asked(session: Session) -> list[Start]:
    """The starts that wait for the word of a supervisor: their load still waits."""
    later = aliased(UnprovedStart)
    answered = (
        select(later.id)
        .where(
            later.lot_id == col(UnprovedStart.lot_id),
            later.machine_id == col(UnprovedStart.machine_id),
            later.programme_id == col(UnprovedStart.programme_id),
            col(later.id) > col(UnprovedStart.id),
        )
        .exists()
    )
    query = _starts().where(
        UnprovedStart.kind == "asked",
        ~answered,
        col(Lot.closed_at).is_(None),
        col(Lot.stage).in_(rules.WAITING),
    )
    return _made(session, query)


def _names(session: Session, keys: set[int | None]) -> dict[int | None, str]:
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(keys - {None}))
    return dict(session.exec(query).all())


def _starts() -> Any:
    return (
        select(UnprovedStart, Lot, Programme.label, Account.display_name)
        .join(Lot, col(Lot.id) == UnprovedStart.lot_id)
        .join(Programme, col(Programme.id) == UnprovedStart.programme_id)
        .outerjoin(Account, col(Account.id) == UnprovedStart.account_id)
        .order_by(col(UnprovedStart.id).desc())
        .limit(MOST)
    )


def _made(session: Session, query: Any) -> list[Start]:
    rows = session.exec(query).all()
    machines = {
        one.resource_id: one.label for one in versions.newest(session, Machine, "resource_id")
    }
    return [
        Start(row, lot.label or lot.ref, machines.get(row.machine_id, ""), programme, who or "")
        for row, lot, programme, who in rows
    ]
