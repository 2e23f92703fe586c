import re

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.client_labels import ranges
from esat.client_labels.models import IssuedNumber, NumberRange
from tests.esat.client_labels.asking import FIRST, HERE, RANGE, RANGE_NEW, count
from tests.esat.client_labels.lending import make_range, make_things
from tests.factories import make_client


def test_a_range_is_seen_as_it_will_be_printed_before_it_is_opened(
    adele: FlaskClient, session: Session
) -> None:
    client = make_client(session, "Mairie d’Ambert")
    session.commit()
    sent = RANGE | {"client_id": str(client.id)}
    seen = adele.post(RANGE_NEW, data=sent)
    assert seen.status_code == 200
    assert "3 3760132 000000001 6" in seen.text
    assert "3 3760132 000001200 2" in seen.text
    assert "1\u202f200" in seen.text
    assert count(session)[1] == 0
    ends = re.search(r'name="seen" value="([^"]+)"', seen.text)
    assert ends
    other = adele.post(RANGE_NEW, data=sent | {"seen": ends.group(1), "last": "1300"})
    assert other.status_code == 200  # what was seen is not what is asked: look again
    assert count(session)[1] == 0
    done = adele.post(RANGE_NEW, data=sent | {"seen": ends.group(1)})
    assert done.headers["Location"] == f"{HERE}/plages/{FIRST}"
    again = adele.post(RANGE_NEW, data=sent | {"seen": ends.group(1)})
    assert again.status_code == 409
    assert count(session)[1] == 1
    assert "Mairie d’Ambert" in adele.get(done.headers["Location"]).text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"prefix": "33"}, "8 à 11 chiffres"),
        ({"prefix": ""}, "8 à 11 chiffres"),
        ({"first": "9", "last": "2"}, "vient avant le premier"),
        ({"last": "9999999999"}, "ne tient pas sur 9 chiffres"),
        ({"first": "un"}, "Écrivez un nombre entier"),
        ({"first": "-1"}, "au moins 0"),
        ({"last": "9" * 30}, "plus petit"),
        ({"name": ""}, "Ce champ est à remplir"),
        ({"kind": "galia", "prefix": "é", "width": "9"}, "lettres majuscules"),
        ({"kind": "galia", "width": ""}, "de 1 à 18 chiffres"),
        ({"kind": "truc"}, "Choisissez dans la liste"),
    ],
)
def test_a_wrong_range_is_said(
    adele: FlaskClient, session: Session, sent: dict[str, str], said: str
) -> None:
    answer = adele.post(RANGE_NEW, data=RANGE | sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert count(session)[1] == 0


def test_a_range_shows_what_left_and_what_remains(adele: FlaskClient, kept: Session) -> None:
    page = adele.get(f"{HERE}/plages/{FIRST}").text
    code = kept.exec(select(IssuedNumber)).one().for_code
    assert "3 3760132 000000001 6" in page
    assert f"/atelier/objet/{code}" in page
    assert "<dt>Restants</dt><dd>499</dd>" in page


def test_a_range_that_runs_out_is_said_on_both_pages(adele: FlaskClient, session: Session) -> None:
    make_range(session, first=1, last=2)
    session.commit()
    assert "Il reste 2\u00a0numéros dans « Cartons »" in adele.get(HERE).text
    assert "Bientôt épuisée" in adele.get(f"{HERE}/plages/{FIRST}").text
    held = session.exec(select(NumberRange)).one()
    for code in make_things(session, 2):
        ranges.issue(session, held.id or 0, code, by=SYSTEM)
    session.commit()
    assert "Plage épuisée" in adele.get(f"{HERE}/plages/{FIRST}").text


def test_a_range_is_closed_once(adele: FlaskClient, kept: Session) -> None:
    assert adele.post(f"{HERE}/plages/{FIRST}/fermeture").status_code == 303
    kept.expire_all()
    assert kept.exec(select(NumberRange)).one().closed_by is not None
    assert adele.post(f"{HERE}/plages/{FIRST}/fermeture").status_code == 409
    assert "Elle ne donne plus de numéro" in adele.get(f"{HERE}/plages/{FIRST}").text


def test_a_number_is_set_aside_with_its_reason_and_its_author(
    adele: FlaskClient, kept: Session
) -> None:
    where = f"{HERE}/plages/{FIRST}/annulation"
    assert adele.post(where, data={"number": FIRST}).status_code == 422
    unknown = adele.post(where, data={"number": "123", "reason": "x"})
    assert "n’est pas dans cette plage" in unknown.text
    assert 'value="123"' in unknown.text
    sent = {"number": "(00) 3 3760132 000000001 6", "reason": "étiquette perdue"}
    assert adele.post(where, data=sent).status_code == 303
    assert adele.post(where, data=sent).status_code == 409
    kept.expire_all()
    done = kept.exec(select(IssuedNumber)).one()
    assert (done.void_reason, done.voided_by is not None) == ("étiquette perdue", True)
    page = adele.get(f"{HERE}/plages/{FIRST}").text
    assert "étiquette perdue" in page
    assert "<dt>Annulés</dt><dd>1</dd>" in page


def test_a_number_of_another_range_is_not_set_aside_from_here(
    adele: FlaskClient, kept: Session
) -> None:
    other = make_range(kept, first=501, last=600)
    kept.commit()
    where = f"{HERE}/plages/{other.code}/annulation"
    assert adele.post(where, data={"number": FIRST, "reason": "x"}).status_code == 422
    assert kept.exec(select(IssuedNumber)).one().voided_at is None


def test_many_numbers_come_page_by_page(adele: FlaskClient, session: Session) -> None:
    held, things = make_range(session), make_things(session, 52)
    for code in things:
        ranges.issue(session, held.id or 0, code, by=SYSTEM)
    session.commit()
    page = adele.get(f"{HERE}/plages/{FIRST}").text
    assert page.count("/atelier/objet/") == 50
    after = re.search(r'href="([^"]*\?avant=\d+)"', page)
    assert after
    assert adele.get(after.group(1)).text.count("/atelier/objet/") == 2
