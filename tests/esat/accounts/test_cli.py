"""The commands `esat user` and `esat device`."""

import pytest
from click.testing import CliRunner, Result

from esat.accounts import cli, identity
from esat.accounts.models import Station
from esat.db import Database
from esat.web.door import House
from tests.esat.accounts.conftest import PASSWORD, MakePerson


@pytest.fixture
def run(house: House) -> "Run":
    return Run(house)


class Run:
    def __init__(self, house: House) -> None:
        self.house = house

    def user(self, *words: str) -> Result:
        return CliRunner().invoke(cli.user, words, obj=self.house)

    def device(self, *words: str) -> Result:
        return CliRunner().invoke(cli.device, words, obj=self.house)


def test_an_account_is_added_with_a_first_password_shown(run: Run) -> None:
    done = run.user("add", "odile", "--name", "Odile", "--role", "bureau")
    assert done.exit_code == 0, done.output
    assert "Premier mot de passe" in done.output
    assert "odile\tOdile\tbureau\touvert" in run.user("list").output


def test_a_password_given_is_checked_and_not_repeated(run: Run) -> None:
    weak = run.user("add", "odile", "--role", "bureau", "--password", "court")
    assert weak.exit_code == 1
    done = run.user("add", "odile", "--role", "bureau", "--password", PASSWORD)
    assert done.exit_code == 0
    assert PASSWORD not in done.output


@pytest.mark.parametrize(
    "words",
    [
        ("add", "odile"),
        ("add", "odile", "--role", "chef"),
        ("add", "odile", "--role", "moniteur", "--workshop", "ailleurs"),
    ],
)
def test_wrong_usage_exits_2(run: Run, words: tuple[str, ...]) -> None:
    assert run.user(*words).exit_code == 2


def test_a_refusal_exits_1_with_one_line(run: Run, make_person: MakePerson) -> None:
    make_person()
    for words in (("disable", "inconnu"), ("add", "nadia", "--role", "bureau")):
        done = run.user(*words)
        assert done.exit_code == 1
        assert "Traceback" not in done.output


def test_an_account_is_closed_and_given_a_new_password(run: Run, make_person: MakePerson) -> None:
    make_person()
    assert "Premier mot de passe" in run.user("password", "nadia").output
    assert run.user("disable", "nadia").exit_code == 0
    assert "fermé" in run.user("list").output


def test_a_device_is_enrolled_at_a_station_and_prints_its_token_alone(
    run: Run, station: Station, database: Database
) -> None:
    done = run.device("enroll", "Scanner", "--station", station.code)
    assert done.exit_code == 0
    with database.read() as session:
        assert identity.device_of(session, done.output.strip()) is not None
    assert run.device("enroll", "Scanner", "--station", "X9").exit_code == 1
