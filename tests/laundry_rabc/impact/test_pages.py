"""From a cause to lots, clients and letters: asked, looked at, held, told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.clients.models import Client, Contact
from esat.mailing.models import Mail
from esat.production import subjects
from esat.production.models import Hold
from laundry_rabc.cases.models import Case, CaseSubject
from laundry_rabc.impact import acting, finding, hits
from laundry_rabc.impact.hits import Cause
from laundry_rabc.impact.models import Impact, ImpactClient
from tests.walks import laundry_stations
from tests.walks.laundry_june import JUNE, MAIRIE, OTHER, June

SignedIn = Callable[..., FlaskClient]
ASK = "/rabc/impact/chercher"
EVENING = JUNE + timedelta(hours=10)


@dataclass
class Evening:
    """The evening of June: the mairie's linen is delivered, the other's parcel is still here."""

    session: Session
    ines: FlaskClient
    washers: list[int]

    def asked(self, **more: str) -> dict[str, str]:
        return {
            "kind": "machine", "thing": str(self.washers[0]), "since": "2026-06-12T00:00",
            "until": "2026-06-12T23:00", **more,
        }  # fmt: skip

    def post(self, client: FlaskClient | None = None, **more: str) -> Any:
        form = {"capture": str(uuid4()), "reason": "Sonde en panne", **self.asked(), **more}
        return (client or self.ines).post(ASK, data=form, headers={"Origin": "http://localhost"})

    def only(self) -> Impact:
        self.session.expire_all()
        return self.session.exec(select(Impact)).one()

    def clients(self, key: int | None) -> dict[str, ImpactClient]:
        query = (
            select(Client.name, ImpactClient)
            .join(ImpactClient, col(ImpactClient.client_id) == Client.id)
            .where(ImpactClient.impact_id == key)
        )
        return dict(self.session.exec(query).all())


@pytest.fixture
def evening(session: Session, client: FlaskClient, signed_in: SignedIn) -> Iterator[Evening]:
    with clock.pinned(JUNE):
        laundry = laundry_stations.build(session, client, at=JUNE)
        June(session, laundry, signed_in("moniteur", workshops=("laundry",))).play()
    session.commit()
    washers = []
    for code in laundry.washers:
        found = subjects.by_code(session, code)
        assert found is not None
        washers.append(found.resource_id or 0)
    with clock.pinned(EVENING):
        yield Evening(session, signed_in("qualite"), washers)


def test_a_search_shows_lots_clients_and_what_is_here_and_writes_nothing(evening: Evening) -> None:
    page = evening.ines.get(ASK, query_string=evening.asked())
    text = page.text.replace("\u202f", " ").replace("\xa0", " ")
    assert page.status_code == 200
    assert "1 lot · 24,25 kg" in text
    assert "19 kg" in text
    assert "5,25 kg" in text
    assert MAIRIE in text
    assert OTHER in text
    assert "1 chose encore ici, 1 client à prévenir" in text
    assert "rien n’est parti" in text
    assert "71,4" in text
    assert evening.session.exec(select(Impact)).all() == []
    assert evening.session.exec(select(Case)).all() == []


def test_what_is_here_is_held_and_each_client_gone_has_a_letter(
    evening: Evening, signed_in: SignedIn
) -> None:
    evening.session.add(
        Contact(client_id=_client(evening, MAIRIE), name="Accueil", email="a@exemple.invalid")
    )
    evening.session.commit()
    key = str(uuid4())
    for _ in range(2):  # sent again, it is one search and one case
        assert evening.post(capture=key).status_code in {204, 303}
    row = evening.only()
    assert len(evening.session.exec(select(Case)).all()) == 1
    assert (row.cycles, row.lots, row.held) == (1, 1, 1)
    held = evening.session.exec(select(Hold).where(Hold.reason == "rabc_quarantine")).one()
    named = evening.session.exec(
        select(CaseSubject.hold_id).where(
            CaseSubject.case_id == row.case_id, col(CaseSubject.hold_id).is_not(None)
        )
    ).all()
    assert named == [held.id]  # what is here is held; what is gone is named
    clients = evening.clients(row.id)
    assert clients[MAIRIE].to_warn
    assert not clients[OTHER].to_warn
    said = evening.ines.get(f"/rabc/impact/{row.id}").text.replace("\xa0", " ")
    assert f'<a href="/rabc/cas/{row.case_id}">' in said
    assert "1 cycle, 1 lot, " in said
    page = f"/rabc/impact/{row.id}/clients/{clients[MAIRIE].client_id}"
    letter = evening.ines.get(page).text
    assert "Laveuse 1" in letter
    assert "désinfecté" not in letter
    form = {"capture": str(uuid4()), "how": "mail", "text": "Votre linge sera repris."}
    head = {"Origin": "http://localhost"}
    assert evening.ines.post(page, data=form, headers=head).status_code in {204, 303}
    assert evening.ines.post(page, data=form, headers=head).status_code in {204, 303}
    _reads_and_sends_nothing(signed_in("inspecteur"), page)
    mail = evening.session.exec(select(Mail).where(Mail.kind == "rabc.impact")).one()
    assert (mail.to_address, mail.body_text) == ("a@exemple.invalid", "Votre linge sera repris.")
    again = form | {"capture": str(uuid4()), "text": "Encore."}
    assert evening.ines.post(page, data=again, headers=head).status_code == 409
    assert "Votre linge sera repris." in evening.ines.get(page).text


NONSENSE: list[tuple[dict[str, str], str]] = [
    ({"since": ""}, "Donnez une date"),
    ({"since": "hier"}, "Écrivez une date"),
    ({"until": "2026-06-11T10:00"}, "La fin est avant le début"),
    ({"thing": "999999"}, "Choisissez dans la liste"),
    ({"thing": "x"}, "Choisissez dans la liste"),
    ({"reason": ""}, "e-reason"),
    ({"since": "2026-06-13T00:00", "until": "2026-06-14T00:00"}, "Aucun cycle"),
]


def test_nonsense_changes_nothing_and_says_what_to_do(evening: Evening) -> None:
    for more, words in NONSENSE:
        answer = evening.post(**more)
        assert answer.status_code in {409, 422}, more
        assert words in answer.text, more
    assert evening.session.exec(select(Impact)).all() == []
    assert evening.session.exec(select(Hold)).all() == []


def test_a_letter_without_words_or_address_is_refused(
    evening: Evening, signed_in: SignedIn
) -> None:
    evening.post()
    row = evening.only()
    read = signed_in("inspecteur").get(f"/rabc/impact/{row.id}")
    assert (read.status_code, MAIRIE in read.text) == (200, True)
    page = f"/rabc/impact/{row.id}/clients/{_client(evening, MAIRIE)}"
    assert signed_in("inspecteur").get(page).status_code == 404
    for form in ({"how": "mail", "text": "Bonjour"}, {"how": "letter", "text": " "}):
        sent = form | {"capture": str(uuid4())}
        answer = evening.ines.post(page, data=sent, headers={"Origin": "http://localhost"})
        assert answer.status_code == 409
    assert evening.clients(row.id)[MAIRIE].told_at is None


def test_others_neither_search_nor_hold(evening: Evening, signed_in: SignedIn) -> None:
    for role, workshops in (("moniteur", ("green_spaces",)), ("comptoir", ("laundry",))):
        stranger = signed_in(role, workshops=workshops)
        assert stranger.get(ASK, query_string=evening.asked()).status_code == 403
        assert evening.post(stranger).status_code == 403
    for role in ("bureau", "inspecteur"):
        assert evening.post(signed_in(role)).status_code == 403
    assert evening.session.exec(select(Impact)).all() == []


def test_a_period_finds_both_loads_and_each_client_once(evening: Evening) -> None:
    cause = Cause("period", JUNE, EVENING)
    found = acting.find(evening.session, cause)
    assert found.lots == 2
    assert sorted((one.name, str(one.kg)) for one in found.clients) == [
        (MAIRIE, "38.000"), (OTHER, "5.250"),
    ]  # fmt: skip
    touch = hits.Touch(((evening.washers[1], JUNE, EVENING),))
    second = finding.of_hits(evening.session, hits.of_touch(evening.session, touch))
    assert [one.name for one in second.clients] == [MAIRIE]


def _reads_and_sends_nothing(inspector: FlaskClient, page: str) -> None:
    read = inspector.get(page)
    assert (read.status_code, "Votre linge sera repris." in read.text) == (200, True)
    assert "<form" not in read.text.split("<main")[1].split("</main")[0]


def _client(evening: Evening, name: str) -> int:
    return evening.session.exec(select(Client.id).where(Client.name == name)).one() or 0
