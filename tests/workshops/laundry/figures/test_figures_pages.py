import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account
from esat.actors import SYSTEM, Actor
from tests import factories, people
from tests.workshops.laundry.figures import plant
from workshops.laundry.figures import (
    charts,
    exports,
    hub_pages,
    parts,
    periods,
    reads,
    receivers,
    rollups,
)
from workshops.laundry.figures.meters import Read, record
from workshops.laundry.figures.models import DayClient
from workshops.laundry.washing import cycles
from workshops.laundry.washing.cycles import Report, Start

SignedIn = Callable[..., FlaskClient]
DAY = date(2026, 11, 23)
PAGE = "/blanchisserie/chiffres"


def week(session: Session, now: datetime, by: Actor = SYSTEM) -> None:
    """A day with a load washed, linen put aside, an individual's bag received, a meter read."""
    machine, _ = plant.washer(session, now)
    what, _ = plant.programme(session, now)
    hotel = factories.make_client(session, "Hôtel du Parc")
    order = factories.make_order(session, items=3, client=hotel, at=now)
    plant.washed(session, order, machine, what, now)
    person = factories.make_client(session, "Blanchard Odette", kind="individual")
    other = factories.make_client(session, "Martin Paul", kind="individual")
    for client in (person, other):
        mine = factories.make_order(session, items=1, client=client, at=now)
        plant.move(session, *plant.keys(session, mine), "receive", at=now)
    cycle = cycles.begin(
        session, Start(machine.resource_id, None, what.id, "disinfect"), by=by, at=now
    )
    cycles.finish(session, cycle, Report(), by=by, at=now + timedelta(minutes=60))
    receivers.settle(session)
    rollups.add_cycles(session, [cycle.id or 0])
    aside = parts.part(
        "reject", DAY,
        {"reason": "stain", "fault": "ours", "decision": "rewash", "programme_id": what.id or 0},
        rejects=1, kg=Decimal("0.9"), pieces=2,
    )  # fmt: skip
    rollups.put(session, "reject", [1], [parts.Given("reject", 1, (aside,))])
    record(session, Read("water", Decimal(10), now), by=by)
    session.flush()


@pytest.mark.parametrize(
    ("unit", "since", "until", "before"),
    [("jour", (2026, 11, 23), (2026, 11, 23), (2026, 11, 22)),
     ("semaine", (2026, 11, 23), (2026, 11, 29), (2026, 11, 16)),
     ("mois", (2026, 11, 1), (2026, 11, 30), (2026, 10, 1)),
     ("annee", (2026, 1, 1), (2026, 12, 31), (2025, 1, 1))],
)  # fmt: skip
def test_a_period_holds_its_day_and_knows_the_one_before(
    unit: str, since: tuple[int, int, int], until: tuple[int, int, int],
    before: tuple[int, int, int],
) -> None:  # fmt: skip
    found = periods.period(unit, DAY)
    assert (found.since, found.until) == (date(*since), date(*until))
    assert found.before.since == date(*before)
    assert found.before.after == found
    assert found.steps()[-1].until == found.until


def test_a_month_of_february_and_a_year_change_are_whole() -> None:
    assert periods.period("mois", date(2028, 2, 10)).until == date(2028, 2, 29)
    assert periods.period("mois", date(2026, 1, 31)).before.since == date(2025, 12, 1)
    assert periods.period("semaine", date(2027, 1, 1)).since == date(2026, 12, 28)


@given(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 800))
def test_days_are_the_whole_months_among_them_and_the_days_around(first: date, many: int) -> None:
    last = first + timedelta(days=many)
    asked = reads.spans(first, last)
    covered = []
    for begin, end in (("since", "before"), ("after", "until")):
        day = asked[begin]
        while day <= asked[end]:
            covered.append(day)
            day += timedelta(days=1)
    month = asked["first"]
    while month <= asked["last"]:
        whole = periods.period("mois", month)
        covered += [whole.since + timedelta(days=n) for n in range(whole.until.day)]
        month = whole.after.since
    assert sorted(covered) == [first + timedelta(days=n) for n in range(many + 1)]


