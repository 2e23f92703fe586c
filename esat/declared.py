"""The small shapes of a declaration that know of no workshop: menus, jobs, tables, checks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Export:
    """A table anyone with the right may take away: `rows(session, since, until)`, with `by=`
    besides where what it holds is `scoped` to the one who asks.
    """

    code: str
    label: str
    capability: str
    headers: tuple[str, ...]
    rows: Callable[..., Iterable[tuple[object, ...]]]
    scoped: bool = False

    def of(self, session: Any, since: Any, until: Any, *, by: Any) -> Iterable[tuple[object, ...]]:
        """The rows that `by` may take away."""
        return self.rows(session, since, until, **({"by": by} if self.scoped else {}))


@dataclass(frozen=True, slots=True)
class Import:
    """A file that may be read in: `run(session, table, by=, dry_run=, partial=)` -> Report.
    `whole`: it is never kept without its refused lines. `read` makes of the bytes and the name what
    `run` takes; without it, a table.
    """

    code: str
    label: str
    capability: str
    run: Callable[..., Any]
    whole: bool = False
    read: Callable[[bytes, str], Any] | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `esat verify`: `run(session, settings)` gives a list of French faults."""

    code: str
    label: str
    run: Callable[..., list[str]]


@dataclass(frozen=True, slots=True)
class Retention:
    """A rule of keeping: `list(session, at)` says what is due, `purge(session, at)` does it."""

    code: str
    label: str
    source: str
    status: str
    due: Callable[..., list[str]]
    purge: Callable[..., int]


@dataclass(frozen=True, slots=True)
class NamedPapers:
    """Finished papers that may name somebody and are never changed, for each is a proof:
    `naming(session, settings, forms)` gives those in which one of these forms of a name stands,
    each as its French label and the day on which it was made. `why` is a French sentence.
    """

    code: str
    why: str
    naming: Callable[..., list[tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of /aide: the roles it is for and its template."""

    slug: str
    title: str
    roles: tuple[str, ...]
    template: str


@dataclass(frozen=True, slots=True)
class NavEntry:
    label: str
    endpoint: str
    capability: str
    pictogram: str
    values: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50
    workshop: str = ""
    """The workshop that it is of, where its module is none itself."""


@dataclass(frozen=True, slots=True)
class NavPage:
    """A page without an entry of its own, and the endpoint of the entry where one is on it and on
    the pages under it; for who does not see that entry, where its address says.
    """

    endpoint: str
    entry: str


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic work: `trigger` is APScheduler's name and `when` its arguments (Paris time)."""

    code: str
    label: str
    trigger: str
    when: Mapping[str, Any]
    run: Callable[..., Any]
