"""A month of 83 people with 160 exceptions, closed by the office: totals to the minute.

The totals are computed here from the rules alone: what each timetable counts, what a public
holiday takes out of it, and what each exception does to a day.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.workers.contracts import agreeing
from esat.workers.contracts.forms import AgreementIn
from esat.workers.half_days import Entry
from esat.workers.models import Group
from tests import people_month
from tests.people import actor

SignedIn = Callable[..., FlaskClient]
NOVEMBER, HOLIDAY, SUNDAY = date(2026, 11, 1), date(2026, 11, 11), date(2026, 11, 29)
MONTH = "/travailleurs/releves/2026-11"
PEOPLE, EXCEPTIONS, SUNDAYS = 83, 160, 4
LENGTH = {"morning": 180, "afternoon": 240}
BOTH = ("morning", "afternoon")
MORNINGS = {"A": dict.fromkeys(range(5), ("morning",))}
TURNS = {"A": dict.fromkeys(range(3), BOTH), "B": dict.fromkeys(range(5), BOTH)}
KINDS = ("late", "early", "leave", "sick", "unjustified", "silent", "errand", "training",
         "support", "outside")  # fmt: skip
HEADERS = {
    "contractual": "Heures du contrat", "holiday": "Jours fériés", "to_do": "Heures à faire",
    "production": "Production", "support": "Soutien professionnel", "training": "Formation",
    "outside": "Soutien hors activité", "CP": "Congé annuel (heures)", "MAL": "Maladie (heures)",
    "ABS-I": "Absence non justifiée (heures)", "AUT": "Absence autorisée (heures)",
    "silent": "Absences sans motif", "late": "Retards", "early": "Départs avant l’heure",
    "sunday": "Dimanche", "beyond": "Hors horaire prévu", "not_said": "Présence sans activité dite",
    "unrecorded": "Non saisi",
}  # fmt: skip


@dataclass
class Month:
    """Who there is, what happened to whom, and how many minutes of each kind that makes."""

    names: dict[int, str] = field(default_factory=dict)
    weeks: dict[int, people_month.Weeks] = field(default_factory=dict)
    happened: dict[tuple[int, date], tuple[str, int]] = field(default_factory=dict)
    sundays: list[int] = field(default_factory=list)

    def halves(self, worker: int, day: date) -> tuple[str, ...]:
        weeks = self.weeks[worker]
        odd = ((day - date(2026, 11, 2)).days // 7) % 2
        days = weeks["B" if odd and "B" in weeks else "A"]
        return tuple(days.get(day.weekday(), ()))

    def draw(self, rng: Random) -> None:
        """160 exceptions, each on a day on which its worker is expected."""
        days = people_month.workdays(NOVEMBER)
        while len(self.happened) < EXCEPTIONS - SUNDAYS:
            key = rng.choice(list(self.names)), rng.choice(days)
            if self.halves(*key):
                kind = KINDS[len(self.happened) % len(KINDS)]
                self.happened.setdefault(key, (kind, rng.randrange(1, 60)))
        self.sundays = rng.sample(sorted(self.names), SUNDAYS)

    def totals(self, worker: int) -> Counter[str]:
        """The month of a worker, straight from the rules."""
        sums: Counter[str] = Counter()
        for number in range(30):
            day = NOVEMBER + timedelta(days=number)
            halves = self.halves(worker, day)
            planned = sum(LENGTH[half] for half in halves)
            sums["contractual"] += planned
            sums["holiday" if day == HOLIDAY else "to_do"] += planned
            if day != HOLIDAY:
                self._day(sums, planned, halves, self.happened.get((worker, day), ("", 0)))
        if worker in self.sundays:
            sums.update(sunday=240, beyond=240, production=240)
        return sums

    @staticmethod
    def _day(
        sums: Counter[str], planned: int, halves: tuple[str, ...], said: tuple[str, int]
    ) -> None:
        kind, minutes = said
        away = {"leave": "CP", "sick": "MAL", "unjustified": "ABS-I", "silent": "silent"}
        if kind in away:
            sums[away[kind]] += planned
            return
        lost = 0
        if kind in {"late", "early"}:
            lost = minutes
            sums[kind] += minutes
        elif kind == "errand":  # an hour is authorised, he comes later still
            lost = 60 + minutes
            sums.update({"AUT": 60, "late": minutes})
        elif kind in {"training", "support"}:
            lost = LENGTH[halves[0]]
            sums[kind] += lost
        elif kind == "outside":
            sums["outside"] += 60
        sums["production"] += planned - lost


@dataclass(frozen=True)
class Recorded:
    month: Month
    teams: list[tuple[Group, list[int]]]


@pytest.fixture
def december() -> Iterator[datetime]:
    moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with clock.pinned(moment):
        yield moment


@pytest.fixture
def recorded(app: Flask, session: Session, december: datetime) -> Recorded:
    """Four groups, three timetables, and November as it was recorded."""
    month, teams = Month(), []
    for place in range(4):
        team = people_month.group(session, f"linge-{place}")
        mine = [
            people_month.worker(session, team, f"Prénom{number:02}", f"Nom{number:02}")
            for number in range(place, PEOPLE, 4)
        ]
        teams.append((team, mine))
        month.names |= {one: f"Nom{n:02} Prénom{n:02}" for n, one in
                        zip(range(place, PEOPLE, 4), mine, strict=True)}  # fmt: skip
    everybody = list(month.names)
    kept = (("7 h", people_month.WHOLE, everybody[:50]), ("Matins", MORNINGS, everybody[50:70]),
            ("Semaines A et B", TURNS, everybody[70:]))  # fmt: skip
    for name, weeks, workers in kept:
        people_month.template(session, workers, date(2026, 1, 1), name, weeks)
        month.weeks |= dict.fromkeys(workers, weeks)
    month.draw(Random(83))
    for team, mine in teams:
        record(session, month, team, mine)
    code(session, month)
    session.commit()
    return Recorded(month, teams)


def record(session: Session, month: Month, team: Group, mine: list[int]) -> None:
    """The sheets and the lines of a group, day by day."""
    for day in people_month.workdays(NOVEMBER):
        expected = [one for one in mine if month.halves(one, day)]
        for half in BOTH:
            here = [one for one in expected if half in month.halves(one, day)]
            but = {(one, day, half): entry for one in here
                   if (entry := said(month, one, day, half))}  # fmt: skip
            if here:
                people_month.present(session, team, here, [day], but, (half,))
        there = [one for one in expected if month.happened.get((one, day), ("",))[0] not in
                 {"leave", "sick", "unjustified", "silent"}]  # fmt: skip
        people_month.all_day(session, team, there, day)
        for kind, hours in (("training", ((9, 0), (12, 0))), ("support", ((9, 0), (12, 0))),
                            ("outside", ((17, 0), (18, 0)))):  # fmt: skip
            some = [one for one in there if month.happened.get((one, day), ("",))[0] == kind]
            if some:
                activity = "support_outside" if kind == "outside" else kind
                people_month.at_work(session, team, some, day, activity, hours)
    market = [one for one in mine if one in month.sundays]
    if market:
        long = {
            (one, SUNDAY, "morning"): Entry(one, "present", time(8), time(12)) for one in market
        }
        people_month.present(session, team, market, [SUNDAY], long, ("morning",))
        people_month.at_work(session, team, market, SUNDAY, "production", ((8, 0), (12, 0)))


def said(month: Month, worker: int, day: date, half: str) -> Entry | None:
    """What the sheet says of who is not simply present."""
    kind, minutes = month.happened.get((worker, day), ("", 0))
    halves = month.halves(worker, day)
    if kind in {"leave", "sick"}:
        return Entry(worker, "absent_announced")
    if kind in {"unjustified", "silent"}:
        return Entry(worker, "absent_unannounced")
    if kind in {"late", "errand"} and half == halves[0]:
        after = minutes + (60 if kind == "errand" else 0)
        return Entry(worker, "late", from_time=time(9 + after // 60, after % 60))
    if kind == "early" and half == halves[-1]:
        end = people_month.HOURS[half][1] * 60 - minutes
        return Entry(worker, "left_early", to_time=time(end // 60, end % 60))
    return None


def code(session: Session, month: Month) -> None:
    """The office's reasons and agreements."""
    codes = {"leave": "CP", "sick": "MAL", "unjustified": "ABS-I"}
    for (worker, day), (kind, _) in month.happened.items():
        if kind in codes:
            people_month.absence(session, worker, codes[kind], day)
        elif kind == "errand":
            hour = {"from_time": "09:00", "to_time": "10:00"}
            people_month.absence(session, worker, "AUT", day, **hour)
    for worker in month.sundays:
        given = AgreementIn.model_validate(
            {"other_day": SUNDAY, "agreed_on": "2026-11-02", "how": "written"}
        )
        agreeing.agree(session, worker, given, by=actor("bureau"))


