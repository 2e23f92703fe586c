"""One search finds a garment: by the resident's name or number, the sector, its nature, its colour.

One statement, whatever the number of garments; what it says of the passages is never typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, or_, select
from sqlmodel import Session

from esat.clients.models import Client
from esat.folding import fold
from esat.production import tables
from esat.production.models import Resource
from workshops.laundry.residents import passages
from workshops.laundry.residents.matching import stem
from workshops.laundry.residents.models import Garment, Resident

PAGE = 60
SMALL = frozenset({
    "a", "au", "aux", "d", "de", "des", "du", "et", "l", "la", "le", "les", "m", "madame", "mlle",
    "mme", "monsieur", "mr", "un", "une",
})  # fmt: skip
"""Words of a sentence that no garment and no name is known by."""
_garment, _resident, _thing = Garment.__table__, Resident.__table__, Resource.__table__
_client, _code = Client.__table__, tables.barcode


@dataclass(frozen=True, slots=True)
class Found:
    """A garment as the search answers it. `owner` is empty without a resident."""

    id: int
    code: str
    nature: str
    colour: str
    size: str
    client_id: int | None
    client: str
    resident_id: int | None
    number: str
    owner: str
    sector: str
    where: str
    since: datetime | None
    meaning: str
    washes: int
    washed_at: datetime | None
    first_at: datetime | None
    back_at: datetime | None
    damage: str
    stains: str
    missing_buttons: int
    lost: str
    lost_since: datetime | None
    seen_since: bool
    """Missing, and yet it came by since then: somebody has to look."""
    marked_at: datetime | None
    retired: bool

    @property
    def what(self) -> str:
        return " ".join(part for part in (self.nature, self.colour) if part)


def search(
    session: Session, text: str, client_id: int | None = None, limit: int = PAGE
) -> list[Found]:
    """The garments in use that hold every word, by resident then nature; one more than `limit`.
    Nothing is asked, nothing is found.
    """
    words = words_of(text)
    if not words:
        return []
    values: dict[str, object] = {f"word{n}": f"%{word}%" for n, word in enumerate(words)}
    wanted = ("in_use", *values)
    if client_id is not None:
        wanted, values["client"] = (*wanted, "client"), client_id
    return _read(session, wanted, values, limit + 1)


def of_resident(session: Session, resident_id: int) -> list[Found]:
    """The whole trousseau of a resident, what serves no more included, at the end."""
    return _read(session, ("resident",), {"resident": resident_id}, 500)


def one(session: Session, garment_id: int) -> Found | None:
    """One garment as the search tells it."""
    found = several(session, [garment_id])
    return found[0] if found else None


def several(session: Session, garment_ids: Sequence[int]) -> list[Found]:
    return _read(session, ("garments",), {"garments": list(garment_ids)}, len(garment_ids))


def lost(session: Session, how: str | None = None) -> list[Found]:
    """What is missing, misdelivered or unidentified, the longest first."""
    wanted = "lost" if how is None else "lost_so"
    found = _read(session, (wanted, "in_use"), {"lost_so": how}, 500)
    return sorted(found, key=lambda one: (one.lost_since is None, one.lost_since, one.id))


def words_of(text: str) -> list[str]:
    """The words of a question, bare of their agreement; « le gilet bleu de Mme Moreau » asks for
    three of them.
    """
    words = fold(text).split()
    return [stem(word) for word in words if word not in SMALL] or [stem(word) for word in words]


def garment_says(found: Found, words: list[str]) -> bool:
    """Whether the garment itself, not its owner, holds every word."""
    said = fold(found.nature, found.colour, found.size)
    return all(word in said for word in words)


def _read(
    session: Session, wanted: tuple[str, ...], values: dict[str, object], limit: int
) -> list[Found]:
    known = {name: value for name, value in values.items() if name in wanted}
    rows = session.connection().execute(_statement(wanted), known | {"most": limit})
    return [_found(row) for row in rows]


def _condition(name: str) -> ColumnElement[bool]:
    """A condition by its name, which is that of the value it waits for."""
    if name.startswith("word"):
        like = bindparam(name, type_=String)
        return or_(_garment.c.search.like(like), _resident.c.search.like(like))
    return {
        "in_use": _thing.c.retired_at.is_(None),
        "client": _thing.c.client_id == bindparam(name),
        "resident": _garment.c.resident_id == bindparam(name),
        "garments": _garment.c.resource_id.in_(bindparam(name, expanding=True)),
        "lost": _garment.c.lost != "",
        "lost_so": _garment.c.lost == bindparam(name),
    }[name]


@lru_cache(maxsize=64)
def _statement(wanted: tuple[str, ...]) -> Select[Any]:
    """Page first, passages then: those of the page alone are looked up, in the same statement.
    Written once for each question: it takes longer to write than to answer.
    """
    page = (
        select(
            _garment.c.resource_id, _garment.c.resident_id, _garment.c.nature, _garment.c.colour,
            _garment.c.size, _garment.c.damage, _garment.c.stains, _garment.c.missing_buttons,
            _garment.c.lost, _garment.c.lost_since, _garment.c.marked_at, _thing.c.client_id,
            _thing.c.retired_at, _client.c.name.label("client"), _resident.c.number,
            _resident.c.last_name, _resident.c.first_name, _resident.c.sector,
            _resident.c.search.label("owner_search"),
        )
        .select_from(
            _garment.join(_thing, _thing.c.id == _garment.c.resource_id)
            .outerjoin(_client, _client.c.id == _thing.c.client_id)
            .outerjoin(_resident, _resident.c.id == _garment.c.resident_id)
        )
        .where(*map(_condition, wanted))
        .order_by(
            _thing.c.retired_at.is_not(None), _garment.c.resident_id.is_(None),
            _resident.c.search, _garment.c.nature, _garment.c.resource_id,
        )
        .limit(bindparam("most"))
        .subquery()
    )  # fmt: skip
    worn = (
        select(_code.c.code)
        .where(_code.c.resource_id == page.c.resource_id, _code.c.origin == "ours")
        .order_by(_code.c.revoked_at.is_not(None), _code.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return select(page, worn.label("code"), *passages.columns(page.c.resource_id)).order_by(
        page.c.retired_at.is_not(None), page.c.resident_id.is_(None), page.c.owner_search,
        page.c.nature, page.c.resource_id,
    )  # fmt: skip


def _found(row: Any) -> Found:
    where, since, meaning = _where(row)
    seen = row.lost_since is not None and since is not None and since > row.lost_since
    return Found(
        id=row.resource_id, code=row.code or "", nature=row.nature, colour=row.colour,
        size=row.size, client_id=row.client_id, client=row.client or "",
        resident_id=row.resident_id, number=row.number or "",
        owner=f"{row.last_name or ''} {row.first_name or ''}".strip(), sector=row.sector or "",
        where=where, since=since, meaning=meaning, washes=row.washes,
        washed_at=_latest(row.washed_own, row.washed_lot),
        first_at=min((m for m in (row.first_own, row.first_lot) if m), default=None),
        back_at=_latest(row.back_own, row.back_lot, row.back_parcel, row.back_parcel_lot),
        damage=row.damage, stains=row.stains, missing_buttons=row.missing_buttons, lost=row.lost,
        lost_since=row.lost_since, seen_since=row.lost == "missing" and seen,
        marked_at=row.marked_at, retired=row.retired_at is not None,
    )  # fmt: skip


def _where(row: Any) -> tuple[str, datetime | None, str]:
    """Where it is now, in the client's words, since when, and how that is meant."""
    stage, since = row.stage, row.stage_since
    if stage == "composed" and row.parcel_stage is not None:
        stage, since = row.parcel_stage, row.parcel_since
    if stage is None:
        return "Chez le client, jamais passé ici", None, "plain"
    if stage == passages.BACK:
        return "Chez le client", since, "plain"
    ready = stage in {"packed", "finished"}
    return passages.STAGE_LABELS.get(stage, stage), since, "ok" if ready else "plain"


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
