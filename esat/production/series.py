"""A list of scanned codes, and what stands at each of them now: SELECTs only, no request.

    scanned twice, unknown, of another workshop -> told in the list, never dropped

A list is never kept here: the browser has it, and sends its codes each time.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from esat import clock, registry, texts
from esat.actors import Actor
from esat.declarations import HoldReason, Workshop
from esat.errors import Refused
from esat.production import counter_reads, holds, offering, scans, stage_settings
from esat.production.binding import binding_of
from esat.production.holds import OpenHold
from esat.production.scans import Resolved
from esat.production.subjects import Subject
from esat.stages import Offer

MOST = 500
"""A list holds so many codes: as many as the API takes captures in one sending."""
SHOWN = 40
HOLD, BIND = "act:hold.place", "act:label.bind"
LISTED_ONLY = frozenset({"station", "badge", "order", "client"})
"""What a code may name and no series is made of."""


@dataclass(frozen=True, slots=True)
class Row:
    """One code of a list, in the order of the scans. `key` is the code as it is looked up; a text
    that names nothing is its own key.
    """

    key: str
    times: int
    ticked: bool
    reason: str | None = None
    """Why it is no thing that a series acts on; its sentence is `problem`."""
    subject: Subject | None = None
    word: str = ""
    workshop: Workshop | None = None
    stage: str = ""
    held: tuple[OpenHold, ...] = ()
    offers: tuple[Offer, ...] = ()
    reasons: tuple[HoldReason, ...] = ()
    bindable: bool = False

    @property
    def problem(self) -> str:
        return "" if self.reason is None else texts.sentence(self.reason)

    @property
    def meaning(self) -> str:
        """The shape of a problem: not known, or known and refused."""
        return scans.UNKNOWN if self.subject is None else scans.REFUSED

    @property
    def pictogram(self) -> str:
        return counter_reads.PICTOGRAMS.get(self.key[:1], "box")

    @property
    def title(self) -> str:
        """What it is called; a text that names nothing, as far as it can be shown."""
        if self.subject is not None:
            return self.subject.label or self.word
        seen = "".join(
            sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in self.key
        )
        return seen if len(seen) <= SHOWN else f"{seen[:SHOWN]}… ({len(seen)} signes)"

    @property
    def open(self) -> tuple[str, ...]:
        """What may be asked of it now, in the words of the page's buttons."""
        found = [f"move:{offer.action}" for offer in self.offers if offer.open]
        found += [HOLD] if self.reasons else []
        return (*found, BIND) if self.bindable else tuple(found)

    def offer(self, action: str) -> Offer | None:
        return next((offer for offer in self.offers if offer.action == action), None)

    def why_not(self, act: str) -> str:
        """Why `act` is not done with it; empty when it may be."""
        if self.reason is not None:
            return self.problem
        if act in self.open:
            return ""
        offer = self.offer(act.removeprefix("move:"))
        if offer is not None:
            return offer.message or ""
        return texts.sentence(self._code_why_not(act), {"stage": self.stage})

    def _code_why_not(self, act: str) -> str:
        if act == HOLD:
            return "not_holdable"
        if act == BIND:
            return "code_bound"
        if self.subject is not None and self.subject.kind == "blank":
            return "code_unbound"
        if self.stage:
            return "series_not_here"
        return "series_empty" if self.offers else "series_idle"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it stands now. `aliases` pairs a text with the key of its row, where they differ:
    a code that was repaired, or another code of a thing that is already in the list.
    """

    rows: tuple[Row, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def newest_first(self) -> tuple[Row, ...]:
        return self.rows[::-1]

    @property
    def ticked(self) -> tuple[Row, ...]:
        """The rows that an act is for: ticked, and things of ours."""
        return tuple(row for row in self.rows if row.ticked and row.reason is None)

    @property
    def doubles(self) -> int:
        return sum(row.times - 1 for row in self.rows)

    @property
    def problems(self) -> int:
        return sum(row.reason is not None for row in self.rows)

    @property
    def texts(self) -> list[str]:
        """The list as it is sent again: each key as often as it was scanned."""
        return [row.key for row in self.rows for _ in range(row.times)]


@dataclass(slots=True)
class _Seen:
    """What several texts of a list turned out to be."""

    resolved: Resolved
    key: str
    times: int = 0
    raws: list[str] = field(default_factory=list)


def look(
    session: Session,
    listed: Iterable[str],
    *,
    by: Actor,
    off: Collection[str] = (),
    at: datetime | None = None,
) -> Listing:
    """What a list of texts designates, for this actor, now; `off` names those that are not ticked.
    Two statements for the whole list, whatever its length, and one for each stage that is guarded
    by a resting time.
    Refuses `series_full` beyond 500 codes.
    """
    times: dict[str, int] = {}
    for text in listed:
        times[text] = times.get(text, 0) + 1
    if len(times) > MOST:
        raise Refused("series_full", most=MOST)
    seen = _merged(scans.resolve_all(session, tuple(times)), times)
    subjects = [_acted_on(one.resolved.subject, by) for one in seen]
    held = iter(holds.open_holds_of(session, [one for one in subjects if one is not None]))
    moment = at or clock.now()
    rows = []
    with stage_settings.read_once(session):
        for one, subject in zip(seen, subjects, strict=True):
            ticked = not any(text in off for text in (one.key, *one.raws))
            rows.append(
                _problem(one, by, ticked=ticked)
                if subject is None
                else _row(session, one, subject, next(held), by=by, at=moment, ticked=ticked)
            )
    aliases = tuple((raw, one.key) for one in seen for raw in one.raws if raw != one.key)
    return Listing(tuple(rows), aliases)


def _merged(resolved: Sequence[Resolved], times: dict[str, int]) -> list[_Seen]:
    """One entry for each thing, in the order first scanned, by whichever of its codes."""
    found: dict[tuple[object, ...], _Seen] = {}
    for one in resolved:
        seen = found.setdefault(_identity(one), _Seen(one, _key(one)))
        seen.times += times[one.raw]
        seen.raws.append(one.raw)
    return list(found.values())


def _key(resolved: Resolved) -> str:
    return resolved.code or resolved.raw


def _identity(resolved: Resolved) -> tuple[object, ...]:
    subject = resolved.subject
    if subject is not None and not subject.revoked:
        for name in ("item_id", "lot_id", "resource_id"):
            if getattr(subject, name) is not None:
                return name, getattr(subject, name)
    return "code", _key(resolved)


def _acted_on(subject: Subject | None, by: Actor) -> Subject | None:
    """The subject, where it is one that a series may be made of."""
    return None if _reason(subject, by) else subject


def _reason(subject: Subject | None, by: Actor) -> str | None:
    if subject is None:
        return "code_unknown"
    if not scans.visible(subject, by):
        return "other_workshop"
    if subject.kind == "unlinked":
        return "foreign_unlinked"
    if subject.revoked:
        return "code_revoked"
    if subject.action is not None:
        return "series_card"
    return "not_movable" if subject.kind in LISTED_ONLY else None


def _problem(one: _Seen, by: Actor, *, ticked: bool) -> Row:
    """A row that says what is wrong, and of another workshop's thing nothing more."""
    subject = one.resolved.subject
    reason = one.resolved.reason or _reason(subject, by)
    shown = None if subject is None else Subject(kind=subject.kind, label=one.key, code=one.key)
    return Row(one.key, one.times, ticked, reason, shown)


def _row(
    session: Session,
    one: _Seen,
    subject: Subject,
    held: list[OpenHold],
    *,
    by: Actor,
    at: datetime,
    ticked: bool,
) -> Row:
    workshop = registry.current().workshops.get(subject.workshop or "")
    binding = binding_of(one.key, by) if subject.kind == "blank" else None
    return Row(
        key=one.key,
        times=one.times,
        ticked=ticked,
        subject=subject,
        word=binding.kind.label if binding else counter_reads.word_of(subject, workshop),
        workshop=workshop,
        stage=counter_reads.stage_label(workshop, subject.stage),
        held=tuple(held),
        offers=tuple(offering.offers(session, subject, by=by, at=at, held=held)),
        reasons=counter_reads.reasons_for(subject, held, by),
        bindable=binding is not None,
    )
