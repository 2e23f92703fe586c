"""Whether somebody may sign the result of a critical point, where the house demands it."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.people import authorising, posts
from laundry_rabc.people.authorising import State
from laundry_rabc.policies import keeping as policies

RULE: Final = "signing_post"
CRITICAL: Final = "ccp"
REFUSALS: Final = {State.NONE: "signing_not_authorised", State.EXPIRED: "signing_expired"}


def may_sign(session: Session, kind: str, actor: Actor, at: datetime) -> str | None:
    """The code that refuses the signature of a point of that kind (CCP, CP, PRP), or None. Only a
    critical point asks for an authorisation, and only while the rule is on.
    """
    state = standing(session, kind, actor, at)
    return None if state is None else REFUSALS.get(state)


def standing(session: Session, kind: str, actor: Actor, at: datetime) -> State | None:
    """How the signer stands; None where nothing is demanded. EXPIRING is what a page warns of."""
    if kind.casefold() != CRITICAL or actor.is_system or not policies.is_on(session, RULE, at):
        return None
    if actor.account_id is None:
        return State.NONE
    return authorising.authorised(session, posts.SIGNING, account_id=actor.account_id, at=at)
