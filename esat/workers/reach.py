"""Whether somebody may reach a worker: by the group where the worker is today, and its workshop."""

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden
from esat.workers import leading, memberships
from esat.workers.models import Group, Worker
from esat.workers.people import the_worker


def may(by: Actor, capability: str, group: Group | None) -> bool:
    """Of somebody without a group only those who see everybody know."""
    if group is None:
        return by.can(capability) and by.workshops is None and by.groups is None
    return leading.may(by, capability, group)


def the(
    session: Session, worker_id: int, by: Actor, capability: str
) -> tuple[Worker, Group | None]:
    """The worker and his group. NotFound `worker_unknown`, Forbidden `not_your_group`."""
    worker = the_worker(session, worker_id)
    group = memberships.of(session, worker, clock.today())
    if not may(by, capability, group):
        raise Forbidden("not_your_group")
    return worker, group
