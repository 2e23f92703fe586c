"""`esat verify`: one line per check, of the base, the journal, the stages and each module."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import click

from esat import schema
from esat.operations import integrity
from esat.production import projection, seals
from esat.production.jobs import heads_file
from esat.web.door import House

SHOWN = 20
LONGEST = 240


@dataclass(frozen=True, slots=True)
class Line:
    """One check: what was looked at, what was found wrong, and what to know besides."""

    label: str
    faults: tuple[str, ...] = ()
    note: str = ""


def report(house: House, *, same_key: bool = True) -> list[Line]:
    """Every check. With another key than that of the seals (`same_key`), they prove nothing."""
    return [
        _line("Base de données", lambda: integrity.faults_of(house.database)),
        _line("Schéma", lambda: schema.differences(house.database)),
        _journal(house) if same_key else Line("Sceaux du journal", note=_OTHER_KEY),
        _line("Étapes et journal", lambda: _stages(house)),
        *(
            _line(check.label, partial(_asked, house, check.run))
            for check in house.registry.checks.values()
        ),
        Line("Protection du journal", note=protection(house)),
    ]


_OTHER_KEY = "non vérifiables : la clé secrète n’est pas celle de la sauvegarde"


def protection(house: House) -> str:
    """What keeps the journal from being changed, besides its seals."""
    if house.settings.owner_database_url:
        return "déclencheurs, et un rôle propriétaire séparé"
    return "déclencheurs seulement (pas de ESAT_OWNER_DATABASE_URL)"


def show(lines: list[Line]) -> int:
    """Print the report, the faults on stderr; gives how many there are."""
    for line in lines:
        state = "DÉFAUT" if line.faults else "bon"
        click.echo(f"{state:<7} {line.label}{f' : {line.note}' if line.note else ''}")
        for fault in line.faults[:SHOWN]:
            click.echo(f"        {line.label} : {fault[:LONGEST]}", err=True)
        if len(line.faults) > SHOWN:
            click.echo(f"        {line.label} : et {len(line.faults) - SHOWN} autres.", err=True)
    return sum(len(line.faults) for line in lines)


@click.command("verify", help="Contrôle la base, le journal, les étapes et les fichiers.")
@click.pass_obj
def verify(house: House) -> None:
    """Check everything."""
    found = show(report(house))
    if found:
        raise click.ClickException(f"Contrôle terminé : {found} défauts.")
    click.echo("Contrôle terminé : aucun défaut.")


def _line(label: str, ask: Callable[[], list[str]]) -> Line:
    """A check that cannot be made is a fault, and the others are still made."""
    try:
        return Line(label, tuple(ask()))
    except Exception as error:  # noqa: BLE001 - a broken base answers with anything
        return Line(label, (f"contrôle impossible ({type(error).__name__} : {error})",))


def _journal(house: House) -> Line:
    label = "Sceaux du journal"
    key = seals.key_from(house.settings.secret())
    try:
        with house.database.read() as session:
            found = seals.verify(session, key, heads_file(house.settings))
    except Exception as error:  # noqa: BLE001 - as above
        return Line(label, (f"contrôle impossible ({type(error).__name__} : {error})",))
    note = f"{found.seals} sceaux, {found.events} événements, {found.unsealed} pas encore scellés"
    return Line(label, tuple(fault.sentence for fault in found.faults), note)


def _stages(house: House) -> list[str]:
    names = {"item": "Pièce", "lot": "Lot"}
    with house.database.read() as session:
        return [
            f"{names[d.what]} {d.key} : étape « {d.stage} », le journal dit « {d.journal} »."
            for d in projection.compare(session)
        ]


def _asked(house: House, run: Callable[..., list[str]]) -> list[str]:
    with house.database.read() as session:
        return run(session, house.settings)
