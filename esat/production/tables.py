"""The tables that reads join, as SQLAlchemy Core sees them; it knows no query."""

from sqlmodel import SQLModel

from esat.accounts import models as accounts
from esat.clients import models as clients
from esat.production import journal_models, models

__all__ = [
    "account", "accounts", "barcode", "capture", "client", "clients", "delivery_site", "event",
    "hold", "item", "journal_models", "lot", "lot_item", "models", "order", "order_line",
    "resource", "station",
]  # fmt: skip

_tables = SQLModel.metadata.tables

account = _tables["account"]
barcode = _tables["barcode"]
capture = _tables["capture"]
client = _tables["client"]
delivery_site = _tables["delivery_site"]
event = _tables["event"]
hold = _tables["hold"]
item = _tables["item"]
lot = _tables["lot"]
lot_item = _tables["lot_item"]
order = _tables["orders"]
order_line = _tables["order_line"]
resource = _tables["resource"]
station = _tables["station"]
