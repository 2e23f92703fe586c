"""The RABC team, its meetings, the management reviews, the certificate: kept by further rows."""

from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.web.forms import Blank, FormShape, NoControl
from laundry_rabc.papers import kept, rights
from laundry_rabc.papers.kept import Sent
from laundry_rabc.papers.team_models import Certificate, CertificateEvent, Meeting, TeamEntry

KINDS: Final = (("team", "Réunion d’équipe"), ("management", "Revue de direction"))
KIND_LABELS: Final = dict(KINDS)
ENTRIES: Final = {"appointed": "Nommé", "changed": "Changement", "ended": "Départ"}
EVENTS: Final = (
    ("granted", "Certificat délivré"), ("surveillance", "Surveillance passée"),
    ("renewed", "Renouvelé"), ("extended", "Périmètre changé"), ("suspended", "Suspendu"),
    ("restored", "Suspension levée"), ("ended", "Fin du certificat"), ("correction", "Correction"),
)  # fmt: skip
EVENT_LABELS: Final = dict(EVENTS)
BACK: Final = timedelta(days=20 * 366)
Rooted = TypeVar("Rooted", TeamEntry, Meeting, Certificate)
Short = Annotated[str, StringConstraints(max_length=300), NoControl]


class MemberIn(FormShape):
    """Who is in the team, for what, with which skills, since when."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    role: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    skills: Annotated[str, StringConstraints(max_length=500), NoControl] = ""
    on_day: date


class ChangeIn(FormShape):
    """Another part in the team, or the end of it."""

    kind: Literal["changed", "ended"]
    role: Annotated[str, StringConstraints(max_length=120), NoControl] = ""
    skills: Annotated[str, StringConstraints(max_length=500), NoControl] = ""
    on_day: date
    reason: Short


class MeetingIn(FormShape):
    """The minutes of a meeting or of a review; `root` and a reason when they correct others."""

    kind: Literal["team", "management"]
    held_on: date
    attendees: Annotated[str, StringConstraints(min_length=1, max_length=600), NoControl]
    inputs: Annotated[str, StringConstraints(min_length=1, max_length=4000), NoControl]
    decisions: Annotated[str, StringConstraints(min_length=1, max_length=4000), NoControl]
    root: Annotated[int | None, Field(ge=1, le=2**31 - 1), Blank] = None
    reason: Short = ""


class CertificateIn(FormShape):
    """A certificate as it is printed; `root` and a reason when it corrects one."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    body: Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
    standard: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    scope: Annotated[str, StringConstraints(min_length=1, max_length=1000), NoControl]
    valid_from: date
    valid_until: date
    root: Annotated[int | None, Field(ge=1, le=2**31 - 1), Blank] = None
    reason: Short = ""


class EventIn(FormShape):
    """What happened to the certification."""

    kind: Literal["granted", "surveillance", "renewed", "extended", "suspended", "restored",
                  "ended", "correction"]  # fmt: skip
    on_day: date
    note: Annotated[str, StringConstraints(min_length=1, max_length=600), NoControl]


def appoint(session: Session, given: MemberIn, *, by: Actor) -> TeamEntry:
    """Name somebody to the team. Flushes."""
    rights.require(by, rights.WRITE)
    _past(given.on_day, "on_day")
    return _keep(session, TeamEntry(kind="appointed", name=given.name, role=given.role,
                 skills=given.skills, on_day=given.on_day, **_written(by)))  # fmt: skip


def change(session: Session, root_id: int, given: ChangeIn, *, by: Actor) -> TeamEntry:
    """Another part, other skills, or the end. NotFound for nobody; refuses `member_gone`."""
    rights.require(by, rights.WRITE)
    last = last_of(session, TeamEntry, root_id)
    if last.kind == "ended":
        raise Refused("member_gone")
    _past(given.on_day, "on_day")
    if given.on_day < last.on_day:
        raise Invalid("form_invalid", {"on_day": "C’est avant le dernier changement."})
    if not given.reason:
        raise Invalid("form_invalid", {"reason": "Dites pourquoi."})
    return _keep(session, TeamEntry(root_id=root_id, kind=given.kind, name=last.name,
                 role=given.role or last.role, skills=given.skills or last.skills,
                 on_day=given.on_day, reason=given.reason, **_written(by)))  # fmt: skip


def minute(session: Session, given: MeetingIn, sent: Sent | None, *, by: Actor) -> Meeting:
    """Write minutes, or correct some by a further row. Invalid for a day to come. Flushes."""
    rights.require(by, rights.WRITE)
    _past(given.held_on, "held_on")
    values = given.model_dump(exclude={"root", "reason"})
    if given.root is not None and last_of(session, Meeting, given.root).kind != given.kind:
        raise Invalid("form_invalid", {"kind": "Une correction garde le genre de la réunion."})
    return _keep(session, Meeting(
        **values, **_root(session, Meeting, given.root, given.reason),
        file_id=kept.one(session, sent, by=by), **_written(by),
    ))  # fmt: skip


def certify(session: Session, given: CertificateIn, sent: Sent | None, *, by: Actor) -> Certificate:
    """Keep a certificate, or correct one by a further row. Flushes."""
    rights.require(by, rights.WRITE)
    if given.valid_until < given.valid_from:
        raise Invalid("form_invalid", {"valid_until": "Ce jour est avant le premier."})
    _past(given.valid_from, "valid_from")
    values = given.model_dump(exclude={"root", "reason"})
    return _keep(session, Certificate(
        **values, **_root(session, Certificate, given.root, given.reason),
        file_id=kept.one(session, sent, by=by), **_written(by),
    ))  # fmt: skip


def happened(session: Session, given: EventIn, *, by: Actor) -> CertificateEvent:
    """Write what happened to the certification; a mistake by a further event."""
    rights.require(by, rights.WRITE)
    _past(given.on_day, "on_day")
    made = CertificateEvent(
        kind=given.kind, on_day=given.on_day, note=given.note, **_written(by)
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def last_of(session: Session, table: type[Rooted], root_id: int) -> Rooted:
    """The row that counts of a thing: the last one written of it. NotFound for none."""
    query = select(table).where((col(table.id) == root_id) & col(table.root_id).is_(None))
    first = session.exec(query).first()
    if first is None:
        raise NotFound("not_found")
    further = select(table).where(table.root_id == root_id).order_by(col(table.id).desc())
    return session.exec(further.limit(1)).first() or first


def _root(
    session: Session, table: type[Rooted], root: int | None, reason: str
) -> dict[str, Any]:  # fmt: skip
    if root is None:
        return {"root_id": None, "reason": ""}
    last_of(session, table, root)
    if not reason:
        raise Invalid("form_invalid", {"reason": "Dites pourquoi cela change."})
    return {"root_id": root, "reason": reason}


def _past(day: date, field: str) -> None:
    if day > clock.today():
        raise Invalid("form_invalid", {field: "Ce jour n’est pas encore venu."})
    if day < clock.today() - BACK:
        raise Invalid("form_invalid", {field: "Plus de vingt ans : vérifiez l’année."})


def _written(by: Actor) -> dict[str, Any]:
    return {"recorded_at": clock.now(), "account_id": by.account_id}


def _keep(session: Session, row: Rooted) -> Rooted:
    session.add(row)
    session.flush()
    return row
