"""Who somebody is to the house: identity, contract, timetable, portrait, badge."""

from collections.abc import Iterator
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.kiosk import portraits
from esat.activity.rights.held import Held, Kept, count
from esat.activity.rights.plain import day, plural
from esat.workers import memberships
from esat.workers.contracts import kinds
from esat.workers.contracts import reads as contracts
from esat.workers.models import Group, Worker
from esat.workers.timetables.models import TimeTemplate, WorkerTemplate

_PLACE: Final = Kept("membership")
_ACCOUNT: Final = Kept("account")
_BADGE: Final = Kept("barcode")
_SUNDAY: Final = Kept("sunday_agreement")
_SEAT: Final = Kept("delegate_seat")
_JOB: Final = Kept("other_job")
_ABROAD: Final = Kept("secondment_worker")
_PORTRAIT: Final = Kept("portrait")
_SAID: Final = Kept("portrait_consent")


def _identity(session: Session, worker: Worker) -> Iterator[str]:
    yield f"Votre prénom est {worker.first_name}."
    if worker.last_name:
        yield f"Votre nom est {worker.last_name}."
    if worker.payroll_id:
        yield f"Votre numéro de paie est {worker.payroll_id}."
    group = memberships.of(session, worker, clock.today())
    if group is not None:
        yield f"Votre groupe est {group.name}."
    places = memberships.stretches(session, (worker.id or 0,)).get(worker.id or 0, [])
    names = dict(session.exec(select(Group.id, Group.name)).all()) if places[1:] else {}
    for place in places[1:]:
        name = names.get(place.group_id or 0)
        change = f"le groupe {name}" if name else "aucun groupe"
        yield f"À partir du {day(place.since)} : {change}."
    if worker.left_on:
        yield f"Votre dernier jour ici : {day(worker.left_on)}."
    if count(session, _ACCOUNT, worker.id or 0):
        yield "Vous avez un compte pour ouvrir l’outil."
    if count(session, _BADGE, worker.id or 0):
        yield "Vous avez un badge avec un code."


def _contract(session: Session, worker: Worker) -> Iterator[str]:
    key = worker.id or 0
    last = worker.left_on or worker.created_at.date()
    standing = contracts.standing(session, [key], max(last, worker.created_at.date())).get(key)
    if standing is not None:
        yield f"Votre contrat : {kinds.LABELS[standing.kind]}."
        if standing.since:
            yield f"Il a commencé le {day(standing.since)}."
        if standing.until:
            yield f"Il finit le {day(standing.until)}."
    if worker.weekly_hours:
        yield f"Votre contrat dit {_number(worker)} heures par semaine."
    yield from _beside(session, key)


def _beside(session: Session, key: int) -> Iterator[str]:
    if count(session, _JOB, key):
        yield "Vos heures chez un autre employeur sont notées."
    if found := count(session, _SUNDAY, key):
        yield f"{plural(found, 'accord')} pour un dimanche ou un 1er mai."
    if count(session, _SEAT, key):
        yield "Vous avez été délégué."
    if found := count(session, _ABROAD, key):
        yield f"Vous êtes allé chez un client : {found} fois."


def _number(worker: Worker) -> str:
    return f"{worker.weekly_hours:f}".rstrip("0").rstrip(".").replace(".", ",")


def _timetable(session: Session, worker: Worker) -> Iterator[str]:
    query = (
        select(TimeTemplate.name, col(WorkerTemplate.since))
        .join(WorkerTemplate, col(WorkerTemplate.template_id) == TimeTemplate.id)
        .where(WorkerTemplate.worker_id == worker.id)
        .order_by(col(WorkerTemplate.since), col(WorkerTemplate.id))
    )
    for name, since in session.exec(query):
        yield f"Depuis le {day(since)}, votre horaire est : {name}."


def _portrait(session: Session, worker: Worker) -> Iterator[str]:
    key = worker.id or 0
    said = portraits.newest(session, [key]).get(key)
    if said is not None:
        agreed = "Vous êtes d’accord" if said.holds else "Vous n’êtes pas d’accord"
        yield f"{agreed} pour une photo de votre visage.\nC’est noté le {day(said.said_on)}."
    if count(session, _PORTRAIT, key):
        yield "Une photo de votre visage est gardée."
    elif worker.pictogram:
        yield "Une image est choisie pour vous, sans photo."


FAMILIES: Final = (
    Held("identity", "Qui vous êtes", "person", (Kept("worker", "id"), _PLACE, _ACCOUNT, _BADGE),
         _identity),
    Held(
        "contract", "Votre contrat", "briefcase",
        (
            Kept("worker_contract"), Kept("trial_extension", "contract_id", "worker_contract"),
            Kept("contract_step"), _JOB, _SUNDAY, _SEAT, _ABROAD,
        ),
        _contract,
    ),
    Held("timetable", "Vos horaires", "calendar-week", (Kept("worker_template"),), _timetable),
    Held("portrait", "Votre image", "palette", (_SAID, _PORTRAIT), _portrait),
)  # fmt: skip
