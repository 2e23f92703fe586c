from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.workers import people
from esat.workers.forms import WorkerIn
from esat.workers.posts.models import WorkAuthorisation, WorkPost
from tests.esat.workers.conftest import Team
from tests.esat.workers.posts.conftest import PostOf

SignedIn = Callable[..., FlaskClient]
POSTS = "/travailleurs/postes"
HERE = "/travailleurs/autorisations"
NEW = {
    "label": "Marquage", "workshop": "laundry", "pictogram": "scissors", "activity": "production",
    "guarded": "1",
}  # fmt: skip


@pytest.fixture
def nadia(session: Session, signed_in: SignedIn, team: Team, post_of: PostOf) -> FlaskClient:
    """Who leads the group of the laundry."""
    browser = signed_in("moniteur", ("laundry",))
    account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert account is not None
    people.lead(session, team.group, account.id or 0, date(2026, 11, 1))
    session.commit()
    return browser


def test_a_post_is_added_once_changed_closed_and_opened_again(
    signed_in: SignedIn, session: Session, post_of: PostOf
) -> None:
    session.commit()
    head = signed_in("responsable_atelier", ("laundry",))
    answers = [head.post(f"{POSTS}/nouveau", data=NEW) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    made = session.exec(select(WorkPost).where(WorkPost.label == "Marquage")).one()
    assert (made.guarded, made.demanding) == (True, False)
    where = f"{POSTS}/{made.id}"
    other = head.post(f"{where}/modifier", data=NEW | {"label": "Pliage"})
    assert "s’appelle déjà ainsi" in other.text
    assert other.status_code == 422
    wrong = head.post(f"{where}/modifier", data=NEW | {"pictogram": "x.svg", "position": "-4"})
    assert wrong.status_code == 422
    assert head.post(f"{where}/modifier", data=NEW | {"demanding": "1"}).status_code == 303
    assert head.post(f"{where}/fermer").status_code == 303
    assert "Marquage" not in head.get(POSTS).text
    assert "Marquage" in head.get(f"{POSTS}?fermes=1").text
    assert head.post(f"{where}/rouvrir").status_code == 303
    assert "Marquage" in head.get(POSTS).text


def test_a_head_keeps_the_posts_of_his_workshop_alone(
    signed_in: SignedIn, session: Session, post_of: PostOf
) -> None:
    mowing = post_of("vert-tonte")
    session.commit()
    head = signed_in("responsable_atelier", ("laundry",))
    assert "Tonte" not in head.get(POSTS).text
    for verb in ("modifier", "fermer", "rouvrir"):
        assert head.post(f"{POSTS}/{mowing}/{verb}", data=NEW).status_code == 403
    assert head.post(f"{POSTS}/nouveau", data=NEW | {"workshop": "green_spaces"}).status_code == 403
    assert "Tonte" in signed_in("bureau").get(POSTS).text


def test_an_authorisation_is_said_on_the_page_of_a_worker_and_stands_in_the_table(
    signed_in: SignedIn, session: Session, team: Team, post_of: PostOf
) -> None:
    tour = post_of("linge-tournee")
    session.commit()
    head = signed_in("responsable_atelier", ("laundry",))
    page = f"{HERE}/{team.paul}"
    assert head.get(page).text.count("Non autorisé") >= 9
    form = {f"allowed-{tour}": "non", f"until-{tour}": "2026-12-10"}
    done = head.post(page, data=form)
    assert "1 ligne" in head.get(done.headers["Location"]).text.replace("\u00a0", " ")
    assert "10/12/2026" in head.get(HERE).text
    assert "Rien n’avait changé" in head.get(head.post(page, data=form).headers["Location"]).text
    wrong = head.post(page, data={f"allowed-{tour}": "oui", f"until-{tour}": "25:00"})
    assert (wrong.status_code, "25:00" in wrong.text) == (422, True)
    none = head.post(page, data={f"until-{'9' * 20}": "", f"allowed-{'9' * 20}": "oui"})
    assert none.status_code == 404
    assert len(session.exec(select(WorkAuthorisation)).all()) == 1


def test_a_supervisor_reads_of_his_group_and_says_nothing(
    nadia: FlaskClient, session: Session, team: Team, post_of: PostOf
) -> None:
    stranger = people.create_worker(session, WorkerIn(first_name="Ali")).id
    session.commit()
    table = nadia.get(HERE).text
    assert "Paul D." in table
    assert nadia.get(f"{HERE}/{team.paul}").status_code == 200
    assert nadia.post(f"{HERE}/{team.paul}", data={}).status_code == 403
    assert nadia.get(f"{HERE}/{stranger}").status_code == 403
    assert "Ali" not in table


def test_another_workshop_is_not_shown_and_not_written(
    signed_in: SignedIn, session: Session, team: Team, post_of: PostOf
) -> None:
    session.commit()
    gardener = signed_in("responsable_atelier", ("green_spaces",))
    assert "Paul" not in gardener.get(f"{HERE}?atelier=laundry").text
    assert gardener.get(f"{HERE}/{team.paul}").status_code == 403
    assert gardener.post(f"{HERE}/{team.paul}", data={}).status_code == 403
