"""A qualification written, approved by another person, voided by hand; nothing is ever changed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from laundry_rabc import qualifications
from laundry_rabc.policies import keeping as policies
from laundry_rabc.qualify import rights, standing
from laundry_rabc.qualify.models import Qualification, QualificationApproval, QualificationVoid
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Machine, Programme, ProgrammeMachine

METHODS: Final = (
    ("logger", "Enregistreur", "La courbe mesurée dans le linge.", "thermometer-half"),
    ("bio-indicator", "Bio-indicateur", "Des germes connus, comptés après.", "patch-check"),
)
Degrees = Annotated[FrenchDecimal, Field(gt=0, le=100, max_digits=6, decimal_places=3)]
Minutes = Annotated[FrenchDecimal, Field(max_digits=7, decimal_places=3, le=600)]


class QualificationIn(FormShape):
    """What a report says."""

    method: Literal["logger", "bio-indicator"]
    report: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    performed_on: Annotated[date | None, Blank] = None
    performed_by: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    log_reduction: Annotated[
        FrenchDecimal | None, Field(gt=0, le=12, max_digits=6, decimal_places=3), Blank
    ] = None
    temperature_c: Degrees
    hold_minutes: Annotated[Minutes, Field(gt=0)]
    mixing_minutes: Annotated[Minutes, Field(ge=0)]
    equivalences: Annotated[str, StringConstraints(max_length=200), NoControl] = ""
    dose_ml_kg: Annotated[
        FrenchDecimal | None, Field(gt=0, le=1000, max_digits=7, decimal_places=3), Blank
    ] = None
    note: Annotated[str, StringConstraints(max_length=280), NoControl] = ""


class VoidIn(FormShape):
    """Why a qualification counts no more, and since when."""

    on: Annotated[date | None, Blank] = None
    reason: Annotated[str, StringConstraints(min_length=1, max_length=280), NoControl]


def pair(session: Session, machine_id: int, card_id: int) -> tuple[Machine, Programme]:
    """The versions in force of a washer and of a programme that runs on it. NotFound otherwise."""
    machine = versions.current(session, Machine, "resource_id", machine_id)
    programme = versions.current(session, Programme, "resource_id", card_id)
    runs = session.get(ProgrammeMachine, (programme.id or 0, machine_id))
    if runs is None or machine.kind != "washer" or programme.kind == "dry":
        raise NotFound("not_found")
    return machine, programme


def write(
    session: Session,
    machine_id: int,
    card_id: int,
    given: QualificationIn,
    *,
    by: Actor,
    file_id: int | None = None,
) -> Qualification:
    """Keep a report; it counts once another person has approved it. Invalid for a day to come, one
    before the programme or the machine was last changed, equivalences that cannot be read, a
    bio-indicator without its reduction, a day so old that it has run out. Flushes.
    """
    rights.require(by, rights.KEEP)
    machine, programme = pair(session, machine_id, card_id)
    now = clock.now()
    on = _performed(given.performed_on, now, machine, programme)
    months = policies.number(session, "qualified_months", now)
    until = qualifications.last_day(on, months)
    if until < clock.local(now).date():
        words = f"Après {months} mois, cet essai ne compte plus : il en faut un nouveau."
        raise Invalid("form_invalid", {"performed_on": words})
    made = Qualification(
        machine_id=machine_id, machine_version_id=machine.id or 0, card_id=card_id,
        programme_id=programme.id or 0, method=given.method, report=given.report,
        file_id=file_id, performed_on=on, performed_by=given.performed_by,
        log_reduction=_reduction(given), temperature_c=given.temperature_c,
        hold_minutes=given.hold_minutes, mixing_minutes=given.mixing_minutes,
        equivalences=_equivalences(given.equivalences), dose_ml_kg=given.dose_ml_kg,
        valid_from=on, valid_until=until, note=given.note, recorded_at=now,
        account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def approve(session: Session, qualification_id: int, *, by: Actor) -> QualificationApproval:
    """Approve another person's report. Refuses `qualification_approved`, `qualification_voided`,
    `approval_by_author`. Flushes.
    """
    rights.require(by, rights.KEEP)
    one = the(session, qualification_id)
    if session.get(QualificationApproval, qualification_id) is not None:
        raise Refused("qualification_approved")
    if _changed(session, one):
        raise Refused("qualification_voided")
    if not by.is_system and by.account_id in {None, one.account_id}:
        raise Refused("approval_by_author")
    made = QualificationApproval(
        qualification_id=qualification_id, at=clock.now(), account_id=by.account_id
    )
    session.add(made)
    session.flush()
    return made


def void(session: Session, qualification_id: int, given: VoidIn, *, by: Actor) -> QualificationVoid:
    """Say that a qualification counts no more since a day. Refuses `qualification_voided`; Invalid
    for a day to come or before the report. Flushes.
    """
    rights.require(by, rights.KEEP)
    one = the(session, qualification_id)
    if _voids(session, qualification_id):
        raise Refused("qualification_voided")
    now = clock.now()
    made = QualificationVoid(
        qualification_id=qualification_id, at=_since(given.on, now, one), recorded_at=now,
        reason=given.reason, account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def the(session: Session, qualification_id: int) -> Qualification:
    """One report. NotFound otherwise."""
    found = session.get(Qualification, qualification_id)
    if found is None:
        raise NotFound("not_found")
    return found


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a file is a report: it is read through its own page alone."""
    query = select(Qualification.id).where(Qualification.file_id == file_id)
    return session.exec(query.limit(1)).first() is not None


