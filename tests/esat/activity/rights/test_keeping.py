import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from esat.accounts.models import AccessLine, Account
from esat.activity.kiosk import portraits
from esat.activity.kiosk.models import PortraitConsent
from esat.activity.outputs.models import Remark
from esat.activity.rights import (
    erasing,
    keeping,
    noted,
    places,
    requests,
    retention,
    stored,
)
from esat.activity.rights.models import RightsWords
from esat.activity.rights.requests import Asked
from esat.activity.skills.models import SkillItem, SkillObservation, SkillTrace
from esat.config import Settings
from esat.documents.service import papers_of
from esat.errors import Forbidden, NotFound, Refused
from esat.exchange.waiting import waiting_of
from esat.files import service as files
from esat.files.models import StoredFile
from esat.files.service import Upload
from esat.files.store import Store, store_of
from esat.production.journal_models import Capture, Event
from esat.registry import Registry
from esat.workers.models import Worker
from laundry_rabc.dossier.models import Dossier, DossierMade
from tests.esat.activity.kiosk.test_picture_pages import photo
from tests.esat.activity.rights.conftest import Two
from tests.factories import make_order
from tests.people import actor

VISA = ("AD34 2026/118", date(2026, 11, 20))


def destroyed(session: Session, settings: Settings, worker: Worker, at: datetime) -> dict[str, int]:
    keeping.record_visa(session, worker.id or 0, *VISA, by=actor("bureau"), at=at)
    row = keeping.destroy(session, settings, worker.id or 0, by=actor("bureau"), at=at)
    found: dict[str, int] = json.loads(row.counts)
    return found