def test_a_chart_draws_what_is_known_and_marks_what_is_over() -> None:
    found = charts.bars(
        "Relavage",
        [("l", "lundi", Decimal(2)), ("m", "mardi", None), ("m", "mercredi", Decimal(5))],
        "%",
        Decimal(3),
    )
    assert found is not None
    low, none, high = found.bars
    assert (low.over, none.height, high.over) == (False, 0, True)
    assert high.height > low.height > 0
    assert none.said == "mardi : —"
    assert found.target_y is not None
    assert found.target_y > high.y
    assert charts.bars("Rien", [("l", "lundi", None), ("m", "mardi", Decimal(0))], "kg") is None


def test_the_figures_have_denominators_and_nothing_is_made_up(
    session: Session, now: datetime
) -> None:
    week(session, now)
    found = reads.totals(session, DAY, DAY)
    assert (found.washed_kg, found.cycles, found.received_unweighed) == (18, 1, 2)
    assert found.rewash == Decimal("5.0")
    assert found.punctual is None
    empty = reads.totals(session, DAY + timedelta(days=9), DAY + timedelta(days=9))
    assert (empty.rewash, empty.punctual) == (None, None)
    washing, _disinfecting = reads.lines(session, DAY, DAY)
    assert (washing.machine, washing.programme) == ("Laveuse 1", "Blanc 60 °C")


