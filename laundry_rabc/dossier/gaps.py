"""What an auditor would find missing over a period, from counted facts, each by its own rule; pure.

A gap is never an opinion of the house: it is a row that is missing, late or not validated.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from esat import clock
from esat.web.filters import moment, short_day
from laundry_rabc.dossier.facts import Facts, Told
from laundry_rabc.dossier.kinds import KINDS, OF_PAPERS, OF_PREREQ, Kind
from laundry_rabc.qualifications import State

_STATES: Final = {
    State.NONE: "unqualified", State.EXPIRED: "qualification_expired",
    State.VOIDED: "qualification_voided", State.AWAITING: "qualification_unapproved",
}  # fmt: skip
_INSTRUMENTS: Final = {
    "never": "never_calibrated", "failed": "calibration_failed", "overdue": "calibration_overdue",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing: its kind, what exactly, since when, by which reference, and the
    page where it is put right (`where` are the values of its address).
    """

    kind: str
    what: str
    ref: str = ""
    on: date | None = None
    count: int = 1
    where: dict[str, Any] = field(default_factory=dict)

    @property
    def of(self) -> Kind:
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Group:
    """The gaps of one kind."""

    kind: Kind
    gaps: tuple[Gap, ...]

    @property
    def count(self) -> int:
        """How many things are missing: a gap may stand for several."""
        return sum(one.count for one in self.gaps)


def of(facts: Facts) -> list[Gap]:
    """Every gap, in the order of the kinds."""
    found = [gap for rule in RULES for gap in rule(facts)]
    order = list(KINDS)
    return sorted(found, key=lambda gap: (order.index(gap.kind), gap.on or date.min, gap.ref))


def grouped(found: list[Gap]) -> list[Group]:
    """The gaps by kind, in the same order."""
    by_kind: dict[str, list[Gap]] = {}
    for gap in found:
        by_kind.setdefault(gap.kind, []).append(gap)
    return [Group(KINDS[kind], tuple(by_kind[kind])) for kind in KINDS if kind in by_kind]


def programmes(facts: Facts) -> Iterator[Gap]:
    """Programmes used without a qualification that stood: none, expired, voided, not approved."""
    for use in facts.uses:
        if use.state in _STATES:
            yield Gap(
                _STATES[use.state],
                f"{use.machine} × {use.programme} v{use.version} : {_cycles(use.count)} du "
                f"{_day(use.first)} au {_day(use.last)}. {use.why}",
                f"{use.machine} × {use.programme}", clock.local(use.first).date(), use.count,
                {"machine_id": use.machine_id, "card_id": use.card_id},
            )  # fmt: skip


def checks(facts: Facts) -> Iterator[Gap]:
    """Checks missed, done late, said not done; and a period in which nothing was due at all."""
    kinds = {"missed": "missed", "done_late": "done_late", "not_done": "not_done"}
    for one in facts.checks:
        where = f" · {one.where}" if one.where else ""
        what = f"{one.code} {one.label}{where}, prévu le {moment(one.due_at)}"
        if one.recorded_at is not None:
            what += f", saisi le {moment(one.recorded_at)}"
        if one.reason:
            what += f" : {one.reason}"
        yield Gap(kinds[one.state], what, one.code, clock.local(one.due_at).date())
    if not facts.due:
        yield Gap("nothing_due", "Aucun contrôle n’était prévu : rien ne prouve la surveillance.")


def late(facts: Facts) -> Iterator[Gap]:
    """Results entered after the fact: both times, and the reason."""
    for one in facts.late:
        what = (
            f"{one.code} relevé le {moment(one.taken_at)}, saisi le {moment(one.recorded_at)} : "
            f"{one.reason}"
        )
        yield Gap("entered_late", what, f"relevé {one.result_id}",
                  clock.local(one.taken_at).date())  # fmt: skip


def limits(facts: Facts) -> Iterator[Gap]:
    """Versions of the plan that judged something and that nobody validated."""
    for one in facts.judged:
        what = f"{one.code} v{one.version} {one.label} : a jugé {_results(one.count)}"
        yield Gap("limit_proposed", what, one.code, count=1, where={"code": one.code})


def calibrations(facts: Facts) -> Iterator[Gap]:
    """Instruments in use that were never calibrated, failed, overdue, or proved at zero alone."""
    for one in facts.instruments:
        kind = _INSTRUMENTS.get(one.word, "" if one.range_proved else "range_unproved")
        if kind:
            due = "" if one.due is None else f", à faire pour le {short_day(one.due)}"
            what = f"{one.code} {one.name}{'' if kind == 'range_unproved' else due}"
            where = {"instrument_id": one.instrument_id}
            yield Gap(kind, what, one.code, one.due, where=where)