@pytest.mark.parametrize(
    ("left", "due"),
    [
        (date(2024, 10, 31), date(2026, 10, 31)),
        (date(2024, 2, 29), date(2026, 3, 1)),
        (date(2024, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_file_is_due_so_many_years_after_the_last_day(left: date, due: date) -> None:
    assert keeping.due_on(left, 2) == due


def test_who_left_yesterday_or_is_still_here_is_not_due(session: Session, two: Two) -> None:
    assert [one.worker.id for one in keeping.due(session, date(2026, 11, 20))] == [two.paul.id]
    assert keeping.due(session, date(2026, 11, 19)) == []


def test_nothing_is_destroyed_early_without_a_visa_or_by_somebody_else(
    session: Session, settings: Settings, two: Two, now: datetime
) -> None:
    paul, zoe = two.paul.id or 0, two.zoe.id or 0
    with pytest.raises(Forbidden):
        keeping.destroy(session, settings, paul, by=actor("moniteur"), at=now)
    for worker, code in ((zoe, "not_due_yet"), (paul, "visa_missing")):
        with pytest.raises(Refused, match=code):
            keeping.destroy(session, settings, worker, by=actor("bureau"), at=now)
    with pytest.raises(Refused, match="not_due_yet"):
        keeping.record_visa(session, zoe, *VISA, by=actor("bureau"), at=now)
    assert two.paul.last_name == "Durand"
    assert not noted.file_of(settings).exists()


def test_pictures_words_accounts_and_answers_lose_the_name_and_hours_stay(
    session: Session, settings: Settings, two: Two, now: datetime
) -> None:
    paul, store = two.paul, store_of(settings)
    hashes = pictures(session, store, paul, now)
    session.add(Account(login="paul", display_name="Paul D.", password_hash="x", created_at=now,
                        email="paul@ici.fr", worker_id=paul.id))  # fmt: skip
    session.add(capture(now, json.dumps({"message": "Paul D. : présent ; Durand Paul"})))
    asked = Asked("correction", "person", date(2026, 11, 2), "Paul Durand, deux n.")
    row = requests.ask(session, paul.id or 0, asked, by=actor("bureau"), at=now)
    requests.answer(session, row.id or 0, "corrected", "Fait.", by=actor("bureau"), at=now)
    counts = destroyed(session, settings, paul, now)
    assert (counts["files"], counts["notes"], counts["words"]) == (2, 1, 2)
    assert (counts["accounts"], counts["to_read"]) == (1, 0)
    assert [store.read(one) for one in hashes] == [None] * len(hashes)
    answer = session.exec(select(Capture.answer)).one()
    assert json.loads(answer) == {"message": f"Personne {paul.id} : présent ; Personne {paul.id}"}
    account = session.exec(select(Account).where(Account.worker_id == paul.id)).one()
    assert (account.email, account.display_name) == ("", paul.display_name)
    assert account.disabled_at is not None
    assert session.exec(select(RightsWords)).all() == []
    assert session.exec(select(SkillObservation)).one().worker_id == paul.id


def pictures(session: Session, store: Store, worker: Worker, at: datetime) -> list[str]:
    """A portrait with consent, and a photograph of work; the hashes of their bytes."""
    yes = PortraitConsent(worker_id=0, given=True, said_on=at.date(), at=at)
    portraits.consent(session, worker, yes, by=actor("bureau"))
    portraits.keep(session, store, worker, Upload("p", photo().read()), by=actor("bureau"))
    item = session.exec(select(SkillItem).limit(1)).first() or SkillItem(
        code="x", version=1, workshop="laundry", chapter="c", label="l", since=at.date(),
        created_at=at,
    )  # fmt: skip
    session.add(item)
    session.flush()
    seen = SkillObservation(
        worker_id=worker.id or 0, item_id=item.id or 0, day=at.date(), level="seen", recorded_at=at
    )
    session.add(seen)
    session.flush()
    kept = files.attach(session, store, Upload("w", photo("PNG").read()), by=actor("bureau"))
    session.add(SkillTrace(observation_id=seen.id or 0, note="Draps", file_id=kept.id))
    session.flush()
    return [one.sha256 for one in session.exec(select(StoredFile))]


def capture(at: datetime, answer: str) -> Capture:
    return Capture(uid=b"u" * 16, content_hash=b"h" * 32, captured_at=at, received_at=at,
                   kind="act", outcome="ok", answer=answer)  # fmt: skip


def test_a_proof_that_names_him_is_listed_and_dated_and_stays_as_it_is(
    session: Session, settings: Settings, two: Two, now: datetime, loaded: Registry
) -> None:
    paul, made, store = two.paul, io.BytesIO(), papers_of(settings)
    with zipfile.ZipFile(made, "w") as opened:
        opened.writestr("donnees/personnes.csv", "nom\nPaul D.\n")
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as opened:
        opened.writestr("donnees/personnes.csv", "nom\nZoé M.\n")
    for n, archive in enumerate((made, other), 1):
        row = Dossier(ref=f"DA26-{n}", since=VISA[1], until=VISA[1], asked_at=now)
        session.add(row)
        session.flush()
        session.add(DossierMade(
            dossier_id=row.id or 0, made_at=now, seconds=Decimal(1), gaps=0, pages=1,
            pdf_sha256="0" * 64, pdf_bytes=1, zip_sha256=store.put(archive.getvalue()),
            zip_bytes=1, index_sha256="0" * 64,
        ))  # fmt: skip
    session.flush()
    destroyed(session, settings, paul, now)
    [done] = keeping.done(session)
    assert [(one.label, one.day) for one in done.kept] == [
        ("Dossier d’audit DA26-1", date(2026, 11, 23))
    ]
    assert "auditeur" in done.kept[0].why
    assert store.read(hashlib.sha256(made.getvalue()).hexdigest()) == made.getvalue()


def test_a_list_that_waits_to_be_imported_goes_and_copies_are_told(
    session: Session, settings: Settings, two: Two, now: datetime
) -> None:
    waiting = waiting_of(settings)
    key = waiting.keep(b"nom\nDurand\n", "paie.csv", what="workers", account=1)
    (settings.data_dir / "sauvegardes").mkdir(exist_ok=True)
    (settings.data_dir / "sauvegardes" / "esat-20261120-013000.tar.gz").touch()
    (settings.data_dir / "avant-restauration-20261001-101010-1").mkdir()
    assert [one.day for one in stored.copies(settings)] == [VISA[1], date(2026, 10, 1)]
    assert destroyed(session, settings, two.paul, now)["imports"] == 1
    with pytest.raises(NotFound):
        waiting.look(key, what="workers", account=1)


def test_words_in_data_for_machines_are_told_by_place(
    session: Session, settings: Settings, two: Two, now: datetime
) -> None:
    two.paul.first_name = "Éric"
    order = make_order(session)
    session.add(Event(kind="note", at=now, recorded_at=now, order_id=order.id,
                      data={"note": "vu Éric Durand"}))  # fmt: skip
    session.add(Remark(text="Éric D. range les draps.", written_at=now))
    session.flush()
    found = places.of(erasing.left_in(session, two.paul))
    assert [(one.label, one.fixed) for one in found] == [
        ("Notes, incidents et consignes des équipes", False), ("Journal de production", True),
    ]  # fmt: skip


def test_a_namesake_keeps_his_name(
    session: Session, settings: Settings, two: Two, now: datetime
) -> None:
    twin = Worker(first_name="Paul", initial="D", last_name="Dupont", created_at=now)
    session.add(twin)
    session.add(capture(now, "Paul D. et Paul Durand"))
    session.flush()
    destroyed(session, settings, two.paul, now)
    assert session.exec(select(Capture.answer)).one() == f"Paul D. et Personne {two.paul.id}"
    assert (twin.first_name, twin.last_name) == ("Paul", "Dupont")


def test_an_older_base_is_told_and_put_right_and_a_later_person_left_alone(
    session: Session, settings: Settings, two: Two, now: datetime
) -> None:
    destroyed(session, settings, two.paul, now)
    assert keeping.faults(session, settings) == []
    two.paul.first_name, two.paul.last_name = "Paul", "Durand"
    session.flush()
    assert len(keeping.faults(session, settings)) == 1
    assert keeping.again(session, settings) == 1
    assert (keeping.faults(session, settings), keeping.again(session, settings)) == ([], 0)
    later = noted.Noted(two.zoe.id or 0, now - timedelta(days=900), VISA[1], now)
    noted.note(later, settings)
    assert keeping.again(session, settings) == 0
    assert two.zoe.last_name == "Martin"


def test_a_changed_or_a_missing_note_is_told(
    session: Session, settings: Settings, two: Two, now: datetime, tmp_path: Path
) -> None:
    destroyed(session, settings, two.paul, now)
    file = noted.file_of(settings)
    line = file.read_text()
    assert "Durand" not in line
    file.write_text(line.replace(f"{two.paul.id} ", f"{two.zoe.id} ", 1))
    told = keeping.faults(session, settings)
    assert any("signature" in one for one in told)
    assert any("sans note" in one for one in told)
    assert keeping.again(session, settings) == 0
    assert two.zoe.last_name == "Martin"


def test_the_name_in_a_text_that_only_grows_is_told_before(
    session: Session, settings: Settings, two: Two, now: datetime
) -> None:
    session.add(StoredFile(sha256="a" * 64, size=1, media_type="image/png", created_at=now,
                           name="durand paul.png"))  # fmt: skip
    session.flush()
    assert erasing.left_in(session, two.paul) == [("file.name", 1)]
    assert destroyed(session, settings, two.paul, now)["to_read"] == 1


def test_access_lines_go_after_the_months_of_the_dated_rule(
    session: Session, two: Two, now: datetime
) -> None:
    for day in (22, 24):
        at = datetime(2025, 11, day, 9, tzinfo=UTC)
        session.add(AccessLine(at=at, route="r", method="GET", status=200))
    session.flush()
    assert retention.due_lines(session, now) == ["1 lignes du journal des accès"]
    assert retention.purge_lines(session, now) == 1
    left = session.exec(select(AccessLine).order_by(col(AccessLine.id))).all()
    assert [one.at.day for one in left] == [24]
    assert retention.purge_people(session, now) == 0
    assert replace(keeping.due(session, now.date())[0], visa=None).worker.last_name == "Durand"
