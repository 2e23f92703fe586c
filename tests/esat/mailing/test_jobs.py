from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.db import Database
from esat.mailing import links, service
from esat.mailing.jobs import send_pending
from esat.mailing.links import set_link_resolver
from esat.mailing.models import Mail
from esat.mailing.wording import NO_LINK
from tests.esat.mailing.conftest import House, Sink, free_port

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
VALUES = {"ref": "BL-42", "client": "Crèche Zoé", "date": "demain", "atelier": "Blanchisserie"}
Houses = Callable[..., House]


@pytest.fixture(autouse=True)
def _link() -> Iterator[None]:
    def resolve(session: Session, link_id: int) -> str | None:
        session.exec(select(Mail.id)).first()
        return f"https://atelier.exemple.fr/suivi/jeton{link_id}" if link_id != 9 else None

    before = list(links._resolvers)
    set_link_resolver(resolve)
    yield
    links._resolvers[:] = before


def put(base: Database, *addresses: str, link_id: int | None = 7) -> None:
    with base.write() as session:
        for number, to in enumerate(addresses):
            key = f"order:{number}:ready"
            service.queue(session, "order.ready", to, key, VALUES, link_id=link_id, at=AT)


def mails(base: Database) -> list[Mail]:
    with base.read() as session:
        found = list(session.exec(select(Mail).order_by("id")))
        session.expunge_all()
    return found


def smtp(sink: Sink) -> str:
    return f"smtp://127.0.0.1:{sink.port}"


def test_a_mail_leaves_over_smtp_with_accents_and_its_link(
    base: Database, house_of: Houses, sink: Sink
) -> None:
    put(base, "zoe@exemple.fr")
    house = house_of(smtp_url=smtp(sink), house_name="ESAT Les Aînés", base_url="https://a.fr")
    with clock.pinned(AT):
        assert send_pending(house) == 1
        assert send_pending(house) == 0
    (message,) = sink.received
    assert message["Subject"] == "Votre commande BL-42 est prête"
    assert "ESAT Les Aînés" in message["From"]
    assert message["Message-ID"] == f"<{mails(base)[0].id}.20261123080000@a.fr>"
    text = message.get_content()
    assert "La commande BL-42 de Crèche Zoé est prête." in text
    assert "https://atelier.exemple.fr/suivi/jeton7" in text
    assert mails(base)[0].sent_at == AT
    assert "jeton7" not in mails(base)[0].body_text


@pytest.mark.parametrize("link_id", [9, None])
def test_a_link_that_is_over_is_not_guessed(
    base: Database, house_of: Houses, sink: Sink, link_id: int | None
) -> None:
    put(base, "zoe@exemple.fr", link_id=link_id)
    send_pending(house_of(smtp_url=smtp(sink)))
    text = sink.received[0].get_content()
    assert NO_LINK in text
    assert "{lien}" not in text


def test_an_html_part_travels_beside_the_text(base: Database, house_of: Houses, sink: Sink) -> None:
    put(base, "zoe@exemple.fr")
    with base.write() as session:
        session.exec(select(Mail)).one().body_html = '<p>Prête : <a href="{lien}">suivre</a></p>'
    send_pending(house_of(smtp_url=smtp(sink)))
    html = sink.received[0].get_body(("html",))
    assert html is not None
    assert "suivi/jeton7" in html.get_content()


def test_a_server_that_is_away_leaves_every_mail_waiting(base: Database, house_of: Houses) -> None:
    put(base, "a@exemple.fr", "b@exemple.fr")
    with clock.pinned(AT):
        assert send_pending(house_of(smtp_url=f"smtp://127.0.0.1:{free_port()}")) == 0
    for mail in mails(base):
        assert (mail.attempts, mail.sent_at) == (1, None)
        assert mail.next_try_at == AT + timedelta(minutes=1)
        assert "injoignable" in mail.last_error


def test_a_refused_address_is_given_up_and_the_others_leave(
    base: Database, house_of: Houses, sink: Sink
) -> None:
    sink.refused = {"parti@exemple.fr": "550 Boîte inconnue", "gris@exemple.fr": "451 Plus tard"}
    put(base, "parti@exemple.fr", "gris@exemple.fr", "zoe@exemple.fr")
    assert send_pending(house_of(smtp_url=smtp(sink))) == 1
    gone, grey, good = mails(base)
    assert gone.given_up_at is not None
    assert "550" in gone.last_error
    assert (grey.given_up_at, grey.sent_at, grey.attempts) == (None, None, 1)
    assert good.sent_at is not None


def test_a_server_that_dies_halfway_loses_nothing_and_sends_nothing_twice(
    base: Database, house_of: Houses, sink: Sink
) -> None:
    sink.fail_after = 1
    put(base, "a@exemple.fr", "b@exemple.fr", "c@exemple.fr")
    house = house_of(smtp_url=smtp(sink))
    with clock.pinned(AT):
        assert send_pending(house) == 1
    assert [mail.attempts for mail in mails(base)] == [1, 1, 0]
    sink.fail_after = None
    with clock.pinned(AT + timedelta(minutes=2)):
        assert send_pending(house) == 2
    assert [m["To"] for m in sink.received] == ["a@exemple.fr", "c@exemple.fr", "b@exemple.fr"]


def test_without_a_server_mails_become_files(
    base: Database, house_of: Houses, tmp_path: Path
) -> None:
    put(base, "zoe@exemple.fr")
    assert send_pending(house_of()) == 1
    (file,) = (tmp_path / "data" / "mails").iterdir()
    assert file.name == f"{mails(base)[0].id:08d}.eml"
    assert file.stat().st_mode & 0o777 == 0o600
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert message["To"] == "zoe@exemple.fr"


def test_a_demo_base_never_sends(
    base: Database, house_of: Houses, sink: Sink, tmp_path: Path
) -> None:
    put(base, "zoe@exemple.fr")
    assert send_pending(house_of(smtp_url=smtp(sink), demo=True)) == 1
    assert sink.received == []
    assert len(list((tmp_path / "data" / "mails").iterdir())) == 1


def test_a_folder_that_cannot_be_written_is_a_visible_failure(
    base: Database, house_of: Houses, tmp_path: Path
) -> None:
    put(base, "zoe@exemple.fr")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mails").write_text("a file stands here")
    assert send_pending(house_of()) == 0
    assert "non écrit" in mails(base)[0].last_error


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1", "illisible"),
        ("smtp://", "illisible"),
        ("starttls://127.0.0.1:{port}", "STARTTLS"),
    ],
)
def test_a_way_that_cannot_be_opened_says_why(
    base: Database, house_of: Houses, sink: Sink, url: str, said: str
) -> None:
    put(base, "zoe@exemple.fr")
    assert send_pending(house_of(smtp_url=url.format(port=sink.port))) == 0
    assert said in mails(base)[0].last_error
    assert sink.received == []
