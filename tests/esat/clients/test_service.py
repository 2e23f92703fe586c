import pytest
from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.clients import places, service
from esat.clients.forms import ClientIn, ContactIn, SiteIn
from esat.clients.models import Client, ClientChange
from esat.errors import Invalid, NotFound, Refused
from tests.factories import make_order

SIRET = "21630113500010"


def new(session: Session, name: str = "Mairie de Riom", **values: object) -> Client:
    return service.create_client(session, ClientIn(name=name, **values), by=SYSTEM)


def history(session: Session, client: Client) -> list[tuple[str, str, str]]:
    query = select(ClientChange).where(ClientChange.client_id == client.id)
    rows = session.exec(query.order_by(col(ClientChange.id)))
    return [(row.field, row.before, row.after) for row in rows]


def test_a_client_is_created_with_the_siren_of_his_siret(session: Session) -> None:
    client = new(session, siret="216 301 135 00010", town="Riom")
    assert (client.siren, client.siret, client.siret_status) == ("216301135", SIRET, "declared")
    assert client.search.startswith("mairie de riom riom")


def test_numbers_that_cannot_be_right_are_all_named_at_once(session: Session) -> None:
    with pytest.raises(Invalid) as wrong:
        new(session, siret="0" * 14, postcode="63", phone="?", email="x")
    assert set(wrong.value.fields) == {"siret", "postcode", "phone", "email"}


def test_a_siret_must_begin_with_the_siren(session: Session) -> None:
    with pytest.raises(Invalid) as wrong:
        new(session, siret=SIRET, siren="216303008")
    assert set(wrong.value.fields) == {"siret"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "Autre", "siret": SIRET}, "client_siret_known"),
        ({"name": "MAIRIE de riom", "town": "RIOM"}, "client_known"),
        ({"name": "Autre", "external_code": "C1"}, "client_code_known"),
    ],
)
def test_a_twin_is_refused(session: Session, values: dict[str, str], code: str) -> None:
    new(session, siret=SIRET, town="Riom", external_code="C1")
    with pytest.raises(Refused) as refusal:
        new(session, **values)
    assert refusal.value.code == code


def test_a_twin_may_be_wanted_but_never_with_the_same_code(session: Session) -> None:
    new(session, siret=SIRET, town="Riom", external_code="C1")
    given = ClientIn(name="Mairie de Riom", town="Riom", siret=SIRET)
    assert service.create_client(session, given, by=SYSTEM, even_if_known=True).id
    with pytest.raises(Refused, match="client_code_known"):
        service.create_client(
            session, ClientIn(name="X", external_code="C1"), by=SYSTEM, even_if_known=True
        )


def test_an_update_changes_what_was_given_and_notes_both_values(session: Session) -> None:
    client = new(session, phone="04 73 42 63 63", town="Riom")
    given = ClientIn.model_validate({"name": "Mairie de Riom", "town": "Vichy"})
    service.update_client(session, client.id or 0, given, by=SYSTEM)
    assert (client.town, client.phone) == ("Vichy", "04 73 42 63 63")
    assert "vichy" in client.search
    assert history(session, client) == [("town", "Riom", "Vichy")]


def test_another_siret_takes_its_siren_along(session: Session) -> None:
    client = new(session, siret=SIRET)
    given = ClientIn.model_validate({"name": client.name, "siret": "21630300800017"})
    service.update_client(session, client.id or 0, given, by=SYSTEM)
    assert client.siren == "216303008"


def test_the_same_values_again_note_nothing(session: Session) -> None:
    client = new(session, town="Riom", siret=SIRET, siret_status="derive")
    given = ClientIn.model_validate({"name": client.name, "town": "Riom", "siret": SIRET})
    service.update_client(session, client.id or 0, given, by=SYSTEM)
    assert history(session, client) == []
    assert client.siret_status == "derive"


def test_a_client_with_an_open_order_is_not_archived(session: Session) -> None:
    client = new(session)
    make_order(session, client=client)
    with pytest.raises(Refused, match="client_has_open_orders"):
        service.archive_client(session, client.id or 0, by=SYSTEM)


def test_an_archived_client_changes_no_more_until_he_is_taken_back(session: Session) -> None:
    client = new(session)
    key = client.id or 0
    service.archive_client(session, key, by=SYSTEM)
    with pytest.raises(Refused, match="client_archived"):
        service.update_client(session, key, ClientIn(name="X"), by=SYSTEM)
    with pytest.raises(Refused, match="client_archived"):
        places.add_contact(session, key, ContactIn(name="Anne"), by=SYSTEM)
    service.restore_client(session, key, by=SYSTEM)
    service.update_client(session, key, ClientIn(name="X"), by=SYSTEM)
    with pytest.raises(Refused, match="client_not_archived"):
        service.restore_client(session, key, by=SYSTEM)


def test_a_client_who_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound, match="client_unknown"):
        service.archive_client(session, 10**9, by=SYSTEM)


def test_contacts_and_places_leave_their_trace(session: Session) -> None:
    client = new(session)
    key = client.id or 0
    contact = places.add_contact(session, key, ContactIn(name="Anne", email="a@b.fr"), by=SYSTEM)
    site = places.add_site(session, key, SiteIn(name="Lingerie"), by=SYSTEM)
    given = ContactIn.model_validate({"name": "Anne Roux"})
    places.update_contact(session, key, contact.id or 0, given, by=SYSTEM)
    places.archive_site(session, key, site.id or 0, by=SYSTEM)
    assert contact.email == "a@b.fr"
    fields = [field for field, _, _ in history(session, client)]
    assert fields == [
        f"contact.{contact.id}",
        f"site.{site.id}",
        f"contact.{contact.id}.name",
        f"site.{site.id}.archived_at",
    ]


def test_a_contact_is_only_found_at_his_own_client(session: Session) -> None:
    client, other = new(session), new(session, "Autre")
    contact = places.add_contact(session, client.id or 0, ContactIn(name="Anne"), by=SYSTEM)
    with pytest.raises(NotFound, match="contact_unknown"):
        places.archive_contact(session, other.id or 0, contact.id or 0, by=SYSTEM)
