"""How machines × programmes stand at a moment: reports, approvals and changes read together, a
fixed number of statements for any number of pairs. SELECTs only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select, tuple_

from laundry_rabc import qualifications
from laundry_rabc.policies import keeping as policies
from laundry_rabc.qualifications import Change, Granted, Proof, Standing
from laundry_rabc.qualify.models import Qualification, QualificationApproval, QualificationVoid
from workshops.laundry.plant.models import Machine, Programme

Pair = tuple[int, int]
"""A machine and a programme's card, both resources."""


@dataclass(frozen=True, slots=True)
class Known:
    """A report with what has become of it: its approval, and all that voids it."""

    row: Qualification
    approval: QualificationApproval | None
    changes: tuple[Change, ...]

    @property
    def proof(self) -> Proof:
        return Proof(
            self.row.valid_from,
            self.row.valid_until,
            self.row.recorded_at,
            None if self.approval is None else self.approval.at,
            self.changes,
        )

    @property
    def granted(self) -> Granted:
        return Granted(
            self.row.temperature_c,
            self.row.hold_minutes,
            self.row.mixing_minutes,
            qualifications.read_pairs(self.row.equivalences) or (),
            self.row.dose_ml_kg,
        )


@dataclass(frozen=True, slots=True)
class Stands:
    """How a pair stands, and the report that decides it."""

    standing: Standing
    known: Known | None = None

    @property
    def granted(self) -> Granted | None:
        """What its report proves; nothing where it proves no more."""
        return self.known.granted if self.known and self.standing.state.proved else None


def of_pair(session: Session, machine_id: int, card_id: int, at: datetime) -> Stands:
    """How one machine × programme stands at a moment."""
    return of_pairs(session, [(machine_id, card_id)], at)[machine_id, card_id]


def of_version(session: Session, machine_id: int, programme_id: int, at: datetime) -> Stands:
    """The same by the version of the programme that a cycle has kept."""
    version = session.get(Programme, programme_id)
    return of_pair(session, machine_id, 0 if version is None else version.resource_id, at)


def of_pairs(session: Session, pairs: Iterable[Pair], at: datetime) -> dict[Pair, Stands]:
    """How each of these pairs stands at a moment."""
    wanted = list(pairs)
    notice = policies.number(session, "qualified_notice", at)
    reports = known(session, wanted)
    return {pair: stands(reports.get(pair, []), at, notice) for pair in wanted}


def stands(reports: list[Known], at: datetime, notice: int) -> Stands:
    """How a pair stands at a moment, by reports that are already read."""
    found = qualifications.standing((one.proof for one in reports), at, notice)
    return Stands(found, next((one for one in reports if one.proof == found.proof), None))


def known(session: Session, pairs: list[Pair]) -> dict[Pair, list[Known]]:
    """The reports of each pair, the newest first, by five statements."""
    query = (
        select(Qualification)
        .where(tuple_(Qualification.machine_id, Qualification.card_id).in_(pairs))
        .order_by(col(Qualification.id).desc())
    )
    rows = list(session.exec(query))
    keys = [row.id or 0 for row in rows]
    approvals = {
        one.qualification_id: one
        for one in session.exec(
            select(QualificationApproval).where(
                col(QualificationApproval.qualification_id).in_(keys)
            )
        )
    }
    changes = _changes(session, rows, keys)
    found: dict[Pair, list[Known]] = {}
    for row in rows:
        key = row.id or 0
        one = Known(row, approvals.get(key), tuple(changes[key]))
        found.setdefault((row.machine_id, row.card_id), []).append(one)
    return found


_KEYS: Any = bindparam("keys", expanding=True)
_MACHINES = select(Machine).where(col(Machine.resource_id).in_(_KEYS))
_PROGRAMMES = select(Programme).where(col(Programme.resource_id).in_(_KEYS))


def _changes(
    session: Session, rows: list[Qualification], keys: list[int]
) -> dict[int, list[Change]]:
    """Whatever voids each report: later versions of both, and words given by hand."""
    found: dict[int, list[Change]] = {key: [] for key in keys}
    if not rows:
        return found
    those = {row.machine_id for row in rows}
    machines = session.exec(_MACHINES, params={"keys": list(those)}).all()
    cards = {row.card_id for row in rows}
    programmes = session.exec(_PROGRAMMES, params={"keys": list(cards)}).all()
    for row in rows:
        changed = found[row.id or 0]
        changed += _later("machine", machines, row.machine_id, row.machine_version_id)
        changed += _later("programme", programmes, row.card_id, row.programme_id)
    for void in session.exec(
        select(QualificationVoid).where(col(QualificationVoid.qualification_id).in_(keys))
    ):
        found[void.qualification_id].append(Change("hand", void.at, void.reason))
    return found


def _later(
    what: str, versions: Iterable[Machine | Programme], resource_id: int, proved: int
) -> list[Change]:
    """The versions that came after the one that was proved."""
    own = [one for one in versions if one.resource_id == resource_id]
    last = next((one.version for one in own if one.id == proved), 0)
    return [Change(what, one.created_at, one.reason) for one in own if one.version > last]
