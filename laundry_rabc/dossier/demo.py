"""The demonstration: the dossier of its last weeks is asked for on its last day, gaps and all; the
jobs make it as soon as they run.
"""

from datetime import timedelta
from typing import Final

from sqlmodel import select

from esat import registry
from esat.accounts.models import Account
from esat.accounts.roles import Grants
from esat.actors import Actor
from esat.production.rehearsal import Player, Scene
from laundry_rabc.dossier import asking
from laundry_rabc.dossier.asking import AskIn

LOGIN: Final = "qualite"
WEEKS: Final = timedelta(days=27)


def demo(scene: Scene) -> Player | None:
    """On the last evening the RABC lead asks for the dossier of four weeks."""
    account = scene.session.exec(select(Account).where(Account.login == LOGIN)).first()
    if account is None:
        return None
    by = Actor(
        account_id=account.id, roles=frozenset({LOGIN}),
        capabilities=Grants(registry.current()).of([LOGIN]), workshops=None, groups=None,
        display_name=account.display_name,
    )  # fmt: skip

    def play(scene: Scene) -> None:
        if scene.day != scene.last_day:
            return
        at = scene.now or scene.at(17, 30)
        with scene.moment(at):
            given = AskIn(since=scene.day - WEEKS, until=scene.day, note="Audit de surveillance")
            asking.ask(scene.session, given, by=by)

    return play
