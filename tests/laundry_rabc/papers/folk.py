"""Three persons with accounts, as the papers of RABC need them: who writes, who approves, who
reads."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from esat.accounts.models import Account, AccountRole
from esat.actors import Actor
from tests import people


@dataclass(frozen=True, slots=True)
class Folk:
    """Inès writes, Denis and Rachid approve, Nadia reads."""

    ines: Actor
    denis: Actor
    rachid: Actor
    nadia: Actor


def make(session: Session) -> Folk:
    """Their accounts and their roles."""
    return Folk(
        _one(session, "qualite", None),
        _one(session, "direction", None),
        _one(session, "responsable_atelier", "laundry"),
        _one(session, "moniteur", "laundry"),
    )


def _one(session: Session, role: str, workshop: str | None) -> Actor:
    name = people.NAMES[role]
    account = Account(login=f"{role}-x", display_name=name, password_hash="")
    session.add(account)
    session.flush()
    session.add(AccountRole(account_id=account.id, role=role, workshop=workshop))
    session.flush()
    scope = None if workshop is None else (workshop,)
    return replace(people.actor(role, workshops=scope), account_id=account.id)
