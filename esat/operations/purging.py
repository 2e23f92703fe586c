"""`esat purge`: the rules of keeping that modules declare, applied one by one, with a report."""

import click

from esat import clock
from esat.declarations import Retention
from esat.told import told
from esat.web.door import House

SHOWN = 200


@click.command("purge", help="Efface ce qui a dépassé sa durée de conservation.")
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait effacé, sans rien effacer.")
@click.pass_obj
def purge(house: House, *, dry_run: bool) -> None:
    """Apply every rule of keeping."""
    total = 0
    for rule in (rule for module in house.registry.modules for rule in module.retention):
        with told():
            due, done = apply(house, rule, dry_run=dry_run)
        total += done
        verb = "à effacer" if dry_run else "effacés"
        click.echo(f"{rule.label} ({rule.source}, {rule.status}) : {done} {verb}.")
        for line in due[:SHOWN]:
            click.echo(f"  {line}")
        if len(due) > SHOWN:
            click.echo(f"  et {len(due) - SHOWN} autres.")
    click.echo(f"Total : {total}. {'Rien n’a été effacé.' if dry_run else ''}".rstrip())


def apply(house: House, rule: Retention, *, dry_run: bool) -> tuple[list[str], int]:
    """What is due under a rule and how many were, or would be, removed; one transaction."""
    at = clock.now()
    if dry_run:
        with house.database.read() as session:
            due = rule.due(session, at)
        return due, len(due)
    with house.database.write() as session:
        due = rule.due(session, at)
        return due, rule.purge(session, at)
