from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from esat.actors import Actor
from esat.db import Database
from esat.errors import Invalid, NotFound, Refused
from esat.mailing import reads, service
from esat.mailing.models import Mail
from esat.mailing.wording import Wording

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
VALUES = {
    "ref": "BL-2026-0042",
    "client": "Résidence Les Tilleuls",
    "date": "vendredi 27 novembre",
    "atelier": "Blanchisserie",
}
BUREAU = Actor(display_name="Bureau")


def test_a_state_is_told_once_even_after_a_roll_back_of_the_state(base: Database) -> None:
    with base.write() as session:
        first = service.queue(session, "order.ready", "a@exemple.fr", "order:12:ready", VALUES)
        assert first is not None
        assert first.id is not None
        service.mark_sent(session, first.id, AT)
    with base.write() as session:
        again = service.queue(session, "order.ready", "a@exemple.fr", "order:12:ready", VALUES)
    assert again is None
    with base.read() as session:
        assert len(reads.outbox(session)) == 1


def test_a_mail_of_a_change_that_is_undone_is_undone_with_it(base: Database) -> None:
    def change() -> None:
        with base.write() as session:
            service.queue(session, "order.ready", "a@exemple.fr", "order:12:ready", VALUES)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    with base.read() as session:
        assert reads.outbox(session) == []


def test_the_words_are_filled_and_the_link_is_not_stored(base: Database) -> None:
    with base.write() as session:
        mail = service.queue(
            session, "order.confirmed", "a@exemple.fr", "k", VALUES, link_id=7, at=AT
        )
        assert mail is not None
        assert mail.subject == "Votre commande BL-2026-0042 est confirmée"
        assert "pour Résidence Les Tilleuls." in mail.body_text
        assert "{lien}" in mail.body_text
        assert (mail.link_id, mail.next_try_at) == (7, AT)


def test_a_clients_name_brings_neither_header_nor_placeholder(base: Database) -> None:
    hostile = VALUES | {"ref": "X\r\nBcc: z@exemple.fr", "client": "{lien} {ref} {0.__class__}"}
    with base.write() as session:
        mail = service.queue(session, "order.ready", "a@exemple.fr", "k", hostile)
        assert mail is not None
        assert "\n" not in mail.subject
        assert "(lien) (ref) (0.__class__)" in mail.body_text


@pytest.mark.parametrize(
    "address", ["", "sans-arobase", "a@b", "a@exemple.fr\nBcc: b@x.fr", "é @x.fr"]
)
def test_an_unreadable_address_is_kept_as_given_up(base: Database, address: str) -> None:
    with base.write() as session:
        mail = service.queue(session, "order.ready", address, "k", VALUES)
        assert mail is not None
        assert reads.state_of(mail) == "given_up"
        assert mail.last_error == service.NOT_AN_ADDRESS
        assert mail.id is not None
        with pytest.raises(Refused, match="mail_bad_address"):
            service.retry(session, mail.id, by=BUREAU)


def test_tries_are_spaced_and_end_after_two_days(base: Database) -> None:
    with base.write() as session:
        mail = service.queue(session, "order.ready", "a@exemple.fr", "k", VALUES, at=AT)
        assert mail is not None
        assert mail.id is not None
        now, gaps = AT, []
        while mail.given_up_at is None:
            service.mark_failed(session, mail.id, "refusé", now)
            gaps.append((mail.next_try_at - now) / timedelta(minutes=1))
            now = mail.next_try_at if mail.given_up_at is None else now
        assert gaps[:6] == [1, 5, 15, 60, 240, 240]
        assert timedelta(hours=40) < now - AT <= timedelta(days=2)
        again = service.retry(session, mail.id, by=BUREAU, at=now)
        assert (again.attempts, reads.state_of(again)) == (0, "waiting")


def test_a_sent_mail_is_not_sent_again(base: Database) -> None:
    with base.write() as session:
        mail = service.queue(session, "order.ready", "a@exemple.fr", "k", VALUES)
        assert mail is not None
        assert mail.id is not None
        service.mark_sent(session, mail.id, AT)
        with pytest.raises(Refused, match="mail_already_sent"):
            service.retry(session, mail.id, by=BUREAU)
        with pytest.raises(NotFound):
            service.retry(session, mail.id + 1, by=BUREAU)


def test_the_houses_words_replace_those_in_code_until_reset(base: Database) -> None:
    with base.write() as session:
        original = service.wording(session, "order.ready")
        service.set_wording(session, "order.ready", "{ref} : prêt", "Venez.\r\n{lien}", by=BUREAU)
        assert service.wording(session, "order.ready") == Wording("{ref} : prêt", "Venez.\n{lien}")
        service.set_wording(session, "order.ready", "Prêt", "{ref}", by=BUREAU)
        service.reset_wording(session, "order.ready")
        assert service.wording(session, "order.ready") == original
        with pytest.raises(NotFound):
            service.set_wording(session, "order.gone", "{ref}", "{ref}", by=BUREAU)


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [
        ("", "{ref}", "subject"),
        ("{ref}", " ", "body"),
        ("{ref}", "{prix}", "body"),
        ("{ref", "{ref}", "subject"),
        ("{ref}\nBcc: x", "texte", "subject"),
        ("{lien} {ref}", "texte", "subject"),
        ("Prêt", "Venez.", "body"),
        ("x" * 151, "{ref}", "subject"),
        ("{ref}", "x" * 8001, "body"),
    ],
    ids=range(9),
)
def test_words_that_cannot_be_sent_are_refused(
    base: Database, subject: str, body: str, field: str
) -> None:
    with base.write() as session, pytest.raises(Invalid, match="wording_invalid") as caught:
        service.set_wording(session, "order.ready", subject, body, by=BUREAU)
    assert list(caught.value.fields) == [field]


def test_old_mails_lose_what_is_about_people_and_stay_told(base: Database) -> None:
    with base.write() as session:
        service.queue(session, "order.ready", "a@exemple.fr", "old", VALUES, at=AT)
        service.queue(
            session, "order.ready", "a@exemple.fr", "new", VALUES, at=AT + timedelta(days=300)
        )
        assert service.purge(session, AT + timedelta(days=366)) == 1
        assert service.purge(session, AT + timedelta(days=366)) == 0
        mail = session.exec(select(Mail).where(Mail.key == "old")).one()
        assert (mail.to_address, mail.subject, mail.body_text) == ("", "", "")
        assert service.queue(session, "order.ready", "a@exemple.fr", "old", VALUES) is None


def test_the_outbox_is_read_by_state_and_by_page(base: Database) -> None:
    with base.write() as session:
        made = [
            service.queue(session, "order.ready", "a@exemple.fr", f"k{number}", VALUES, at=AT)
            for number in range(5)
        ]
        a, b, c, d, e = (mail.id or 0 for mail in made if mail is not None)
        service.mark_sent(session, a, AT)
        service.mark_failed(session, b, "occupé", AT)
        service.mark_failed(session, c, "inconnu", AT, for_good=True)
    with base.read() as session:
        assert reads.counts(session) == {"waiting": 2, "late": 1, "sent": 1, "given_up": 1}
        assert reads.queue_depth(session) == 3
        assert [mail.id for mail in reads.outbox(session, limit=2)] == [e, d]
        assert [mail.id for mail in reads.outbox(session, before=d, limit=2)] == [c, b]
        assert [mail.id for mail in reads.outbox(session, "sent")] == [a]
        assert [mail.id for mail in reads.due(session, AT, 10)] == [d, e]
        assert [mail.id for mail in reads.due(session, AT + timedelta(minutes=1), 10)] == [d, e, b]
