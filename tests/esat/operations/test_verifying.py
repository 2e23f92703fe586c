import pytest
from click.testing import CliRunner
from sqlalchemy import text

from esat.files.models import StoredFile
from esat.files.store import store_of
from esat.migrations import triggers
from esat.operations import verifying
from esat.web.door import House
from tests import factories


def faults(house: House) -> list[str]:
    return [fault for line in verifying.report(house) for fault in line.faults]


def tamper(house: House, statement: str) -> None:
    with house.database.write() as session:
        triggers.drop(session.connection())
        session.execute(text(statement))
        triggers.install(session.connection())


@pytest.fixture
def sound(own: House) -> House:
    """A house whose attachment has its row."""
    sha256 = store_of(own.settings).put(b"a picture")
    with own.database.write() as session:
        order = factories.make_order(session)
        session.add(
            StoredFile(
                sha256=sha256,
                size=9,
                media_type="image/png",
                name="x.png",
                created_at=factories.AT,
                order_id=order.id,
            )
        )
    return own


def of_rows(house: House) -> list[str]:
    """Without the schema: other tests compare it with the models."""
    lines = verifying.report(house)
    return [fault for line in lines if line.label != "Schéma" for fault in line.faults]


def test_a_sound_house_has_no_fault(sound: House) -> None:
    assert of_rows(sound) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE event SET late = true WHERE id = 3", "L’événement 3 a été modifié"),
        ("UPDATE item SET stage = 'handed_over' WHERE id = 2", "Pièce 2 : étape « handed_over »"),
        ("DELETE FROM seal", "a disparu ou a changé"),
    ],
)
def test_what_was_touched_is_said_with_its_place(sound: House, statement: str, said: str) -> None:
    tamper(sound, statement)
    assert any(said in fault for fault in faults(sound))


def test_lost_bytes_are_said(sound: House) -> None:
    for sha256, _ in store_of(sound.settings).kept():
        store_of(sound.settings).remove(sha256)
    assert any("absent du disque" in fault for fault in faults(sound))


def test_broken_references_are_said(sound: House) -> None:
    if not sound.database.is_sqlite:
        pytest.skip("PostgreSQL lets none in")
    raw = sound.database.engine.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys=OFF")
    raw.cursor().execute("UPDATE item SET order_id = 999 WHERE id = 1")
    raw.invalidate()
    assert any("Table item, ligne 1" in fault for fault in faults(sound))


def test_the_command_prints_one_line_a_check_and_fails_on_a_fault(sound: House) -> None:
    tamper(sound, "UPDATE event SET late = true WHERE id = 3")
    done = CliRunner().invoke(verifying.verify, obj=sound)
    assert done.exit_code == 1
    assert "DÉFAUT  Sceaux du journal" in done.stdout
    assert "L’événement 3 a été modifié" in done.stderr
    checks = len(sound.registry.checks)
    assert len(done.stdout.splitlines()) == 5 + checks


def test_a_check_that_breaks_is_a_fault_and_the_others_are_made(own: House) -> None:
    with own.database.write() as session:
        session.execute(text("ALTER TABLE seal RENAME TO hidden"))
    lines = verifying.report(own)
    assert any("contrôle impossible" in fault for line in lines for fault in line.faults)
    assert len(lines) == 5 + len(own.registry.checks)
