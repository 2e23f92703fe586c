"""How the tests of these pages ask: addresses, what is sent, who is found again."""

from typing import Any

from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel, select
from werkzeug.test import TestResponse

from esat.accounts.models import Account

HEADERS = {"Origin": "http://localhost"}
DOCUMENTS, AUDITS = "/rabc/documents", "/rabc/audits"
REVIEWS, ACTIONS = "/rabc/revues", "/rabc/actions"
PAPER = {"code": "PRO-01", "kind": "procedure", "title": "Tri du linge", "summary": "Première",
         "body": "Trier.", "readers": "moniteur"}  # fmt: skip
PDF = b"%PDF-1.4\n%%EOF\n"


def send(browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    return browser.post(path, data=fields, headers=HEADERS)


def key(session: Session, table: type[SQLModel]) -> int:
    session.expire_all()
    return int(session.exec(select(table)).all()[-1].id)  # type: ignore[attr-defined]


def account(session: Session, name: str) -> int:
    found = session.exec(select(Account).where(Account.display_name == name)).all()
    return found[-1].id or 0
