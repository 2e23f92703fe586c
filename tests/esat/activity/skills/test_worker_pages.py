import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.activity.skills.models import SkillObservation, SkillTrace
from esat.files.models import StoredFile
from tests.esat.activity.skills.conftest import Crew, picture

SignedIn = Callable[..., FlaskClient]
FOLD = "linge-plier"


def here(crew: Crew, code: str = FOLD) -> str:
    return f"/travailleurs/{crew.paul.id}/gestes/{code}"


def rows(session: Session) -> list[SkillObservation]:
    session.expire_all()
    return list(session.exec(select(SkillObservation).order_by(SkillObservation.id)))


def test_what_was_seen_is_noted_once_with_its_observer_and_stands_on_the_sheet(
    nadia: FlaskClient, session: Session, crew: Crew
) -> None:
    form = {
        "capture": "1b7e1a4e-3a4f-4a5e-9b1c-0d2f6a7b8c9d", "level": "shows",
        "note": "Vingt draps pliés.", "day": "2026-11-20",
    }  # fmt: skip
    answers = [nadia.post(here(crew), data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    page = nadia.get(answers[1].headers["Location"]).text
    assert "Vingt draps pliés." in page
    assert "RAE : montre" in page
    assert "Nadia" in page
    assert len(rows(session)) == 1
    sheet = nadia.get(f"/travailleurs/{crew.paul.id}/fiche").text
    assert "Fait seul" in sheet
    assert "Durand" not in sheet
    assert "Paul D." in nadia.get(f"/travailleurs/competences/gestes/{FOLD}").text


def test_a_mistake_is_corrected_by_a_further_row_and_stays_readable(
    nadia: FlaskClient, session: Session, crew: Crew
) -> None:
    nadia.post(here(crew), data={"level": "explains"})
    first = rows(session)[0].id
    asked = nadia.get(f"{here(crew)}?corrige={first}").text
    assert "Retirer" in asked
    done = nadia.post(here(crew), data={"level": "withdrawn", "corrects": str(first)})
    assert done.status_code == 303
    assert "Explique" in nadia.get(here(crew)).text
    assert [row.level for row in rows(session)] == ["explains", "withdrawn"]
    again = nadia.post(here(crew), data={"level": "seen", "corrects": str(first)})
    assert (again.status_code, "déjà corrigée" in again.text) == (409, True)
    assert "Explique" not in nadia.get(f"/travailleurs/{crew.paul.id}/fiche").text
    other = nadia.post(here(crew, "linge-trier"), data={"level": "seen", "corrects": str(first)})
    assert other.status_code == 404


def test_bad_words_are_said_beside_their_field_and_nothing_is_kept(
    nadia: FlaskClient, session: Session, crew: Crew
) -> None:
    for form, said in (
        ({"level": "best"}, "Choisissez dans la liste."),
        ({"level": "withdrawn"}, "Choisissez dans la liste."),
        ({"level": "seen", "day": "2026-11-24"}, "Ce jour n’est pas encore là."),
        ({"level": "seen", "note": "x" * 281}, "trop long"),
        ({"level": "seen", "corrects": "9" * 30}, "Corrigez les champs"),
    ):
        answer = nadia.post(here(crew), data=form)
        assert (answer.status_code, said in answer.text) == (422, True), form
    paper = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "a.pdf")
    sent = {"level": "seen", "note": "Un pli.", "photo": paper}
    answer = nadia.post(here(crew), data=sent)
    assert (answer.status_code, "pas un PDF" in answer.text) == (422, True)
    assert "Un pli." in answer.text
    assert rows(session) == []


def test_a_photo_is_seen_by_those_who_reach_the_worker_and_through_no_other_page(
    nadia: FlaskClient, signed_in: SignedIn, session: Session, crew: Crew
) -> None:
    nadia.post(here(crew), data={"level": "shows", "photo": (picture(), "drap.jpg")})
    trace = session.exec(select(SkillTrace)).one()
    photo = f"/travailleurs/{crew.paul.id}/observations/{trace.observation_id}/photo"
    assert nadia.get(photo).mimetype == "image/jpeg"
    assert nadia.get(photo.replace("photo", "vignette")).status_code == 200
    assert nadia.get(f"/fichiers/{trace.file_id}").status_code == 404
    assert signed_in("bureau").get(f"/fichiers/{trace.file_id}").status_code == 404
    gardener = signed_in("responsable_atelier", ("green_spaces",))
    assert gardener.get(photo).status_code == 403
    elsewhere = photo.replace(f"/{crew.paul.id}/", f"/{crew.zoe.id}/")
    assert nadia.get(elsewhere).status_code == 404
    assert signed_in("comptoir").get(photo).status_code == 403


def test_the_office_takes_words_and_a_picture_out_and_the_trace_stays(
    nadia: FlaskClient, signed_in: SignedIn, session: Session, crew: Crew
) -> None:
    said = {"level": "shows", "note": "Il a l’air malade.", "photo": (picture(), "visage.jpg")}
    nadia.post(here(crew), data=said)
    trace = session.exec(select(SkillTrace)).one()
    photo = f"/travailleurs/{crew.paul.id}/observations/{trace.observation_id}/photo"
    away = photo.replace("/photo", "/retrait")
    office = signed_in("bureau")
    assert "Retirer le texte et la photo" in office.get(here(crew)).text
    assert "Retirer le texte et la photo" not in nadia.get(here(crew)).text
    assert nadia.post(away).status_code == 403
    assert office.post(away.replace(f"/{crew.paul.id}/", f"/{crew.zoe.id}/")).status_code == 404
    assert office.post(away).status_code == 303
    assert office.post(away).status_code == 409
    for browser in (nadia, office):
        page = browser.get(here(crew)).text
        assert "malade" not in page
        assert "retiré par le bureau" in page
        assert browser.get(photo).status_code == 404
    session.expire_all()
    kept = session.exec(select(SkillTrace)).one()
    assert (kept.note, kept.file_id) == ("", None)
    assert kept.withdrawn_at is not None
    assert kept.withdrawn_by is not None
    assert [row.level for row in rows(session)] == ["shows"]
    assert session.exec(select(StoredFile)).all() == []


def test_a_supervisor_sees_and_notes_for_his_groups_only_and_the_office_reads(
    nadia: FlaskClient, signed_in: SignedIn, session: Session, crew: Crew
) -> None:
    for path in ("fiche", "gestes/vert-tondre", "formations", "parcours", "annee/2026"):
        assert nadia.get(f"/travailleurs/{crew.ali.id}/{path}").status_code == 403
    seen = {"level": "seen"}
    assert (
        nadia.post(f"/travailleurs/{crew.ali.id}/gestes/vert-tondre", data=seen).status_code == 403
    )
    office = signed_in("bureau")
    assert office.get(here(crew)).status_code == 200
    assert office.post(here(crew), data=seen).status_code == 403
    assert rows(session) == []
    assert f'href="/travailleurs/{crew.paul.id}/fiche"' in nadia.get("/travailleurs").text


def test_a_worker_lent_elsewhere_may_be_seen_at_the_items_of_that_workshop(
    nadia: FlaskClient, crew: Crew
) -> None:
    sheet = f"/travailleurs/{crew.paul.id}/fiche"
    assert "Tondre une pelouse" not in nadia.get(sheet).text
    assert "Tondre une pelouse" in nadia.get(f"{sheet}?gestes=tous").text
    assert nadia.post(here(crew, "vert-tondre"), data={"level": "helped"}).status_code == 303
    assert "Tondre une pelouse" in nadia.get(sheet).text


def test_who_can_show_names_only_those_one_reaches(
    nadia: FlaskClient, signed_in: SignedIn, session: Session, crew: Crew
) -> None:
    head = signed_in("responsable_atelier", ("green_spaces",))
    head.post(f"/travailleurs/{crew.ali.id}/gestes/vert-tondre", data={"level": "transposes"})
    item = "/travailleurs/competences/gestes/vert-tondre"
    assert "Ali R." in head.get(item).text
    assert nadia.get(item).status_code == 403
    assert "Ali R." in signed_in("direction").get(item).text
