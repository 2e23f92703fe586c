"""A client opens his statement with a code of his mailbox; whoever guesses opens nothing."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func
from sqlmodel import Session, select

from esat import clock
from esat.clients.models import Client
from esat.mailing.models import Mail
from esat.tracking import links
from laundry_rabc.policies import keeping as policies
from laundry_rabc.policies.keeping import PolicyIn
from laundry_rabc.proof import codes
from laundry_rabc.proof.client_pages import COOKIE, WRONG
from laundry_rabc.proof.models import ProofCode
from tests.laundry_rabc.proof import delivered as days
from tests.laundry_rabc.proof.delivered import EVENING, MAIL, OWN, Delivered
from tests.walks.laundry_june import MAIRIE, OTHER

WORDS = "Remis le vendredi 12 juin 2026"


def test_a_code_of_the_mailbox_opens_the_statement_once(delivered: Delivered) -> None:
    assert delivered.ask() == 200
    (mail,) = delivered.mails()
    assert (mail.to_address, mail.order_id) == (MAIL, delivered.order.id)
    code = delivered.code()
    assert delivered.enter(code) == 303
    page = delivered.visitor.get(delivered.path)
    assert page.status_code == 200
    assert WORDS in page.text
    assert delivered.enter(code) == 422
    other = delivered.visitor.application.test_client()
    assert other.post(delivered.path, data={"code": code}, headers=OWN).status_code == 422
    assert WORDS not in other.get(delivered.path).text


def test_no_row_holds_a_code_or_a_session(delivered: Delivered) -> None:
    delivered.ask()
    code = delivered.code().replace(" ", "")
    delivered.enter(code)
    cookie = delivered.visitor.get_cookie(COOKIE, path="/suivi")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")
    rows = [*delivered.session.exec(select(ProofCode)), *delivered.session.exec(select(Mail))]
    for row in rows:
        assert code not in str(row.model_dump()).replace(" ", "")
        assert cookie.value not in str(row.model_dump())


def test_the_answer_is_the_same_with_and_without_a_known_address(delivered: Delivered) -> None:
    delivered.ask()
    owner = delivered.session.get_one(Client, delivered.order.client_id)
    owner.email = ""
    delivered.session.commit()
    delivered.ask()
    assert delivered.seen[0] == delivered.seen[1]
    assert len(delivered.mails()) == 1


def test_an_address_that_the_visitor_types_gets_nothing(delivered: Delivered) -> None:
    form = {"act": "send", "email": "voleur@example.org", "to": "voleur@example.org"}
    delivered.visitor.post(delivered.path, data=form, headers=OWN).close()
    delivered.session.expire_all()
    assert [mail.to_address for mail in delivered.mails()] == [MAIL]


def test_wrong_codes_use_up_the_right_one(delivered: Delivered) -> None:
    delivered.ask()
    code = delivered.code()
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    for typed in (wrong, "", "abc", "12345678901234567890", "é"):
        assert delivered.enter(typed) == 422
        assert WRONG in delivered.seen[-1]
    assert delivered.enter(code) == 422
    delivered.ask()
    assert delivered.enter(code) == 422
    assert delivered.enter(delivered.code()) == 303


def test_an_old_code_opens_nothing(delivered: Delivered) -> None:
    delivered.ask()
    code = delivered.code()
    with clock.pinned(EVENING + timedelta(minutes=15)):
        assert delivered.enter(code) == 422
    with clock.pinned(EVENING + timedelta(minutes=14)):
        assert delivered.enter(code) == 303


def test_a_newer_code_replaces_the_older_one(delivered: Delivered) -> None:
    delivered.ask()
    first = delivered.code()
    delivered.ask()
    assert delivered.enter(first) == 422
    assert delivered.enter(delivered.code()) == 303


def test_how_long_a_code_lives_is_dated_data(delivered: Delivered) -> None:
    given = PolicyIn(value=60, source="Réunion", status="validated", reason="Boîtes lentes")
    policies.decide(delivered.session, "proof_code_minutes", given, by=days.SYSTEM)
    delivered.session.commit()
    delivered.ask()
    code = delivered.code()
    with clock.pinned(EVENING + timedelta(minutes=55)):
        assert delivered.enter(code) == 303


def test_what_was_opened_closes_by_itself(delivered: Delivered) -> None:
    delivered.ask()
    delivered.enter(delivered.code())
    with clock.pinned(EVENING + timedelta(minutes=29)):
        assert WORDS in delivered.visitor.get(delivered.path).text
    with clock.pinned(EVENING + timedelta(minutes=30)):
        assert WORDS not in delivered.visitor.get(delivered.path).text


def test_only_a_few_codes_leave_a_day_whatever_the_link(delivered: Delivered) -> None:
    second = days.give(delivered.session, delivered.order, EVENING)
    delivered.session.commit()
    path = f"/suivi/{links.address(delivered.settings, second).rpartition('/')[2]}/hygiene"
    for n in range(8):
        assert delivered.ask(path if n % 2 else "") == 200
    assert len(delivered.mails()) == 5
    assert len(set(delivered.seen)) == 1
    with clock.pinned(EVENING + timedelta(days=1, minutes=1)):
        delivered.ask()
    assert len(delivered.mails()) == 6


def test_a_code_and_a_session_open_their_own_link_alone(delivered: Delivered) -> None:
    second = days.give(delivered.session, delivered.order, EVENING)
    delivered.session.commit()
    path = f"/suivi/{links.address(delivered.settings, second).rpartition('/')[2]}/hygiene"
    delivered.ask()
    code = delivered.code()
    assert delivered.enter(code, path) == 422
    assert delivered.enter(code) == 303
    assert WORDS not in delivered.visitor.get(path).text
    assert WORDS in delivered.visitor.get(delivered.path).text


def test_another_orders_delivery_is_not_shown(delivered: Delivered) -> None:
    delivered.ask()
    delivered.enter(delivered.code())
    for asked in ("999999", "abc", "-1"):
        page = delivered.visitor.get(f"{delivered.path}?remise={asked}")
        assert delivered.order.ref in page.text


def test_tokens_that_open_nothing_all_look_alike(delivered: Delivered) -> None:
    session, settings = delivered.session, delivered.settings
    revoked = days.give(session, delivered.order, EVENING)
    links.revoke(session, delivered.order.id or 0, revoked.id or 0)
    over = days.give(session, delivered.order, EVENING)
    over.expires_at = EVENING - timedelta(days=1)
    nothing = days.give(session, days.other_order(session), EVENING)
    session.commit()
    tokens = ["a" * 43, "nimporte"]
    tokens += [links.address(settings, one).rpartition("/")[2] for one in (revoked, over, nothing)]
    answers = []
    for token in tokens:
        got = delivered.visitor.get(f"/suivi/{token}/hygiene")
        for form in ({"act": "send"}, {"act": "enter", "code": "00000000"}):
            posted = delivered.visitor.post(f"/suivi/{token}/hygiene", data=form, headers=OWN)
            posted.close()
            assert (posted.status_code, posted.data) == (got.status_code, got.data)
        answers.append((got.status_code, got.data))
    assert set(answers) == {answers[0]}
    assert answers[0][0] == 404
    assert delivered.mails() == []


def test_guesses_are_told_to_wait(delivered: Delivered) -> None:
    delivered.ask()
    code = delivered.code()
    for n in range(20):
        assert delivered.enter(f"{n:08d}") == 422
    assert delivered.enter("00000099") == 429
    assert delivered.enter(code) == 429


def test_too_many_requests_are_told_to_wait(delivered: Delivered) -> None:
    assert [delivered.ask() for _ in range(11)] == [200] * 10 + [429]


def test_the_pages_are_private_and_looking_writes_nothing(
    delivered: Delivered, statements: list[str]
) -> None:
    delivered.ask()
    delivered.enter(delivered.code())
    statements.clear()
    for visitor in (delivered.visitor, delivered.visitor.application.test_client()):
        page = visitor.get(delivered.path)
        page.close()
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert delivered.token not in page.text
    assert all(one.lstrip().startswith(("SELECT", "WITH")) for one in statements)


def test_the_statement_names_nobody(delivered: Delivered) -> None:
    delivered.ask()
    delivered.enter(delivered.code())
    text = delivered.visitor.get(delivered.path).text
    assert "Ce linge a été lavé avec du linge d’autres clients." in text
    for name in (MAIRIE, OTHER, "Nadia", "Petit", MAIL):
        assert name not in text


def test_the_tracking_page_offers_it_once_something_was_handed_over(delivered: Delivered) -> None:
    follow = f"/suivi/{delivered.token}"
    page = delivered.visitor.get(follow)
    assert "?voir=hygiene" in page.text
    assert delivered.token not in page.text
    there = delivered.visitor.get(f"{follow}?voir=hygiene")
    assert (there.status_code, there.headers["Location"]) == (303, delivered.path)
    back = delivered.visitor.get(f"{delivered.path}?voir=commande")
    assert back.headers["Location"] == follow
    other = days.give(delivered.session, days.other_order(delivered.session), EVENING)
    delivered.session.commit()
    path = links.address(delivered.settings, other).rpartition("/")[2]
    page = delivered.visitor.get(f"/suivi/{path}?voir=hygiene")
    assert (page.status_code, "voir=hygiene" in page.text) == (200, False)


def test_codes_are_forgotten_after_a_month(delivered: Delivered, session: Session) -> None:
    delivered.ask()
    later = EVENING + timedelta(days=31)
    assert len(codes.over(session, later)) == codes.purge(session, later) == 1
    assert session.exec(select(func.count()).select_from(ProofCode)).one() == 0
    assert codes.filled(session, "rabc.proof:1") == codes.GONE


def test_a_link_of_a_contact_sends_to_that_contact_while_he_is_one(
    delivered: Delivered, session: Session, app: Flask
) -> None:
    del app
    owner = delivered.order.client_id
    assert codes.address(session, owner, "inconnu@example.org") == MAIL
    contact = days.contact(session, owner, "lingerie@mairie.example.org")
    assert codes.address(session, owner, "Lingerie@mairie.example.org ") == contact.email
    contact.archived_at = EVENING
    session.flush()
    assert codes.address(session, owner, contact.email) == MAIL
    session.get_one(Client, owner).purged_at = EVENING
    assert codes.address(session, owner) == ""
    assert codes.address(session, 999_999) == ""


def test_a_browser_that_may_not_say_where_it_comes_from_still_asks(delivered: Delivered) -> None:
    """No referrer makes `Origin: null`; only the browser's own word then opens the door."""
    form = {"act": "send"}
    for site, status in (("same-origin", 200), ("cross-site", 403), ("none", 403), ("", 403)):
        headers = {"Origin": "null"} | ({"Sec-Fetch-Site": site} if site else {})
        answer = delivered.visitor.post(delivered.path, data=form, headers=headers)
        answer.close()
        assert answer.status_code == status, site
    delivered.session.expire_all()
    assert len(delivered.mails()) == 1
