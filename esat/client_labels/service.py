"""Client templates by version: kept, withdrawn, offered. What printing calls stands here.

`for_thing` gives the templates offered for a thing and `kinds` what each can become; `issue_for`
gives the thing its number, in the transaction of the request; `filled` puts the values in and says
what is missing; `render` makes the bytes, away from the database.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import Subquery
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.client_labels import filling, ranges
from esat.client_labels.filling import Filled, Language, Sheet, filled, kinds, render
from esat.client_labels.models import ClientTemplate, IssuedNumber, NumberRange
from esat.client_labels.placeholders import NUMBERS
from esat.clients.models import Client
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.production import codes

__all__ = [
    "MANAGE",
    "Filled",
    "Wanted",
    "at_version",
    "check",
    "current",
    "filled",
    "for_thing",
    "in_use",
    "issue_for",
    "kinds",
    "render",
    "save",
    "versions",
    "withdraw",
]

MANAGE: Final = "client_labels.manage"
LONGEST_REASON: Final = 200
NARROWEST, WIDEST = Decimal(10), Decimal(300)
"""Millimetres a label may measure."""

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_WHY: Final = "Écrivez pourquoi, en 200 signes au plus."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A template as somebody brings it; `seen` is the version on the screen, 0 for none."""

    code: str
    name: str
    language: Language
    body: str
    width_mm: Decimal
    height_mm: Decimal
    client_id: int | None = None
    letter: str = ""
    range_id: int | None = None
    reason: str = ""
    seen: int = 0

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.language, self.body, self.width_mm, self.height_mm)


def check(session: Session, wanted: Wanted) -> None:
    """What `save` refuses, without keeping anything. Invalid `form_invalid`, a sentence a field."""
    faults = _faults(session, wanted)
    if not faults:
        try:
            names = filling.check(wanted.sheet, filling.samples(session, wanted.range_id))
        except EsatError as error:
            faults["body"] = error.message
        else:
            if names & NUMBERS and wanted.range_id is None:
                faults["range_id"] = "Ce modèle montre un numéro. Choisissez sa plage."
    if faults:
        raise Invalid("form_invalid", faults)


def save(
    session: Session, wanted: Wanted, *, by: Actor, at: datetime | None = None
) -> ClientTemplate:
    """A new version of a template; those before stay. Invalid `form_invalid`; refuses
    `template_changed` when another version came meanwhile. Flushes.
    """
    check(session, wanted)
    last = _last(session, wanted.code)
    if (0 if last is None else last.version) != wanted.seen:
        raise Refused("template_changed")
    made = ClientTemplate(
        code=wanted.code,
        version=wanted.seen + 1,
        name=wanted.name.strip(),
        client_id=wanted.client_id,
        letter=wanted.letter,
        language=wanted.language,
        body=wanted.body,
        width_mm=wanted.width_mm,
        height_mm=wanted.height_mm,
        range_id=wanted.range_id,
        reason=wanted.reason.strip(),
        created_at=at or clock.now(),
        created_by=by.account_id,
    )
    return _kept(session, made)


def withdraw(
    session: Session, code: str, reason: str, *, by: Actor, at: datetime | None = None
) -> ClientTemplate:
    """Offer a template no more: one more version says so. Invalid `form_invalid` without a
    reason; NotFound `template_unknown`, withdrawn ones too. Flushes.
    """
    last = current(session, code)
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise Invalid("form_invalid", {"reason": _WHY})
    said = {
        "version": last.version + 1,
        "withdrawn": True,
        "reason": reason.strip(),
        "created_at": at or clock.now(),
        "created_by": by.account_id,
    }
    return _kept(session, ClientTemplate(**last.model_dump(exclude={"id"}) | said))


def current(session: Session, code: str) -> ClientTemplate:
    """The newest version. NotFound `template_unknown` when there is none or it is withdrawn."""
    last = _last(session, code)
    if last is None or last.withdrawn:
        raise NotFound("template_unknown")
    return last


