"""How something at the reception came about: when, by whom, from which capture, and how late.

What is entered after it happened keeps both times and a reason.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from esat import clock
from esat.actors import Actor
from esat.declarations import ActSent
from esat.errors import Forbidden, Refused

WORKSHOP: Final = "laundry"
INTAKE: Final = "laundry.intake"
SEE_PRECAUTIONS: Final = "laundry.precautions"
CLEAR_PRECAUTIONS: Final = "laundry.precautions_clear"
LATE: Final = timedelta(minutes=10)
OLDEST: Final = timedelta(days=35)
OFFLINE_REASON: Final = "Saisi sans réseau"
MAX_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class Deed:
    """When and by whom; `late` with its `reason` when it was entered afterwards."""

    by: Actor
    at: datetime
    late: bool = False
    reason: str = ""
    capture_uid: bytes | None = None
    offline: bool = False


def now_by(by: Actor) -> Deed:
    """What a person does at this moment."""
    return Deed(by, clock.now())


def deed(sent: ActSent, when: str = "", reason: str = "") -> Deed:
    """The deed that a capture tells. `when`, an hour on the wall or an ISO moment, is of what was
    written on paper first. Refuses `when_unreadable`, `when_in_future`, `when_too_old`,
    `reason_too_long`, and `late_reason` for a past moment without a word.
    """
    why = reason.strip()
    if len(why) > MAX_REASON:
        raise Refused("reason_too_long")
    if when.strip():
        at = moment_of(when)
        late = clock.now() - at > LATE
        if late and not why:
            raise Refused("late_reason")
        return Deed(sent.actor, at, late, why, sent.uid, sent.offline)
    why = why or (OFFLINE_REASON if sent.offline else "")
    return Deed(sent.actor, sent.at, sent.late, why, sent.uid, sent.offline)


def moment_of(text: str) -> datetime:
    """A moment as a form or a device writes it, on the house's clock where it names no offset."""
    now = clock.now()
    try:
        read = datetime.fromisoformat(text.strip())
        zone = clock.local(now).tzinfo
        at = (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(now.tzinfo)
    except (ValueError, OverflowError) as error:
        raise Refused("when_unreadable") from error
    if at > now:
        raise Refused("when_in_future")
    if at < now - OLDEST:
        raise Refused("when_too_old")
    return at


def require(by: Actor, capability: str = INTAKE) -> None:
    """Forbids (`not_allowed`) one who does not hold it for the laundry."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")
