"""`esat demo`: build once, print where to look, then serve the web and the jobs together."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from esat.demo import building, together
from esat.demo.building import PASSWORD, Note
from esat.production.codes import KINDS
from esat.told import told

WORDS = {
    "F": "sacs",
    "R": "chariots",
    "P": "pièces",
    "T": "lots",
    "D": "commandes",
    "V": "volumes",
    "N": "colis et lots de pièces",
    "J": "jardins",
    "E": "machines",
    "K": "cartes d’action",
    "X": "postes",
    "H": "badges",
    "C": "clients",
}


@click.command("demo", help="Construit un ESAT plausible (une fois), puis le sert.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port d’écoute."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option(
    "--data",
    default=Path("demo-data"),
    show_default=True,
    help="Dossier de la démo.",
    type=click.Path(path_type=Path, file_okay=False),
)
@click.option("--reset", is_flag=True, help="Jette la démo du dossier et la refait.")
@click.option("--password", default=PASSWORD, show_default=True, help="Mot de passe des comptes.")
@click.option("--no-serve", is_flag=True, help="Construit seulement.")
@click.option(
    "--months", default=6, show_default=True, type=click.IntRange(1, 24), help="Mois d’histoire."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Jour où l’histoire s’arrête.")
def demo(
    *,
    port: int,
    host: str,
    data: Path,
    reset: bool,
    password: str,
    no_serve: bool,
    months: int,
    today: datetime | None,
) -> None:
    """Build and serve the demo."""
    with told():
        if reset:
            building.reset(data)
        note = _kept(data) or _built(data, today.date() if today else None, months, password)
        address = f"http://{host}:{port}"
        for line in lines(note, data, address):
            click.echo(line)
        if not no_serve:
            sys.stdout.flush()
            sys.exit(together.serve(data, host, port))


def lines(note: Note, data: Path, address: str) -> list[str]:
    """What a newcomer needs, in French."""
    said = ["", f"Adresse : {address}", f"Mot de passe de tous les comptes : {note.password}"]
    said += [f"  {role} : {login}" for role, login in note.logins]
    if note.link_path:
        said.append(f"Suivi d’une commande, comme le client : {address}{note.link_path}")
    said.append(f"Dossier : {data.absolute()}")
    said.append("Codes à scanner ou à taper :")
    for letter in KINDS:
        if codes := note.codes.get(letter):
            said.append(f"  {WORDS[letter]} : {'  '.join(codes)}")
    said.append(f"Planche de codes à lire à l’écran : {address}/demo/codes")
    said.append("Arrêter : Ctrl+C")
    return said


def _kept(data: Path) -> Note | None:
    note = building.ready(data)
    if note is not None:
        building.bring_up(data)
    return note


def _built(data: Path, today: date | None, months: int, password: str) -> Note:
    click.echo("Construction de la démonstration…")
    if not sys.stdout.isatty():
        return building.build(data, today=today, months=months, password=password, told=_silent)
    with click.progressbar(length=1000, label="Jours simulés") as bar:
        return building.build(
            data,
            today=today,
            months=months,
            password=password,
            told=lambda done, total: bar.update(1000 * done // total - bar.pos),
        )


def _silent(_done: int, _total: int) -> None:
    """No progress in a pipe."""
