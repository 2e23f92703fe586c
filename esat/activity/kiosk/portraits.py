"""Portraits with consent: who agreed, to what, and the picture that goes when he no longer does."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, func, select

from esat import clock, texts
from esat.activity.kiosk.models import Portrait, PortraitConsent
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused, WrongType
from esat.files import access, service
from esat.files.content import PDF
from esat.files.models import StoredFile
from esat.files.service import Upload
from esat.files.store import Store
from esat.workers import leading, memberships
from esat.workers.models import Worker

SEE: Final = "portraits.see"
KEEP: Final = "portraits.keep"
CONSENT: Final = "portraits.consent"
SCOPES: Final = {"kiosk": "La borne de l’atelier", "team": "La borne et les pages de l’équipe"}


def consent(
    session: Session, worker: Worker, given: PortraitConsent, *, by: Actor
) -> PortraitConsent:
    """Write what was said of the portrait; a yes that is not whole takes the picture away too.
    Flushes. Invalid: `form_invalid`.
    """
    if given.said_on > clock.today():
        raise Invalid("form_invalid", {"said_on": texts.sentence("consent_date")})
    worker_id = worker.id or 0
    before = newest(session, [worker_id]).get(worker_id)
    if before is not None and _same(before, given):
        return before
    given.worker_id, given.recorded_by, given.at = worker_id, by.account_id, clock.now()
    session.add(given)
    worker.portrait_consent = given.holds
    session.flush()
    if not given.holds:
        _forget(session, worker_id)
    return given


def withdraw(session: Session, worker: Worker, *, by: Actor) -> None:
    """He no longer agrees: the picture is gone everywhere, at once."""
    before = newest(session, [worker.id or 0]).get(worker.id or 0)
    if before is None or not before.given:
        _forget(session, worker.id or 0)
        return
    said = PortraitConsent(
        worker_id=worker.id or 0,
        given=False,
        said_on=clock.today(),
        scope=before.scope,
        signers=before.signers,
        at=clock.now(),
    )
    consent(session, worker, said, by=by)


def keep(session: Session, store: Store, worker: Worker, upload: Upload, *, by: Actor) -> Portrait:
    """Keep his portrait, in place of the one before. Refused: `portrait_no_consent`. Invalid:
    `portrait_missing`, and what `files.service.attach` refuses. WrongType: `portrait_not_picture`.
    """
    worker_id = worker.id or 0
    said = newest(session, [worker_id]).get(worker_id)
    if said is None or not said.holds:
        raise Refused("portrait_no_consent")
    if not upload.data:
        raise Invalid("form_invalid", {"photo": texts.sentence("portrait_missing")})
    nameless = Upload("portrait", upload.data)
    file = service.attach(session, store, nameless, by=by)
    if file.media_type == PDF:
        raise WrongType("portrait_not_picture")
    _forget(session, worker_id)
    made = Portrait(
        worker_id=worker_id, file_id=file.id or 0, at=clock.now(), recorded_by=by.account_id
    )
    session.add(made)
    session.flush()
    return made


def newest(session: Session, worker_ids: Collection[int]) -> dict[int, PortraitConsent]:
    """What each of them said last; one statement."""
    last = (
        select(func.max(PortraitConsent.id))
        .where(col(PortraitConsent.worker_id).in_(worker_ids))
        .group_by(col(PortraitConsent.worker_id))
    )
    query = select(PortraitConsent).where(col(PortraitConsent.id).in_(last))
    return {row.worker_id: row for row in session.exec(query)}


def shown(session: Session, worker_ids: Collection[int], *, place: str) -> dict[int, int]:
    """The portraits that may be shown at that place (`kiosk` or `team`): their files, by worker."""
    query = select(Portrait).where(col(Portrait.worker_id).in_(worker_ids))
    rows = {row.worker_id: row.file_id for row in session.exec(query)}
    if not rows:
        return {}
    said = newest(session, rows.keys())
    return {
        worker_id: file_id
        for worker_id, file_id in rows.items()
        if worker_id in said
        and said[worker_id].holds
        and (place == "kiosk" or said[worker_id].scope == "team")
    }


def file_of(session: Session, worker_id: int, by: Actor) -> StoredFile:
    """The portrait, to the kiosk of his workshop and to those who see his group. NotFound."""
    worker = session.get(Worker, worker_id)
    place = "kiosk" if by.account_id is None or by.can(KEEP) else "team"
    found = None if worker is None else memberships.of(session, worker, clock.today())
    if found is None or not leading.may(by, SEE, found):
        raise NotFound("not_found")
    file_id = shown(session, [worker_id], place=place).get(worker_id)
    file = None if file_id is None else session.get(StoredFile, file_id)
    if file is None:
        raise NotFound("not_found")
    return file


def said_before(session: Session, worker_id: int) -> list[tuple[date, bool, datetime]]:
    """What was said of the portrait over time, newest first."""
    query = select(PortraitConsent).where(PortraitConsent.worker_id == worker_id)
    rows = session.exec(query.order_by(col(PortraitConsent.id).desc()))
    return [(row.said_on, row.holds, row.at) for row in rows]


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a file is a portrait: it is then read through this room alone."""
    query = select(Portrait.id).where(Portrait.file_id == file_id)
    return session.exec(query.limit(1)).first() is not None


def install() -> None:
    """Tell the room of files that portraits are not read through its own page."""
    access.add_keeper(kept_here)


def _same(one: PortraitConsent, other: PortraitConsent) -> bool:
    names = ("given", "said_on", "scope", "signers", "second_given")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _forget(session: Session, worker_id: int) -> None:
    row = session.exec(select(Portrait).where(Portrait.worker_id == worker_id)).first()
    if row is None:
        return
    session.delete(row)
    session.flush()
    service.remove(session, row.file_id)
    session.flush()
