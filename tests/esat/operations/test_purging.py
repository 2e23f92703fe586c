from datetime import timedelta

from click.testing import CliRunner
from sqlmodel import select

from esat import clock
from esat.operations.purging import purge
from esat.scheduler.models import JobRun
from esat.web.door import House


def old_run(house: House) -> None:
    at = clock.now() - timedelta(days=30)
    with house.database.write() as session:
        for hours in (0, 1):
            moment = at + timedelta(hours=hours)
            session.add(
                JobRun(
                    job="backup",
                    due_at=moment,
                    started_at=moment,
                    finished_at=moment,
                    outcome="done",
                )
            )


def runs(house: House) -> int:
    with house.database.read() as session:
        return len(session.exec(select(JobRun)).all())


def test_a_dry_run_tells_and_removes_nothing(house: House) -> None:
    old_run(house)
    done = CliRunner().invoke(purge, ["--dry-run"], obj=house)
    assert done.exit_code == 0, done.output
    assert "2 à effacer" in done.stdout
    assert "Rien n’a été effacé." in done.stdout
    assert runs(house) == 2


def test_a_purge_applies_each_rule_and_tells_how_much(house: House) -> None:
    old_run(house)
    done = CliRunner().invoke(purge, obj=house)
    assert done.exit_code == 0, done.output
    assert "1 effacés" in done.stdout
    assert runs(house) == 1  # the last success of a job is kept
    rules = sum(len(module.retention) for module in house.registry.modules)
    assert sum(line.endswith("effacés.") for line in done.stdout.splitlines()) == rules
