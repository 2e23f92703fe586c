"""The shapes in which a package declares itself: frozen data classes, no base class to inherit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from pydantic import BaseModel

from esat.actors import Actor
from esat.additions import OrderCount, OrderFragment, ResourceLabel
from esat.declared import (
    Check,
    Export,
    HelpPage,
    Import,
    Job,
    NamedPapers,
    NavEntry,
    NavPage,
    Retention,
)
from esat.stages import StageMachine
from labels.spec import Layout

__all__ = [
    "Act",
    "ActDone",
    "ActSent",
    "Capability",
    "Card",
    "Check",
    "EventKind",
    "Export",
    "Guard",
    "HelpPage",
    "HoldReason",
    "Import",
    "ItemKind",
    "Job",
    "Module",
    "NamedPapers",
    "NavEntry",
    "NavPage",
    "OrderForm",
    "Retention",
    "Subject",
    "Wall",
    "Workshop",
    "type_session",
]

# A session of SQLModel; typed loosely so that declarations stay free of the database.
type_session = Any


class Subject(Protocol):
    """What a guard or a card is asked about: an item, a lot or a resource, read-only."""

    @property
    def kind(self) -> str: ...
    @property
    def item_id(self) -> int | None: ...
    @property
    def lot_id(self) -> int | None: ...
    @property
    def resource_id(self) -> int | None: ...
    @property
    def order_id(self) -> int | None: ...
    @property
    def code(self) -> str | None: ...
    @property
    def thing(self) -> str | None: ...
    @property
    def workshop(self) -> str | None: ...
    @property
    def stage(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Guard:
    """May `actions` of `workshop` happen to this subject? `ask` answers a code or None, and never
    writes. A workshop guards itself; another module may guard it.
    """

    workshop: str
    actions: tuple[str, ...]
    ask: Callable[[type_session, Subject, datetime], str | None]


@dataclass(frozen=True, slots=True)
class ItemKind:
    """What is tracked: `letter` is the kind letter of its codes (CONTRACT §3)."""

    code: str
    label: str
    counted_in: str
    letter: str
    layout: str


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of journal row: French label, the shape of its data, and whether a person signs it."""

    code: str
    label: str
    payload: type[BaseModel] | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Capability:
    """A right, with its French label and the roles that hold it from the first day."""

    code: str
    label: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What an offline device may send besides moves: `run(session, act)` gives an ActDone. `fields`
    names, by a refusal's code, the field of the form beside which it is said.
    """

    code: str
    label: str
    capability: str
    run: Callable[..., Any]
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActSent:
    """An act as its module receives it: its data, when it was done, and by whom."""

    uid: bytes
    code: str | None
    data: dict[str, Any]
    at: datetime
    offline: bool
    late: bool
    actor: Actor


@dataclass(frozen=True, slots=True)
class ActDone:
    """What an act answers: a French sentence, the code it was about, the event it wrote."""

    message: str
    code: str | None = None
    event: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class HoldReason:
    """Why something is held. `lift_by` is the capability that lifts it; `blocks` may be empty to
    forbid every move, or name the actions it forbids; `client_word` is what a client may read.
    `workshop` names the only workshop whose things it is for; empty for all. `may_lift(session,
    hold)` answers a code while something else still needs the hold; it is asked of everybody.
    `page` is the endpoint, given `hold_id`, that tells more to who has the capability `page_for`.
    """

    code: str
    label: str
    lift_by: str = "production.lift"
    place_by: str = "production.hold"
    blocks: tuple[str, ...] = ()
    client_word: str | None = None
    offered: bool = True
    workshop: str = ""
    may_lift: Callable[..., str | None] | None = None
    page: str = ""
    page_for: str = ""

    def suits(self, workshop: str | None) -> bool:
        return self.workshop in {"", workshop}


@dataclass(frozen=True, slots=True)
class Module:
    """One declaration of a package. Everything has an empty default."""

    code: str
    label: str
    blueprints: tuple[Any, ...] = ()
    nav: tuple[NavEntry, ...] = ()
    nav_pages: tuple[NavPage, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    event_kinds: tuple[EventKind, ...] = ()
    guards: tuple[Guard, ...] = ()
    hold_reasons: tuple[HoldReason, ...] = ()
    jobs: tuple[Job, ...] = ()
    cli: tuple[Any, ...] = ()
    acts: tuple[Act, ...] = ()
    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    checks: tuple[Check, ...] = ()
    retention: tuple[Retention, ...] = ()
    named_papers: tuple[NamedPapers, ...] = ()
    restored: tuple[Callable[..., int], ...] = ()
    """`work(session, settings)` does again, in an older base put in place, what must outlast it."""
    help_pages: tuple[HelpPage, ...] = ()
    resource_labels: tuple[ResourceLabel, ...] = ()
    order_fragments: tuple[OrderFragment, ...] = ()
    order_counts: tuple[OrderCount, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    post_closures: tuple[Callable[..., Mapping[tuple[int, int], str]], ...] = ()
    """`ask(session, worker_ids, day)` names by worker and work post those whom something besides
    an authorisation keeps from it: `expired` or `not_allowed`, never why. None: everybody."""
    receivers: Callable[[], None] | None = None
    demo: Callable[..., Any] | None = None
    install: Callable[..., None] | None = None
    """`install(session, at)` puts into an empty house what it needs from the first day."""


@dataclass(frozen=True, slots=True)
class Card:
    """The lines a counter needs to see: a template and the function that gives its context."""

    template: str
    context: Callable[..., dict[str, Any]]
    """`context(session, subject)`; with `by=` besides where the card is `personal`."""
    personal: bool = False
    """Whether what it shows depends on the rights of the one who looks."""
    idle: bool = False
    """Whether it also speaks of what has no stage: an order, a thing that is in none."""


@dataclass(frozen=True, slots=True)
class Wall:
    """A workshop's own wall board: a fragment and the function that gives its context,
    `context(session, workshop, now)`. It is read from four metres and refreshes itself; it shows
    nobody's name.
    """

    template: str
    context: Callable[..., dict[str, Any]]


@dataclass(frozen=True, slots=True)
class OrderForm:
    """What a workshop asks when an order is opened: a fragment and two functions.

    `context(session)` feeds the fragment; `add_items(session, order, form, by=, at=)` reads the
    submitted values (a werkzeug MultiDict), makes the items and their side rows, and raises
    `Invalid` with French field errors when it cannot.
    """

    template: str
    context: Callable[..., dict[str, Any]]
    add_items: Callable[..., list[int]]


@dataclass(frozen=True, slots=True)
class Workshop(Module):
    """A module with a road: its machine, what it tracks, and how it shows and labels it."""

    slug: str = ""
    accent: str = "neutral"
    machine: StageMachine | None = None
    item_kinds: tuple[ItemKind, ...] = ()
    layouts: tuple[Layout, ...] = ()
    card: Card | None = None
    wall: Wall | None = None
    """Its own wall board; without one, the stages with their most urgent orders."""
    order_form: OrderForm | None = None
    label_lines: Callable[..., dict[str, str]] | None = None
    paper_words: Callable[..., dict[int, str]] | None = None
    """`paper_words(session, item_ids)`: what a delivery note says of each besides quantity."""
    paper_sums: Callable[..., dict[str, Decimal]] | None = None
    """`paper_sums(session, item_ids)`: what its total adds besides quantities, by unit."""
    paper_more: Callable[..., Any] | None = None
    """`paper_more(session, order_id)` gives the `PaperMore` that the deposit ticket of an order
    says besides what the core knows, or None."""
    order_words: Callable[..., list[str]] | None = None
    """`order_words(session, order_id)`: sentences that the client reads on the page of the order
    and on its delivery note."""
    receive: Callable[..., int] | None = None
    """Scanned without an open item, a resource of this workshop is received by
    `receive(session, subject, by=, at=)`, which makes the item and gives its id."""
    receive_label: str = "Recevoir"
    watch: Callable[..., str | None] | None = None
    """`watch(session, subject, by=, at=, capture_uid=)` is asked first at a station that has a
    zone: a code refuses what is seen where it must not be, and what it wrote of it is kept."""
    spoken: Callable[..., Any] | None = None
    """`spoken(session, sent, subject, by=)` answers a scan that completes those before it at the
    same station (bag then bin; machine, programme, load); None when it says nothing."""

    @property
    def road(self) -> StageMachine:
        if self.machine is None:
            msg = f"{self.code} declares no machine"
            raise ValueError(msg)
        return self.machine

    def item_kind(self, code: str) -> ItemKind | None:
        return next((kind for kind in self.item_kinds if kind.code == code), None)