def _changed(session: Session, one: Qualification) -> bool:
    """Whether a later version or a word has voided a report already."""
    pair = (one.machine_id, one.card_id)
    known = standing.known(session, [pair])[pair]
    return any(it.changes for it in known if it.row.id == one.id)


def _voids(session: Session, qualification_id: int) -> bool:
    query = select(QualificationVoid.id).where(
        QualificationVoid.qualification_id == qualification_id
    )
    return session.exec(query.limit(1)).first() is not None


def _performed(on: date | None, now: datetime, machine: Machine, programme: Programme) -> date:
    if on is None:
        raise Invalid("form_invalid", {"performed_on": "Ce champ est à remplir."})
    if on > clock.local(now).date():
        raise Invalid("form_invalid", {"performed_on": "Ce jour n’est pas encore venu."})
    changed = clock.local(max(machine.created_at, programme.created_at)).date()
    first = programme.version == 1 and machine.version == 1
    if on < changed and not first:
        day = qualifications.french_day(changed)
        words = f"Machine ou programme changé le {day}, après cet essai : il en faut un nouveau."
        raise Invalid("form_invalid", {"performed_on": words})
    return on


def _reduction(given: QualificationIn) -> Decimal | None:
    if given.method == "bio-indicator" and given.log_reduction is None:
        raise Invalid("form_invalid", {"log_reduction": "Le rapport la donne : écrivez-la."})
    return given.log_reduction


def _equivalences(text: str) -> str:
    pairs = qualifications.read_pairs(text)
    if pairs is None:
        words = "Écrivez par exemple : 65 × 10 ; 71 × 3 (°C × minutes)."
        raise Invalid("form_invalid", {"equivalences": words})
    return qualifications.written(pairs)


def _since(on: date | None, now: datetime, one: Qualification) -> datetime:
    """Today is now; another day is its first moment, since nobody knows the hour."""
    today = clock.local(now).date()
    if on is None:
        raise Invalid("form_invalid", {"on": "Ce champ est à remplir."})
    if on > today:
        raise Invalid("form_invalid", {"on": "Ce jour n’est pas encore venu."})
    if on < one.performed_on:
        raise Invalid("form_invalid", {"on": "Ce jour est avant l’essai. Vérifiez la date."})
    if on == today:
        return now
    return datetime.combine(on, datetime.min.time(), clock.PARIS)
