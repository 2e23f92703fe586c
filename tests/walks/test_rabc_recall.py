"""The auditor draws a delivery note of June, months later, and the clock runs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import SYSTEM
from esat.production import subjects
from laundry_rabc.checks import calendar, making
from laundry_rabc.checks.models import Check
from laundry_rabc.people import posts
from laundry_rabc.plan import proposing
from laundry_rabc.plan.models import ControlPoint
from laundry_rabc.trace.models import DrillEnd
from tests.esat.production.buttons import press
from tests.walks import laundry_stations
from tests.walks.laundry_june import JUNE, MAIRIE, OTHER, June
from tests.walks.rabc_floor import plain
from workshops.laundry.plant import service as plant
from workshops.laundry.plant.service import ProgrammeFacts

SignedIn = Callable[..., FlaskClient]
AUDIT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TWO_MINUTES = 120


@pytest.fixture
def note(session: Session, client: FlaskClient, signed_in: SignedIn) -> str:
    """The twelfth of June under its plan: Nadia is authorised that day, one check is done, the
    others are forgotten; in August the programme changes, and her authorisation ends.
    """
    for install in (proposing.install, calendar.install, posts.install):
        install(session, JUNE - timedelta(days=30))
    with clock.pinned(JUNE):
        laundry = laundry_stations.build(session, client, at=JUNE)
        making.make(session)
        nadia = signed_in("moniteur", workshops=("laundry",))
        rachid = signed_in("responsable_atelier", workshops=("laundry",))
        here = f"/rabc/habilitations/encadrement/{_key(session, 'Nadia')}/washing/habiliter"
        given = {"since": "2026-06-01", "until": "2026-08-31", "evidence": "Vu au poste"}
        assert press(nadia, here, **given).status_code == 403
        assert press(rachid, here, **given).status_code == 303
    number = June(session, laundry, nadia).play()
    with clock.pinned(JUNE + timedelta(minutes=30)):
        done = {"par": "moi", "answer": "value", "value": "6", "forbidden": "no"}
        answer = press(nadia, f"/rabc/controles/{_check(session, 'ENV-01')}", **done)
        assert answer.status_code == 303, plain(answer.text)
    with clock.pinned(JUNE + timedelta(days=60)):
        card = subjects.by_code(session, laundry.programme)
        assert card is not None
        facts = ProgrammeFacts("60", "Programme 60 plus court", 50)
        plant.change_programme(session, card.resource_id or 0, facts, "Économie d’eau", by=SYSTEM)
    session.commit()
    return number


def test_recall_drill(session: Session, note: str, signed_in: SignedIn) -> None:
    """Recall drill

    Given a delivery note of 12 June to the mairie (38 kg of towels), When the auditor asks for the
    full history, Then within 2 minutes the system produces: lots with machines, programme versions,
    temperature proof or its absence, doses, operators and their authorisation on that date, checks
    done that day including the missed one, and the other possible recipients of the same lots; and
    it states plainly which links are certain and which are shared-lot inferences.
    """
    with clock.pinned(AUDIT):
        irene, ines = signed_in("inspecteur"), signed_in("qualite")
        assert press(irene, "/rabc/exercices", code=note).status_code == 403
        begun = press(ines, "/rabc/exercices", code=note)
        assert begun.status_code == 303
        page = plain(irene.get("/rabc/trace", query_string={"code": note}).text)
    with clock.pinned(AUDIT + timedelta(seconds=70)):
        told = {"complete": "yes", "note": "Une température manque."}
        assert press(ines, begun.headers["Location"], **told).status_code == 303
        report = plain(irene.get(begun.headers["Location"]).text)
    end = session.exec(select(DrillEnd)).one()
    assert end.seconds < TWO_MINUTES
    assert (end.certain, end.unproved) == (1, 1)
    assert "1 min 10 s" in report
    _lots_and_proofs(page)
    _people_and_checks(page)
    _certain_and_possible(page)


def _lots_and_proofs(page: str) -> None:
    for words in (
        "38 kg", "Laveuse 1", "Laveuse 2", "Programme 60 (version 1, proposé, non validé)",
        "71,4 °C, tenue 4 min, déclaré par la machine", "aucune preuve relevée", "Lessive : 240 ml",
    ):  # fmt: skip
        assert words in page, words
    assert "plus court" not in page


def _people_and_checks(page: str) -> None:
    """Authorised then, though no more today; the check that was done and those that were not."""
    assert "Lancé par Nadia (habilitation valable ce jour-là)" in page
    day = page[page.index("Contrôles du") :]
    day = day[: day.index("</ul>")]
    assert "ven. 12 juin" in day or "12 juin 2026" in day
    assert "répondus : 1, sans réponse" in day
    assert "SEC-01" in day
    assert "ENV-01" not in day


def _certain_and_possible(page: str) -> None:
    facts = page[page.index("Destinataires certains") :]
    certain, possible = facts[:200].split("Destinataires possibles")[0], facts
    assert MAIRIE in certain
    assert OTHER not in certain
    assert OTHER in possible[possible.index("Destinataires possibles") :][:300]
    assert "on ne peut pas dire lequel est allé chez qui" in page
    rows = page[page.index("Où il est allé") :]
    for name, link in ((MAIRIE, "certain"), (OTHER, "possible")):
        row = rows[rows.index(name) :]
        assert link in row[: row.index("</tr>")], name


def _key(session: Session, name: str) -> int:
    return session.exec(select(Account.id).where(Account.display_name == name)).one() or 0


def _check(session: Session, code: str) -> int:
    query = (
        select(Check.id)
        .join(ControlPoint, col(ControlPoint.id) == Check.point_id)
        .where(ControlPoint.code == code)
        .order_by(col(Check.id))
    )
    return session.exec(query).first() or 0