def proof(facts: Facts) -> Iterator[Gap]:
    """Cycles that nothing measured and no machine declared."""
    for use in facts.uses:
        if use.none:
            what = f"{use.machine} × {use.programme} v{use.version} : {_cycles(use.none)}"
            since = clock.local(use.bare_since or use.first).date()
            yield Gap("no_temperature", what, use.machine, since, use.none)


def loggers(facts: Facts) -> Iterator[Gap]:
    """Machines that washed and that no logger or sensor checked."""
    for one in facts.loggers:
        if one.cycles and not one.measured:
            what = f"{one.machine} : {_cycles(one.cycles)}, aucun mesuré par une courbe"
            yield Gap("no_logger", what, one.machine)


def cases(facts: Facts) -> Iterator[Gap]:
    """Cases open at the end of the period, or closed later than their kind may stay open."""
    for one in facts.cases:
        where = {"case_id": one.case_id}
        opened = clock.local(one.opened_at).date()
        still = one.closed_at is None or clock.local(one.closed_at).date() > facts.until
        what = f"{one.ref} {one.title.rstrip('.')}, ouvert le {short_day(opened)}"
        if still:
            kind = "case_old" if one.days >= one.limit else "case_open"
            yield Gap(kind, f"{what}, {_days(one.days)}", one.ref, opened, where=where)
        elif one.days > one.limit:
            yield Gap("case_closed_late", f"{what}, fermé après {_days(one.days)}", one.ref, opened,
                      where=where)  # fmt: skip


def people(facts: Facts) -> Iterator[Gap]:
    """Authorisations that have run out."""
    for one in facts.people:
        until = f", échue le {short_day(one.until)}" if one.until else ""
        yield Gap("authorisation", f"{one.name} : {one.post}{until}", one.post, one.until)


def diagrams(facts: Facts) -> Iterator[Gap]:
    """Hazards and steps that are proposals still; a diagram that nobody compared with the place."""
    if facts.hazards:
        yield Gap("hazards_proposed", f"{facts.hazards} dangers proposés par le logiciel",
                  count=facts.hazards)  # fmt: skip
    if facts.flow:
        yield Gap("flow_proposed", f"{facts.flow} étapes proposées par le logiciel",
                  count=facts.flow)  # fmt: skip
    if facts.flow_seen is None:
        yield Gap("flow_unseen", "Personne n’a comparé le diagramme avec le lieu.")
    elif not facts.flow_same:
        what = f"Le {short_day(facts.flow_seen)}, le lieu différait du diagramme."
        yield Gap("flow_unseen", what, on=facts.flow_seen)


def rooms(facts: Facts) -> Iterator[Gap]:
    """What the papers, the prerequisites, the impact searches and the laboratory have found."""
    yield from (_passed(one, _known(one.kind, OF_PAPERS, "papers")) for one in facts.papers)
    yield from (_passed(one, _known(one.kind, OF_PREREQ, "prereq")) for one in facts.prereq)
    if not facts.drilled:
        yield Gap("no_drill", "Aucun exercice n’a jamais été mené à sa fin.")
    yield from (_passed(one, "drill_failed") for one in facts.drills)
    yield from (_passed(one, "client_untold") for one in facts.to_warn)
    yield from (_passed(one, "lab_unconcluded") for one in facts.unconcluded)
    yield from (_passed(one, "start_unproved") for one in facts.unproved)


RULES: Final[tuple[Callable[[Facts], Iterator[Gap]], ...]] = (
    programmes, checks, late, limits, calibrations, proof, loggers, cases, people, diagrams, rooms,
)  # fmt: skip


def _known(kind: str, kinds: frozenset[str], other: str) -> str:
    return kind if kind in kinds else other


def _passed(one: Told, kind: str) -> Gap:
    return Gap(kind, one.words, one.ref, one.on)


def _day(at: datetime) -> str:
    return short_day(clock.local(at).date())


def _cycles(count: int) -> str:
    return f"{count} cycle{'s' if count > 1 else ''}"


def _results(count: int) -> str:
    return f"{count} relevé{'s' if count > 1 else ''}"


def _days(count: int) -> str:
    return f"{count} jour{'s' if count > 1 else ''}"
