"""What is due for contracts, by date: trials, short contracts, discoveries, projects; it asks and
stops nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, func, select

from esat.workers import statuses
from esat.workers.contracts import agreeing, calendar, kinds, reads, trials
from esat.workers.contracts.chains import Chain
from esat.workers.contracts.models import ContractStep
from esat.workers.contracts.trials import Trial
from esat.workers.models import HalfDay
from esat.workers.rules.keeping import BOOK

TRIAL, LONGER, UPDATE, REVIEW = "trial", "longer", "update", "review"
DISCOVERY_END, DISCOVERY_SENT, PROJECT, END = "discovery_end", "discovery_sent", "project", "end"
WORDS: Final = {
    TRIAL: "Fin de la période d’essai",
    LONGER: "Essai : prolongation à décider",
    UPDATE: "Contrat court : mettre à jour le projet",
    REVIEW: "Contrat court : bilan avant la fin",
    END: "Fin du contrat court",
    DISCOVERY_END: "Fin de la découverte (MISPE)",
    DISCOVERY_SENT: "Découverte : évaluation à rendre",
    PROJECT: "Bilan du projet",
}
Rules = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do by a day, for a worker."""

    day: date
    kind: str
    worker_id: int
    detail: str = ""
    contract: int | None = None

    @property
    def words(self) -> str:
        return WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class Short:
    """A short contract that stands or comes: its next update and its review, None when done."""

    chain: Chain
    update: date | None
    review: date | None
    returned: date | None = None
    """The last day on which the person replaced was here, while the contract stands."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """A discovery: working days so far, in all, at most; when its evaluation is due, or sent."""

    chain: Chain
    done: int
    planned: int
    most: int
    due: date
    sent: date | None


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that direction and office watch of contracts on a day."""

    day: date
    trials: list[Trial]
    shorts: list[Short]
    discoveries: list[Discovery]
    projects: dict[int, date]
    rules: Rules

    def due(self) -> list[Due]:
        """What is to be done now, or within the notice of its rule; the oldest first."""
        found = [*self._trials(), *self._shorts(), *self._discoveries(), *self._projects()]
        return sorted(found, key=lambda one: (one.day, one.kind, one.worker_id))

    def _within(self, day: date, notice: str) -> bool:
        return day <= self.day + calendar.DAY * int(self.rules[notice])

    def _trials(self) -> Iterable[Due]:
        for one in self.trials:
            if one.proposed:
                detail = f"{one.proposed} j d’absence"
                yield Due(one.until, LONGER, one.worker_id, detail, one.contract)
            elif self._within(one.until, "trial_notice_days"):
                yield Due(one.until, TRIAL, one.worker_id, "", one.contract)

    def _shorts(self) -> Iterable[Due]:
        for one in self.shorts:
            worker, root = one.chain.worker_id, one.chain.root
            if one.update is not None and self._within(one.update, "short_review_days"):
                yield Due(one.update, UPDATE, worker, "", root)
            if one.review is not None and self._within(one.review, "trial_notice_days"):
                yield Due(one.review, REVIEW, worker, "", root)
            ends = one.chain.last
            if ends is not None and ends >= self.day and self._within(ends, "trial_notice_days"):
                yield Due(ends, END, worker, "", root)

    def _discoveries(self) -> Iterable[Due]:
        for one in self.discoveries:
            worker, root, ends = one.chain.worker_id, one.chain.root, one.chain.last
            if ends is not None and ends >= self.day:
                detail = f"jour {one.done} sur {one.planned}"
                yield Due(ends, DISCOVERY_END, worker, detail, root)
            if one.sent is None:
                yield Due(one.due, DISCOVERY_SENT, worker, "", root)

    def _projects(self) -> Iterable[Due]:
        for worker, day in self.projects.items():
            if self._within(day, "project_notice_days"):
                yield Due(day, PROJECT, worker)


def watch(session: Session, day: date) -> Watch:
    """Read it all; a fixed number of statements, and two a worker in trial."""
    rules = BOOK.values(session, day)
    found = reads.everybody(session)
    kept = agreeing.steps(session)
    by_contract: dict[int, list[ContractStep]] = {}
    for step in kept:
        by_contract.setdefault(step.contract_id or 0, []).append(step)
    live = [one for one in found if one.last is None or one.last >= day]
    shorts = [
        _short(one, by_contract.get(one.root, ()), rules) for one in live if one.kind == kinds.SHORT
    ]
    back = _returned(session, [one.chain for one in shorts])
    shorts = [replace(one, returned=back.get(one.chain.root)) for one in shorts]
    discoveries = [
        _discovery(one, by_contract.get(one.root, ()), rules, day)
        for one in found
        if one.kind == kinds.DISCOVERY and one.begins is not None
    ]
    shown = [one for one in discoveries if one.sent is None or (one.chain.last or day) >= day]
    here = {one.worker_id for one in live}
    projects = {step.worker_id: step.day for step in kept if step.kind == "project_next"}
    return Watch(
        day, trials.running(session, day),
        sorted(shorts, key=lambda one: (one.chain.last or date.max, one.chain.root)),
        sorted(shown, key=lambda one: (one.due, one.chain.root)),
        {worker: when for worker, when in projects.items() if worker in here}, rules,
    )  # fmt: skip


def _short(one: Chain, kept: Iterable[ContractStep], rules: Rules) -> Short:
    done = {step.kind: step.day for step in kept}
    begins = done.get("project_update") or one.begins
    update = None
    if begins is not None:
        update = calendar.months_after(begins, int(rules["short_update_months"]))
    if update is not None and one.last is not None and update > one.last:
        update = None
    review = None
    if one.last is not None and "final_review" not in done:
        review = one.last - calendar.DAY * int(rules["short_review_days"])
    return Short(one, update, review)


def _returned(session: Session, found: Sequence[Chain]) -> dict[int, date]:
    """For each replacement, the last day on which the person replaced was recorded here."""
    replaced = {one.newest.replaces_id for one in found if one.newest.replaces_id is not None}
    first = min((one.begins or date.max for one in found), default=date.max)
    query = (
        select(HalfDay.worker_id, func.max(HalfDay.day))
        .where(
            col(HalfDay.worker_id).in_(replaced),
            HalfDay.day >= first,
            col(HalfDay.status).not_in(statuses.AWAY),
        )
        .group_by(col(HalfDay.worker_id))
    )
    seen = dict(session.exec(query).all()) if replaced else {}
    last = {one.root: seen.get(one.newest.replaces_id or 0) for one in found}
    begun = {one.root: one.begins or date.min for one in found}
    return {root: day for root, day in last.items() if day is not None and day >= begun[root]}


def _discovery(one: Chain, kept: Iterable[ContractStep], rules: Rules, day: date) -> Discovery:
    sent = next((step.day for step in kept if step.kind == "discovery_sent"), None)
    begins, most = one.begins or date.min, int(rules["discovery_days_most"])
    ends = one.last or calendar.after_worked_days(begins, most)
    done = calendar.worked_days(begins, min(day, ends))
    due = ends + calendar.DAY * int(rules["discovery_report_days"])
    return Discovery(one, done, calendar.worked_days(begins, ends), most, due, sent)
