from collections.abc import Callable

from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.production.articles import Article
from esat.production.models import OrderLine
from tests.esat.production.buttons import press
from tests.factories import make_client

SignedIn = Callable[..., FlaskClient]
PAGE = "/commandes/nouvelle?atelier=blanchisserie&client="


def test_a_known_article_is_suggested_and_its_code_is_kept(
    signed_in: SignedIn, session: Session
) -> None:
    client_id = make_client(session).id
    session.add(Article(code="DRAP", label="Draps plats", workshop="laundry"))
    session.add(Article(code="TONTE", label="Tonte", workshop="green_spaces"))
    session.commit()
    odile = signed_in("bureau")
    page = odile.get(f"{PAGE}{client_id}").text
    assert '<option value="Draps plats">' in page
    assert "Tonte" not in page
    form = {
        "atelier": "blanchisserie", "client_id": str(client_id),
        "line-1-label": "draps plats", "line-1-quantity": "12", "line-1-unit": "pièce",
        "line-2-label": "Autre chose", "line-2-quantity": "1", "line-2-unit": "kg",
        "bags": "1", "kind": "bag", "count": "1",
    }  # fmt: skip
    answer = press(odile, "/commandes/nouvelle", **form)
    assert answer.status_code == 303, answer.text
    lines = session.exec(select(OrderLine).order_by(col(OrderLine.position))).all()
    assert [line.service_code for line in lines][:2] == ["DRAP", ""]
