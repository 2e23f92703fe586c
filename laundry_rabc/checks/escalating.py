"""What is overdue for too long is told by mail to the owner of its point, once; the hub is red."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from esat import clock, registry
from esat.accounts.models import Account, AccountRole
from esat.accounts.roles import Grants
from esat.mailing import service as mailing
from esat.mailing.wording import Wording
from esat.web.door import House
from laundry_rabc.checks import calendar, making, reads
from laundry_rabc.checks.models import Check, CheckAnswer, CheckEscalation
from laundry_rabc.checks.reads import Row

KIND: Final = "rabc.overdue"
PLAN: Final = "rabc.plan"
LEAD: Final = "qualite"
AT_ONCE: Final = 200
SHOWN: Final = 20


def tick(house: House) -> None:
    """Make what has become due and tell of what is overdue: the job of every ten minutes."""
    with house.database.write() as session:
        now = clock.now()
        calendar.propose_holidays(session, now)
        making.make(session, now)
        escalate(session, now)


def escalate(session: Session, at: datetime) -> int:
    """Queue one mail a person for what nobody answered in time; each check is told once. Answers
    how many checks were told of. Flushes.
    """
    after = timedelta(hours=float(calendar.rule(session, "escalate", at)))
    told = select(CheckEscalation.check_id)
    overdue = reads.rows(
        session,
        col(CheckAnswer.check_id).is_(None),
        col(Check.late_at) < at - after,
        col(Check.id).not_in(told),
        at=at,
        limit=AT_ONCE,
    )
    if not overdue:
        return 0
    by_address: defaultdict[str, list[Row]] = defaultdict(list)
    leads = _leads(session, at)
    for row in overdue:
        owner = _address(session, row.version.owner_id, at)
        addresses = [owner] if owner else leads
        for address in addresses:
            by_address[address].append(row)
        session.add(CheckEscalation(check_id=row.check.id or 0, at=at, told=len(addresses)))
    for address, those in sorted(by_address.items()):
        last = max(one.check.id or 0 for one in those)
        mailing.queue_text(session, KIND, address, f"{KIND}.{last}.{address}"[:120], _words(those))
    session.flush()
    return len(overdue)


def _words(those: list[Row]) -> Wording:
    count = len(those)
    lines = [
        f"- {one.code} {one.version.label}{f' ({one.where})' if one.where else ''} : "
        f"prévu le {clock.local(one.check.due_at):%d/%m/%Y à %H:%M}"
        for one in those[:SHOWN]
    ]
    if count > SHOWN:
        lines.append(f"- et {count - SHOWN} autres")
    plural = "s" if count > 1 else ""
    body = [
        "Bonjour,", f"{count} contrôle{plural} RABC sans réponse :", "\n".join(lines),
        "Ils attendent sur la page « Contrôles du jour ».",
    ]  # fmt: skip
    return Wording(f"RABC : {count} contrôle{plural} en retard", "\n\n".join(body))


def _address(session: Session, account_id: int | None, at: datetime) -> str:
    """The address of an account that still works."""
    found = session.get(Account, account_id) if account_id is not None else None
    if found is None or found.disabled_at is not None or not found.email:
        return ""
    over = found.ends_on is not None and found.ends_on < clock.local(at).date()
    return "" if over else found.email


def _leads(session: Session, at: datetime) -> list[str]:
    """The addresses of those who keep the plan; of the RABC leads where no role keeps it yet."""
    grants = Grants(registry.current())
    roles = [role for role in _roles(session) if PLAN in grants.of([role])] or [LEAD]
    query = select(AccountRole.account_id).where(col(AccountRole.role).in_(roles)).distinct()
    found = {_address(session, key, at) for key in session.exec(query)}
    return sorted(found - {""})


def _roles(session: Session) -> list[str]:
    return sorted(session.exec(select(AccountRole.role).distinct()).all())
