"""What bookbinding knows of a volume: its owner, its kind, its period, its copy, its leaves."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Row

KINDS = (
    ("deliberations", "Délibérations"),
    ("arretes", "Arrêtés"),
    ("etat_civil", "État civil"),
    ("decisions", "Décisions"),
    ("tables", "Tables"),
    ("other", "Autre"),
)


class Volume(Row, table=True):
    """Keyed by the item. The copy is 1 (town hall) or 2 (court registry), or there is but one.
    The leaves are those that the owner declares.
    """

    __tablename__ = "volume"

    item_id: int = Field(foreign_key="item.id", primary_key=True)
    owner: str = Field(max_length=120)
    kind: str = Field(max_length=20)
    period: str = Field(max_length=60)
    copy_no: int | None = None
    leaves: int | None = None

    __table_args__ = (
        CheckConstraint(
            "kind IN ('deliberations', 'arretes', 'etat_civil', 'decisions', 'tables', 'other')",
            name="kind",
        ),
        CheckConstraint("copy_no IN (1, 2)", name="copy_no"),
        CheckConstraint("leaves > 0", name="leaves"),
    )

    @property
    def kind_label(self) -> str:
        return dict(KINDS)[self.kind]
