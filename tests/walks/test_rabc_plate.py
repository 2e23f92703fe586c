"""A laboratory's report that prints its counts per square centimetre."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from laundry_rabc.cases.models import Case
from laundry_rabc.lab.models import Laboratory, LabPlace, LabReport, LabSample
from laundry_rabc.plan import proposing
from laundry_rabc.results.models import Result
from tests.esat.production.buttons import press

SignedIn = Callable[..., FlaskClient]
HERE = "/rabc/laboratoire"
JANUARY = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WRITTEN = "10 UFC/cm²"


def test_plate_result_with_unit_error(session: Session, now: datetime, signed_in: SignedIn) -> None:
    """Plate result with unit error

    Given a lab PDF stating "10 UFC/cm²", When it is entered, Then the system refuses to save
    without method and surface, shows the 25 cm² equivalent (250) and asks for confirmation that it
    is not 10/25 cm².
    """
    proposing.install(session, JANUARY)
    session.commit()
    ines = signed_in("qualite")
    sheet = _ready(session, ines)
    bare = _send(ines, sheet)
    assert bare.status_code == 422
    assert "Choisissez la méthode" in bare.text
    assert _plain("250 UFC/25 cm²") in _plain(bare.text)
    no_surface = _send(ines, sheet | {"method": "gélose contact"})
    assert no_surface.status_code == 422
    assert "surface prélevée" in no_surface.text
    whole = sheet | {"method": "gélose contact", "surface": "25"}
    asked = _send(ines, whole)
    assert asked.status_code == 422
    said = "10 UFC/cm² valent 250 UFC/25 cm². N’est-ce pas plutôt 10 UFC/25 cm² ?"
    assert said in _plain(asked.text)
    assert f'value="{WRITTEN}"' in asked.text
    assert _kept(session) == []
    done = _send(ines, whole | {"reading_0": "plate"})
    assert done.status_code == 303
    _told(session, ines.get(done.headers["Location"]).text)


def _ready(session: Session, ines: FlaskClient) -> dict[str, str]:
    """The place and the laboratory are known; the report lies on the desk."""
    assert press(ines, HERE + "/lieux", place_label="Pile de draps").status_code == 303
    shown = {"number": "1-1234", "scope": "Textiles", "until": "2027-06-30"}
    assert press(ines, HERE + "/laboratoires", name="Labo du Puy", **shown).status_code == 303
    place, laboratory = session.exec(select(LabPlace)).one(), session.exec(select(Laboratory)).one()
    return {
        "laboratory": str(laboratory.id), "number": "LV-114", "issued_on": "2026-11-20",
        "point": "HYG-01", "taken_at": "2026-11-16T10:30", "sampler": "Le laboratoire",
        "lignes": "1", "place_0": str(place.id), "value_0": WRITTEN,
    }  # fmt: skip


def _send(ines: FlaskClient, sheet: dict[str, str]) -> TestResponse:
    sent: dict[str, object] = {"report_file": (io.BytesIO(PDF), "rapport.pdf"), **sheet}
    return press(ines, HERE + "/rapports/nouveau", **sent)


def _kept(session: Session) -> list[LabReport]:
    return list(session.exec(select(LabReport)))


def _told(session: Session, page: str) -> None:
    """What the report states, what was answered, and the alert that follows are all there."""
    sample, result = session.exec(select(LabSample)).one(), session.exec(select(Result)).one()
    assert (sample.written, sample.reading) == (WRITTEN, "plate")
    assert (result.value, result.surface_cm2, result.verdict) == (10, 25, "alert")
    case = session.exec(select(Case).order_by(col(Case.id))).one()
    assert case.kind == "alert"
    assert WRITTEN in page
    assert "limite proposée, non validée" in page
    assert "rapport.pdf" in page


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")
