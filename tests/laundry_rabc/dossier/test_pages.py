"""Look at what is missing, ask, take away: who may, what is refused, what is said twice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.web.door import House
from laundry_rabc.dossier import making
from laundry_rabc.dossier.models import Dossier, DossierMade
from tests.laundry_rabc.dossier.conftest import Day, SignedIn

HEAD = {"Origin": "http://localhost"}
PAGE = "/rabc/dossier"


def asked(client: FlaskClient, key: str = "", **form: str) -> Any:
    today = clock.today().isoformat()
    sent = {"capture": key or str(uuid4()), "since": today, "until": today, "note": "Audit", **form}
    return client.post(PAGE, data=sent, headers=HEAD)


@pytest.fixture
def ines(day: Day, signed_in: SignedIn) -> FlaskClient:
    return signed_in("qualite")


def kept(day: Day) -> list[Dossier]:
    day.session.expire_all()
    return list(day.session.exec(select(Dossier)))


def test_the_preview_names_each_gap_with_the_page_that_puts_it_right(
    ines: FlaskClient, day: Day
) -> None:
    today = clock.today().isoformat()
    page = ines.get(f"{PAGE}/apercu", query_string={"since": today, "until": today})
    assert page.status_code == 200
    assert "INCOMPLET" in page.text
    assert "Contrôles manqués (1)" in page.text
    assert f'href="/rabc/controles/bilan?du={today}&amp;au={today}"' in page.text
    assert 'href="/rabc/plan/point/STO-01"' in page.text
    assert 'href="/rabc/instruments/' in page.text
    assert kept(day) == []


def test_every_link_of_the_preview_opens(ines: FlaskClient, day: Day) -> None:
    today = clock.today().isoformat()
    page = ines.get(f"{PAGE}/apercu", query_string={"since": today, "until": today})
    links = {part.split('"')[0] for part in page.text.split('<li><a href="')[1:]}
    assert len(links) > 5
    for link in links:
        assert ines.get(link.replace("&amp;", "&")).status_code == 200, link


def test_asking_writes_one_row_and_makes_nothing_in_the_request(
    ines: FlaskClient, day: Day
) -> None:
    answer = asked(ines)
    assert answer.status_code == 303
    [row] = kept(day)
    assert (row.since, row.until, row.note) == (clock.today(), clock.today(), "Audit")
    assert list(day.session.exec(select(DossierMade))) == []
    page = ines.get(answer.headers["Location"])
    assert "En préparation" in page.text
    for kind in ("pdf", "zip"):
        assert ines.get(f"{PAGE}/{row.ref}.{kind}").status_code == 404


def test_the_same_form_twice_is_one_dossier(ines: FlaskClient, day: Day) -> None:
    key = str(uuid4())
    first, second = asked(ines, key), asked(ines, key)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(kept(day)) == 1


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("", "2026-06-12", "Choisissez le premier jour."),
        ("2026-06-12", "2026-06-11", "Le dernier jour vient avant le premier."),
        ("2026-06-12", "2027-01-01", "Ce jour n’est pas encore venu."),
        ("2019-06-12", "2026-06-12", "Demandez trois ans au plus."),
        ("hier", "2026-06-12", ""),
    ],
)
def test_days_that_cannot_be_come_back_with_the_form_filled(
    ines: FlaskClient, day: Day, since: str, until: str, said: str
) -> None:
    for page in (
        asked(ines, since=since, until=until, note="Pour l’ARS"),
        ines.get(f"{PAGE}/apercu", query_string={"since": since, "until": until}),
    ):
        assert page.status_code == 422
        assert said in page.text
        assert f'value="{until}"' in page.text
    assert kept(day) == []


def test_the_files_are_those_that_were_made_and_do_not_change(
    ines: FlaskClient, day: Day, house: House
) -> None:
    asked(ines)
    [row] = kept(day)
    making.make(house, row.id or 0)
    day.session.expire_all()
    made = day.session.get_one(DossierMade, row.id)
    page = ines.get(f"{PAGE}/{row.ref}").text
    for said in (made.pdf_sha256, made.zip_sha256, made.index_sha256, made.seal_head):
        assert said in page
    pdf, packed = (ines.get(f"{PAGE}/{row.ref}.{kind}") for kind in ("pdf", "zip"))
    assert pdf.data.startswith(b"%PDF-")
    assert len(pdf.data) == made.pdf_bytes
    assert packed.data.startswith(b"PK")
    assert packed.headers["Content-Disposition"].startswith("attachment")
    assert pdf.headers["Cache-Control"] == "private, no-store"
    assert row.ref in ines.get(PAGE).text
    assert "manques au dernier dossier" in ines.get("/rabc").text


def test_an_inspector_downloads_and_does_not_ask(
    ines: FlaskClient, day: Day, signed_in: SignedIn, house: House
) -> None:
    asked(ines)
    [row] = kept(day)
    making.make(house, row.id or 0)
    irene = signed_in("inspecteur")
    assert "Faire ce dossier" not in irene.get(PAGE).text
    assert irene.get(f"{PAGE}/{row.ref}.zip").status_code == 200
    assert asked(irene).status_code == 403
    assert len(kept(day)) == 1


def test_an_inspector_whose_time_is_over_opens_nothing(
    day: Day, signed_in: SignedIn, session: Session
) -> None:
    irene = signed_in("inspecteur")
    assert irene.get(PAGE).status_code == 200
    query = select(Account).join(AccountRole).where(AccountRole.role == "inspecteur")
    account = session.exec(query).one()
    account.ends_on = clock.today() - timedelta(days=1)
    session.commit()
    for path in (PAGE, f"{PAGE}/apercu", f"{PAGE}/DA26-00001.pdf"):
        answer = irene.get(path)
        assert answer.status_code == 303
        assert "/connexion" in answer.headers["Location"]


def test_strangers_and_those_of_another_workshop_are_turned_away(
    day: Day, client: FlaskClient, signed_in: SignedIn
) -> None:
    assert client.get(PAGE).status_code == 303
    assert asked(client).status_code in {303, 401, 403}
    for role, workshops in (
        ("moniteur", ("laundry",)), ("responsable_atelier", ("green_spaces",)), ("bureau", None),
        ("qualite", ("green_spaces",)),
    ):  # fmt: skip
        other = signed_in(role, workshops)
        for path in (PAGE, f"{PAGE}/apercu", f"{PAGE}/DA26-00001", f"{PAGE}/DA26-00001.pdf"):
            assert other.get(path).status_code == 403
        assert asked(other).status_code == 403
    assert kept(day) == []


def test_asking_is_no_get_and_a_dossier_that_is_not_there_is_not_found(
    ines: FlaskClient, day: Day
) -> None:
    assert ines.post(f"{PAGE}/apercu", headers=HEAD).status_code == 405
    for path in ("DA26-09999", "DA26-09999.pdf", "DA26-09999.zip"):
        assert ines.get(f"{PAGE}/{path}").status_code == 404