def test_the_page_shows_the_period_beside_the_one_before(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    week(session, now)
    session.commit()
    nadia = signed_in("moniteur", workshops=("laundry",))
    page = nadia.get(f"{PAGE}?par=jour&le=2026-11-23").text.replace("\u00a0", " ")
    for said in ("18 kg", "5 %", "visé sous 3 %", "10 L/kg", "0,5 kWh/kg", "Hôtel du Parc",
                 "Particuliers", "Tache", "<svg", "Voir les valeurs", "Dimanche 22"):  # fmt: skip
        assert said.lower() in page.lower(), said
    assert "Blanchard" not in page
    empty = nadia.get(f"{PAGE}?par=mois&le=2026-01-10").text
    assert "non mesuré" in empty
    assert "—" in empty
    assert nadia.get(f"{PAGE}?par=siecle").status_code == 422
    assert nadia.get(f"{PAGE}?le=hier").status_code == 422


def test_a_file_is_the_table_of_the_days_that_are_shown(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    week(session, now)
    session.commit()
    nadia = signed_in("moniteur", workshops=("laundry",))
    ask = f"{PAGE}/fichier?par=semaine&le=2026-11-25"
    text = nadia.get(f"{ask}&quoi=laundry_cycles&format=csv").data.decode("utf-8-sig")
    assert "2026-11-23;Laveuse 1;Blanc 60 °C;Lavage;1;0;18" in text
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(nadia.get(f"{ask}&quoi=laundry_clients&format=xlsx").data)
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["jour", "client"]
    assert {row[1] for row in rows[1:]} == {"Hôtel du Parc", "Particuliers"}
    assert nadia.get(f"{ask}&quoi=journal").status_code == 422


def test_no_export_lets_a_person_be_derived(session: Session, now: datetime) -> None:
    """The same work by two different people gives the same files to the last cell, and no name of
    a client who is a person is in them.
    """
    found = []
    for name in ("Nadia", "Rachid"):
        undone = session.begin_nested()
        account = Account(login=name, display_name=name, password_hash="", created_at=now,
                          password_changed_at=now)  # fmt: skip
        session.add(account)
        session.flush()
        by = people.actor("moniteur", workshops=("laundry",), account_id=account.id or 0)
        week(session, now, by)
        found.append([list(one.rows(session, None, None)) for one in exports.EXPORTS])
        undone.rollback()
        session.expunge_all()
    assert found[0] == found[1]
    cells = str(found)
    assert "Hôtel du Parc" in cells
    for name in ("Blanchard", "Odette", "Martin", "Nadia", "Rachid"):
        assert name not in cells
    assert sum(len(rows) for rows in found[0]) >= 5


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/fichier?quoi=laundry_cycles"])
def test_another_workshop_a_clerk_and_a_stranger_see_no_figures(
    signed_in: SignedIn, client: FlaskClient, path: str
) -> None:
    assert signed_in("moniteur", workshops=("bookbinding",)).get(path).status_code == 404
    assert signed_in("comptoir", workshops=("laundry",)).get(path).status_code == 403
    assert client.get(path).status_code in {302, 303}


@pytest.mark.parametrize("role", ["direction", "qualite", "bureau", "responsable_atelier"])
def test_those_who_answer_for_the_laundry_see_them(signed_in: SignedIn, role: str) -> None:
    assert signed_in(role).get(PAGE).status_code == 200


def test_a_post_has_its_number_and_its_words() -> None:
    tile = hub_pages._tile(hub_pages.LINEN[0], {"expected": 3})
    assert (tile.url, tile.figure, tile.detail) == ("/blanchisserie/reception", 3, "attendus")
    assert hub_pages._tile(hub_pages.LINEN[0], {"expected": 1}).detail == "attendu"


def test_every_post_leads_to_a_page(signed_in: SignedIn, now: datetime) -> None:
    browser = signed_in("responsable_atelier")
    for _, posts in hub_pages.SECTIONS:
        for post in posts:
            assert browser.get(hub_pages.HOME + post.path).status_code == 200, post


def test_the_posts_show_what_one_may_open_with_live_numbers(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    order = factories.make_order(session, items=2, at=now, due_on=clock.today())
    plant.move(session, plant.keys(session, order)[0], "receive", at=now)
    session.commit()
    nadia = signed_in("moniteur", workshops=("laundry",)).get("/blanchisserie/postes").text
    for title in ("Le linge", "Les clients", "Suivre et régler"):
        assert f"<h2>{title}</h2>" in nadia
    assert nadia.count('class="tile"') == len(
        set(re.findall(r'class="tile" href="([^"]+)"', nadia))
    )
    assert "/blanchisserie/chiffres" in nadia
    assert "/blanchisserie/saisie-differee" in nadia
    clerk = signed_in("comptoir", workshops=("laundry",)).get("/blanchisserie/postes").text
    assert "/blanchisserie/papier" in clerk
    assert "/blanchisserie/chiffres" not in clerk
    stranger = signed_in("moniteur", workshops=("bookbinding",))
    assert stranger.get("/blanchisserie/postes").status_code == 404


def test_clients_beyond_the_first_are_said_to_be_in_the_file(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    rows = [factories.make_client(session, f"Client {n:02}") for n in range(reads.MOST + 1)]
    for n, client in enumerate(rows):
        for span, day in (("day", now.date()), ("month", now.date().replace(day=1))):
            session.add(DayClient(span=span, day=day, client_id=client.id or 0, received=1,
                                  received_kg=Decimal(n + 1)))  # fmt: skip
    session.commit()
    nadia = signed_in("moniteur", workshops=("laundry",))
    page = nadia.get("/blanchisserie/chiffres").text
    assert "Client 00" not in page
    assert "Les 30 premiers par le poids reçu. Tous sont dans le fichier" in page
    ask = f"/blanchisserie/chiffres/fichier?par=jour&le={now.date()}&quoi=laundry_clients"
    assert "Client 00" in nadia.get(ask).text


@pytest.mark.parametrize(
    "asked", ["le=0001-01-01&par=mois", "le=9999-12-31&par=annee", "le=demain", "par=siecle",
              "le=2026-02-30"],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(signed_in: SignedIn, asked: str) -> None:
    nadia = signed_in("moniteur", workshops=("laundry",))
    for page in (f"{PAGE}?{asked}", f"{PAGE}/fichier?quoi=laundry_cycles&{asked}"):
        assert nadia.get(page).status_code == 422
