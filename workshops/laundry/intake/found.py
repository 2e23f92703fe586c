"""Things found in the linen: a case each, whose steps are added until it is closed.

Names (to whom it was given, who saw it) stand in the case only, never in the journal.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pydantic import BaseModel
from sqlmodel import Session, col, select

from esat import clock
from esat.declarations import EventKind
from esat.errors import Invalid, NotFound, Refused
from esat.files import access
from esat.production import journal, numbers, scans
from esat.production.journal import Entry
from esat.production.subjects import Subject
from esat.workers.models import Worker
from workshops.laundry.intake import anomalies
from workshops.laundry.intake.cases import Found, FoundStep
from workshops.laundry.intake.doing import WORKSHOP, Deed, require
from workshops.laundry.plant import limits

MANAGE: Final = "laundry.found"
READ: Final = "laundry.found_read"
SERIES: Final = "OT"
SHARP: Final = "sharp"
KINDS: Final = (
    ("aid", "Appareil auditif ou dentaire", "", "person-vcard"),
    ("valuable", "Bijou, argent", "", "gem"),
    ("phone", "Téléphone, clés", "", "phone"),
    ("medicine", "Médicament", "", "bandaid"),
    (SHARP, "Objet piquant ou coupant", "accident évité", "scissors"),
    ("other", "Autre", "", "question-circle"),
)
"""Code, word, detail, picture."""
LABELS: Final = {code: label for code, label, _, _ in KINDS}
STEPS: Final = {
    "opened": "Trouvé",
    "moved": "Rangé",
    "notified": "Client prévenu",
    "given_back": "Rendu",
    "disposed": "Détruit ou jeté",
    "noted": "Note",
}
CLOSING: Final = frozenset({"given_back", "disposed"})
NEEDED: Final = {
    "moved": "Écrivez où il est rangé, ou scannez l’étagère.",
    "notified": "Écrivez comment le client a été prévenu.",
    "given_back": "Écrivez à qui il a été rendu.",
    "disposed": "Écrivez ce qui en a été fait.",
    "noted": "Écrivez la note.",
}


class FoundNoted(BaseModel):
    """The case of a thing found in a bag or a lot; no word of what it is nor of anybody."""

    found: str


EVENT_KINDS = (
    EventKind("item.found_object", "Objet trouvé dedans", FoundNoted),
    EventKind("lot.found_object", "Objet trouvé dedans", FoundNoted),
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as somebody describes it; `code` is of the bag or the lot that it was in."""

    kind: str
    what: str
    code: str = ""
    place: str = ""
    storage: str = ""
    worker_id: int | None = None
    file_id: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What was done next; `on_day` when it is told afterwards."""

    step: str
    detail: str = ""
    on_day: date | None = None
    reason: str = ""


def open_case(session: Session, thing: Thing, how: Deed) -> Found:
    """A new case, with its number. Invalid for a wrong field; refuses `code_unknown` and its like,
    `found_not_laundry`; forbids `not_allowed`. Flushes.
    """
    require(how.by, MANAGE)
    _check(session, thing)
    subject = _where(session, thing.code)
    keep = timedelta(days=int(limits.value(session, "found_keep", how.at)))
    row = Found(
        ref=numbers.take(session, SERIES, how.at), kind=thing.kind, what=thing.what.strip(),
        item_id=subject.item_id if subject else None, lot_id=subject.lot_id if subject else None,
        client_id=subject.client_id if subject else None, place=thing.place.strip(),
        found_at=how.at, recorded_at=clock.now(), late=how.late, reason=how.reason,
        account_id=how.by.account_id, worker_id=thing.worker_id, file_id=thing.file_id,
        keep_until=clock.local(how.at).date() + keep,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _add(session, row, Step("opened", thing.place.strip()), how, None)
    if thing.storage.strip():
        _add(session, row, Step("moved", thing.storage.strip()), how, _shelf(session, thing))
    if subject is not None:
        _tell(session, row, subject, how)
    return row


def further(session: Session, ref: str, given: Step, how: Deed) -> Found:
    """One more step. Invalid without its words; refuses `found_closed`, `found_keep_running` for a
    disposal before its day without a reason, `when_in_future`, `found_before`; NotFound. Flushes.
    """
    require(how.by, MANAGE)
    row = by_ref(session, ref)
    if row.closed_at is not None:
        raise Refused("found_closed", ref=row.ref)
    if given.step not in NEEDED:
        raise Invalid("form_invalid", {"step": "Choisissez dans la liste."})
    if not given.detail.strip():
        raise Invalid("form_invalid", {"detail": NEEDED[given.step]})
    today = clock.local(how.at).date()
    day = given.on_day or today
    if day > today:
        raise Refused("when_in_future")
    if day < clock.local(row.found_at).date():
        raise Refused("found_before")
    if given.step == "disposed" and day < row.keep_until and not given.reason.strip():
        raise Refused("found_keep_running", until=f"{row.keep_until:%d/%m/%Y}")
    shelf = _shelf(session, Thing("", "", storage=given.detail)) if given.step == "moved" else None
    _add(session, row, given, how, shelf)
    if given.step in CLOSING:
        row.closed_at = how.at
    session.flush()
    return row


def by_ref(session: Session, ref: str) -> Found:
    """A case by its number. NotFound otherwise."""
    row = session.exec(select(Found).where(Found.ref == ref.strip().upper())).first()
    if row is None:
        raise NotFound("not_found")
    return row


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a photograph is of a thing that was in no bag: only its case shows it."""
    query = select(Found.id).where(Found.file_id == file_id, col(Found.item_id).is_(None))
    return session.exec(query.limit(1)).first() is not None


