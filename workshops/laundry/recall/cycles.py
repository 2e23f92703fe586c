"""The runs that lots went through, as a reader wants them: one statement for all."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from workshops.laundry.plant.models import Machine, Programme
from workshops.laundry.washing import fixes
from workshops.laundry.washing.models import Cycle, CycleDose, CycleFix


@dataclass(frozen=True, slots=True)
class Run:
    """One cycle: machine and programme in the versions of then, what was declared, by whom."""

    id: int
    lot_id: int | None
    kind: str
    machine: str
    machine_version: int
    programme: str
    programme_version: int | None
    programme_status: str
    wanted_c: Decimal | None
    wanted_minutes: Decimal | None
    started_at: datetime
    ended_at: datetime | None
    opened_at: datetime | None
    outcome: str
    fault: str
    max_c: Decimal | None
    hold_minutes: Decimal | None
    declared: bool
    late: bool
    started_by: str
    ended_by: str
    opened_by: str
    doses: tuple[tuple[str, Decimal], ...]

    @property
    def has_proof(self) -> bool:
        """Whether somebody or something said how hot it was, and for how long."""
        return self.max_c is not None and self.hold_minutes is not None


def of_lots(session: Session, lot_ids: Sequence[int]) -> dict[int, list[Run]]:
    """The runs of each lot, the first one first."""
    accounts = SQLModel.metadata.tables["account"]
    who = [accounts.alias(name) for name in ("starter", "ender", "opener")]
    cycle, machine, programme = Cycle.__table__, Machine.__table__, Programme.__table__
    query = (
        select(
            cycle,
            machine.c.label.label("machine"),
            machine.c.version.label("machine_version"),
            programme.c.label.label("programme"),
            programme.c.version.label("programme_version"),
            programme.c.status.label("programme_status"),
            programme.c.temperature_c,
            programme.c.hold_minutes.label("wanted_minutes"),
            *(one.c.display_name.label(f"{one.name}_name") for one in who),
        )
        .join(machine, machine.c.id == cycle.c.machine_version_id)
        .outerjoin(programme, programme.c.id == cycle.c.programme_id)
        .outerjoin(who[0], who[0].c.id == cycle.c.started_by)
        .outerjoin(who[1], who[1].c.id == cycle.c.ended_by)
        .outerjoin(who[2], who[2].c.id == cycle.c.opened_by)
        .where(cycle.c.lot_id.in_(lot_ids))
        .order_by(cycle.c.started_at, cycle.c.id)
    )
    rows = session.connection().execute(query).all()
    doses = _doses(session, [row.id for row in rows])
    fixed = fixes.of_many(session, [row.id for row in rows])
    found: dict[int, list[Run]] = defaultdict(list)
    for row in rows:
        found[row.lot_id].append(_run(row, doses.get(row.id, {}), fixed.get(row.id, ())))
    return found


def _doses(session: Session, cycles: Sequence[int]) -> dict[int, dict[str, Decimal]]:
    found: dict[int, dict[str, Decimal]] = {}
    dosed = CycleDose.__table__
    query = select(dosed).where(dosed.c.cycle_id.in_(cycles)).order_by(dosed.c.product)
    for dose in session.connection().execute(query):
        found.setdefault(dose.cycle_id, {})[dose.product] = dose.ml
    return found


def _run(row: Any, doses: dict[str, Decimal], fixed: Sequence[CycleFix]) -> Run:
    """What was corrected counts, not what was reported first."""
    said = fixes.values(row, fixed)
    return Run(
        id=row.id, lot_id=row.lot_id, kind=row.kind, machine=row.machine,
        machine_version=row.machine_version, programme=row.programme or "",
        programme_version=row.programme_version, programme_status=row.programme_status or "",
        wanted_c=row.temperature_c, wanted_minutes=row.wanted_minutes,
        started_at=row.started_at, ended_at=row.ended_at, opened_at=row.opened_at,
        outcome=row.outcome, fault=row.fault, max_c=said["max_c"],
        hold_minutes=said["hold_minutes"],
        declared=row.declared, late=row.late, started_by=row.starter_name or "",
        ended_by=row.ender_name or "", opened_by=row.opener_name or "",
        doses=tuple(sorted(fixes.doses(doses, fixed).items())),
    )  # fmt: skip
