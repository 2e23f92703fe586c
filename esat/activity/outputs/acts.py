"""The acts `output.record` and `output.correct`: what a tablet sends, online or a day later."""

from sqlmodel import Session

from esat.activity.outputs import asked, recording
from esat.activity.outputs.forms import FIELDS, CorrectionIn, OutputIn, sent, zero
from esat.activity.outputs.recording import Done, Made, Sending
from esat.actors import Actor
from esat.declarations import Act, ActDone, ActSent
from esat.production import orders
from esat.web.filters import number
from esat.workers import half_days, leading


def record(session: Session, act: ActSent) -> ActDone:
    """Refusals are those of `recording.record`, and `activity_fields`."""
    said = {name: value for name, value in act.data.items() if isinstance(value, str)}
    named = asked.order({"order": act.code or "", **said})
    given = sent(OutputIn, {**act.data, "order": named})
    group = half_days.group_by_code(session, given.group)
    order = orders.by_ref(session, given.order)
    made = Made(given.quantity, given.unit, zero(given.scrap), given.note)
    done = recording.record(
        session, group, given.day, order, made, by=then(session, act), at=act.at, how=_how(act)
    )
    return ActDone(words(done))


def correct(session: Session, act: ActSent) -> ActDone:
    """Refusals are those of `recording.correct`, and `activity_fields`."""
    given = sent(CorrectionIn, act.data)
    made = Made(given.quantity, given.unit, zero(given.scrap), given.note)
    done = recording.correct(
        session, given.output, made, given.reason, by=then(session, act), at=act.at, how=_how(act)
    )
    return ActDone(words(done))


def then(session: Session, act: ActSent) -> Actor:
    """Who sent it, with the groups that were his when he did it."""
    return leading.as_then(session, act.actor, act.at)


def words(done: Done) -> str:
    """« Noté : 350 pièces. Fait : 350 sur 1 000 pièces. », with a warning beyond the order."""
    unit, output = done.output.unit, done.output
    said = f"Noté : {number(output.quantity, unit)}"
    if output.scrap:
        said += f", rebut {number(output.scrap, unit)}"
    if done.ordered is None:
        return f"{said}. Fait en tout : {number(done.total, unit)}."
    said += f". Fait : {number(done.total)} sur {number(done.ordered, unit)}."
    return f"{said} C’est plus que la commande : vérifiez le nombre." if done.over else said


def _how(act: ActSent) -> Sending:
    return Sending(act.uid, late=act.late)


ACTS = (
    Act("output.record", "Noter une production", recording.RECORD, record, FIELDS),
    Act("output.correct", "Corriger une production", recording.RECORD, correct, FIELDS),
)
