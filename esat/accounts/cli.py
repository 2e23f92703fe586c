"""The commands `esat user` and `esat device`; they print to people and hold no rule."""

from datetime import datetime

import click
from sqlmodel import Session

from esat import clock
from esat.accounts import devices, passwords, service
from esat.accounts.models import Account
from esat.accounts.roles import PERSONS, ROLES
from esat.accounts.service import NewAccount
from esat.actors import SYSTEM
from esat.db import Database
from esat.errors import NotFound
from esat.told import told
from esat.web.door import House


@click.group("user", help="Comptes : ajouter, lister, fermer, nouveau mot de passe.")
def user() -> None:
    """Gather the commands about accounts."""


@user.command("add", help="Crée un compte et affiche son premier mot de passe.")
@click.argument("login", metavar="IDENTIFIANT")
@click.option("--name", "display_name", metavar="NOM", help="Nom affiché.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(PERSONS), help="Rôle."
)
@click.option("--workshop", "workshops", multiple=True, metavar="ATELIER", help="Tous si absent.")
@click.option("--ends-on", type=click.DateTime(["%Y-%m-%d"]), help="Dernier jour du compte.")
@click.option("--password", help="Premier mot de passe ; tiré au sort si absent.")
@click.pass_obj
def add(  # noqa: PLR0917 - one argument for each option of the command
    house: House,
    login: str,
    display_name: str | None,
    roles: tuple[str, ...],
    workshops: tuple[str, ...],
    ends_on: datetime | None,
    password: str | None,
) -> None:
    """Create an account."""
    with told():
        if unknown := set(workshops) - set(house.registry.workshops):
            raise click.UsageError(f"Atelier inconnu : {', '.join(sorted(unknown))}.")
        first = _checked(password, login, display_name or "")
        new = NewAccount(
            login=login,
            display_name=display_name or login,
            password_hash=passwords.hashed(first),
            roles=roles,
            workshops=workshops or None,
            ends_on=ends_on.date() if ends_on else None,
        )
        with house.database.write() as session:
            created = service.create_account(session, new)
        click.echo(f"Compte créé : {created.login} ({', '.join(ROLES[r] for r in roles)}).")
        _say_password(password, first)


@user.command("list", help="Liste les comptes et leurs rôles.")
@click.pass_obj
def list_accounts(house: House) -> None:
    """Print one line per account."""
    with house.database.read() as session:
        for account, rows in service.all_accounts(session):
            roles = ", ".join(dict.fromkeys(row.role for row in rows))
            state = _state(account)
            click.echo(f"{account.login}\t{account.display_name}\t{roles}\t{state}")


@user.command("disable", help="Ferme un compte. Ses connexions s’arrêtent tout de suite.")
@click.argument("login", metavar="IDENTIFIANT")
@click.pass_obj
def disable(house: House, login: str) -> None:
    """Close an account."""
    with told(), house.database.write() as session:
        service.disable(session, _account(session, login), by=SYSTEM)
    click.echo(f"Compte fermé : {login}.")


@user.command("password", help="Donne un nouveau premier mot de passe et débloque le compte.")
@click.argument("login", metavar="IDENTIFIANT")
@click.option("--password", help="Nouveau mot de passe ; tiré au sort si absent.")
@click.pass_obj
def new_password(house: House, login: str, password: str | None) -> None:
    """Reset a password."""
    with told():
        first = _checked(password, login)
        kept = passwords.hashed(first)
        with house.database.write() as session:
            service.reset_password(session, _account(session, login), kept)
        click.echo(f"Mot de passe changé : {login}.")
        _say_password(password, first)


@click.group("device", help="Appareils : enrôler une tablette, un scanner ou un capteur.")
def device() -> None:
    """Gather the commands about devices."""


@device.command("enroll", help="Enrôle un appareil et affiche son jeton, une seule fois.")
@click.argument("name", metavar="NOM")
@click.option("--station", "code", required=True, metavar="CODE", help="Code du poste (X…).")
@click.option(
    "--role", type=click.Choice(devices.ROLES), default="comptoir", help="comptoir ou borne."
)
@click.pass_obj
def enroll(house: House, name: str, code: str, role: str) -> None:
    """Enrol a device."""
    with told():
        click.echo(enrol_at(house.database, name, code, role))


def enrol_at(database: Database, name: str, code: str, role: str = "comptoir") -> str:
    """Enrol a device at a station and give its token."""
    with database.write() as session:
        station = devices.station_by_code(session, code.strip().upper())
        _made, token = devices.enrol_device(session, name=name, station=station, role=role)
    return token


def _account(session: Session, login: str) -> Account:
    found = service.by_login(session, login)
    if found is None:
        raise NotFound("unknown_account", login=login)
    return found


def _checked(password: str | None, *names: str) -> str:
    if password is None:
        return passwords.first_password()
    passwords.check(password, *names)
    return password


def _say_password(given: str | None, first: str) -> None:
    if given is None:
        click.echo(f"Premier mot de passe : {first}")
    click.echo("Il est à changer à la première connexion.")


def _state(account: Account) -> str:
    if account.disabled_at is not None:
        return "fermé"
    if account.ends_on is not None and account.ends_on < clock.today():
        return "terminé"
    locked = account.locked_until is not None and account.locked_until > clock.now()
    return "bloqué" if locked else "ouvert"
