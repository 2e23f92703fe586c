"""What an empty house finds at its counter: proposals only, that nobody is asked to pay."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session, select

from esat import clock
from workshops.laundry.desk import tariff_changes
from workshops.laundry.desk.models import DeskText, Tariff
from workshops.laundry.desk.words import PROPOSED

SOURCE: Final = "Exemple, à fixer par délibération"
BOTH: Final = "Lavage et repassage"
PRICES: Final = (
    ("Chemise", BOTH, "3.00", "pièce", "person"),
    ("Chemise", "Repassage", "1.80", "pièce", "person"),
    ("Pantalon", BOTH, "4.00", "pièce", "person-walking"),
    ("Pantalon", "Repassage", "2.20", "pièce", "person-walking"),
    ("Drap", BOTH, "2.50", "pièce", "layers"),
    ("Housse de couette", BOTH, "4.50", "pièce", "layers"),
    ("Couette", "Lavage", "12.00", "pièce", "snow"),
    ("Rideau", "Lavage", "5.00", "pièce", "door-open"),
    ("Linge de maison", "Lavage et pliage", "3.50", "kg", "basket"),
)


def install(session: Session, at: datetime) -> None:
    """Propose prices and texts where the house has none."""
    today = clock.local(at).date()
    if session.exec(select(Tariff.id).limit(1)).first() is None:
        for position, (article, service, price, unit, pictogram) in enumerate(PRICES):
            session.add(
                Tariff(
                    code=tariff_changes.tariff_code(article, service), version=1, article=article,
                    service=service, price=Decimal(price), unit=unit, pictogram=pictogram,
                    position=position, since=today, source=SOURCE, created_at=at,
                )
            )  # fmt: skip
    known = set(session.exec(select(DeskText.code)))
    for code, (body, source) in PROPOSED.items():
        if code not in known:
            session.add(
                DeskText(code=code, version=1, body=body, since=today, source=source, created_at=at)
            )
    session.flush()
