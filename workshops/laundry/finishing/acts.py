"""What a tablet sends of the work after the wash, besides moves: the same services as the pages."""

from typing import Any

from esat import texts
from esat.declarations import Act, ActDone, ActSent
from esat.errors import Refused
from esat.web.filters import number
from workshops.laundry.finishing import drying, quality, steps
from workshops.laundry.finishing.asked import (
    DiscardIn,
    DryEndIn,
    DryIn,
    RejectIn,
    RewashIn,
    StepIn,
    shaped,
)
from workshops.laundry.finishing.quality import Aside

MOVE = "production.move"


def _code(sent: ActSent) -> str:
    """The code that the act is about. Refuses `code_not_here`."""
    if not sent.code:
        raise Refused("code_not_here")
    return sent.code


def _how(sent: ActSent) -> Aside:
    return Aside(sent.actor, sent.at, sent.uid)


def _dry_start(session: Any, sent: ActSent) -> ActDone:
    """Loads, items and kg into a dryer; the dryer may be the code that was scanned."""
    data = dict(sent.data)
    if "dryer" not in data and sent.code:
        data["dryer"] = sent.code
    done = drying.start(session, shaped(DryIn, data), by=sent.actor, at=sent.at)
    told = {"load": done.lot.ref, "machine": done.lot.label, "kg": number(done.kg)}
    return ActDone(texts.sentence("dry_started", told), done.code)


def _dry_end(session: Any, sent: ActSent) -> ActDone:
    """What was read and felt when a dryer stopped."""
    asked = shaped(DryEndIn, sent.data)
    lot = drying.end(session, _code(sent), asked, by=sent.actor, at=sent.at, capture_uid=sent.uid)
    return ActDone(texts.sentence(f"dry_ended_{asked.outcome}", {"load": lot.ref}), sent.code)


def _step(session: Any, sent: ActSent) -> ActDone:
    """A step of a load, with what was measured."""
    step, _lot = steps.record(
        session, _code(sent), shaped(StepIn, sent.data), by=sent.actor, at=sent.at
    )
    return ActDone(texts.sentence(f"step_{step.verdict or 'target'}"), sent.code)


def _reject(session: Any, sent: ActSent) -> ActDone:
    """A part of an item, or all of it, put aside."""
    row = quality.reject(session, _code(sent), shaped(RejectIn, sent.data), _how(sent))
    return ActDone(texts.sentence(f"aside_{row.decision}"), sent.code)


def _rewash(session: Any, sent: ActSent) -> ActDone:
    """A whole load washed again."""
    rows = quality.rewash_load(session, _code(sent), shaped(RewashIn, sent.data), _how(sent))
    return ActDone(texts.sentence("load_to_rewash", {"n": len(rows)}), sent.code)


def _mended(session: Any, sent: ActSent) -> ActDone:
    """What waited to be mended is mended."""
    done = quality.mended(session, _code(sent), _how(sent))
    return ActDone(texts.sentence("was_mended", {"label": done.label}), done.code)


def _discard(session: Any, sent: ActSent) -> ActDone:
    """What waited aside is discarded."""
    quality.discard(session, _code(sent), shaped(DiscardIn, sent.data), _how(sent))
    return ActDone(texts.sentence("aside_discard"), sent.code)


ACTS = (
    Act("laundry.dry_start", "Lancer un séchoir", MOVE, _dry_start),
    Act("laundry.dry_end", "Séchoir terminé", MOVE, _dry_end),
    Act("laundry.step", "Étape après le lavage", MOVE, _step),
    Act("laundry.reject", "Mettre du linge de côté", MOVE, _reject),
    Act("laundry.rewash_load", "Relaver une charge", MOVE, _rewash),
    Act("laundry.mended", "Linge réparé", MOVE, _mended),
    Act("laundry.discard", "Réformer du linge", MOVE, _discard),
)
