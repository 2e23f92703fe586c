"""The command beside a scale: `esat scale`, or `python -m workshops.laundry.intake.scale`."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from threading import Event

import click

from workshops.laundry.intake.scale.courier import Courier, Server
from workshops.laundry.intake.scale.gate import Gate
from workshops.laundry.intake.scale.line import SPEEDS
from workshops.laundry.intake.scale.outbox import Outbox
from workshops.laundry.intake.scale.watching import Scale, Watch

KEPT = "esat-balance"


@click.command(
    "scale",
    help="Lit une balance sur un port série et envoie chaque pesée stable, une seule fois. "
    "Sans réseau, les pesées attendent sur le disque.",
)
@click.option("--port", required=True, type=click.Path(path_type=Path), help="Port de la balance.")
@click.option("--url", required=True, metavar="ADRESSE", help="Adresse du serveur (http…).")
@click.option(
    "--token-file",
    required=True,
    type=click.Path(path_type=Path),
    help="Fichier où est le jeton du poste.",
)
@click.option("--instrument", required=True, metavar="CODE", help="Code de la balance, déclaré.")
@click.option("--baud", default="9600", type=click.Choice([str(one) for one in SPEEDS]),
              show_default=True, help="Vitesse du port.")  # fmt: skip
@click.option("--unit", default="kg", type=click.Choice(["kg", "g"]), show_default=True,
              help="Unité, quand la balance ne l’écrit pas.")  # fmt: skip
@click.option("--zero", default="0,1", metavar="KG", show_default=True,
              help="Sous ce poids, la balance est vide.")  # fmt: skip
@click.option("--ask", default="", metavar="TEXTE", help="À envoyer pour que la balance réponde.")
@click.option("--queue", type=click.Path(path_type=Path), help="Dossier où les pesées attendent.")
def scale(  # noqa: PLR0913, PLR0917 - one argument for each option of the command
    port: Path,
    url: str,
    token_file: Path,
    instrument: str,
    baud: str,
    unit: str,
    zero: str,
    ask: str,
    queue: Path | None,
) -> None:
    """Watch a scale until it is stopped."""
    if not url.startswith(("http://", "https://")):
        raise click.UsageError("L’adresse commence par http:// ou https://.")
    outbox = Outbox(queue or Path.home() / f".{KEPT}" / instrument)
    courier = Courier(outbox, Server(url, _token(token_file)), click.echo)
    watched = Scale(port, instrument, int(baud), unit, ask)
    watch = Watch(watched, outbox, courier, Gate(_kilograms(zero)), click.echo, Event())
    waiting = len(outbox.waiting())
    if waiting:
        click.echo(f"{waiting} pesée(s) attendent d’être envoyées.")
    try:
        watch.run()
    except KeyboardInterrupt:
        watch.stop.set()
        courier.end()
        click.echo("Arrêté. Ce qui attend partira au prochain démarrage.")


def _token(path: Path) -> str:
    try:
        token = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise click.UsageError(f"Le fichier du jeton ne se lit pas : {path}.") from error
    if not token:
        raise click.UsageError(f"Le fichier du jeton est vide : {path}.")
    return token


def _kilograms(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise click.UsageError("--zero attend un poids, par exemple 0,1.") from error
