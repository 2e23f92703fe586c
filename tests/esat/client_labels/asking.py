"""The pages of client labels as an administrator asks for them, for the tests of this folder."""

import base64
import re

from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from esat.client_labels.models import ClientTemplate, IssuedNumber, NumberRange
from tests.esat.client_labels.drawings import opened, svg, zxing

HERE = "/administration/etiquettes-clients"
NEW, RANGE_NEW = f"{HERE}/nouveau", f"{HERE}/plages/nouvelle"
FIRST = "337601320000000016"
TYPED = {
    "name": "Carton", "code": "carton", "language": "svg", "width_mm": "100", "height_mm": "60",
    "body": svg('<text x="4" y="9" font-size="6">{{client}} {{code}}</text>'), "act": "keep",
}  # fmt: skip
RANGE = {"name": "Cartons", "kind": "sscc", "prefix": "3 3760132", "first": "1", "last": "1 200"}
POSTS = [
    NEW, RANGE_NEW, f"{HERE}/modeles/client-a/modifier", f"{HERE}/modeles/client-a/retrait",
    f"{HERE}/plages/{FIRST}/fermeture", f"{HERE}/plages/{FIRST}/annulation",
]  # fmt: skip


def count(session: Session) -> tuple[int, int, int, int]:
    session.expire_all()
    closed = select(NumberRange).where(col(NumberRange.closed_at).is_not(None))
    return (
        len(session.exec(select(ClientTemplate)).all()),
        len(session.exec(select(NumberRange)).all()),
        len(session.exec(select(IssuedNumber)).all()),
        len(session.exec(closed).all()),
    )


def picture(answer: TestResponse) -> set[tuple[str, str]]:
    found = re.search(r'src="data:image/png;base64,([^"]+)"', answer.text)
    assert found
    return zxing(opened(base64.b64decode(found.group(1))))
