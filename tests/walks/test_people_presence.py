"""Rough days of the half-day sheet: what is wrong is said and changes nothing; nothing is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import SYSTEM
from esat.workers import locks, moving, people, presences
from esat.workers.models import Group, HalfDayChange
from esat.workers.timetables.plans import Span
from tests.esat.workers.conftest import Team, team
from tests.walks.people_presence import (
    MONDAY,
    Nadia,
    SignedIn,
    at,
    minutes,
    nadia,
    page,
    rows,
    supervisor,
)

__all__ = ["nadia", "supervisor", "team"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 11), "Jour férié : Armistice"),
        (date(2026, 11, 22), "Dimanche"),
        (date(2026, 5, 1), "Jour férié : Fête du Travail"),
        (date(2026, 11, 21), "Rien de prévu ce matin"),
    ],
)
def test_who_works_on_a_day_that_is_not_planned_is_counted_by_his_own_times(
    nadia: Nadia, session: Session, team: Team, day: date, words: str
) -> None:
    session.execute(update(Account).values(created_at=datetime(2026, 1, 5, tzinfo=UTC)))
    session.commit()  # the house began in January
    seen = nadia.browser.get(page(day)).text
    assert words in seen
    assert "data-all-present" not in seen
    form = {f"status-{team.paul}": "present"}
    answer = nadia.browser.post(page(day), data=form)
    assert answer.status_code == 422
    assert "l’arrivée et le départ" in answer.text
    form |= {f"from-{team.paul}": "7:00", f"to-{team.paul}": "12:30"}
    assert nadia.browser.post(page(day), data=form).status_code == 303
    kept = rows(session)[team.paul]
    assert (kept.minutes, kept.planned_minutes) == (330, 0)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("25:00", "", "une heure de la journée"),
        ("11:00", "9:00", "après l’arrivée"),
        ("9:15", "19:00", "loin des heures prévues"),
        ("", "", "l’heure d’arrivée"),
        ("demain", "", "une heure de la journée"),
    ],
)
def test_an_impossible_time_comes_back_on_its_row_and_the_sheet_stays_as_it_was(
    nadia: Nadia, session: Session, team: Team, start: str, end: str, words: str
) -> None:
    form = {f"status-{worker}": "present" for worker in team.all}
    form |= {f"status-{team.zoe}": "late", f"from-{team.zoe}": start, f"to-{team.zoe}": end}
    answer = nadia.browser.post(page(MONDAY), data=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert answer.text.count('class="roll-row" open') == 1
    assert rows(session) == {}
    told = nadia.send(MONDAY, form, at(MONDAY), offline=False)
    assert (told["outcome"], told["reason"]) == ("refused", "sheet_rows")
    assert words in told["message"]
    assert rows(session) == {}


def test_late_and_gone_early_in_one_half_day(nadia: Nadia, session: Session, team: Team) -> None:
    form = {f"status-{team.zoe}": "late", f"from-{team.zoe}": "915", f"to-{team.zoe}": "11h"}
    assert nadia.browser.post(page(MONDAY), data=form).status_code == 303
    assert minutes(session) == {team.zoe: 105}
    spans = presences.spans(session, team.all, MONDAY, MONDAY)
    assert spans == {(team.zoe, MONDAY): [Span(time(9, 15), time(11))]}


def test_two_halves_of_a_day_do_not_overlap(nadia: Nadia, session: Session, team: Team) -> None:
    long = {f"status-{team.zoe}": "present", f"to-{team.zoe}": "13:30"}
    assert nadia.browser.post(page(MONDAY), data=long).status_code == 303
    after = page(MONDAY, "apres-midi")
    answer = nadia.browser.post(after, data={f"status-{team.zoe}": "present"})
    assert answer.status_code == 422
    assert "se recouvrent" in answer.text
    cut = {f"status-{team.zoe}": "late", f"from-{team.zoe}": "13:30"}
    assert nadia.browser.post(after, data=cut).status_code == 303


def test_a_correction_shows_the_former_value_its_author_and_both_times(
    nadia: Nadia, session: Session, team: Team
) -> None:
    nadia.browser.post(page(MONDAY), data={f"status-{team.zoe}": "present"})
    form = {f"status-{team.zoe}": "left_early", f"to-{team.zoe}": "10:30"}
    with clock.pinned(at(MONDAY, 10, 45)):
        nadia.browser.post(page(MONDAY), data=form)
        seen = nadia.browser.get(page(MONDAY)).text
    told = seen[seen.index("Corrigé par") :][:200]
    assert "10:45" in told
    assert "Avant : Présence, 08:30 à 12:00, par Nadia" in told
    assert "10:00" in told


def test_a_closed_month_is_corrected_by_the_office_with_its_reason(
    nadia: Nadia, signed_in: SignedIn, session: Session, team: Team, now: datetime
) -> None:
    day = date(2026, 11, 2)
    form = {f"status-{worker}": "present" for worker in team.all}
    nadia.browser.post(page(day), data=form)
    odile = signed_in("bureau")
    wrong = {f"status-{team.zoe}": "absent_unannounced"}
    assert odile.post(page(day), data=wrong).status_code == 403
    locks.close(session, team.all, day, by=SYSTEM, at=now)
    session.commit()
    assert "Enregistrer la feuille" not in nadia.browser.get(page(day)).text
    answer = nadia.browser.post(page(day), data=wrong)
    assert answer.status_code == 409
    assert "11/2026 est clos" in answer.text
    told = nadia.send(day, wrong, at(day), offline=False)
    assert (told["outcome"], told["reason"]) == ("refused", "period_locked")
    assert "Pourquoi cette correction" in odile.get(page(day)).text
    assert odile.post(page(day), data=wrong).status_code == 409
    assert minutes(session)[team.zoe] == 210
    assert odile.post(page(day), data=wrong | {"reason": "Erreur de nom"}).status_code == 303
    assert minutes(session)[team.zoe] == 0
    assert [row.reason for row in session.exec(select(HalfDayChange))] == ["Erreur de nom"]


def test_who_left_or_has_not_come_yet_cannot_be_recorded(
    nadia: Nadia, session: Session, team: Team
) -> None:
    paul, zoe = people.the_worker(session, team.paul), people.the_worker(session, team.zoe)
    paul.left_on, zoe.contract_starts = date(2026, 10, 31), date(2026, 12, 1)
    session.commit()
    for worker, words in ((team.paul, "quitté l’ESAT le 31/10/2026"), (team.zoe, "01/12/2026")):
        answer = nadia.browser.post(page(MONDAY), data={f"status-{worker}": "present"})
        assert answer.status_code == 409
        assert words in answer.text
    form = {f"status-{team.paul}": "present"}
    assert nadia.browser.post(page(date(2026, 10, 30)), data=form).status_code == 303
    assert set(rows(session)) == {team.paul}


def test_who_moved_to_another_group_is_said_to_be_there(
    nadia: Nadia, session: Session, team: Team
) -> None:
    nadia.browser.post(page(MONDAY), data={f"status-{team.paul}": "present"})
    garden = Group(code="jardin", name="Jardin", workshop="green_spaces")
    session.add(garden)
    session.flush()
    for worker in (team.paul, team.zoe):
        moving.move(session, people.the_worker(session, worker), garden.id, MONDAY, by=SYSTEM)
    session.commit()
    seen = nadia.browser.get(page(MONDAY)).text
    assert "Ce jour-là : Jardin" in seen
    assert "Zoé M." not in seen
    answer = nadia.browser.post(page(MONDAY), data={f"status-{team.zoe}": "present"})
    assert answer.status_code == 409
    assert "n’est pas dans « Linge » le 23/11/2026" in answer.text


def test_a_day_to_come_is_refused_and_a_kept_capture_says_why(
    nadia: Nadia, session: Session, team: Team
) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    form = {f"status-{team.paul}": "present"}
    answer = nadia.browser.post(page(tomorrow), data=form)
    assert (answer.status_code, "pas encore là" in answer.text) == (409, True)
    told = nadia.send(tomorrow, form, at(MONDAY, 9))
    assert (told["outcome"], told["reason"]) == ("anomaly", "half_day_future")
    assert rows(session) == {}


def test_two_tablets_on_one_sheet_the_older_entry_does_not_undo_the_newer(
    nadia: Nadia, session: Session, team: Team
) -> None:
    first = nadia.send(MONDAY, {f"status-{team.zoe}": "present"}, at(MONDAY, 9, 30))
    assert first["outcome"] == "ok"
    older = nadia.send(MONDAY, {f"status-{team.zoe}": "absent_unannounced"}, at(MONDAY, 9))
    assert (older["outcome"], older["reason"]) == ("anomaly", "half_day_newer")
    same = nadia.send(MONDAY, {f"status-{team.zoe}": "present"}, at(MONDAY, 9))
    assert same["outcome"] == "ok"
    assert minutes(session) == {team.zoe: 210}
    assert session.exec(select(HalfDayChange)).all() == []


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_sunday_of_the_change_of_clock_has_its_true_hours(
    session: Session, team: Team, supervisor: Callable[[], Nadia], sunday: date
) -> None:
    with clock.pinned(at(sunday, 20)):
        made = supervisor()
        people.lead(session, team.group, made.account_id, date(2026, 1, 1))
        session.commit()
        night = {
            f"status-{team.zoe}": "present",
            f"from-{team.zoe}": "1:00",
            f"to-{team.zoe}": "4:00",
        }
        answer = made.browser.post(page(sunday), data=night)
        assert answer.status_code == 422
        assert "L’heure change cette nuit-là" in answer.text
        market = night | {f"from-{team.zoe}": "8:00", f"to-{team.zoe}": "12:00"}
        told = made.send(sunday, market, at(sunday, 12, 5))
        assert told["outcome"] == "ok"
        midnight = made.send(
            sunday, {f"status-{team.eric}": "absent_unannounced"}, at(sunday, 0, 5)
        )
        assert midnight["outcome"] == "ok"
    assert minutes(session) == {team.zoe: 240, team.eric: 0}


def test_an_entry_of_a_group_no_longer_hers_is_judged_by_who_led_it_that_day(
    session: Session, team: Team, supervisor: Callable[[], Nadia]
) -> None:
    friday = date(2026, 11, 20)
    nadia, awa = supervisor(), supervisor()
    people.lead(session, team.group, nadia.account_id, date(2026, 1, 1), friday)
    people.lead(session, team.group, awa.account_id, MONDAY)
    session.commit()
    said = {f"status-{worker}": "present" for worker in team.all}
    done = nadia.send(friday, said, at(friday, 8, 40))
    assert done["outcome"] == "ok"
    kept = rows(session)
    assert {(row.late, row.recorded_by) for row in kept.values()} == {(True, nadia.account_id)}
    away = {f"status-{team.zoe}": "absent_unannounced"}
    for who, day, moment in ((nadia, MONDAY, at(MONDAY, 8, 40)), (awa, friday, at(friday, 9))):
        told = who.send(day, away, moment)
        assert (told["outcome"], told["reason"]) == ("anomaly", "not_your_group_then")
        assert f"le {day:%d/%m/%Y}" in told["message"]
        assert "demandez à votre responsable" in told["message"]
    assert minutes(session)[team.zoe] == 210
    assert awa.browser.get(page(MONDAY)).status_code == 200
    assert nadia.browser.get(page(MONDAY)).status_code == 403
    assert nadia.browser.post(page(MONDAY), data=away).status_code == 403
    late = nadia.send(friday, away, at(MONDAY, 8, 45))
    assert (late["outcome"], late["reason"]) == ("anomaly", "not_your_group_then")
    assert "le 23/11/2026" in late["message"]
    assert nadia.send(friday, away, at(friday, 16))["outcome"] == "ok"
    assert minutes(session)[team.zoe] == 0
    stranger = supervisor()
    told = stranger.send(friday, away, at(friday, 9, 30))
    assert (told["outcome"], told["reason"]) == ("anomaly", "not_your_group")


def test_a_template_changed_in_the_past_says_what_to_do_and_changes_nothing(
    nadia: Nadia, signed_in: SignedIn, session: Session, team: Team
) -> None:
    odile = signed_in("bureau")
    week = {"since": "2026-11-01", "weeks": "1"}
    week |= {f"A-{day}-morning-{end}": hour for day in range(5)
             for end, hour in (("from", "9:00"), ("to", "12:00"))}  # fmt: skip
    odile.post("/travailleurs/horaires/nouveau", data={"name": "Matins", **week})
    of_paul = f"/travailleurs/{team.paul}/horaires"
    given = {"template": "matins", "since": "2026-11-16"}
    assert odile.post(of_paul, data=given).status_code == 303
    nadia.browser.post(page(MONDAY), data={f"status-{worker}": "present" for worker in team.all})
    assert minutes(session) == {team.paul: 180, team.zoe: 210, team.eric: 210}
    later = {**week, "since": "2026-11-20", "A-0-morning-from": "10:00"}
    refused = odile.post("/travailleurs/horaires/matins/version", data=later)
    assert refused.status_code == 422
    assert "Choisissez le 24/11/2026 ou après" in refused.text
    assert odile.post(of_paul, data={"template": "", "since": "2026-11-20"}).status_code == 422
    allowed = odile.post(
        "/travailleurs/horaires/matins/version", data=later | {"since": "2026-11-24"}
    )
    assert allowed.status_code == 303
    assert "09:00 à 12:00" in nadia.browser.get(page(MONDAY)).text
    assert "10:00 à 12:00" not in nadia.browser.get(page(MONDAY)).text
    assert minutes(session)[team.paul] == 180
