import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.activity.skills import sheets
from esat.workers.posts.models import WorkPost
from tests.esat.activity.skills.conftest import Crew, picture

SignedIn = Callable[..., FlaskClient]


def folding(session: Session) -> str:
    key = session.exec(select(WorkPost.id).where(WorkPost.code == "linge-pliage")).one()
    return f"/travailleurs/postes/{key}"


def test_a_sheet_keeps_its_pictures_from_version_to_version(
    signed_in: SignedIn, nadia: FlaskClient, session: Session, crew: Crew
) -> None:
    head, here = signed_in("responsable_atelier", ("laundry",)), folding(session)
    steps = {"words-1": "Prenez un drap.", "words-3": "Pliez en deux."}
    sent = {**steps, "photo-3": (picture(), "drap.jpg")}
    assert head.post(f"{here}/etapes", data=sent).status_code == 303
    shown = nadia.get(here).text
    assert shown.index("Prenez un drap.") < shown.index("Pliez en deux.")
    photo = nadia.get(f"{here}/etapes/2/photo")
    assert photo.mimetype == "image/jpeg"
    again = {"words-1": "Prenez un drap.", "words-2": "Pliez en quatre."}
    head.post(f"{here}/etapes", data=again)
    assert nadia.get(f"{here}/etapes/2/photo").data == photo.data
    head.post(f"{here}/etapes", data=again | {"drop-2": "1"})
    assert nadia.get(f"{here}/etapes/2/photo").status_code == 404
    sheet = sheets.of_post(session, int(here.rpartition("/")[2]))
    assert sheet.row is not None
    assert sheet.row.version == 3


def test_a_sheet_without_words_or_too_long_is_refused_beside_its_step(
    signed_in: SignedIn, session: Session, crew: Crew
) -> None:
    head, here = signed_in("responsable_atelier", ("laundry",)), folding(session)
    assert "au moins une étape" in head.post(f"{here}/etapes", data={}).text
    long = head.post(f"{here}/etapes", data={"words-2": "x" * 121})
    assert (long.status_code, "120 signes" in long.text) == (422, True)
    bare = head.post(f"{here}/etapes", data={"photo-1": (picture(), "a.jpg")})
    assert (bare.status_code, "120 signes" in bare.text) == (422, True)
    assert head.post(f"{here}/etapes", data={"words-1": "a\x00b"}).status_code == 422
    odd = {"words-1": "Pliez.", "photo-1": (io.BytesIO(b"hello"), "a.jpg")}
    assert "pas accepté" in head.post(f"{here}/etapes", data=odd).text
    assert "Pas encore d’étapes" in head.get(here).text


def test_sheets_are_read_in_their_workshop_and_written_by_its_head(
    signed_in: SignedIn, nadia: FlaskClient, session: Session, crew: Crew
) -> None:
    here = folding(session)
    gardener = signed_in("responsable_atelier", ("green_spaces",))
    assert gardener.get(here).status_code == 403
    assert gardener.post(f"{here}/etapes", data={"words-1": "Non."}).status_code == 403
    assert nadia.get(here).status_code == 200
    assert nadia.post(f"{here}/etapes", data={"words-1": "Non."}).status_code == 403
