"""The cleaning plan and what is said of its tasks: done by a worker, validated by a supervisor."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.web.forms import Blank, FormShape, NoControl
from laundry_rabc.prereq import due, rights
from laundry_rabc.prereq.models import Product
from laundry_rabc.prereq.saying import Key, Short, When, Words, amended, day, stamp, standing
from laundry_rabc.prereq.upkeep import CleanCheck, CleanDone, CleanTask

ZONES: Final = {
    "dirty": "Zone sale", "sas": "Sas", "clean": "Zone propre", "vehicle": "Véhicule",
    "outside": "Extérieur",
}  # fmt: skip
WHO: Final = {
    "worker": "Travailleurs", "supervisor": "Moniteur", "maintenance": "Maintenance",
    "provider": "Prestataire",
}  # fmt: skip
OUTCOMES: Final = {"done": "Fait", "not_done": "Non fait", "not_applicable": "Sans objet"}
PICTOGRAMS: Final = {
    "bucket": "Seau", "droplet-half": "Désinfecter", "trash": "Déchets", "gem": "Verre",
    "hand-index-thumb": "Lavage des mains", "wind": "Air", "fan": "Filtre", "truck": "Véhicule",
    "brush": "Brosser",
}  # fmt: skip
FARTHEST: Final = 366
RHYTHMS: Final = {
    "day": ("chaque jour", "tous les {} jours"),
    "week": ("chaque semaine", "toutes les {} semaines"),
    "month": ("chaque mois", "tous les {} mois"),
    "year": ("chaque année", "tous les {} ans"),
}


class PlannedIn(FormShape):
    """What comes back, as it is typed."""

    what: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    every: Annotated[int, Field(ge=1, le=60)]
    unit: Literal["day", "week", "month", "year"]
    since: Annotated[date | None, Blank] = None
    who: Literal["worker", "supervisor", "maintenance", "provider"]
    source: Annotated[str, StringConstraints(max_length=160), NoControl] = ""
    reason: Words = ""


class TaskIn(PlannedIn):
    """A task of the cleaning plan."""

    zone: Literal["dirty", "sas", "clean", "vehicle", "outside"]
    place: Short = ""
    product: Key = None
    method: Annotated[str, StringConstraints(max_length=600), NoControl] = ""
    pictogram: Annotated[str, StringConstraints(max_length=40), NoControl] = "bucket"
    weekdays: list[Literal["1", "2", "3", "4", "5", "6", "7"]] = Field(default_factory=list)


class DoneIn(When):
    """What is said of a task that was due from a day."""

    slot_on: date
    outcome: Literal["done", "not_done", "not_applicable"]


class CheckIn(When):
    """What a supervisor says of what was done."""

    well: bool


def rhythm(every: int, unit: str) -> str:
    """How often, in words."""
    one, many = RHYTHMS[unit]
    return one if every == 1 else many.format(every)


def newest(session: Session, code: str) -> CleanTask | None:
    """The last version of a task."""
    query = select(CleanTask).where(CleanTask.code == code)
    return session.exec(query.order_by(col(CleanTask.version).desc()).limit(1)).first()


def plan(
    session: Session, given: TaskIn, *, by: Actor, code: str = "", file_id: int | None = None
) -> CleanTask:
    """A new task, or with `code` its next version, to be validated. Invalid for a day that is
    over (what was due stays due), without a reason for a change, or for an unknown product.
    Flushes.
    """
    rights.require(by, rights.PLAN)
    before = newest(session, code) if code else None
    since = first_day(given.since, given.reason, changes=before is not None)
    if given.product is not None and session.get(Product, given.product) is None:
        raise Invalid("form_invalid", {"product": "Choisissez dans la liste."})
    if given.pictogram not in PICTOGRAMS:
        raise Invalid("form_invalid", {"pictogram": "Choisissez dans la liste."})
    row = CleanTask(
        code=before.code if before else _next_code(session),
        version=before.version + 1 if before else 1, since=since, zone=given.zone,
        product_id=given.product, weekdays="".join(sorted(set(given.weekdays))) or "12345",
        file_id=file_id or (before.file_id if before else None),
        created_at=clock.now(), created_by=by.account_id,
        **given.model_dump(exclude={"since", "zone", "product", "weekdays"}),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def follow(
    session: Session, code: str, *, by: Actor, withdraw: bool = False, reason: str = ""
) -> CleanTask:
    """The next version of a task: validated by somebody who did not write it, or withdrawn from
    tomorrow on. Refuses `task_own`, `task_settled`; Invalid without a reason to withdraw. Flushes.
    """
    rights.require(by, rights.PLAN if withdraw else rights.APPROVE)
    last = newest(session, code)
    if last is None or last.withdrawn or (last.status == "validated" and not withdraw):
        raise Refused("task_settled")
    check_second(last.created_by, by, withdraw=withdraw, reason=reason)
    facts = last.model_dump(exclude={"id", "version", "reason", "created_at", "created_by"})
    facts |= next_facts(last.since, withdraw=withdraw)
    row = CleanTask(
        **facts, version=last.version + 1, reason=reason.strip()[:200], created_at=clock.now(),
        created_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def say(session: Session, code: str, given: DoneIn, *, by: Actor) -> CleanDone:
    """Say what became of a task that was due. Refuses `task_not_due` for a day on which it was
    not, `task_said` when it is said already (then correct it), `already_corrected`; Invalid
    without a reason where it was not done. Flushes.
    """
    task = _task_of(session, code, given.slot_on)
    if given.outcome != "done" and not given.reason:
        raise Invalid("form_invalid", {"reason": "Écrivez pourquoi."})
    first = None if given.amends is None else amended(session, CleanDone, given.amends)
    said = stamp(session, given, by=by, first=first)
    if day(said.at) < given.slot_on:
        raise Invalid("form_invalid", {"at": "C’est avant le jour prévu. Vérifiez la date."})
    if first is None and said_of(session, code, given.slot_on) is not None:
        raise Refused("task_said")
    if first is not None and (first.task_code, first.slot_on) != (code, given.slot_on):
        raise Refused("already_corrected")
    row = CleanDone(
        task_id=task.id or 0, task_code=code, slot_on=given.slot_on, outcome=given.outcome,
        amends_id=given.amends, **said.columns,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def check(session: Session, done_id: int, given: CheckIn, *, by: Actor) -> CleanCheck:
    """A supervisor validates, or not, what somebody else did. Refuses `check_own`, `check_done`,
    `already_corrected`, `task_not_done`; Invalid when it is not well and nobody says what. Flushes.
    """
    done = amended(session, CleanDone, done_id)
    if done.outcome != "done":
        raise Refused("task_not_done")
    if done.worker_id is None and done.account_id == by.account_id:
        raise Refused("check_own")
    known = select(CleanCheck.id).where(CleanCheck.done_id == done_id)
    if session.exec(known).first() is not None:
        raise Refused("check_done")
    if not given.well and not given.reason:
        raise Invalid("form_invalid", {"reason": "Écrivez ce qui ne va pas."})
    said = stamp(session, given, by=by)
    row = CleanCheck(done_id=done_id, well=given.well, **said.columns)
    session.add(row)
    session.flush()
    return row


def said_of(session: Session, code: str, slot_on: date) -> CleanDone | None:
    """What stands of a task for that day."""
    query = standing(CleanDone).where(CleanDone.task_code == code, CleanDone.slot_on == slot_on)
    return session.exec(query.order_by(col(CleanDone.id).desc()).limit(1)).first()


def first_day(since: date | None, reason: str, *, changes: bool) -> date:
    """From which day a version counts: today at the earliest. Invalid beside `since`, `reason`."""
    today = clock.today()
    wrong = {}
    if changes and not reason:
        wrong["reason"] = "Écrivez pourquoi cela change."
    if since is not None and since < today:
        wrong["since"] = "Le plan change à partir d’aujourd’hui : ce qui était dû le reste."
    elif since is not None and (since - today).days > FARTHEST:
        wrong["since"] = "Plus d’un an : vérifiez l’année."
    if wrong:
        raise Invalid("form_invalid", wrong)
    return since or today


def check_second(author: int | None, by: Actor, *, withdraw: bool, reason: str) -> None:
    """The second person's rule: who wrote a version does not validate it."""
    if withdraw and not reason.strip():
        raise Invalid("form_invalid", {"why": "Écrivez pourquoi."})
    if not withdraw and not by.is_system and author == by.account_id:
        raise Refused("task_own")


def next_facts(since: date, *, withdraw: bool) -> dict[str, object]:
    """What the next version changes; one that only validates keeps the days of the one before."""
    if withdraw:
        return {"withdrawn": True, "since": clock.today()}
    return {"status": "validated", "since": since}


def _task_of(session: Session, code: str, slot_on: date) -> CleanTask:
    """The version under which a task was due from that day."""
    query = select(CleanTask).where(CleanTask.code == code, col(CleanTask.since) <= slot_on)
    found = session.exec(query.order_by(col(CleanTask.version).desc()).limit(1)).first()
    if found is None or found.withdrawn or slot_on > clock.today():
        raise Refused("task_not_due")
    if not any(due.slots(found, slot_on, slot_on, found.weekdays)):
        raise Refused("task_not_due")
    return found


def _next_code(session: Session) -> str:
    count = session.exec(select(func.count(col(CleanTask.id))).where(CleanTask.version == 1)).one()
    return f"NET-{count + 1:02d}"
