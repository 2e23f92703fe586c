"""Forms of the laboratory as a browser sends them."""

from typing import Any

from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from esat.production import once
from laundry_rabc.results.models import Result
from tests.laundry_rabc.lab import plan
from tests.laundry_rabc.lab.plan import Lab

HERE = "/rabc/laboratoire"
HEADERS = {"Origin": "http://localhost"}


def send(browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    return browser.post(HERE + path, data={"capture": once.fresh()} | fields, headers=HEADERS)


def sheet(lab: Lab, *texts: str, **changes: Any) -> dict[str, Any]:
    """A report as the form sends it."""
    given: dict[str, Any] = {
        "laboratory": lab.laboratory, "number": "LV-1", "issued_on": "2026-11-20",
        "point": "HYG-01", "taken_at": "2026-11-16T10:30", "sampler": "Le laboratoire",
        "method": plan.PLATE, "surface": "25", "unit": "", "lignes": str(len(texts)),
    }  # fmt: skip
    for n, text in enumerate(texts):
        given |= {f"place_{n}": lab.table, f"value_{n}": text}
    return given | changes


def verdicts(session: Session) -> list[str]:
    return list(session.exec(select(Result.verdict).order_by(col(Result.id))))