def install() -> None:
    """Tell the room of files that these are not read through its own page."""
    access.add_keeper(kept_here)


def steps(session: Session, found_id: int) -> list[FoundStep]:
    """What was done with it, the oldest first."""
    query = select(FoundStep).where(FoundStep.found_id == found_id)
    return list(session.exec(query.order_by(col(FoundStep.id))))


def _check(session: Session, thing: Thing) -> None:
    errors = {}
    if thing.kind not in LABELS:
        errors["kind"] = "Choisissez ce que c’est."
    if not thing.what.strip():
        errors["what"] = "Écrivez ce que c’est, en quelques mots."
    if not thing.code.strip() and not thing.place.strip():
        errors["code"] = "Scannez le sac ou le lot, ou écrivez l’endroit."
    if thing.worker_id is not None and session.get(Worker, thing.worker_id) is None:
        errors["worker_id"] = "Choisissez dans la liste."
    if errors:
        raise Invalid("form_invalid", errors)


def _where(session: Session, code: str) -> Subject | None:
    if not code.strip():
        return None
    resolved = scans.resolve(session, code)
    subject = resolved.subject
    if subject is None:
        raise Refused(resolved.reason or "code_unknown")
    if subject.workshop != WORKSHOP:
        raise Refused("found_not_laundry")
    return subject


def _shelf(session: Session, thing: Thing) -> int | None:
    """The shelf whose code was scanned as the place; words alone are a place too."""
    subject = scans.resolve(session, thing.storage).subject
    if subject is None or subject.kind != "resource" or (subject.code or "")[:1] != "X":
        return None
    return subject.resource_id


def _add(session: Session, row: Found, given: Step, how: Deed, shelf_id: int | None) -> None:
    session.add(
        FoundStep(
            found_id=row.id or 0, step=given.step, detail=given.detail.strip(), shelf_id=shelf_id,
            on_day=given.on_day, at=how.at, account_id=how.by.account_id,
            reason=given.reason.strip(),
        )
    )  # fmt: skip
    session.flush()


def _tell(session: Session, row: Found, subject: Subject, how: Deed) -> None:
    """The journal of the bag or the lot names the case; a sharp thing is the client's anomaly."""
    data = FoundNoted(found=row.ref).model_dump()
    kind = "item" if subject.item_id is not None else "lot" if subject.lot_id is not None else ""
    if not kind:
        return
    entry = Entry(
        f"{kind}.found_object", how.at, item_id=subject.item_id,
        lot_id=subject.lot_id if kind == "lot" else None, capture_uid=how.capture_uid,
        late=how.late, reason=how.reason, data=data,
    )  # fmt: skip
    journal.record(session, entry, by=how.by)
    if row.kind == SHARP and subject.item_id is not None:
        seen = anomalies.Seen("sharp", f"Objet trouvé {row.ref}", row.file_id)
        anomalies.note(session, subject.item_id, seen, how)
