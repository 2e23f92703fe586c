"""A check as a tablet sends it, at once or when the network is back: the page does the same."""

from sqlmodel import Session

from esat import texts
from esat.declarations import Act, ActDone, ActSent
from esat.errors import Invalid, NotFound, Refused
from esat.web import forms
from laundry_rabc.checks import answering, rights
from laundry_rabc.checks.answering import Sent
from laundry_rabc.checks.shapes import AnswerIn
from laundry_rabc.limits import Verdict


class CheckIn(AnswerIn):
    """The answer, and which check it is of."""

    check: int


def _check(session: Session, sent: ActSent) -> ActDone:
    """Answer a check: what `answering.answer` takes, with `check`. A time of its own (`at`) goes
    before the tablet's.
    """
    rights.require(sent.actor, rights.DO)
    try:
        given = forms.read(CheckIn, sent.data)
        how = Sent(sent.at, offline=sent.offline)
        row = answering.answer(session, given.check, given, by=sent.actor, sent=how)
    except Invalid as error:
        sentence = next(iter(error.fields.values()), "")
        raise Refused("check_fields", sentence=sentence) from error
    except NotFound as error:
        raise Refused("check_gone") from error
    words = Verdict(row.verdict).label.casefold()
    return ActDone(texts.sentence("check_kept", {"verdict": words}))


ACTS = (Act("rabc.check", "Faire un contrôle", rights.DO, _check),)
