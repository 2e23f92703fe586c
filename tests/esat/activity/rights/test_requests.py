import io
import json
import zipfile
from datetime import date, datetime
from statistics import mean

import pytest
import textstat
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.accounts.pages.edge import EXTENSION
from esat.activity.kiosk import portraits
from esat.activity.kiosk.models import PortraitConsent
from esat.activity.rights import requests
from esat.activity.rights.families import FAMILIES
from esat.activity.rights.models import RightsRequest, RightsWords
from esat.activity.rights.requests import Asked
from esat.activity.rights.statement import of_worker
from esat.activity.skills.models import Training
from esat.activity.statements.models import StatementVersion
from esat.workers.absences import coding
from esat.workers.absences.forms import AbsenceIn
from esat.workers.models import Group, Worker
from esat.workers.posts.models import WorkAuthorisation, WorkPost
from tests import people_month
from tests.esat.activity.rights.conftest import SignedIn, Two
from tests.people import actor

ASKED = {
    "kind": "correction", "asked_by": "person", "asked_on": "2026-11-23",
    "words": "Mon prénom s’écrit Pol.",
}  # fmt: skip


def test_a_correction_is_asked_then_answered_with_what_was_done(
    office: FlaskClient, session: Session, two: Two
) -> None:
    assert office.post(f"{two.page}/demandes", data=ASKED).status_code == 303
    waiting = office.get("/travailleurs/droits").text
    assert "Corriger une information" in waiting
    key = session.exec(select(RightsRequest.id)).one()
    answer = f"{two.page}/demandes/{key}"
    bare = office.post(answer, data={"outcome": "corrected"})
    assert (bare.status_code, "Écrivez ce qui a été fait" in bare.text) == (422, True)
    assert office.post(answer, data={"outcome": "given"}).status_code == 422
    done = {"outcome": "corrected", "words": "Prénom changé sur la fiche."}
    assert office.post(answer, data=done).status_code == 303
    assert office.post(answer, data=done).status_code == 409
    assert "Prénom changé sur la fiche." in office.get(two.page).text
    assert "Corriger une information" not in office.get("/travailleurs/droits").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"asked_on": "2026-11-24"}, {"asked_on": "31/02/2026"}, {"words": ""},
        {"kind": "everything"}, {"asked_by": "Mme Lantier"}, {"words": "x" * 281},
    ],
)  # fmt: skip
def test_nonsense_keeps_what_was_typed_and_writes_nothing(
    office: FlaskClient, session: Session, two: Two, wrong: dict[str, str]
) -> None:
    answer = office.post(f"{two.page}/demandes", data=ASKED | wrong)
    assert answer.status_code == 422
    assert (wrong.get("words", ASKED["words"])) in answer.text
    assert session.exec(select(RightsRequest)).all() == []


def test_the_same_form_sent_twice_is_one_request(
    office: FlaskClient, session: Session, two: Two
) -> None:
    key = office.get(two.page).text.split('name="capture" value="')[1].split('"')[0]
    for _ in range(2):
        sent = office.post(f"{two.page}/demandes", data=ASKED | {"capture": key})
        assert sent.status_code == 303
    assert len(session.exec(select(RightsWords)).all()) == 1


def test_a_request_is_answered_through_its_own_person_only(
    office: FlaskClient, session: Session, two: Two
) -> None:
    office.post(f"{two.page}/demandes", data=ASKED)
    key = session.exec(select(RightsRequest.id)).one()
    other = f"/travailleurs/droits/{two.zoe.id}/demandes/{key}"
    done = {"outcome": "refused", "words": "Non."}
    assert office.post(other, data=done).status_code == 404


@pytest.mark.parametrize(
    "role", ["direction", "responsable_atelier", "moniteur", "comptoir", "qualite", "inspecteur"]
)
def test_only_the_office_makes_the_papers(signed_in: SignedIn, two: Two, role: str) -> None:
    stranger = signed_in(role)
    for end in ("", "/papier", "/papier.pdf", "/export.zip"):
        assert stranger.get(f"{two.page}{end}").status_code == 403, end
    assert stranger.post(f"{two.page}/demandes", data=ASKED).status_code == 403
    if role != "direction":
        assert stranger.get("/travailleurs/droits").status_code == 403
        assert stranger.post(f"{two.page}/conservation/detruire", data={}).status_code == 403


def test_the_export_holds_every_family_reasons_opened_and_leaves_a_line(
    office: FlaskClient, session: Session, two: Two, now: datetime
) -> None:
    given = AbsenceIn(
        worker_id=two.zoe.id or 0, code="MAL", since=date(2026, 11, 23), until=date(2026, 11, 24)
    )
    coding.record(session, given, by=actor("bureau"), at=now)
    session.commit()
    page = f"/travailleurs/droits/{two.zoe.id}"
    assert "MAL" not in office.get(f"{page}/papier").text
    zipped = zipfile.ZipFile(io.BytesIO(office.get(f"{page}/export.zip").data))
    found = json.loads(zipped.read("donnees.json"))
    assert found["identity"]["worker"][0]["last_name"] == "Martin"
    assert found["absences"]["absence"][0]["sealed_reason"]["code"] == "MAL"
    assert "Martin" in zipped.read("tables/worker.csv").decode("utf-8-sig")
    lines = office.application.extensions[EXTENSION].waiting._lines
    assert [one.object_ref for one in lines if one.outcome == "reason_read"] == [
        f"worker_id={two.zoe.id}"
    ]


def test_the_statement_is_easy_to_read(session: Session, two: Two, now: datetime) -> None:
    """Of sheets and lines, an absence, a portrait, a training, a request: all families speak."""
    zoe = two.zoe
    filled(session, zoe, now)
    made = of_worker(session, zoe)
    assert made.name == "Zoé Martin"
    titles = {one.title for one in made.sections}
    told = {one.title for one in FAMILIES} - {"Vos horaires", "La borne", "L’hygiène et le linge"}
    assert titles >= told
    textstat.set_lang("fr")
    assert mean(textstat.flesch_reading_ease(one) for one in made.sentences) >= 70
    assert max(len(one.split()) for one in made.sentences) <= 15
    assert "Vous étiez là : 26 demi-journées." in made.sentences
    assert "Poste Pliage : vous pouvez y travailler." in made.sentences


def filled(session: Session, zoe: Worker, at: datetime) -> None:
    office, key = actor("bureau"), zoe.id or 0
    days = [day for day in people_month.workdays(date(2026, 11, 1)) if day < date(2026, 11, 20)]
    team = session.get_one(Group, zoe.first_group_id)
    people_month.present(session, team, [key], days)
    people_month.all_day(session, team, [key], days[0])
    away = AbsenceIn(worker_id=key, code="MAL", since=date(2026, 11, 23), until=date(2026, 11, 24))
    coding.record(session, away, by=office, at=at)
    yes = PortraitConsent(worker_id=0, given=True, said_on=date(2026, 11, 20), at=at)
    portraits.consent(session, zoe, yes, by=office)
    post = WorkPost(
        code="pliage-x", workshop="laundry", label="Pliage", pictogram="box-seam", created_at=at
    )
    session.add(post)
    session.flush()
    more = {"worker_id": key, "recorded_at": at}
    session.add(WorkAuthorisation(post_id=post.id or 0, allowed=True, since=days[0], **more))
    session.add(Training(title="Gestes et postures", since=days[0], result="attended", **more))
    session.add(
        StatementVersion(worker_id=key, month=days[0], version=1, digest="d", sealed="s", at=at)
    )
    requests.ask(session, key, Asked("statement", "person", days[0]), by=office, at=at)
    session.flush()
