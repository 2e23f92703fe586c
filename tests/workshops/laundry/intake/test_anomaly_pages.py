import io
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, select

from esat.files.models import StoredFile
from tests.workshops.laundry.intake import desk
from workshops.laundry.intake import anomaly_reads
from workshops.laundry.intake.cases import Anomaly

SignedIn = Callable[..., FlaskClient]
HOME = "/blanchisserie/anomalies"


@pytest.fixture
def bag(session: Session, now: datetime) -> tuple[str, int]:
    code = desk.announced(session, 1, at=now, name="EHPAD Les Tilleuls").codes[0]
    return code, desk.receive(session, code, now)


def picture() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(made, "JPEG")
    made.seek(0)
    return made


def form(**fields: object) -> dict[str, object]:
    return {"capture": str(uuid4())} | fields


def noted(session: Session) -> list[Anomaly]:
    session.expire_all()
    return list(session.exec(select(Anomaly).order_by(Anomaly.id)))  # type: ignore[arg-type]


def test_an_anomaly_is_noted_once_with_its_photograph(
    session: Session, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    nadia = signed_in("moniteur", ("laundry",))
    assert "Sac ouvert" in nadia.get(f"{HOME}/nouvelle?code={bag[0]}").text
    key = str(uuid4())
    for _ in range(2):
        sent = {"capture": key, "code": bag[0], "kind": "sharp", "note": "Aiguille",
                "photo": (picture(), "sac.jpg")}  # fmt: skip
        answer = nadia.post(f"{HOME}/nouvelle", data=sent, headers=desk.ORIGIN)
        assert answer.status_code == 303, answer.text
        assert f"code={bag[0]}" in answer.headers["Location"]
    (row,) = noted(session)
    assert (row.item_id, row.kind, row.near_miss, row.note) == (bag[1], "sharp", True, "Aiguille")
    kept = session.exec(select(StoredFile)).one()
    assert (kept.id, kept.item_id, kept.visibility) == (row.file_id, bag[1], "internal")
    shown = nadia.get(f"{HOME}?mois=2026-11").text
    for words in ("EHPAD Les Tilleuls", "accident évité", f"/fichiers/{row.file_id}"):
        assert words in shown, words


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"kind": ""}, 409, "Choisissez l’anomalie"), ({"kind": "x"}, 409, "Choisissez l’anomalie"),
        ({"kind": "other", "note": ""}, 409, "écrivez ce que vous voyez"),
        ({"kind": "wet", "note": "x" * 281}, 422, 'id="e-note"'),
        ({"kind": "wet", "when": "2026-11-23T08:00"}, 409, "saisie différée"),
    ],
)  # fmt: skip
def test_a_wrong_anomaly_is_refused_and_the_form_comes_back_filled(
    session: Session,
    signed_in: SignedIn,
    bag: tuple[str, int],
    fields: dict[str, str],
    status: int,
    words: str,
) -> None:
    nadia = signed_in("moniteur", ("laundry",))
    sent = {"note": "près du fond"} | fields
    answer = nadia.post(f"{HOME}/nouvelle", data=form(code=bag[0], **sent), headers=desk.ORIGIN)
    assert answer.status_code == status
    assert words in answer.text
    assert str(sent["note"]) in answer.text
    assert noted(session) == []


def test_a_file_that_is_no_photograph_keeps_nothing(
    session: Session, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    sent = form(code=bag[0], kind="wet", photo=(io.BytesIO(b"MZ" * 99), "x.exe"))
    answer = signed_in("moniteur", ("laundry",)).post(
        f"{HOME}/nouvelle", data=sent, headers=desk.ORIGIN
    )
    assert answer.status_code == 422
    assert 'id="e-photo"' in answer.text
    assert noted(session) == []


def test_a_code_that_names_no_bag_is_said(signed_in: SignedIn, now: datetime) -> None:
    nadia = signed_in("moniteur", ("laundry",))
    assert nadia.get(f"{HOME}/nouvelle?code=F1234567").status_code == 200
    answer = nadia.post(
        f"{HOME}/nouvelle", data=form(code="F1234567", kind="wet"), headers=desk.ORIGIN
    )
    assert answer.status_code == 409


def test_the_client_is_told_once_on_a_day_that_can_be(
    session: Session, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    nadia = signed_in("moniteur", ("laundry",))
    desk.act(nadia, "laundry.anomaly", bag[0], kind="wet")
    (row,) = noted(session)
    path = f"{HOME}/{row.id}/client"
    for day, status in (("2026-11-24", 409), ("2026-11-22", 409), ("demain", 422), ("", 422)):
        sent = form(on=day, how="Appel")
        assert nadia.post(path, data=sent, headers=desk.ORIGIN).status_code == status, day
    assert noted(session)[0].told_on is None
    good = form(on="2026-11-23", how="Appel au service linge")
    for _ in range(2):
        assert nadia.post(path, data=good, headers=desk.ORIGIN).status_code == 303
    assert noted(session)[0].told_how == "Appel au service linge"
    again = nadia.post(path, data=form(on="2026-11-23", how="Encore"), headers=desk.ORIGIN)
    assert again.status_code == 409
    assert "déjà prévenu" in again.text
    assert "Dit au client le 23/11/2026" in nadia.get(HOME).text


def test_months_follow_one_another_and_an_empty_one_says_so(signed_in: SignedIn) -> None:
    nadia = signed_in("moniteur", ("laundry",))
    assert "Aucune anomalie" in nadia.get(f"{HOME}?mois=2026-10").text
    for month in ("n’importe", "9999-12", "0001-01", "1900-01", "2026-13", ""):
        assert nadia.get(f"{HOME}?mois={month}").status_code == 200, month
    december = anomaly_reads.month_of("2026-12")
    assert anomaly_reads.following(december).isoformat() == "2027-01-01"
    assert anomaly_reads.before(anomaly_reads.month_of("2026-01")).isoformat() == "2025-12-01"


def test_other_workshops_and_readers_note_nothing(
    session: Session, client: FlaskClient, signed_in: SignedIn, bag: tuple[str, int]
) -> None:
    desk.act(signed_in("moniteur", ("laundry",)), "laundry.anomaly", bag[0], kind="wet")
    key = noted(session)[0].id
    elsewhere, reader = signed_in("moniteur", ("bookbinding",)), signed_in("inspecteur")
    assert reader.get(HOME).status_code == 200
    for path in (HOME, f"{HOME}/nouvelle?code={bag[0]}"):
        assert elsewhere.get(path).status_code in {403, 404}, path
        assert client.get(path).status_code in {302, 303}, path
    for path in (f"{HOME}/nouvelle", f"{HOME}/{key}/client"):
        sent = form(code=bag[0], kind="wet", on="2026-11-23", how="Appel")
        for browser in (elsewhere, reader):
            answer = browser.post(path, data=sent, headers=desk.ORIGIN)
            assert answer.status_code in {403, 404}, path
    assert len(noted(session)) == 1
    assert noted(session)[0].told_on is None


def test_the_month_that_has_not_begun_is_not_offered(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    page = signed_in("moniteur", ("laundry",))
    assert "Mois d’après" not in page.get("/blanchisserie/anomalies").text
    assert "Mois d’après" in page.get("/blanchisserie/anomalies?mois=2026-10").text
