"""What was said of a worker's contracts, the newest first: who, when, what."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.web.filters import moment, number, short_day
from esat.workers.contracts import kinds
from esat.workers.contracts.models import TrialExtension, WorkerContract


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history."""

    title: str
    detail: str
    at: str
    who: str


def of_worker(session: Session, worker_id: int) -> list[Entry]:
    """Every row of his contracts, and every trial made longer."""
    rows = (
        select(WorkerContract, Account.display_name)
        .outerjoin(Account, col(Account.id) == WorkerContract.recorded_by)
        .where(WorkerContract.worker_id == worker_id)
    )
    longer = (
        select(TrialExtension, Account.display_name)
        .join(WorkerContract, col(WorkerContract.id) == TrialExtension.contract_id)
        .outerjoin(Account, col(Account.id) == TrialExtension.decided_by)
        .where(WorkerContract.worker_id == worker_id)
    )
    found: list[tuple[datetime, int, Entry]] = []
    former: dict[int, WorkerContract] = {}
    for row, who in session.exec(rows.order_by(col(WorkerContract.id))):
        root = row.root_id or row.id or 0
        found.append((row.recorded_at, row.id or 0, _said(row, former.get(root), who or "")))
        former[root] = row
    found += [
        (row.decided_at, row.id or 0, _longer(row, who or "")) for row, who in session.exec(longer)
    ]
    return [entry for *_, entry in sorted(found, key=lambda one: one[:2], reverse=True)]


def _said(row: WorkerContract, former: WorkerContract | None, who: str) -> Entry:
    hours = f"{number(row.weekly_hours, 'h')} par semaine" if row.weekly_hours else ""
    ends = f"jusqu’au {short_day(row.until)}" if row.until else ""
    detail = ", ".join(part for part in (hours, ends) if part)
    return Entry(_title(row, former), detail, moment(row.recorded_at), who)


def _title(row: WorkerContract, former: WorkerContract | None) -> str:
    name = kinds.LABELS[row.kind]
    if row.void:
        return f"Retiré : {name}, écrit par erreur"
    if former is None:
        return f"{name}, à partir du {short_day(row.begins)}" if row.begins else name
    if (row.weekly_hours, row.since, row.begins) == (
        former.weekly_hours, former.since, former.begins
    ):  # fmt: skip
        return f"Fin du contrat : {short_day(row.until)}" if row.until else "Plus de date de fin"
    return f"Changement à partir du {short_day(row.since)}" if row.since else "Changement"


def _longer(row: TrialExtension, who: str) -> Entry:
    title = f"Essai prolongé de {row.days} jours, jusqu’au {short_day(row.until)}"
    return Entry(title, f"CDAPH prévenue le {short_day(row.told_on)}", moment(row.decided_at), who)
