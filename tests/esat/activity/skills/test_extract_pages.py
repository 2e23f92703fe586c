import io
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session, select

from esat import clock
from esat.activity.allocations.models import Allocation
from esat.workers import half_days
from esat.workers.half_days import Entry, Sheet
from esat.workers.posts.models import WorkPost
from tests.esat.activity.skills.conftest import Crew
from tests.people import actor

SignedIn = Callable[..., FlaskClient]
DAY = date(2026, 11, 20)


@pytest.fixture
def worked(session: Session, crew: Crew) -> str:
    """Paul was there on Friday morning: two hours at folding, the rest is not said."""
    by = actor("responsable_atelier", workshops=("laundry",))
    sheet = Sheet(crew.linen, DAY, "morning", late=True)
    half_days.record_sheet(
        session, sheet, [Entry(crew.paul.id or 0, "present")], by=by, at=clock.now()
    )
    post = session.exec(select(WorkPost).where(WorkPost.code == "linge-pliage")).one()

    def at(hour: int, minute: int = 0) -> datetime:
        return datetime.combine(DAY, time(hour, minute), clock.PARIS)

    session.add(
        Allocation(
            worker_id=crew.paul.id or 0, group_id=crew.linen.id or 0, day=DAY, starts_at=at(8, 30),
            ends_at=at(10, 30), activity="production", post_id=post.id, at=at(8, 30),
            recorded_at=at(8, 30),
        )
    )  # fmt: skip
    session.commit()
    return f"/travailleurs/{crew.paul.id}/annee/2026"


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_year_is_said_with_hours_by_post_training_and_what_one_can_show(
    nadia: FlaskClient, signed_in: SignedIn, crew: Crew, worked: str
) -> None:
    nadia.post(f"/travailleurs/{crew.paul.id}/gestes/linge-plier", data={"level": "shows"})
    signed_in("bureau").post(
        f"/travailleurs/{crew.paul.id}/formations",
        data={"title": "Gestes", "since": "2026-10-05", "hours": "7", "result": "attestation"},
    )
    page = plain(nadia.get(worked).text)
    for said in (
        "J’ai travaillé à l’atelier Blanchisserie.",
        "Pliage : 2 heures.",
        "C’était en novembre.",
        "Autre travail : 1 heure et 30 minutes.",
        "Je sais plier les draps et les serviettes, sans aide.",
        "J’ai suivi une formation : Gestes.",
        "Elle a duré 7 heures.",
        "attestation : un papier",
    ):
        assert said in page, said
    before = plain(nadia.get(worked.replace("2026", "2025")).text)
    assert "Pliage" not in before
    assert "Gestes" not in before


def test_the_paper_is_tagged_and_says_what_the_page_says(nadia: FlaskClient, worked: str) -> None:
    answer = nadia.get(f"{worked}.pdf")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    paper = PdfReader(io.BytesIO(answer.data))
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    text = plain(" ".join(page.extract_text() for page in paper.pages))
    assert "Ce que j’ai fait en 2026" in text
    assert "Pliage : 2 heures." in text
    assert "Durand" not in text


def test_a_year_to_come_and_somebody_elses_year_are_not_shown(
    nadia: FlaskClient, signed_in: SignedIn, crew: Crew, worked: str
) -> None:
    assert nadia.get(worked.replace("2026", "2027")).status_code == 404
    assert nadia.get(worked.replace("2026", "2027") + ".pdf").status_code == 404
    other = f"/travailleurs/{crew.ali.id}/annee/2026"
    assert [nadia.get(one).status_code for one in (other, f"{other}.pdf")] == [403, 403]
    assert signed_in("comptoir").get(worked).status_code == 403
    assert signed_in("bureau").get(worked).status_code == 200
