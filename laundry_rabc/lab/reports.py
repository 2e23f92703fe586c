"""Laboratories, places, reports and what the house concludes of them; rows that only grow."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.files import service as files
from esat.files.service import Upload
from esat.files.store import Store
from esat.folding import fold
from esat.production import codes, subjects
from laundry_rabc.lab import rights
from laundry_rabc.lab.models import (
    Accreditation,
    LabConclusion,
    LabFile,
    Laboratory,
    LabPlace,
    LabReport,
)

MOST_PLACES = 300


@dataclass(frozen=True, slots=True)
class ReportIn:
    """A report as its first page names it."""

    laboratory: int
    number: str
    issued_on: date


def the(session: Session, report_id: int) -> LabReport:
    """One report. NotFound otherwise."""
    found = session.get(LabReport, report_id)
    if found is None:
        raise NotFound("not_found")
    return found


def known(session: Session, laboratory_id: int, number: str) -> LabReport | None:
    """The report of a laboratory under a number, however its case and accents are written."""
    query = select(LabReport).where(
        LabReport.laboratory_id == laboratory_id, LabReport.number_key == fold(number)
    )
    return session.exec(query).first()


def open_report(session: Session, given: ReportIn, *, by: Actor) -> LabReport:
    """Write a report. Refuses `lab_report_known`; Invalid for an unknown laboratory, no number, a
    day to come. Flushes.
    """
    rights.require(by, rights.ENTER)
    number = " ".join(given.number.split())
    errors: dict[str, str] = {}
    if session.get(Laboratory, given.laboratory) is None:
        errors["laboratory"] = "Choisissez dans la liste."
    if not fold(number):
        errors["number"] = "Écrivez le numéro du rapport."
    if given.issued_on > clock.today():
        errors["issued_on"] = "Cette date n’est pas encore venue."
    if errors:
        raise Invalid("form_invalid", errors)
    if known(session, given.laboratory, number) is not None:
        raise Refused("lab_report_known", number=number)
    made = LabReport(
        laboratory_id=given.laboratory,
        number=number,
        number_key=fold(number),
        issued_on=given.issued_on,
        recorded_at=clock.now(),
        account_id=by.account_id,
    )
    session.add(made)
    session.flush()
    return made


def conclude(session: Session, report: LabReport, words: str, *, by: Actor) -> None:
    """What the house concludes; a further conclusion stands beside the former. Invalid when it is
    empty.
    """
    rights.require(by, rights.ENTER)
    if not words.strip():
        raise Invalid("form_invalid", {"words": "Écrivez ce que vous concluez."})
    session.add(
        LabConclusion(
            report_id=report.id or 0,
            words=words.strip()[:1000],
            recorded_at=clock.now(),
            account_id=by.account_id,
        )
    )
    session.flush()


def attach(session: Session, store: Store, report: LabReport, upload: Upload, *, by: Actor) -> None:
    """Keep the report itself. Refuses as `files.service.attach`."""
    rights.require(by, rights.ENTER)
    file = files.attach(session, store, upload, by=by)
    session.add(
        LabFile(
            report_id=report.id or 0,
            file_id=file.id or 0,
            recorded_at=clock.now(),
            account_id=by.account_id,
        )
    )
    session.flush()


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a file is a laboratory's report: it is read through its page alone."""
    query = select(LabFile.id).where(LabFile.file_id == file_id)
    return session.exec(query.limit(1)).first() is not None


def add_place(session: Session, label: str, *, by: Actor, machine: str = "") -> LabPlace:
    """A place to sample, in a machine when its label is scanned; one that was retired comes back.
    Invalid when the list has it, or for a code that is no machine. Flushes.
    """
    rights.require(by, rights.ENTER)
    label = " ".join(label.split())[:80]
    if not fold(label):
        raise Invalid("form_invalid", {"place_label": "Écrivez le lieu."})
    found = session.exec(select(LabPlace).where(LabPlace.label_key == fold(label))).first()
    if found is not None and found.retired_at is None:
        raise Invalid("lab_place_known", {"place_label": "Ce lieu est déjà dans la liste."})
    made = found or LabPlace(
        label=label, label_key=fold(label), created_at=clock.now(), created_by=by.account_id
    )
    made.retired_at = None
    made.machine_id = _machine(session, machine)
    session.add(made)
    session.flush()
    return made


def _machine(session: Session, raw: str) -> int | None:
    if not raw:
        return None
    code = codes.read(raw[:64]).code
    subject = None if code is None else subjects.by_code(session, code)
    if subject is None or subject.thing != "machine" or subject.workshop != rights.WORKSHOP:
        raise Invalid("form_invalid", {"machine": "Ce code n’est celui d’aucune machine."})
    return subject.resource_id


def retire_place(session: Session, place_id: int, *, by: Actor) -> None:
    """Offer a place no more; its results stay. NotFound."""
    rights.require(by, rights.ENTER)
    found = session.get(LabPlace, place_id)
    if found is None:
        raise NotFound("not_found")
    if found.retired_at is None:
        found.retired_at = clock.now()
        session.add(found)
        session.flush()


def places(session: Session) -> list[LabPlace]:
    """Those that are offered, by name."""
    query = select(LabPlace).where(col(LabPlace.retired_at).is_(None))
    return list(session.exec(query.order_by(LabPlace.label_key).limit(MOST_PLACES)))


@dataclass(frozen=True, slots=True)
class AccreditationIn:
    """What a laboratory shows: no number says that it has none."""

    number: str = ""
    scope: str = ""
    until: date | None = None


def add_laboratory(session: Session, name: str, given: AccreditationIn, *, by: Actor) -> Laboratory:
    """A laboratory with its accreditation. Invalid when the list has it. Flushes."""
    rights.require(by, rights.ENTER)
    name = " ".join(name.split())[:120]
    if not fold(name):
        raise Invalid("form_invalid", {"name": "Écrivez son nom."})
    if session.exec(select(Laboratory.id).where(Laboratory.name_key == fold(name))).first():
        raise Invalid("lab_laboratory_known", {"name": "Ce laboratoire est déjà dans la liste."})
    made = Laboratory(
        name=name, name_key=fold(name), created_at=clock.now(), created_by=by.account_id
    )
    session.add(made)
    session.flush()
    accredit(session, made.id or 0, given, by=by)
    return made


def accredit(session: Session, laboratory_id: int, given: AccreditationIn, *, by: Actor) -> None:
    """What a laboratory shows now; the former stays. Invalid for a number without a scope or an
    end. NotFound.
    """
    rights.require(by, rights.ENTER)
    if session.get(Laboratory, laboratory_id) is None:
        raise NotFound("not_found")
    errors: dict[str, str] = {}
    if given.number and not given.scope:
        errors["scope"] = "Écrivez la portée, telle que sur l’attestation."
    if given.number and given.until is None:
        errors["until"] = "Écrivez jusqu’à quand elle vaut."
    if errors:
        raise Invalid("form_invalid", errors)
    session.add(
        Accreditation(
            laboratory_id=laboratory_id,
            number=given.number[:40],
            scope=given.scope[:200],
            until=given.until,
            recorded_at=clock.now(),
            account_id=by.account_id,
        )
    )
    session.flush()
