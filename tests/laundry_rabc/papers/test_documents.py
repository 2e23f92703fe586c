from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from esat import clock
from esat.errors import EsatError, Forbidden, Invalid, Refused
from laundry_rabc.papers import document_reads, documents, exports, versions
from laundry_rabc.papers.documents import DocumentIn, ReviewIn, VersionIn, WhyIn
from laundry_rabc.papers.models import DocumentVersion
from tests import people
from tests.laundry_rabc.papers.folk import Folk


def given(**more: object) -> DocumentIn:
    values = {"code": "pro-01", "kind": "procedure", "title": "Tri", "summary": "Première version",
              "body": "Trier.", "readers": ["moniteur"]}  # fmt: skip
    return DocumentIn.model_validate(values | more)


def following(**more: object) -> VersionIn:
    values = {"title": "Tri", "summary": "Un sac rouge.", "body": "Trier.", "readers": ["moniteur"]}
    return VersionIn.model_validate(values | more)


@pytest.fixture
def first(session: Session, those: Folk) -> DocumentVersion:
    made = documents.create(session, given(), None, by=those.ines)
    return documents.version(session, made.id or 0, 1)


def states_of(session: Session, document_id: int) -> list[str]:
    return [one.state for one in versions.of(session, document_id)]


def test_a_version_counts_once_another_person_has_approved_it(
    session: Session, those: Folk, first: DocumentVersion
) -> None:
    assert states_of(session, first.document_id) == ["proposed"]
    with pytest.raises(Forbidden) as own:
        documents.approve(session, first, by=those.ines)
    assert own.value.code == "paper_same_person"
    documents.approve(session, first, by=those.denis)
    assert states_of(session, first.document_id) == ["in_force"]
    with pytest.raises(Refused):
        documents.approve(session, first, by=those.rachid)
    with pytest.raises(Refused):
        documents.refuse(session, first, WhyIn(note="Trop tard"), by=those.rachid)


def test_the_next_version_supersedes_only_once_approved_and_on_its_day(
    session: Session, now: datetime, those: Folk, first: DocumentVersion
) -> None:
    documents.approve(session, first, by=those.denis)
    document = documents.the(session, first.document_id)
    later = following(effective_on="2026-12-01")
    second = documents.revise(session, document, later, None, by=those.ines)
    with pytest.raises(Refused) as pending:
        documents.revise(session, document, following(), None, by=those.ines)
    assert pending.value.code == "document_pending"
    documents.approve(session, second, by=those.denis)
    assert states_of(session, document.id or 0) == ["future", "in_force"]
    with clock.pinned(now + timedelta(days=8)):
        assert states_of(session, document.id or 0) == ["in_force", "superseded"]
        found = documents.current(session, document.id or 0)
        assert found is not None
        assert found.number == 2


def test_a_refused_version_keeps_its_number_and_the_next_takes_another(
    session: Session, those: Folk, first: DocumentVersion
) -> None:
    documents.refuse(session, first, WhyIn(note="Le sas manque."), by=those.denis)
    document = documents.the(session, first.document_id)
    second = documents.revise(session, document, following(), None, by=those.ines)
    assert second.number == 2
    assert states_of(session, document.id or 0) == ["proposed", "refused"]


def test_it_is_withdrawn_by_another_person_and_stays_readable(
    session: Session, those: Folk, first: DocumentVersion
) -> None:
    why = WhyIn(note="Remplacé par PRO-02.")
    with pytest.raises(Refused):
        documents.withdraw(session, first, why, by=those.denis)
    documents.approve(session, first, by=those.denis)
    with pytest.raises(Forbidden):
        documents.withdraw(session, first, why, by=those.ines)
    documents.withdraw(session, first, why, by=those.rachid)
    assert states_of(session, first.document_id) == ["withdrawn"]
    with pytest.raises(Refused):
        documents.mark_read(session, first, by=those.nadia)


