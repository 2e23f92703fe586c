from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session

from esat.db import Database
from esat.printing.jobs import print_pending
from esat.web.door import House
from tests.esat.printing.asking import ask, free_port, make_codes, make_printer, states
from tests.factories import make_order

ACTS = ("reessayer", "abandonner", "sortie", "refaire")
SignedIn = Callable[..., FlaskClient]
Read = Callable[[Image.Image], list[set[str]]]


def test_a_label_asked_on_the_screen_waits_leaves_and_is_shown(
    house: House, session: Session, signed_in: SignedIn, now: datetime
) -> None:
    (code,) = make_codes(session, 1)
    make_printer(session)
    session.commit()
    desk = signed_in("moniteur", workshops=("laundry",))
    place = f"/impressions/etiquette/{code}"
    assert "Dossier" in desk.get(place).text
    assert desk.post(f"{place}/imprimer", data={"printer": "dossier"}).status_code == 303
    assert "En attente" in desk.get("/impressions").text
    assert desk.post(f"{place}/imprimer", data={"printer": "dossier"}).status_code == 409
    print_pending(house)
    assert code in desk.get("/impressions?etat=sent").text
    assert "Pourquoi" in desk.get(place).text
    assert desk.post(f"{place}/imprimer", data={"printer": "dossier"}).headers["Location"] == place
    assert states(house.database) == ["sent"]
    data = {"printer": "dossier", "reason": "Perdue"}
    assert desk.post(f"{place}/imprimer", data=data).status_code == 303
    assert "Perdue" in desk.get("/impressions").text


def test_the_labels_of_an_order_are_asked_at_once(
    database: Database, session: Session, signed_in: SignedIn, now: datetime
) -> None:
    order = make_order(session, items=2)
    make_printer(session)
    session.commit()
    desk, place = signed_in("bureau"), f"/impressions/commande/{order.ref}"
    assert "Dossier" in desk.get(place).text
    assert desk.post(f"{place}/imprimer", data={"printer": "dossier"}).status_code == 303
    assert states(database) == ["queued"] * 3
    assert desk.post(f"{place}/imprimer", data={"printer": "dossier"}).status_code == 409
    assert desk.post(f"{place}/imprimer", data={"printer": "lune"}).status_code == 404
    assert desk.post(f"{place}/imprimer").status_code == 409
    assert states(database) == ["queued"] * 3


def test_a_failed_label_is_tried_at_once_or_given_up(
    house: House, session: Session, signed_in: SignedIn, now: datetime
) -> None:
    dead = make_printer(session, kind="socket", target=f"127.0.0.1:{free_port()}", format="zpl")
    (job_id,) = ask(session, make_codes(session, 1), dead)
    session.commit()
    print_pending(house)
    desk = signed_in("moniteur", workshops=("laundry",))
    assert "Réessayer" in desk.get("/impressions?etat=failed").text
    assert desk.post(f"/impressions/{job_id}/reessayer").status_code == 303
    assert states(house.database) == ["queued"]
    assert desk.post(f"/impressions/{job_id}/abandonner").status_code == 303
    assert states(house.database) == ["given_up"]
    for act in ACTS:
        assert desk.post(f"/impressions/{job_id}/{act}").status_code == 409


def test_the_queue_of_another_workshop_is_closed(
    database: Database, session: Session, signed_in: SignedIn, now: datetime
) -> None:
    (code,) = make_codes(session, 1)
    (job_id,) = ask(session, [code], make_printer(session))
    session.commit()
    other = signed_in("moniteur", workshops=("bookbinding",))
    assert code not in other.get("/impressions").text
    for place in (*(f"{job_id}/{act}" for act in ACTS), f"etiquette/{code}/imprimer"):
        data = {"printer": "dossier", "reason": "Autre"}
        assert other.post(f"/impressions/{place}", data=data).status_code == 404
    reader = signed_in("inspecteur")
    assert reader.get("/impressions").status_code == 403
    assert reader.post(f"/impressions/{job_id}/abandonner").status_code == 403
    assert states(database) == ["queued"]


def test_a_printer_is_created_tried_and_retired_on_the_screen(
    house: House, signed_in: SignedIn, now: datetime, read: Read
) -> None:
    boss, place = signed_in("responsable_atelier"), "/administration/imprimantes"
    typed = {"name": "Zebra", "code": "comptoir", "kind": "file", "target": "../x",
             "format": "png", "dpi": "203"}  # fmt: skip
    refused = boss.post(place, data=typed)
    assert (refused.status_code, "un seul nom de dossier" in refused.text) == (422, True)
    typed["target"] = "comptoir"
    assert boss.post(place, data=typed).status_code == 303
    again = boss.post(place, data=typed)
    assert (again.status_code, "porte déjà" in again.text) == (422, True)
    assert "Zebra" in boss.get(place).text
    assert boss.post(f"{place}/comptoir/essai").status_code == 303
    assert boss.post(f"{place}/comptoir/retrait").status_code == 409
    assert print_pending(house) == 1
    (file,) = (house.settings.data_dir / "impressions" / "comptoir").iterdir()
    assert read(Image.open(file))[0] == {"ESSAI"}
    assert boss.post(f"{place}/comptoir/retrait").status_code == 303
    assert "Zebra" not in boss.get(place).text
    for act in ("essai", "retrait"):
        assert boss.post(f"{place}/comptoir/{act}").status_code == 404


def test_printers_are_for_those_who_keep_them(signed_in: SignedIn, now: datetime) -> None:
    for role in ("moniteur", "bureau", "inspecteur"):
        assert signed_in(role).get("/administration/imprimantes").status_code == 403
        assert signed_in(role).post("/administration/imprimantes").status_code == 403
