"""The command `esat`: what people and service units type; it holds no rule."""

import logging
import os
import sys
from pathlib import Path

import click
from sqlalchemy.exc import OperationalError

from esat import french_click, garbage, schema
from esat.assembly import compose, load_registry
from esat.clock import now
from esat.config import Settings, SettingsError
from esat.demo.cli import demo
from esat.errors import EsatError
from esat.operations.copying import db_copy
from esat.operations.install import init_command
from esat.production import seals
from esat.production.jobs import heads_file, seal_journal
from esat.scheduler.runner import run_jobs
from esat.serving import serve as serve_house
from esat.told import told
from esat.web.door import House

pass_house = click.make_pass_decorator(House)


@click.group(
    help="ESAT Atelier : commandes, lots, étiquettes, contrôles et heures d’un ESAT.",
    context_settings={"help_option_names": ["--help"]},
    subcommand_metavar="COMMANDE [ARGUMENTS]...",
)
@click.option(
    "--data", metavar="DOSSIER", type=click.Path(path_type=Path), help="Dossier des données."
)
@click.pass_context
def main_group(context: click.Context, data: Path | None) -> None:
    """Compose the house once, unless the command makes its own."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if context.invoked_subcommand in {"demo", "init"} or context.obj is not None:
        if data is not None:  # These two make their own house, in the folder that was said here.
            context.default_map = {str(context.invoked_subcommand): {"data": data}}
        return
    settings = Settings.from_env()
    if data is not None:
        settings = settings.model_copy(update={"data_dir": data})
    context.obj = compose(settings)


@main_group.command("serve", help="Sert l’application, jusqu’à l’arrêt.")
@click.option("--host", help="Adresse d’écoute.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port d’écoute.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="Processus (PostgreSQL).")
@pass_house
def serve(house: House, host: str | None, port: int | None, workers: int) -> None:
    """Serve the web application on a production server."""
    with told():
        serve_house(house, host or house.settings.host, port or house.settings.port, workers)


@main_group.command("jobs", help="Fait les travaux périodiques ; un seul processus travaille.")
@pass_house
def jobs(house: House) -> None:
    """Run the scheduler; a second one waits as a stand-by."""
    sys.exit(run_jobs(house))


@main_group.group("db", help="Schéma de la base.")
def db() -> None:
    """Gather the commands about the schema."""


@db.command("upgrade", help="Met le schéma à jour.")
@pass_house
def db_upgrade(house: House) -> None:
    """Bring the schema to the code's head."""
    schema.bring_up(house.database, house.settings.owner_database_url)
    click.echo(f"Schéma à jour : {schema.head()}.")


@db.command("check", help="Compare le schéma aux modèles.")
@pass_house
def db_check(house: House) -> None:
    """Say every difference between the database and the models."""
    found = schema.differences(house.database)
    for line in found:
        click.echo(line, err=True)
    if found:
        raise click.ClickException("Le schéma ne correspond pas. Lancez « esat db upgrade ».")
    click.echo("Le schéma correspond aux modèles.")


@main_group.group("journal", help="Sceaux du journal.")
def journal() -> None:
    """Gather the commands about the journal."""


@journal.command("seal", help="Scelle les événements depuis le dernier sceau.")
@pass_house
def journal_seal(house: House) -> None:
    """Seal now."""
    made = seal_journal(house)
    if made is None:
        click.echo("Rien de nouveau à sceller.")
        return
    click.echo(f"Sceau {made.id} : {made.count} événements, jusqu’au {made.last_event}.")


@journal.command("verify", help="Recalcule tous les sceaux et dit où le journal diffère.")
@pass_house
def journal_verify(house: House) -> None:
    """Recompute every seal."""
    key = seals.key_from(house.settings.secret())
    with house.database.read() as session:
        found = seals.verify(session, key, heads_file(house.settings))
    for fault in found.faults:
        click.echo(fault.sentence, err=True)
    if found.faults:
        raise click.ClickException("Le journal ne correspond pas à ses sceaux.")
    click.echo(
        f"Journal intact : {found.seals} sceaux, {found.events} événements scellés, "
        f"{found.unsealed} pas encore scellés."
    )


def _add_commands() -> None:
    """The commands that modules declare, and those that compose for themselves."""
    main_group.add_command(demo)
    main_group.add_command(init_command(compose))
    db.add_command(db_copy)
    for module in load_registry(Settings.from_env()).modules:
        for command in module.cli:
            main_group.add_command(command)


def main() -> None:
    """Run `esat`: exit 0 on success, 1 on a refusal with one clear line, 2 on wrong usage."""
    french_click.install()
    try:
        _add_commands()
        garbage.settled()
        main_group(prog_name="esat")
    except SettingsError as error:
        _fail(str(error))
    except EsatError as error:
        _fail(error.message)
    except OperationalError as error:
        _fail(f"La base ne répond pas : {error.orig}")
    except Exception as error:
        if os.environ.get("ESAT_TEST_TRACEBACK"):
            raise
        logging.getLogger("esat").debug("unforeseen", exc_info=error)
        _fail(
            f"Erreur imprévue ({type(error).__name__} : {error}) le {now():%d/%m/%Y à %H:%M} UTC."
        )


def _fail(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
