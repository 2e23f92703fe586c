"""What is wrong with a bag that comes: noted with its photograph, told to the client, counted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pydantic import BaseModel
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.declarations import EventKind
from esat.errors import NotFound, Refused
from esat.production import journal
from esat.production.journal import Entry
from esat.production.models import Item, Order
from workshops.laundry.intake import weights
from workshops.laundry.intake.cases import Anomaly
from workshops.laundry.intake.doing import Deed, require
from workshops.laundry.intake.models import Weighing
from workshops.laundry.plant import limits

MAX_NOTE: Final = 280


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of anomaly: its word and its picture. A sharp thing is an accident avoided."""

    code: str
    label: str
    pictogram: str
    near_miss: bool = False


KINDS: Final = (
    Kind("open", "Sac ouvert", "unlock"),
    Kind("leaking", "Sac qui fuit", "droplet-half"),
    Kind("heavy", "Sac trop lourd", "speedometer2"),
    Kind("unlabelled", "Sans étiquette", "tag"),
    Kind("wrong_client", "Linge d’un autre client", "shuffle"),
    Kind("wet", "Linge mouillé", "water"),
    Kind("sharp", "Objet piquant ou coupant", "scissors", near_miss=True),
    Kind("damaged", "Sac abîmé", "bandaid"),
    Kind("other", "Autre", "question-circle"),
)
BY_CODE: Final = {kind.code: kind for kind in KINDS}


class Noted(BaseModel):
    """An anomaly in the journal: which row, and of what kind."""

    anomaly: int
    kind: str


EVENT_KINDS = (EventKind("item.anomaly", "Anomalie notée", Noted),)


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw, with the photograph that shows it."""

    kind: str
    note: str = ""
    file_id: int | None = None


def note(session: Session, item_id: int, seen: Seen, how: Deed) -> Anomaly:
    """Note an anomaly of a bag. Refuses `anomaly_kind`, `anomaly_note`, `note_too_long`;
    NotFound for what is no item of the laundry; forbids `not_allowed`. Flushes.
    """
    require(how.by)
    item = session.get(Item, item_id)
    if item is None or item.workshop != "laundry":
        raise NotFound("not_found")
    kind = BY_CODE.get(seen.kind)
    if kind is None:
        raise Refused("anomaly_kind")
    words = seen.note.strip()
    if len(words) > MAX_NOTE:
        raise Refused("note_too_long")
    if kind.code == "other" and not words:
        raise Refused("anomaly_note")
    return _add(session, item, kind, Seen(kind.code, words, seen.file_id), how)


def of_weight(session: Session, item: Item, weighing: Weighing, how: Deed) -> Anomaly | None:
    """A bag over its limit is an anomaly; corrected to less, the one that it made is withdrawn."""
    if item.kind != "bag":
        return None
    known = limits.values(session, ("bag_alert", "bag_limit"), how.at)
    over = next((known[c] for c in ("bag_limit", "bag_alert") if weighing.kg > known[c]), None)
    _withdraw_of_weights(session, item, weighing, how)
    if over is None:
        return None
    words = f"Pesé {weights.written(weighing.kg)}, limite {weights.written(over)}"
    return _add(session, item, BY_CODE["heavy"], Seen("heavy", words), how, weighing.id)


def tell(
    session: Session, anomaly_id: int, on: date, how_told: str, *, by: Actor, at: datetime
) -> Anomaly:
    """The client was told, that day and how. Refuses `anomaly_told`, `anomaly_withdrawn`,
    `told_before`, `when_in_future`; NotFound; forbids `not_allowed`. Flushes.
    """
    require(by)
    row = session.get(Anomaly, anomaly_id)
    if row is None:
        raise NotFound("not_found")
    if row.withdrawn_at is not None:
        raise Refused("anomaly_withdrawn")
    if row.told_on is not None:
        raise Refused("anomaly_told")
    if on > clock.local(at).date():
        raise Refused("when_in_future")
    if on < clock.local(row.at).date():
        raise Refused("told_before")
    row.told_on, row.told_how = on, how_told.strip()[:120]
    row.told_recorded_at, row.told_by = at, by.account_id
    session.flush()
    return row


def of_item(session: Session, item_id: int) -> list[Anomaly]:
    """What stands against one bag, the oldest first."""
    query = select(Anomaly).where(
        Anomaly.item_id == item_id, col(Anomaly.withdrawn_at).is_(None)
    )  # fmt: skip
    return list(session.exec(query.order_by(col(Anomaly.id))))


def _add(
    session: Session, item: Item, kind: Kind, seen: Seen, how: Deed, weighing_id: int | None = None
) -> Anomaly:
    order = session.get_one(Order, item.order_id)
    row = Anomaly(
        item_id=item.id or 0, client_id=order.client_id, kind=kind.code, note=seen.note,
        near_miss=kind.near_miss, file_id=seen.file_id, weighing_id=weighing_id, at=how.at,
        recorded_at=clock.now(), account_id=how.by.account_id, station_id=how.by.station_id,
        late=how.late, reason=how.reason,
    )  # fmt: skip
    session.add(row)
    session.flush()
    entry = Entry(
        "item.anomaly", how.at, item_id=item.id, capture_uid=how.capture_uid, late=how.late,
        reason=how.reason, data=Noted(anomaly=row.id or 0, kind=kind.code).model_dump(),
    )  # fmt: skip
    journal.record(session, entry, by=how.by)
    return row


def _withdraw_of_weights(session: Session, item: Item, weighing: Weighing, how: Deed) -> None:
    """What an earlier weight said of this bag no longer stands: it was corrected."""
    query = select(Anomaly).where(
        Anomaly.item_id == item.id,
        col(Anomaly.weighing_id).is_not(None),
        col(Anomaly.withdrawn_at).is_(None),
    )
    for row in session.exec(query):
        row.withdrawn_at, row.withdrawn_by = clock.now(), how.by.account_id
        row.withdrawn_reason = f"Poids corrigé : {weights.written(weighing.kg)}"
    session.flush()
