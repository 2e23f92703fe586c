"""What exists: modules, workshops, kinds, guards, jobs; declared once, checked, frozen.

There is no discovery: `Registry.load` imports the names it is given, in order. What *happens*
travels by the one signal of `production.journal`.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Protocol, TypeVar

from esat import texts
from esat.additions import EVERY, OrderFragment
from esat.declarations import Guard, Module, Workshop


class Registry:
    """All declarations, indexed once so that a scan costs no more for each workshop installed."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = tuple(modules)
        self.workshops = {m.code: m for m in self.modules if isinstance(m, Workshop)}
        self.capabilities = _index(c for m in self.modules for c in m.capabilities)
        self.event_kinds = _index(k for m in self.modules for k in m.event_kinds)
        self.hold_reasons = _index(r for m in self.modules for r in m.hold_reasons)
        self.acts = _index(a for m in self.modules for a in m.acts)
        self.jobs = _index(j for m in self.modules for j in m.jobs)
        self.imports = _index(i for m in self.modules for i in m.imports)
        self.exports = _index(e for m in self.modules for e in m.exports)
        self.checks = _index(c for m in self.modules for c in m.checks)
        self.order_counts = tuple(c for m in self.modules for c in m.order_counts)
        self.layouts = _index(x for w in self.workshops.values() for x in w.layouts)
        _index(self.modules)
        self._guards: dict[tuple[str, str], tuple[Guard, ...]] = {}
        for guard in (g for m in self.modules for g in m.guards):
            for action in guard.actions:
                key = (guard.workshop, action)
                self._guards[key] = (*self._guards.get(key, ()), guard)
        self._check()
        for module in self.modules:
            texts.add(module.texts)
        for module in self.modules:
            if module.receivers is not None:
                module.receivers()

    def guards_of(self, workshop: str, action: str) -> tuple[Guard, ...]:
        return self._guards.get((workshop, action), ())

    def fragments_of(self, workshop: str) -> tuple[OrderFragment, ...]:
        """The cards on the pages of a workshop's orders: its own, and those made for it."""
        return tuple(
            one
            for module in self.modules
            for one in module.order_fragments
            if (one.workshop or module.code) in {workshop, EVERY}
        )

    def workshop(self, code: str) -> Workshop:
        return self.workshops[code]

    def workshop_by_slug(self, slug: str) -> Workshop | None:
        return next((w for w in self.workshops.values() if w.slug == slug), None)

    def _check(self) -> None:
        wanted = {e.capability for m in self.modules for e in m.nav}
        wanted |= {a.capability for a in self.acts.values()}
        wanted |= {i.capability for i in self.imports.values()}
        wanted |= {e.capability for e in self.exports.values()}
        for workshop in self.workshops.values():
            wanted |= {move.capability for move in workshop.road.moves}
        if missing := wanted - set(self.capabilities) - {""}:
            msg = f"capabilities never declared: {sorted(missing)}"
            raise ValueError(msg)
        for code, action in self._guards:
            known = self.workshops.get(code)
            if known is None or not known.road.declares(action):
                msg = f"a guard watches an unknown move: {code}.{action}"
                raise ValueError(msg)

    @classmethod
    def load(cls, core: Iterable[Module], names: Iterable[str]) -> "Registry":
        """Import each named package's `module.py`, in order, after the core's own modules."""
        loaded = [import_module(f"{name}.module").MODULE for name in names]
        return cls([*core, *loaded])


_installed: list[Registry] = []


def install(registry: Registry) -> None:
    """Make `registry` the one of this process; the composition root does, once."""
    _installed[:] = [registry]


def current() -> Registry:
    """The registry of this process."""
    if not _installed:
        msg = "no registry is installed: compose the application first"
        raise LookupError(msg)
    return _installed[0]


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=_Coded)


def _index(things: Iterable[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for thing in things:
        if thing.code in found:
            msg = f"declared twice: {thing.code}"
            raise ValueError(msg)
        found[thing.code] = thing
    return found
