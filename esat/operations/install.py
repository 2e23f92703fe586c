"""An empty installation: schema, what modules bring, first administrator; it serves nothing."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import inspect, text

from esat import clock, schema
from esat.accounts import passwords, service
from esat.accounts.service import LOGIN, NewAccount
from esat.config import Settings
from esat.db import Database
from esat.errors import Invalid, Refused
from esat.folding import fold
from esat.told import told
from esat.web.door import House

NOT_EMPTY = ("account", "client", "event")
"""One row in one of these tables and the base is somebody's."""


@dataclass(frozen=True, slots=True)
class Administrator:
    """The first account: its identifier, the name shown, the password already checked."""

    login: str
    name: str
    password: str


def administrator(name: str, password: str) -> Administrator:
    """Read a name as typed (« Marie Dupont » signs in as `marie.dupont`) and check its password."""
    shown = " ".join(name.split())
    login = service.normal_login(shown)
    if not LOGIN.match(login):
        login = fold(shown).replace(" ", ".")
    if not LOGIN.match(login):
        raise Invalid("form_invalid", {"login": service.NOT_A_LOGIN})
    passwords.check(password, login, shown)
    return Administrator(login, shown, password)


def holds_data(database: Database) -> bool:
    """Whether somebody already uses this base; a schema alone does not count."""
    there = set(inspect(database.engine).get_table_names())
    with database.engine.connect() as connection:
        return any(
            connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first()  # noqa: S608 - ours
            for name in NOT_EMPTY
            if name in there
        )


def install(house: House, first: Administrator) -> None:
    """Make the schema, what each module brings, and the administrator (`base_there`)."""
    if holds_data(house.database):
        raise Refused("base_there")
    password_hash = passwords.hashed(first.password)
    schema.bring_up(house.database, house.settings.owner_database_url)
    account = NewAccount(
        login=first.login,
        display_name=first.name,
        password_hash=password_hash,
        roles=("administrateur",),
        must_change_password=False,
    )
    with house.database.write() as session:
        for module in house.registry.modules:
            if module.install is not None:
                module.install(session, clock.now())
        service.create_account(session, account)


def init_command(compose: Callable[[Settings], House]) -> click.Command:
    """The command `esat init`; `compose` opens the house, only once everything asked is good."""

    @click.command("init", help="Fait une installation vide et son premier compte.")
    @click.option("--data", type=click.Path(path_type=Path), help="Dossier des données.")
    @click.option("--admin", metavar="NOM", help="Nom du premier administrateur.")
    @click.option("--password", metavar="MOT_DE_PASSE", help="Son mot de passe.")
    def init(data: Path | None, admin: str | None, password: str | None) -> None:
        settings = Settings.from_env()
        if data is not None:
            settings = settings.model_copy(update={"data_dir": data})
        with told():
            _refuse_a_used_folder(settings)
            first = _asked(admin, password)
            house = compose(settings)
            try:
                install(house, first)
            finally:
                house.database.dispose()
        _say(settings, first)

    return init


def _refuse_a_used_folder(settings: Settings) -> None:
    """Before any question and before anything is created."""
    database = Database(settings.url)
    try:
        if database.path is not None and not database.path.exists():
            return
        if holds_data(database):
            raise Refused("base_there")
    finally:
        database.dispose()


def on_a_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _asked(admin: str | None, password: str | None) -> Administrator:
    if not on_a_terminal():
        if admin is None or password is None:
            raise click.UsageError("Sans terminal, donnez --admin NOM et --password MOT_DE_PASSE.")
        return administrator(admin, password)
    name = admin or click.prompt("Nom du premier administrateur")
    while password is None:
        typed = click.prompt("Mot de passe", hide_input=True, confirmation_prompt="Encore une fois")
        try:
            return administrator(name, typed)
        except Invalid as error:
            click.echo(" ".join(error.fields.values()) or error.message, err=True)
            if "login" in error.fields:
                name = click.prompt("Nom du premier administrateur")
    return administrator(name, password)


def _say(settings: Settings, first: Administrator) -> None:
    click.echo(f"Installation prête dans {settings.data_dir.absolute()}.")
    click.echo(f"Identifiant du premier administrateur : {first.login}")
    if settings.second_factor:
        click.echo("À la première connexion, un second facteur (téléphone) est demandé.")
    if not settings.secret_key:
        key = settings.data_dir.absolute() / "secret.key"
        click.echo(f"Gardez une copie de {key} ailleurs : elle n’est pas dans les sauvegardes.")
