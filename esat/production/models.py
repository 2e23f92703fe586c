"""Orders, items, lots and resources: what there is and where it stands.

What happened to them is in `journal_models`. Integer keys; people see codes. An item's stage is a
projection of the journal, compared with it every night.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from esat.db import Quantity, Row, exactly_one


class Order(Row, table=True):
    """What a client asked of one workshop. Its state is its timestamps; progress is its items'."""

    __tablename__ = "orders"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    workshop: str = Field(max_length=30)
    client_id: int = Field(foreign_key="client.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="delivery_site.id")
    due_on: date | None = None
    client_ref: str = Field(default="", max_length=60)
    commitment_no: str = Field(default="", max_length=60)
    instructions: str = Field(default="", max_length=2000)
    opened_at: datetime
    opened_by: int | None = Field(default=None, foreign_key="account.id")
    confirmed_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    search: str = Field(default="", max_length=600)

    __table_args__ = (
        Index(
            "ix_orders_open",
            "workshop",
            "due_on",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class OrderLine(Row, table=True):
    """What was asked, line by line: quantities carry their unit."""

    __tablename__ = "order_line"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    position: int
    service_code: str = Field(default="", max_length=30)
    label: str = Field(max_length=200)
    quantity: Decimal = Field(sa_type=Quantity)
    unit: str = Field(max_length=20)
    place: str = Field(default="workshop", max_length=10)

    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity"),
        CheckConstraint("place IN ('at_home', 'workshop')", name="place"),
        Index("uq_order_line_position", "order_id", "position", unique=True),
    )


class Resource(Row, table=True):
    """What stays and comes back: bag, trolley, crate, machine, card, site, shelf."""

    __tablename__ = "resource"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=30)
    label: str = Field(max_length=120)
    workshop: str = Field(max_length=30)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True)
    action: str | None = Field(default=None, max_length=40)
    created_at: datetime
    retired_at: datetime | None = None


