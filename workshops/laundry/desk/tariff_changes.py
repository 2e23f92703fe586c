"""Prices, brackets and texts: added, changed by a further version, withdrawn. Nothing is edited."""

import re
from datetime import date, datetime

from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, Refused
from esat.folding import fold
from workshops.laundry.desk import tariffs
from workshops.laundry.desk.models import Bracket, BracketPrice, DeskText, Tariff
from workshops.laundry.desk.tariff_forms import BracketIn, Prices, TariffIn, TextIn
from workshops.laundry.desk.tariffs import stamp
from workshops.laundry.desk.words import TEXTS

MANAGE = "laundry.tariffs"
PAST = "Un tarif ne change pas dans le passé : choisissez aujourd’hui ou plus tard."
SOURCE = "Écrivez d’où vient ce qui est validé (délibération, décision)."
REASON = "Écrivez la raison du changement."
_BREAK = re.compile(r"[^a-z0-9]+")


def add_tariff(
    session: Session, given: TariffIn, *, by: Actor, at: datetime | None = None
) -> Tariff:
    """A price that is not in the list. Refuses `desk_tariff_known`; Invalid for a day in the past
    and for a validated price without its source; forbids `not_allowed`. Flushes.
    """
    _require(by)
    code = _new_code(session, given)
    return _tariff(session, code, given, 1, by, at or clock.now())


def change_tariff(
    session: Session, code: str, given: TariffIn, *, by: Actor, at: datetime | None = None
) -> Tariff:
    """A further version of a price; deposits keep theirs. Invalid without a reason too. Flushes."""
    _require(by)
    last = tariffs.history(session, Tariff, code)[0]
    if not given.reason:
        raise Invalid("form_invalid", {"reason": REASON})
    made = _tariff(session, code, given, last.version + 1, by, at or clock.now())
    made.position, made.pictogram = last.position, last.pictogram
    session.flush()
    return made


def withdraw_tariff(
    session: Session, code: str, reason: str, *, by: Actor, at: datetime | None = None
) -> None:
    """Take a price out of the list from today on. Refuses `desk_withdrawn`. Flushes."""
    _require(by)
    moment = at or clock.now()
    last = tariffs.history(session, Tariff, code)[0]
    if last.withdrawn:
        raise Refused("desk_withdrawn")
    kept = last.model_dump(exclude={"id"}) | _ending(last.version, reason, moment)
    session.add(Tariff(**kept | stamp(moment, by.account_id)))
    session.flush()


def save_bracket(
    session: Session,
    code: str | None,
    given: BracketIn,
    prices: Prices,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Bracket:
    """A bracket, or a further version of one. Refuses `desk_bracket_known`; Invalid without its
    percentage or its prices, for a day in the past, without source or reason. Flushes.
    """
    _require(by)
    moment = at or clock.now()
    key = code or slug(given.label)[:40]
    version = tariffs.following(session, Bracket, key)
    if code is None and version > 1:
        raise Refused("desk_bracket_known", label=given.label)
    if code is not None:
        tariffs.history(session, Bracket, code)
    _judge(given, moment, changed=code is not None)
    _judge_bracket(given, prices)
    percent = given.percent if given.kind == "percent" else None
    made = Bracket(
        code=key, version=version, **given.model_dump(exclude={"percent"}), percent=percent,
        **stamp(moment, by.account_id),
    )  # fmt: skip
    session.add(made)
    session.flush()
    if given.kind == "fixed":
        session.add_all(
            BracketPrice(bracket_id=made.id or 0, tariff_code=tariff, price=price)
            for tariff, price in prices.items()
        )
        session.flush()
    return made


def withdraw_bracket(
    session: Session, code: str, reason: str, *, by: Actor, at: datetime | None = None
) -> None:
    """No longer offer a bracket, from today on. Refuses `desk_withdrawn`. Flushes."""
    _require(by)
    moment = at or clock.now()
    last = tariffs.history(session, Bracket, code)[0]
    if last.withdrawn:
        raise Refused("desk_withdrawn")
    kept = last.model_dump(exclude={"id"}) | _ending(last.version, reason, moment)
    session.add(Bracket(**kept | stamp(moment, by.account_id)))
    session.flush()


def write_text(
    session: Session, code: str, given: TextIn, *, by: Actor, at: datetime | None = None
) -> DeskText:
    """A further version of a text. NotFound-free: an unknown code is Invalid. Flushes."""
    _require(by)
    moment = at or clock.now()
    if code not in TEXTS:
        raise Invalid("form_invalid", {"code": "Choisissez dans la liste."})
    version = tariffs.following(session, DeskText, code)
    _judge(given, moment, changed=version > 1)
    made = DeskText(
        code=code, version=version, **given.model_dump(), **stamp(moment, by.account_id)
    )
    session.add(made)
    session.flush()
    return made


def tariff_code(article: str, service: str) -> str:
    """The lasting code of a service on a nature of article."""
    return f"{slug(article)[:29]}.{slug(service)[:29]}"


def _new_code(session: Session, given: TariffIn) -> str:
    """A code that no price bears: two long names that begin alike are two prices."""
    wanted, words = tariff_code(given.article, given.service), _words(given)
    code, n = wanted, 1
    while (known := session.exec(select(Tariff).where(Tariff.code == code)).first()) is not None:
        if _words(known) == words:
            raise Refused("desk_tariff_known", label=f"{given.article}, {given.service}")
        n += 1
        code = f"{wanted[:56]}-{n}"
    return code


def _words(one: Tariff | TariffIn) -> tuple[str, str]:
    return slug(one.article), slug(one.service)


def slug(text: str) -> str:
    """Folded to letters, digits and dashes. Invalid where nothing of it is left."""
    found = _BREAK.sub("-", fold(text)).strip("-")
    if not found:
        raise Invalid("form_invalid", {"article": "Écrivez un nom avec des lettres."})
    return found


def _tariff(
    session: Session, code: str, given: TariffIn, version: int, by: Actor, at: datetime
) -> Tariff:
    _judge(given, at, changed=version > 1)
    made = Tariff(code=code, version=version, **given.model_dump(), **stamp(at, by.account_id))
    session.add(made)
    session.flush()
    return made


def _ending(version: int, reason: str, at: datetime) -> dict[str, object]:
    today = clock.local(at).date()
    return {"version": version + 1, "withdrawn": True, "status": "validated", "since": today,
            "reason": reason}  # fmt: skip


def _judge(given: TariffIn | BracketIn | TextIn, at: datetime, *, changed: bool) -> None:
    faults = {}
    today: date = clock.local(at).date()
    if given.since < today:
        faults["since"] = PAST
    if given.status == "validated" and not given.source:
        faults["source"] = SOURCE
    if changed and not given.reason:
        faults["reason"] = REASON
    if faults:
        raise Invalid("form_invalid", faults)


def _judge_bracket(given: BracketIn, prices: Prices) -> None:
    if given.kind == "percent" and given.percent is None:
        raise Invalid("form_invalid", {"percent": "Écrivez la réduction, de 1 à 100 %."})
    if given.kind == "fixed" and not prices:
        raise Invalid("form_invalid", {"kind": "Écrivez au moins un prix fixe."})


def _require(by: Actor) -> None:
    if not by.is_system and not by.can(MANAGE, workshop="laundry"):
        raise Forbidden("not_allowed")
