from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.mailing import service
from esat.mailing.models import Mail
from esat.web.door import House

VALUES = {"ref": "BL-42", "client": "Crèche <Zoé>", "date": "demain", "atelier": "Blanchisserie"}
OUTBOX = "/administration/courriels"
READY = f"{OUTBOX}/modeles/order.ready"
SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def given_up(house: House, now: datetime) -> int:
    with house.database.write() as session:
        mail = service.queue(session, "order.ready", "zoe@exemple.fr", "k", VALUES)
        assert mail is not None
        assert mail.id is not None
        service.mark_failed(session, mail.id, "550 Boîte inconnue", now, for_good=True)
        return mail.id


def mail_of(house: House, mail_id: int) -> Mail:
    with house.database.read() as session:
        mail = session.get_one(Mail, mail_id)
        session.expunge(mail)
        return mail


def test_the_outbox_shows_each_mail_with_its_state(signed_in: SignedIn, given_up: int) -> None:
    page = signed_in("bureau").get(OUTBOX).text
    assert "Votre commande BL-42 est prête" in page
    assert "Abandonné" in page
    assert "aucun courriel ne part" in page.lower()


def test_the_outbox_is_filtered_by_state(signed_in: SignedIn, given_up: int) -> None:
    browser = signed_in("direction")
    assert "BL-42" in browser.get(f"{OUTBOX}?etat=given_up").text
    assert "Aucun courriel ici" in browser.get(f"{OUTBOX}?etat=sent").text
    assert "BL-42" in browser.get(f"{OUTBOX}?etat=autre&avant=x").text


def test_a_mail_shows_why_it_did_not_leave_and_is_tried_again(
    signed_in: SignedIn, house: House, given_up: int
) -> None:
    browser = signed_in("bureau")
    page = browser.get(f"{OUTBOX}/{given_up}").text
    assert "550 Boîte inconnue" in page
    assert "Crèche &lt;Zoé&gt;" in page
    answer = browser.post(f"{OUTBOX}/{given_up}/reessayer")
    assert answer.status_code == 303
    mail = mail_of(house, given_up)
    assert (mail.given_up_at, mail.attempts) == (None, 0)


def test_a_sent_mail_is_refused_a_second_sending(
    signed_in: SignedIn, house: House, given_up: int, now: datetime
) -> None:
    with house.database.write() as session:
        service.mark_sent(session, given_up, now)
    answer = signed_in("bureau").post(f"{OUTBOX}/{given_up}/reessayer")
    assert answer.status_code == 409
    assert "déjà parti" in answer.text


def test_direction_reads_and_does_not_change(signed_in: SignedIn, given_up: int) -> None:
    browser = signed_in("direction")
    assert "Réessayer" not in browser.get(f"{OUTBOX}/{given_up}").text
    assert browser.post(f"{OUTBOX}/{given_up}/reessayer").status_code == 403
    assert browser.get(READY).status_code == 403


@pytest.mark.parametrize("role", ["moniteur", "comptoir", "inspecteur"])
def test_others_do_not_read_the_outbox(signed_in: SignedIn, role: str) -> None:
    assert signed_in(role).get(OUTBOX).status_code == 403


def test_the_words_are_previewed_without_being_kept(signed_in: SignedIn, session: Session) -> None:
    form = {"subject": "{ref} est là", "body": "Bonjour {client}\n{lien}", "act": "preview"}
    page = signed_in("bureau").post(READY, data=form)
    assert page.status_code == 200
    assert "BL-2026-0042 est là" in page.text
    assert service.wording(session, "order.ready").subject == "Votre commande {ref} est prête"


def test_the_words_are_kept_then_put_back(signed_in: SignedIn, session: Session) -> None:
    browser = signed_in("bureau")
    form = {"subject": "{ref} est là", "body": "Bonjour"}
    assert browser.post(READY, data=form).status_code == 303
    assert service.wording(session, "order.ready").subject == "{ref} est là"
    assert "Modifié" in browser.get(f"{OUTBOX}/modeles").text
    assert browser.post(f"{READY}/origine").status_code == 303
    session.expire_all()
    assert "prête" in service.wording(session, "order.ready").subject


def test_wrong_words_come_back_with_their_sentence(signed_in: SignedIn) -> None:
    answer = signed_in("bureau").post(READY, data={"subject": "{prix}", "body": "<b>{ref}"})
    assert answer.status_code == 422
    assert "Mot entre accolades inconnu : {prix}." in answer.text
    assert "&lt;b&gt;{ref}" in answer.text


@pytest.mark.parametrize("path", ["/999", "/modeles/order.gone"])
def test_what_does_not_exist_is_not_found(signed_in: SignedIn, path: str) -> None:
    assert signed_in("bureau").get(OUTBOX + path).status_code == 404
