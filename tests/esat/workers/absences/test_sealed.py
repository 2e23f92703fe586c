"""What is sealed stays of one length and opens only with the house's key, for its own worker."""

from datetime import date, datetime

import pytest

from esat import config
from esat.accounts.sealing import BrokenSealError
from esat.config import Settings
from esat.db import Database
from esat.workers import people
from esat.workers.absences import coding, sealed
from esat.workers.absences.forms import AbsenceIn
from esat.workers.absences.sealed import Reason, Words
from esat.workers.forms import GroupIn, WorkerIn
from tests.people import actor

NOTE = "certificat remis le lundi"


def test_every_reason_and_every_note_has_the_same_length() -> None:
    reasons = [Reason("MAL"), Reason("CP", "?", 1), Reason("RETRAIT"), Reason("ABCDEFGHIJ", "y", 2)]
    assert len({len(sealed.reason(3, one)) for one in reasons}) == 1
    words = [Words(), Words(NOTE), Words("é" * 280, "ñ" * 200), Words("𝒳" * 280, "𝒳" * 200)]
    assert len({len(sealed.words(3, one)) for one in words}) == 1
    assert len({len(sealed.figures(3, text)) for text in ("", "[[1,2],[]]")}) == 1


def test_what_is_sealed_twice_is_never_the_same_text_and_opens_again() -> None:
    first, second = (sealed.reason(3, Reason("CP", "?", 1)) for _ in range(2))
    assert first != second
    assert sealed.open_reason(3, first) == sealed.open_reason(3, second) == Reason("CP", "?", 1)
    assert sealed.open_words(3, sealed.words(3, Words(NOTE, "repris"))) == Words(NOTE, "repris")


def test_a_seal_put_under_another_worker_or_key_does_not_open(settings: Settings) -> None:
    text = sealed.reason(3, Reason("MAL"))
    with pytest.raises(BrokenSealError):
        sealed.open_reason(4, text)
    with pytest.raises(BrokenSealError):
        sealed.open_words(3, text)
    usual = config.current()
    config.install(settings.model_copy(update={"secret_key": "another key of thirty-two signs."}))
    try:
        with pytest.raises(BrokenSealError):
            sealed.open_reason(3, text)
    finally:
        config.install(usual)


def test_the_file_of_the_base_holds_neither_note_nor_label(
    file_database: Database, now: datetime
) -> None:
    with file_database.write() as session:
        group = people.create_group(session, GroupIn(code="linge", name="Linge"))
        worker = people.create_worker(session, WorkerIn(first_name="Paul", group_id=group.id))
        given = AbsenceIn(worker_id=worker.id or 0, since=date(2026, 11, 23), code="MAL", note=NOTE)
        coding.record(session, given, by=actor("bureau"), at=now)
    path = file_database.path
    if path is None:
        pytest.skip("the base of a server is no file of ours")
    raw = b"".join(one.read_bytes() for one in path.parent.glob(path.name + "*"))
    assert b"Paul" in raw
    assert NOTE.encode() not in raw
    assert b"Maladie" not in raw
