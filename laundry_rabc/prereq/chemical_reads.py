"""What the pages show of products, lots and pumps: SELECTs only."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from esat import clock
from esat.production import tables
from laundry_rabc.prereq import chemicals, pieces, pumps, windows
from laundry_rabc.prereq.cleaning_reads import people, writers
from laundry_rabc.prereq.models import Product, ProductLot, ProductSheet, Pump, PumpEvent, PumpFill
from laundry_rabc.prereq.pump_shapes import Dosed
from laundry_rabc.prereq.saying import standing
from workshops.laundry.plant import limits, versions
from workshops.laundry.plant.models import Machine, ProgrammeDose

LAST = 60


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot of a product, and how it stands."""

    lot: ProductLot
    product: Product
    state: str
    meaning: str

    @property
    def name(self) -> str:
        return f"{self.product.name}, lot {self.lot.number}"

    @property
    def usable(self) -> bool:
        return self.lot.withdrawn_at is None and self.meaning != "refused"


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as the list shows it."""

    product: Product
    kind: str
    lots: tuple[Lot, ...]
    sheet: ProductSheet | None

    @property
    def living(self) -> tuple[Lot, ...]:
        return tuple(one for one in self.lots if one.lot.withdrawn_at is None)

    @property
    def worst(self) -> Lot | None:
        """The lot that asks for something, if one does."""
        odd = [one for one in self.living if one.meaning in {"refused", "question"}]
        return min(odd, key=lambda one: one.lot.expires_on or date.max, default=None)


@dataclass(frozen=True, slots=True)
class PumpRow:
    """A pump as it stands now; `machines` are those that it serves."""

    pump: Pump
    code: str
    machines: tuple[str, ...]
    machine_ids: tuple[int, ...]
    lot: Lot | None
    filled_at: datetime | None
    troubles: tuple[PumpEvent, ...]
    dosed: Dosed | None

    @property
    def expired(self) -> bool:
        return self.lot is not None and self.lot.meaning == "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a pump's history with its words; `struck` when a further one corrects it."""

    row: Any
    title: str
    detail: str
    who: str
    struck: bool


def machines(session: Session) -> dict[int, str]:
    """The machines of the laundry by the key of their resource, those withdrawn last."""
    found = versions.newest(session, Machine, "resource_id")
    return {
        one.resource_id: one.label + (" (retirée)" if one.withdrawn else "")
        for one in sorted(found, key=lambda one: (one.withdrawn, one.label))
    }


def lots(session: Session, *, product_id: int | None = None) -> list[Lot]:
    """The lots, the first to expire first; of one product, or of all."""
    today = clock.today()
    soon = int(limits.value(session, "chemical_soon", clock.now()))
    query = select(ProductLot, Product).join(Product, col(Product.id) == ProductLot.product_id)
    if product_id is not None:
        query = query.where(ProductLot.product_id == product_id)
    found = [
        Lot(lot, product, *_state(lot, today, soon))
        for lot, product in session.exec(query.order_by(col(ProductLot.id).desc()).limit(500))
    ]
    return sorted(found, key=lambda one: one.lot.expires_on or date.max)


def products(session: Session) -> list[ProductRow]:
    """Every product with its lots, those withdrawn last."""
    by_product = defaultdict[int, list[Lot]](list)
    for one in lots(session):
        by_product[one.lot.product_id].append(one)
    newest = select(func.max(ProductSheet.id)).group_by(col(ProductSheet.product_id))
    sheets = {
        one.product_id: one
        for one in session.exec(select(ProductSheet).where(col(ProductSheet.id).in_(newest)))
    }
    rows = session.exec(
        select(Product).order_by(col(Product.withdrawn_at).is_not(None), col(Product.name))
    )
    return [
        ProductRow(
            one, chemicals.KINDS[one.kind], tuple(by_product[one.id or 0]), sheets.get(one.id or 0)
        )
        for one in rows
    ]


def sheets(session: Session, product_id: int) -> list[ProductSheet]:
    """The data sheets of a product, the newest first."""
    query = select(ProductSheet).where(ProductSheet.product_id == product_id)
    return list(session.exec(query.order_by(col(ProductSheet.id).desc()).limit(LAST)))


def dose_names(session: Session) -> list[str]:
    """The words by which the programmes dose their products."""
    query = select(ProgrammeDose.product).distinct().order_by(col(ProgrammeDose.product))
    return list(session.exec(query))


def pump_rows(session: Session, *, pump_id: int | None = None) -> list[PumpRow]:
    """The pumps as they stand, those withdrawn last. A handful of statements."""
    query = select(Pump).order_by(col(Pump.withdrawn_at).is_not(None), col(Pump.code))
    if pump_id is not None:
        query = query.where(Pump.id == pump_id)
    rows = list(session.exec(query))
    keys = [one.id or 0 for one in rows]
    now, names, all_lots = clock.now(), machines(session), lots(session)
    known, events = windows.held(session, pumps=keys), _events(session, keys)
    codes, by_lot = _codes(session, rows), {one.lot.id: one for one in all_lots}
    return [
        _pump_row(
            one, codes.get(one.resource_id, ""), _serving(known, one.id or 0, now, names),
            _inside(known, one.id or 0, now), by_lot, events[one.id or 0],
        )
        for one in rows
    ]  # fmt: skip