class Item(Row, table=True):
    """One passage of one tracked thing through one order. It stands at one stage, whole."""

    __tablename__ = "item"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    line_id: int | None = Field(default=None, foreign_key="order_line.id")
    resource_id: int | None = Field(default=None, foreign_key="resource.id")
    workshop: str = Field(max_length=30)
    kind: str = Field(max_length=30)
    label: str = Field(max_length=200)
    quantity: Decimal = Field(default=Decimal(1), sa_type=Quantity)
    unit: str = Field(default="pièce", max_length=20)
    stage: str = Field(max_length=40)
    stage_since: datetime
    closed_at: datetime | None = None

    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity"),
        Index(
            "uq_item_open_resource",
            "resource_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL AND resource_id IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND resource_id IS NOT NULL"),
        ),
        Index(
            "ix_item_resource",
            "resource_id",
            sqlite_where=text("resource_id IS NOT NULL"),
            postgresql_where=text("resource_id IS NOT NULL"),
        ),
        Index(
            "ix_item_open",
            "workshop",
            "stage",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class ItemLink(Row, table=True):
    """A part split from an item: parent, child and the quantity that left with it. It is not
    `certain` where the parent was mixed with others' and one can no longer tell which is which.
    """

    __tablename__ = "item_link"

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int = Field(foreign_key="item.id", index=True)
    child_id: int = Field(foreign_key="item.id", index=True)
    quantity: Decimal = Field(sa_type=Quantity)
    certain: bool = True
    at: datetime


class Lot(Row, table=True):
    """Items that travel together: a wash load, a gilding batch, a production batch."""

    __tablename__ = "lot"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    workshop: str = Field(max_length=30)
    kind: str = Field(default="lot", max_length=30)
    label: str = Field(default="", max_length=200)
    stage: str = Field(max_length=40)
    stage_since: datetime
    opened_at: datetime
    closed_at: datetime | None = None

    __table_args__ = (
        Index(
            "ix_lot_open",
            "workshop",
            "stage",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class LotItem(Row, table=True):
    """A membership with a past: that is traceability. One open membership an item."""

    __tablename__ = "lot_item"

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int = Field(foreign_key="lot.id", index=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    quantity: Decimal = Field(sa_type=Quantity)
    joined_at: datetime
    left_at: datetime | None = None

    __table_args__ = (
        Index(
            "uq_lot_item_open",
            "item_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )


class LotLink(Row, table=True):
    """A dryer load of two washes, a carton of three batches: parent lot, child lot."""

    __tablename__ = "lot_link"

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int = Field(foreign_key="lot.id", index=True)
    child_id: int = Field(foreign_key="lot.id", index=True)
    quantity: Decimal | None = Field(default=None, sa_type=Quantity)
    certain: bool = True
    at: datetime

    __table_args__ = (CheckConstraint("parent_id <> child_id", name="not_itself"),)


class Hold(Row, table=True):
    """What forbids a thing to move: one reason, placed and lifted at and by."""

    __tablename__ = "hold"

    id: int | None = Field(default=None, primary_key=True)
    item_id: int | None = Field(default=None, foreign_key="item.id")
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    resource_id: int | None = Field(default=None, foreign_key="resource.id")
    reason: str = Field(max_length=40)
    note: str = Field(default="", max_length=280)
    place_id: int | None = Field(default=None, foreign_key="resource.id")
    source: str = Field(default="", max_length=30)
    source_ref: str = Field(default="", max_length=60)
    placed_at: datetime
    placed_by: int | None = Field(default=None, foreign_key="account.id")
    lifted_at: datetime | None = None
    lifted_by: int | None = Field(default=None, foreign_key="account.id")
    lift_note: str = Field(default="", max_length=280)

    __table_args__ = (
        CheckConstraint(exactly_one("item_id", "lot_id", "resource_id"), name="one_subject"),
        *(
            Index(
                f"ix_hold_open_{what}",
                f"{what}_id",
                sqlite_where=text(f"lifted_at IS NULL AND {what}_id IS NOT NULL"),
                postgresql_where=text(f"lifted_at IS NULL AND {what}_id IS NOT NULL"),
            )
            for what in ("item", "lot", "resource")
        ),
    )


class Barcode(Row, table=True):
    """A code points, it carries no data. At most one target; none is pre-printed and unbound."""

    __tablename__ = "barcode"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=64, unique=True)
    kind: str = Field(max_length=1)
    origin: str = Field(default="ours", max_length=10)
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    lot_id: int | None = Field(default=None, foreign_key="lot.id", index=True)
    resource_id: int | None = Field(default=None, foreign_key="resource.id", index=True)
    station_id: int | None = Field(default=None, foreign_key="station.id")
    worker_id: int | None = Field(default=None, foreign_key="worker.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    client_id: int | None = Field(default=None, foreign_key="client.id")
    created_at: datetime
    revoked_at: datetime | None = None
    symbology: str | None = Field(default=None, max_length=12)
    """What carries a client's own code, where it is known; a digit code must follow its format."""


class Delivery(Row, table=True):
    """A hand-over: to whom, by whom, with what reserves; the units are its items."""

    __tablename__ = "delivery"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    receiver: str = Field(default="", max_length=80)
    reserves: str = Field(default="", max_length=280)
    refused: bool = False
    signature_file_id: int | None = Field(default=None, foreign_key="file.id")


class DeliveryItem(Row, table=True):
    __tablename__ = "delivery_item"

    delivery_id: int = Field(foreign_key="delivery.id", primary_key=True)
    item_id: int = Field(foreign_key="item.id", primary_key=True)


class StageSetting(Row, table=True):
    """What the house may change without a developer: label, order, hidden, resting time."""

    __tablename__ = "stage_setting"

    id: int | None = Field(default=None, primary_key=True)
    workshop: str = Field(max_length=30)
    stage: str = Field(max_length=40)
    label: str = Field(default="", max_length=60)
    position: int = 0
    hidden: bool = False
    resting_minutes: int | None = None
    since: datetime
    set_by: int | None = Field(default=None, foreign_key="account.id")
