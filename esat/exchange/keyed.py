"""Files whose lines each bear a key: compared with what is known, line by line; it writes nothing.

An empty cell never empties what is known; two lines of one key are never one thing.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from esat.exchange.remarks import Checked, Remark, doubtful
from esat.exchange.report import Line, Outcome


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a line says: filled values, remarks, its key, and why it is refused, if it is."""

    line: int
    about: str
    values: Mapping[str, str]
    remarks: tuple[Remark, ...] = ()
    problem: str = ""
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the base, as far as the comparison needs it."""

    id: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A line of the report, and what it would write: all of a new row, or what changes."""

    line: Line
    values: Mapping[str, str]
    known_id: int | None = None


def refused(line: int, about: str, code: str, remarks: tuple[Remark, ...] = ()) -> Candidate:
    """A line that cannot be kept, and why."""
    return Candidate(line, about, {}, (*remarks, Remark(code)), code)


def limited(value: str, limit: int) -> Checked:
    """The text as it stands, or empty and asked again when it is too long."""
    if len(value) > limit:
        return doubtful("cell_too_long", value, size=len(value), limit=limit)
    return Checked(value)


def plans(
    found: Iterable[Candidate], known: Mapping[Hashable, Known], labels: Mapping[str, str]
) -> list[Plan]:
    """One plan a line, in order."""
    lines: dict[Hashable, int] = {}
    return [_plan(one, known, labels, lines) for one in found]


def _plan(
    one: Candidate,
    known: Mapping[Hashable, Known],
    labels: Mapping[str, str],
    lines: dict[Hashable, int],
) -> Plan:
    if one.problem:
        return Plan(Line(one.line, one.about, Outcome.REFUSED, one.remarks), {})
    earlier = lines.setdefault(one.key, one.line)
    if earlier != one.line:
        remarks = (*one.remarks, Remark("duplicate_line", "", {"line": earlier}))
        return Plan(Line(one.line, one.about, Outcome.REFUSED, remarks), {})
    row = known.get(one.key)
    if row is None:
        return Plan(Line(one.line, one.about, Outcome.CREATED, one.remarks), one.values)
    changed = {code: v for code, v in one.values.items() if row.values.get(code, "") != v}
    if not changed:
        return Plan(Line(one.line, one.about, Outcome.UNCHANGED, one.remarks), {}, row.id)
    names = ", ".join(labels[code] for code in changed)
    remarks = (*one.remarks, Remark("fields_changed", "", {"fields": names}))
    return Plan(Line(one.line, one.about, Outcome.UPDATED, remarks), changed, row.id)
