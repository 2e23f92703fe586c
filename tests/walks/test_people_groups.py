"""Rough days of a worker who changed group: each day has the group of that day, on every sheet."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import LoginSession
from esat.activity.allocations.models import Allocation
from esat.production.journal_models import Capture
from esat.workers import people
from esat.workers.forms import GroupIn
from esat.workers.models import HalfDay, HalfDayChange
from tests.esat.workers.conftest import Team, team
from tests.walks.people_presence import (
    MONDAY,
    Nadia,
    SignedIn,
    at,
    minutes,
    page,
    rows,
    supervisor,
)

__all__ = ["supervisor", "team"]
THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)


def garden_page(day: date, half: str = "matin") -> str:
    return f"/equipes/jardin/{day}/{half}"


@dataclass
class Day:
    """Nadia leads the linen, Awa the garden; Zoé goes from one to the other on Friday 20th."""

    nadia: Nadia
    awa: Nadia
    odile: FlaskClient
    zoe: int
    garden: int

    def change(self, since: date = FRIDAY) -> int:
        form = {"group": str(self.garden), "since": since.isoformat()}
        return self.odile.post(f"/travailleurs/{self.zoe}/groupe", data=form).status_code

    @property
    def there(self) -> dict[str, str]:
        return {f"status-{self.zoe}": "present"}


@pytest.fixture
def rough(
    session: Session, team: Team, supervisor: Callable[[], Nadia], signed_in: SignedIn
) -> Day:
    given = GroupIn(
        code="jardin", name="Jardin", workshop="laundry", morning_from=time(7),
        morning_to=time(11),
    )  # fmt: skip
    garden = people.create_group(session, given)
    nadia, awa = supervisor(), supervisor()
    people.lead(session, team.group, nadia.account_id, date(2026, 1, 1))
    people.lead(session, garden, awa.account_id, date(2026, 1, 1))
    odile = signed_in("bureau")
    session.commit()
    return Day(nadia, awa, odile, team.zoe, garden.id or 0)


def test_a_day_before_the_change_is_entered_late_on_the_sheet_of_the_group_of_that_day(
    rough: Day, session: Session
) -> None:
    assert rough.change() == 303
    assert "Zoé M." in rough.nadia.browser.get(page(THURSDAY)).text
    assert "Zoé M." not in rough.nadia.browser.get(page(FRIDAY)).text
    assert "Zoé M." not in rough.awa.browser.get(garden_page(THURSDAY)).text
    assert "Zoé M." in rough.awa.browser.get(garden_page(FRIDAY)).text
    for browser, address in (
        (rough.awa.browser, garden_page(THURSDAY)), (rough.nadia.browser, page(FRIDAY)),
    ):  # fmt: skip
        refused = browser.post(address, data=rough.there)
        assert refused.status_code == 409
        assert "le groupe où elle est ce jour-là la note" in refused.text
    assert rows(session) == {}
    assert rough.nadia.browser.post(page(THURSDAY), data=rough.there).status_code == 303
    assert minutes(session) == {rough.zoe: 210}
    kept = rows(session)[rough.zoe]
    assert (kept.late, kept.planned_from) == (True, time(8, 30))
    away = {f"status-{rough.zoe}": "absent_unannounced"}
    assert rough.nadia.browser.post(page(THURSDAY), data=away).status_code == 303
    assert [row.former_minutes for row in session.exec(select(HalfDayChange))] == [210]
    assert rough.awa.browser.post(garden_page(FRIDAY), data=rough.there).status_code == 303
    friday = session.exec(select(HalfDay).where(HalfDay.day == FRIDAY)).one()
    assert (friday.group_id, friday.minutes, friday.planned_from) == (rough.garden, 240, time(7))


def test_an_entry_made_offline_before_the_change_and_sent_after_it_is_kept(
    rough: Day, session: Session
) -> None:
    """Of a day when he was of the group; of a later one it is refused, and says what to do."""
    assert rough.change() == 303
    kept = rough.nadia.send(THURSDAY, rough.there, at(THURSDAY, 8, 40))
    assert kept["outcome"] == "ok"
    assert minutes(session) == {rough.zoe: 210}
    told = rough.nadia.send(FRIDAY, rough.there, at(FRIDAY, 8, 40))
    assert (told["outcome"], told["reason"]) == ("anomaly", "not_in_group")
    assert "pas dans « Linge » le 20/11/2026. Rechargez la feuille" in told["message"]
    assert {row.day for row in rows(session).values()} == {THURSDAY}
    key = session.exec(select(Capture.id).where(Capture.outcome == "anomaly")).one()
    waiting = rough.nadia.browser.get(f"/anomalies/{key}")
    assert "pas comptée. Une personne n’est pas dans « Linge » le 20/11/2026" in waiting.text


def test_what_was_recorded_before_a_change_was_dated_back_stays_and_may_be_corrected(
    rough: Day, session: Session
) -> None:
    assert rough.nadia.browser.post(page(FRIDAY), data=rough.there).status_code == 303
    assert rough.change() == 303
    assert minutes(session) == {rough.zoe: 210}
    assert "Ce jour-là : Jardin" in rough.nadia.browser.get(page(FRIDAY)).text
    assert "Zoé M." in rough.awa.browser.get(garden_page(FRIDAY)).text
    away = {f"status-{rough.zoe}": "absent_unannounced"}
    assert rough.awa.browser.post(garden_page(FRIDAY), data=away).status_code == 303
    assert rows(session)[rough.zoe].group_id == rough.garden
    assert "Zoé M." not in rough.nadia.browser.get(page(FRIDAY)).text
    assert [row.former_minutes for row in session.exec(select(HalfDayChange))] == [210]


def test_a_change_to_come_counts_from_its_day_everywhere(rough: Day, session: Session) -> None:
    tuesday = date(2026, 11, 24)
    assert rough.change(tuesday) == 303
    posts = "/equipes/{}/{}/postes"
    for day, code, browser in (
        (MONDAY, "linge", rough.nadia.browser), (tuesday, "jardin", rough.awa.browser),
    ):  # fmt: skip
        other = {"linge": rough.awa.browser, "jardin": rough.nadia.browser}[code]
        elsewhere = {"linge": "jardin", "jardin": "linge"}[code]
        with clock.pinned(at(day, 10)):
            session.execute(
                update(LoginSession).values(last_seen_at=clock.now(), expires_at=at(day, 20))
            )
            session.commit()
            for address in (posts, "/equipes/{}/{}"):
                assert "Zoé M." in browser.get(address.format(code, day)).text
                assert "Zoé M." not in other.get(address.format(elsewhere, day)).text
            assert "Zoé M." in browser.get("/travailleurs").text
            assert "Zoé M." not in other.get("/travailleurs").text
            assert browser.get(f"/travailleurs/{rough.zoe}/fiche").status_code == 200
            assert other.get(f"/travailleurs/{rough.zoe}/fiche").status_code == 403


def test_what_a_replacement_did_that_day_is_kept_though_he_leads_no_longer(
    rough: Day, session: Session, team: Team, supervisor: Callable[[], Nadia]
) -> None:
    ines, stranger = supervisor(), supervisor()
    people.lead(session, team.group, ines.account_id, THURSDAY, THURSDAY)
    session.commit()
    assert rough.change() == 303
    assert ines.send(THURSDAY, rough.there, at(THURSDAY, 8, 40))["outcome"] == "ok"
    assert rows(session)[rough.zoe].recorded_by == ines.account_id
    told = ines.send(FRIDAY, {f"status-{team.paul}": "present"}, at(FRIDAY, 8, 40))
    assert (told["outcome"], told["reason"]) == ("anomaly", "not_your_group_then")
    for day in (date(2026, 11, 18), THURSDAY, FRIDAY, MONDAY):  # what he was given has ended
        assert ines.browser.get(page(day)).status_code == 403
        answer = ines.browser.post(page(day), data={f"status-{team.paul}": "present"})
        assert answer.status_code == 403
    for other in (stranger, rough.awa):
        assert other.browser.get(page(THURSDAY)).status_code == 403
        assert other.browser.post(page(THURSDAY), data=rough.there).status_code == 403
        told = other.send(THURSDAY, rough.there, at(THURSDAY, 9))
        assert (told["outcome"], told["reason"]) == ("anomaly", "not_your_group")
    assert set(rows(session)) == {rough.zoe}


def test_posts_noted_offline_while_the_group_was_his_are_kept_and_others_refused(
    rough: Day, session: Session, team: Team, supervisor: Callable[[], Nadia]
) -> None:
    ines, stranger = supervisor(), supervisor()
    people.lead(session, team.group, ines.account_id, THURSDAY, THURSDAY)
    session.commit()
    assert rough.change() == 303
    for who, day, reason in (
        (ines, THURSDAY, ""), (ines, FRIDAY, "not_your_group_then"),
        (stranger, THURSDAY, "not_your_group"), (rough.awa, THURSDAY, "not_your_group"),
    ):  # fmt: skip
        told = placed(who, day, rough.zoe, at(day, 9))
        assert (told["reason"] or "") == reason, told
        for address in (f"/equipes/linge/{day}/postes", f"/equipes/linge/{day}"):
            assert who.browser.get(address).status_code == 403
    lines = session.exec(select(Allocation).order_by(col(Allocation.id))).all()
    assert [(line.worker_id, line.day, line.recorded_by) for line in lines] == [
        (rough.zoe, THURSDAY, ines.account_id)
    ]


def placed(who: Nadia, day: date, worker: int, moment: datetime) -> Any:
    """The tablet of somebody says that the worker was at work without a post."""
    data = {
        "group": "linge", "day": day.isoformat(), "worker": [str(worker)],
        "place": "activity:hygiene", "when": "time", "from": "09:00", "to": "10:00",
    }  # fmt: skip
    sent = {"id": str(uuid.uuid4()), "at": moment.isoformat(), "kind": "act", "code": None,
            "action": "allocation.record", "offline": True, "data": data}  # fmt: skip
    return who.browser.post("/api/v1/captures", json=sent).get_json()