def close(signed_in: SignedIn, month: Month) -> FlaskClient:
    """The head of the workshops validates, the office explains what is open, and closes."""
    office, head = signed_in("bureau"), signed_in("responsable_atelier")
    assert head.post("/travailleurs/mois/2026-11/valider").status_code == 303
    assert "réglez ou expliquez" not in office.post(f"{MONTH}/valider").text
    for worker in sorted({worker for (worker, _), (kind, _) in month.happened.items()
                          if kind == "silent"}):  # fmt: skip
        sent = {"anomaly": "no_reason", "words-no_reason": "Aucune nouvelle reçue."}
        assert office.post(f"{MONTH}/{worker}/expliquer", data=sent).status_code == 303
        assert office.post(f"{MONTH}/{worker}/valider").status_code == 303
    done = office.post(f"{MONTH}/clore")
    assert f"{PEOPLE} relevés clos." in office.get(done.location).text
    return office


def test_a_month_of_83_people_with_160_exceptions_adds_up_to_the_minute(
    recorded: Recorded, signed_in: SignedIn
) -> None:
    month = recorded.month
    rows = people_month.table(close(signed_in, month), "2026-11")
    assert len(rows) == PEOPLE
    assert len(month.happened) + len(month.sundays) == EXCEPTIONS
    wrong = {}
    for worker, name in month.names.items():
        expected = month.totals(worker)
        found = {what: minutes(rows[name][header]) for what, header in HEADERS.items()}
        if found != {what: expected[what] for what in HEADERS}:
            wrong[name] = found
    assert wrong == {}
    assert {row["État"] for row in rows.values()} == {"Clos"}


def minutes(said: str) -> int:
    """« 147:05 » as minutes."""
    hours, rest = said.split(":")
    return int(hours) * 60 + int(rest)