def versions(session: Session, code: str) -> list[ClientTemplate]:
    """Every version, newest first. NotFound `template_unknown`."""
    query = select(ClientTemplate).where(ClientTemplate.code == code)
    found = session.exec(query.order_by(col(ClientTemplate.version).desc())).all()
    if not found:
        raise NotFound("template_unknown")
    return list(found)


def at_version(session: Session, code: str, version: int) -> ClientTemplate:
    """One version as it was, whatever came after. NotFound `template_unknown`."""
    query = select(ClientTemplate).where(
        ClientTemplate.code == code, ClientTemplate.version == version
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("template_unknown")
    return found


def for_thing(session: Session, client_id: int | None, letter: str) -> list[ClientTemplate]:
    """The templates in use for a thing of this client (or of none) whose code has this letter;
    the client's own come first.
    """
    found = [
        one
        for one in in_use(session)
        if one.client_id in {None, client_id} and one.letter in {"", letter}
    ]
    return sorted(found, key=lambda one: one.client_id is None)


def in_use(session: Session) -> list[ClientTemplate]:
    """The newest version of each template, those withdrawn left out; by name."""
    newest = _newest()
    query = select(ClientTemplate).join(
        newest,
        (newest.c.code == ClientTemplate.code) & (newest.c.version == ClientTemplate.version),
    )
    shown = query.where(~col(ClientTemplate.withdrawn))
    return list(session.exec(shown.order_by(ClientTemplate.name, ClientTemplate.code)))


def issue_for(
    session: Session, template: ClientTemplate, code: str, *, by: Actor, at: datetime | None = None
) -> IssuedNumber | None:
    """The number that a thing wears on this template, given now if it has none yet; None for a
    template without numbers. Refuses what `ranges.issue` refuses. Flushes.
    """
    if template.range_id is None:
        return None
    return ranges.issue(session, template.range_id, code, by=by, at=at)


def _newest() -> Subquery:
    return (
        select(ClientTemplate.code, func.max(ClientTemplate.version).label("version"))
        .group_by(ClientTemplate.code)
        .subquery()
    )


def _last(session: Session, code: str) -> ClientTemplate | None:
    query = select(ClientTemplate).where(ClientTemplate.code == code)
    return session.exec(query.order_by(col(ClientTemplate.version).desc()).limit(1)).first()


def _kept(session: Session, made: ClientTemplate) -> ClientTemplate:
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:  # another version came between our look and our row
        raise Refused("template_changed") from error
    return made


def _faults(session: Session, wanted: Wanted) -> dict[str, str]:
    found = _code_faults(session, wanted) | _range_faults(session, wanted)
    if not 0 < len(wanted.name.strip()) <= 80:
        found["name"] = "Écrivez un nom, en 80 signes au plus."
    if wanted.letter and wanted.letter not in codes.KINDS:
        found["letter"] = "Choisissez dans la liste."
    for side in ("width_mm", "height_mm"):
        if not NARROWEST <= getattr(wanted, side) <= WIDEST:
            found[side] = f"Une étiquette mesure de {NARROWEST} à {WIDEST} mm."
    if wanted.seen and not wanted.reason.strip():
        found["reason"] = _WHY
    if wanted.client_id is not None and session.get(Client, wanted.client_id) is None:
        found["client_id"] = "Choisissez dans la liste."
    return found


def _code_faults(session: Session, wanted: Wanted) -> dict[str, str]:
    if not _CODE.fullmatch(wanted.code):
        return {"code": "Écrivez des lettres sans accent, des chiffres ou des tirets."}
    if not wanted.seen and _last(session, wanted.code) is not None:
        return {"code": "Un modèle, en usage ou retiré, porte déjà ce nom court."}
    return {}


def _range_faults(session: Session, wanted: Wanted) -> dict[str, str]:
    if wanted.range_id is None:
        return {}
    held = session.get(NumberRange, wanted.range_id)
    if held is None:
        return {"range_id": "Choisissez dans la liste."}
    if held.closed_at is not None:
        return {"range_id": "Cette plage est fermée. Choisissez-en une autre."}
    if held.client_id not in {None, wanted.client_id}:
        return {"range_id": "Cette plage est prêtée par un autre client."}
    return {}
