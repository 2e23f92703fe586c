"""What was seen of clothing and hands at a post: counts, and never a name."""

from typing import Annotated, Final, Literal

from pydantic import Field
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid
from laundry_rabc.prereq import judging
from laundry_rabc.prereq.judging import Fact
from laundry_rabc.prereq.saying import When, amended, stamp
from laundry_rabc.prereq.upkeep import HygieneRound

POINTS: Final = {
    "TEN-01": "Zone propre : tenue propre, cheveux couverts, sans bijou, mains lavées",
    "TRI-01": "Tri du sale : blouse, gants, coiffe, surchaussures",
}
HALVES: Final = {"morning": "Matin", "afternoon": "Après-midi"}


class RoundIn(When):
    """How many were seen at a post, and how many as they should be."""

    point: Literal["TEN-01", "TRI-01"]
    seen: Annotated[int, Field(ge=1, le=200)]
    well: Annotated[int, Field(ge=0, le=200)]
    breach: bool = False


def seen(session: Session, given: RoundIn, *, by: Actor) -> HygieneRound:
    """Keep a look and have it judged. Invalid for more well than seen, and where somebody was not,
    without what was missing; refuses `already_corrected`. Flushes.
    """
    first = None if given.amends is None else amended(session, HygieneRound, given.amends)
    if first is not None and first.point != given.point:
        raise Invalid("form_invalid", {"point": "La correction est pour le même poste."})
    if given.well > given.seen:
        raise Invalid("form_invalid", {"well": "C’est plus que de personnes vues."})
    if (given.breach or given.well < given.seen) and not given.reason:
        raise Invalid("form_invalid", {"reason": "Écrivez ce qui manquait, sans nom de personne."})
    said = stamp(session, given, by=by, late_after=judging.LATE, first=first)
    said.columns["worker_id"] = None
    half = clock.half_of(said.at)
    fact = Fact(
        given.point, yes=given.well == given.seen, forbidden=given.breach, place=HALVES[half],
        note=f"{given.well} sur {given.seen}. {given.reason}".strip(),
        amends_id=None if first is None else first.result_id,
    )  # fmt: skip
    row = HygieneRound(
        point=given.point, half=half, seen=given.seen, well=given.well, breach=given.breach,
        result_id=judging.result_of(session, fact, said, by=by), amends_id=given.amends,
        **said.columns,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
