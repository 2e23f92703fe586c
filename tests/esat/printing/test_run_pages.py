import io
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, col, select

from esat.db import Database
from esat.printing.jobs import BITE, print_pending
from esat.printing.models import PrintJob, PrintRun
from esat.production.models import Barcode
from esat.web.door import House
from tests.esat.printing.asking import ask, free_port, jobs_of, make_codes, make_printer, states
from tests.sinks import LabelSink

SignedIn = Callable[..., FlaskClient]
Pages = Callable[[bytes], list[Image.Image]]
Read = Callable[[Image.Image], list[set[str]]]
SERIE = "/impressions/serie"


@pytest.fixture
def desk(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def run_of(database: Database) -> int:
    with database.read() as reading:
        return reading.exec(select(PrintRun.id).order_by(col(PrintRun.id).desc())).first() or 0


def test_ticked_things_are_asked_where_then_leave_together(
    house: House, session: Session, desk: FlaskClient, now: datetime
) -> None:
    codes = make_codes(session)
    make_printer(session)
    session.commit()
    where = desk.post(SERIE, data={"code": [*codes, codes[0], " "]})
    assert (where.status_code, "Imprimer 3 étiquettes" in where.text) == (200, True)
    assert states(house.database) == []
    done = desk.post(SERIE, data={"code": codes, "printer": "dossier"})
    assert done.headers["Location"] == f"/impressions/series/{run_of(house.database)}"
    print_pending(house)
    page = desk.get(done.headers["Location"]).text
    assert "3 envoyée" in page
    assert all(code in page for code in codes)
    again = desk.post(SERIE, data={"code": codes, "printer": "dossier"})
    assert (again.status_code, "Pourquoi" in again.text) == (200, True)
    data = {"code": codes, "printer": "dossier", "reason": "Rouleau abîmé"}
    assert desk.post(SERIE, data=data).status_code == 303
    assert states(house.database) == ["sent"] * 3 + ["queued"] * 3
    assert desk.post(SERIE, data=data).status_code == 409


def test_a_run_on_paper_is_a_pdf_that_begins_at_the_free_label(
    session: Session, desk: FlaskClient, now: datetime, pages: Pages, read: Read
) -> None:
    codes = make_codes(session, 4)
    session.commit()
    data = {"code": codes, "printer": "planche-21", "debut": "20"}
    place = desk.post(SERIE, data=data).headers["Location"]
    assert "Ouvrir le PDF" in desk.get(place).text
    path, _, query = place.partition("?")
    found = pages(desk.get(f"{path}.pdf?{query}").data)
    assert [len(read(page)[0]) for page in found] == [2, 2]
    assert desk.post(SERIE, data={"code": codes[:1], "printer": "planche-7"}).status_code == 422
    assert desk.get(f"{path}.pdf?debut=22").status_code == 422


def test_one_tap_asks_back_only_what_is_not_known(
    house: House, session: Session, desk: FlaskClient, now: datetime
) -> None:
    (code,) = make_codes(session, 1)
    for name in ("autre", "zebra"):
        make_printer(session, name)
    session.commit()
    place = f"/impressions/etiquette/{code}/imprimer"
    htmx = {"HX-Request": "true"}
    where = desk.post(place, headers=htmx)
    assert (where.status_code, "Où imprimer" in where.text) == (200, True)
    assert desk.post(place).headers["Location"] == f"/impressions/etiquette/{code}"
    assert states(house.database) == []
    done = desk.post(place, headers=htmx, data={"printer": "zebra", "suite": "//elsewhere"})
    assert "En attente" in done.text
    job = jobs_of(house.database)[0]
    assert "every 1s" in done.text
    print_pending(house)
    state = desk.get(f"/impressions/etiquette/{code}/etat/{job.id}", headers=htmx).text
    assert ("Envoyée" in state, "every 1s" in state) == (True, False)
    why = desk.post(place, headers=htmx, data={"printer": "zebra"})
    assert "déjà imprimée" in why.text
    assert states(house.database) == ["sent"]


def test_a_stopped_run_is_taken_up_again_on_the_screen(
    house: House, session: Session, desk: FlaskClient, now: datetime
) -> None:
    codes, port = make_codes(session, 4), free_port()
    zebra = make_printer(session, kind="socket", target=f"127.0.0.1:{port}", format="zpl")
    ask(session, codes, zebra)
    session.commit()
    with LabelSink(port, dies_after=1):
        print_pending(house)
    run_id = run_of(house.database)
    place = f"/impressions/series/{run_id}"
    assert f"L’étiquette {codes[1]} est-elle sortie" in desk.get(place).text
    assert f"l’étiquette {codes[1]} est-elle sortie" in desk.get("/impressions").text
    for wrong, status in (("", 422), ("F0000019", 404), (codes[3], 409)):
        assert desk.post(f"{place}/reprise", data={"code": wrong}).status_code == status
    assert desk.get(f"{place}/reprise").status_code == 405
    done = desk.post(f"{place}/reprise", data={"code": codes[0].lower()})
    assert (done.status_code, "refaites=1" in done.headers["Location"]) == (303, True)
    assert "Refaites : 1" in desk.get(done.headers["Location"]).text
    with LabelSink(port) as sink:
        print_pending(house)
    assert [next(code for code in codes if code in zpl) for zpl in sink.labels] == codes[1:]
    unsure = jobs_of(house.database)[1].id
    assert desk.post(f"/impressions/{unsure}/sortie").status_code == 409


def test_the_rest_of_a_run_may_be_left_unprinted(
    house: House, session: Session, desk: FlaskClient, now: datetime
) -> None:
    codes = make_codes(session, 3)
    dead = make_printer(session, kind="socket", target=f"127.0.0.1:{free_port()}", format="zpl")
    ask(session, codes, dead)
    session.commit()
    place = f"/impressions/series/{run_of(house.database)}"
    assert desk.post(f"{place}/abandon").status_code == 303
    assert states(house.database) == ["given_up"] * 3


def test_a_run_of_another_workshop_is_closed(
    house: House, session: Session, signed_in: SignedIn, client: FlaskClient, now: datetime
) -> None:
    codes = make_codes(session, 2)
    ask(session, codes, make_printer(session))
    session.commit()
    run_id, other = run_of(house.database), signed_in("moniteur", workshops=("bookbinding",))
    place = f"/impressions/series/{run_id}"
    for path in (place, f"{place}.pdf", f"/impressions/etiquette/{codes[0]}"):
        assert other.get(path).status_code == 404
        assert client.get(path).status_code in {302, 303, 401}
        assert signed_in("inspecteur").get(path).status_code == 403
    for path in (f"{place}/reprise", f"{place}/abandon"):
        assert other.post(path, data={"code": codes[0]}).status_code == 404
    assert other.post(SERIE, data={"code": codes, "printer": "dossier"}).status_code == 404
    assert states(house.database) == ["queued"] * 2


def test_a_roll_of_new_labels_is_printed_and_bound_by_its_first_scan(
    house: House, session: Session, desk: FlaskClient, now: datetime
) -> None:
    make_printer(session, format="png")
    session.commit()
    place = "/impressions/rouleaux"
    for wrong in (
        {"letter": "F", "count": "0"},
        {"letter": "F", "count": "2001"},
        {"letter": "F", "count": "douze"},
        {"letter": "F", "count": "3", "printer": "x"},
    ):
        assert desk.post(place, data=wrong).status_code in {404, 422}
    assert desk.post(place, data={"letter": "H", "count": "3"}).status_code == 409
    assert jobs_of(house.database) == []
    assert desk.post(place, data={"letter": "F", "count": "500"}).status_code == 303
    made = jobs_of(house.database)
    assert len({job.code for job in made}) == 500
    assert all(job.code.startswith("F") for job in made)
    assert print_pending(house) == BITE
    file = next((house.settings.data_dir / "impressions" / "dossier").iterdir())
    with Image.open(io.BytesIO(file.read_bytes())) as image:
        assert image.width > 400
    scanned = desk.post("/comptoir/scan", data={"code": made[7].code})
    assert "À quel client" in scanned.text
    assert "0 sur 500" in desk.get(place).text
    with house.database.read() as reading:
        bound = select(Barcode).where(Barcode.code == made[7].code)
        assert reading.exec(bound).one().resource_id is None
    page = desk.get(f"/impressions/series/{run_of(house.database)}").text
    assert page.count('class="row"') == 60
    assert "Voir les 500" in page


def test_what_is_asked_on_a_paper_that_holds_it_not_is_refused(
    session: Session, desk: FlaskClient, now: datetime
) -> None:
    (code,) = make_codes(session, 1)
    make_printer(session, media="45x15")
    make_printer(session, "petit", media="57x32")
    session.commit()
    place = f"/impressions/etiquette/{code}/imprimer"
    refused = desk.post(place, data={"printer": "dossier"})
    assert (refused.status_code, "ne tient pas" in refused.text) == (409, True)
    assert desk.post(place, data={"printer": "petit"}).status_code == 303
    assert session.exec(select(PrintJob.layout)).all() == ["small"]