def test_a_review_puts_off_the_next_one(
    session: Session, now: datetime, those: Folk, first: DocumentVersion
) -> None:
    with pytest.raises(Refused):
        documents.review(session, first, ReviewIn(note="Vu."), by=those.ines)
    documents.approve(session, first, by=those.denis)
    assert first.review_on == date(2028, 11, 23)
    with clock.pinned(now + timedelta(days=800)):
        assert versions.of(session, first.document_id)[0].review_late
        past = ReviewIn.model_validate({"note": "Vu.", "next_on": "2028-01-01"})
        with pytest.raises(Invalid):
            documents.review(session, first, past, by=those.ines)
        documents.review(session, first, ReviewIn(note="Vu au poste."), by=those.ines)
        assert not versions.of(session, first.document_id)[0].review_late


def test_it_is_read_once_by_whom_it_is_given_to(
    session: Session, those: Folk, first: DocumentVersion
) -> None:
    with pytest.raises(Refused):
        documents.mark_read(session, first, by=those.nadia)
    documents.approve(session, first, by=those.denis)
    assert document_reads.to_read(session, those.nadia) == 1
    assert document_reads.to_read(session, those.rachid) == 0
    with pytest.raises(Forbidden):
        documents.mark_read(session, first, by=those.rachid)
    assert documents.mark_read(session, first, by=those.nadia)
    assert not documents.mark_read(session, first, by=those.nadia)
    assert document_reads.to_read(session, those.nadia) == 0
    reading = document_reads.reading(session, versions.of(session, first.document_id)[0])
    assert ([name for name, _ in reading.read], reading.unread) == (["Nadia"], ())


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "rien"}, "kind"), ({"effective_on": "2026-11-22"}, "effective_on"),
        ({"effective_on": "2046-11-22"}, "effective_on"),
        ({"review_on": "2026-11-23"}, "review_on"),
        ({"review_on": "2046-01-01"}, "review_on"), ({"readers": ["borne"]}, "readers"),
        ({"body": ""}, "files"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(
    session: Session, those: Folk, more: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        documents.create(session, given(**more), None, by=those.ines)
    assert list(refusal.value.fields) == [field]


def test_a_code_is_that_of_one_document(
    session: Session, those: Folk, first: DocumentVersion
) -> None:
    with pytest.raises(Invalid):
        documents.create(session, given(code="PRO-01"), None, by=those.ines)


def test_nothing_of_it_is_changed_or_taken_away(
    session: Session, those: Folk, first: DocumentVersion
) -> None:
    documents.approve(session, first, by=those.denis)
    session.commit()
    for table in ("rabc_document", "rabc_document_version", "rabc_document_act"):
        for act in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
            with pytest.raises(DBAPIError), session.begin_nested():
                session.connection().execute(text(act))


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("moniteur", ("laundry",)), ("responsable_atelier", ("bookbinding",)), ("direction", None)],
)
def test_who_does_not_keep_the_papers_writes_none(
    session: Session, those: Folk, role: str, workshops: tuple[str, ...] | None
) -> None:
    with pytest.raises(EsatError) as refusal:
        documents.create(session, given(), None, by=people.actor(role, workshops=workshops))
    assert isinstance(refusal.value, Forbidden)


def test_the_list_taken_away_says_who_wrote_approved_and_read(
    session: Session, now: datetime, those: Folk, first: DocumentVersion
) -> None:
    assert list(exports.rows(session, None, None)) == []
    documents.approve(session, first, by=those.denis)
    documents.mark_read(session, first, by=those.nadia)
    (line,) = exports.rows(session, None, date(2026, 12, 31))
    assert len(line) == len(exports.HEADERS)
    assert line[:6] == ("PRO-01", "Procédure", "Tri", 1, "Inès", "Denis")
    assert line[-2:] == (1, 0)
    assert list(exports.rows(session, None, date(2026, 11, 22))) == []