def by_code(session: Session, text: str) -> Pump | None:
    """The pump of a scanned label, or of its name."""
    code = tables.barcode
    found = session.connection().execute(
        select(code.c.resource_id).where(
            code.c.code == text.strip().upper(), code.c.revoked_at.is_(None)
        )
    ).first()  # fmt: skip
    key = None if found is None else found.resource_id
    name = text.strip().upper()
    query = select(Pump).where((Pump.resource_id == key) | (Pump.code == name))
    return session.exec(query).first()


def history(session: Session, pump_id: int) -> list[Told]:
    """What was said of a pump, the newest first; what was corrected is struck, not gone."""
    fills = session.exec(
        select(PumpFill).where(PumpFill.pump_id == pump_id)
        .order_by(col(PumpFill.id).desc()).limit(LAST)
    ).all()  # fmt: skip
    events = session.exec(
        select(PumpEvent).where(PumpEvent.pump_id == pump_id)
        .order_by(col(PumpEvent.id).desc()).limit(LAST)
    ).all()  # fmt: skip
    both: list[PumpFill | PumpEvent] = [*fills, *events]
    workers = people(session, {one.worker_id for one in both})
    accounts = writers(session, {one.account_id for one in both})
    names = {one.lot.id: one.name for one in lots(session)}
    struck = {(type(one), one.amends_id) for one in both}
    told = [
        Told(
            one, _title(one, names), " · ".join(w for w in (one.reason, one.late_reason) if w),
            workers.get(one.worker_id) or accounts.get(one.account_id, ""),
            (type(one), one.id) in struck or one.void,
        )
        for one in both
    ]  # fmt: skip
    return sorted(told, key=lambda one: (one.row.recorded_at, one.row.id), reverse=True)


def _state(lot: ProductLot, today: date, soon: int) -> tuple[str, str]:
    if lot.withdrawn_at is not None:
        return "Retiré", "plain"
    if chemicals.expired(lot, today):
        return "Périmé", "refused"
    if lot.expires_on is not None and lot.expires_on <= today + timedelta(days=soon):
        return "Bientôt périmé", "question"
    return ("Ouvert", "ok") if lot.opened_at is not None else ("En réserve", "ok")


def _events(session: Session, keys: list[int]) -> defaultdict[int, list[PumpEvent]]:
    """What lasts, and the last measure of each pump."""
    last = (
        select(func.max(PumpEvent.id))
        .where(PumpEvent.kind == "calibration", col(PumpEvent.pump_id).in_(keys))
        .group_by(col(PumpEvent.pump_id))
    )
    query = standing(PumpEvent).where(
        col(PumpEvent.pump_id).in_(keys),
        ((col(PumpEvent.kind) != "calibration") & col(PumpEvent.until).is_(None))
        | col(PumpEvent.id).in_(last),
    )
    found = defaultdict[int, list[PumpEvent]](list)
    for one in session.exec(query.order_by(col(PumpEvent.id))):
        found[one.pump_id].append(one)
    return found


def _codes(session: Session, rows: list[Pump]) -> dict[int, str]:
    code = tables.barcode
    query = select(code.c.resource_id, code.c.code).where(
        code.c.resource_id.in_([one.resource_id for one in rows]), code.c.revoked_at.is_(None)
    )
    return {row.resource_id: row.code for row in session.connection().execute(query)}


def _serving(
    known: windows.Held, pump_id: int, now: datetime, names: dict[int, str]
) -> dict[int, str]:
    return {
        machine: names.get(machine, "")
        for (pump, machine), held in known.served.items()
        if pump == pump_id and pieces.at(held, now)
    }


def _inside(known: windows.Held, pump_id: int, now: datetime) -> pieces.Piece[int | None] | None:
    held = known.lots.get(pump_id, [])
    return next((one for one in reversed(held) if one.since <= now), None)


def _pump_row(
    pump: Pump,
    code: str,
    serving: dict[int, str],
    inside: pieces.Piece[int | None] | None,
    by_lot: dict[int | None, Lot],
    events: list[PumpEvent],
) -> PumpRow:
    measured = [Dosed(one) for one in events if one.kind == "calibration"]
    return PumpRow(
        pump, code, tuple(serving.values()), tuple(serving),
        by_lot.get(inside.value) if inside and inside.value else None,
        inside.since if inside else None,
        tuple(one for one in events if one.kind != "calibration"),
        measured[-1] if measured else None,
    )  # fmt: skip


def _title(one: PumpFill | PumpEvent, names: dict[int | None, str]) -> str:
    if one.void:
        return "Retiré : cela n’a pas eu lieu"
    if isinstance(one, PumpFill):
        return f"Dans la pompe : {names.get(one.lot_id, 'rien')}"
    word = pumps.EVENTS[one.kind]
    return f"{word} : {Dosed(one).percent} % de la dose réglée".replace(".", ",") if (
        one.kind == "calibration"
    ) else word  # fmt: skip
