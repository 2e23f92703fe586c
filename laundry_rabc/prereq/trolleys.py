"""Disinfection of trolleys and bins: done by whom, with what; which are due before clean use."""

from typing import Annotated, Any, Final, Literal

from pydantic import StringConstraints
from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Invalid, NotFound
from esat.production import codes, subjects
from esat.production.models import Resource
from esat.web.forms import NoControl
from laundry_rabc.prereq import judging, rights
from laundry_rabc.prereq.judging import Fact
from laundry_rabc.prereq.models import Product
from laundry_rabc.prereq.saying import Key, When, amended, stamp
from laundry_rabc.prereq.upkeep import TrolleyClean

POINT: Final = "CHA-01"
KINDS: Final = ("trolley", "bin")
WORDS: Final = {
    "cleaned": "Désinfecté", "omitted": "Non désinfecté avant usage",
    "dirty": "Vu sale en zone propre",
}  # fmt: skip


class TrolleyIn(When):
    """A trolley that was disinfected, or met dirty among clean linen: scanned or chosen."""

    code: Annotated[str, StringConstraints(max_length=64), NoControl] = ""
    trolley: Key = None
    kind: Literal["cleaned", "omitted", "dirty"]
    product: Key = None


def keep(session: Session, given: TrolleyIn, *, by: Actor) -> TrolleyClean:
    """Keep it, and have it judged by CHA-01. Invalid for what is no trolley or bin of the laundry,
    or an unknown product; refuses `already_corrected`. Flushes.
    """
    first = None if given.amends is None else amended(session, TrolleyClean, given.amends)
    trolley = _meant(session, given)
    product = None if given.product is None else session.get(Product, given.product)
    if given.product is not None and product is None:
        raise Invalid("form_invalid", {"product": "Choisissez dans la liste."})
    said = stamp(session, given, by=by, late_after=judging.LATE, first=first)
    fact = Fact(
        POINT, yes=given.kind == "cleaned", forbidden=given.kind == "dirty", place=trolley.label,
        note=WORDS[given.kind], amends_id=None if first is None else first.result_id,
    )  # fmt: skip
    row = TrolleyClean(
        trolley_id=trolley.id or 0, kind=given.kind, product_id=given.product,
        result_id=judging.result_of(session, fact, said, by=by), amends_id=given.amends,
        **said.columns,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def by_code(session: Session, raw: str) -> Resource:
    """The trolley or the bin of a scanned code. NotFound otherwise."""
    code = codes.read(raw).code
    subject = None if code is None else subjects.by_code(session, code)
    if (
        subject is None
        or subject.resource_id is None
        or subject.thing not in KINDS
        or subject.workshop != rights.WORKSHOP
        or subject.revoked
    ):
        raise NotFound("trolley_not_one")
    return session.get_one(Resource, subject.resource_id)


def _meant(session: Session, given: TrolleyIn) -> Resource:
    if given.code:
        try:
            return by_code(session, given.code)
        except NotFound as error:
            raise Invalid("form_invalid", {"code": error.message}) from error
    found = None if given.trolley is None else session.get(Resource, given.trolley)
    if found is None or found.kind not in KINDS or found.workshop != rights.WORKSHOP:
        raise Invalid("form_invalid", {"code": "Scannez le chariot, ou choisissez-le."})
    return found


def in_house(session: Session) -> list[Resource]:
    """The trolleys and bins of the laundry, by label; at most as many as a page shows."""
    one: Any = Resource
    query = (
        select(Resource)
        .where(
            col(Resource.kind).in_(KINDS), Resource.workshop == rights.WORKSHOP,
            one.retired_at.is_(None),
        )
        .order_by(col(Resource.kind).desc(), col(Resource.label), col(Resource.id))
        .limit(300)
    )  # fmt: skip
    return list(session.exec(query))
