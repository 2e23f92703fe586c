import re
from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlmodel import Session

from tests.workshops.laundry.intake import desk
from tests.workshops.laundry.intake.test_pages import HOME, nadia_at
from tests.workshops.laundry.washing import laundries

SignedIn = Callable[..., FlaskClient]
__all__ = ["nadia_at"]


def test_the_first_scan_opens_the_reception_of_its_client_and_receives_the_bag(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 2, at=now)
    home = nadia_at.get(HOME).text
    assert f'method="post" action="{HOME}/scan"' in home
    key = re.findall(r'name="id" value="([^"]+)"', home)[0]
    for _ in range(2):
        answer = nadia_at.post(
            f"{HOME}/scan", data={"id": key, "code": here.codes[0]}, headers=desk.ORIGIN
        )
        assert answer.status_code == 200
        assert "Sac 1 : reçu." in answer.text
        assert f"<h1><span>{here.client.name}</span></h1>" in answer.text
    assert desk.stages(session, here.client) == ["received", "expected"]
    blank = desk.form(nadia_at, f"{HOME}/scan", code="F0000019")
    assert blank.headers["HX-Redirect"] == "/comptoir?code=F0000019"


def test_the_counter_says_what_undoing_a_reception_brings_back(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    assert desk.form(nadia_at, f"{HOME}/scan", code=here.codes[0]).status_code == 200
    shown = " ".join(nadia_at.get("/comptoir").text.split())
    assert f'Sac 1 <span class="code">{here.codes[0]}</span> reviendra à « Attendu ».' in shown


def test_a_machine_and_a_card_are_named_by_their_kind_at_the_counter(
    session: Session, nadia_at: FlaskClient
) -> None:
    plant = laundries.build(session)
    session.commit()
    for code, words in ((plant.l1, "Machine · L1"), (plant.p60, "Carte de programme · Draps"),
                        (plant.flat, "</svg>Bac draps")):  # fmt: skip
        assert words in nadia_at.get(f"/comptoir?code={code}").text


def test_who_may_not_receive_opens_the_reception_and_changes_nothing(
    session: Session, signed_in: SignedIn, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    reader = signed_in("inspecteur")
    assert desk.form(reader, f"{HOME}/scan", code=here.codes[0]).status_code == 403
    elsewhere = signed_in("moniteur", ("bookbinding",))
    assert desk.form(elsewhere, f"{HOME}/scan", code=here.codes[0]).status_code in {403, 404}
    assert desk.stages(session, here.client) == ["expected"]
