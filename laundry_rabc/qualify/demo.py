"""A demo's qualifications: every washer with every programme in use, but for one that has run out
and one that was never done, as an audit would find them; then the rule is on.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from esat.actors import SYSTEM
from esat.production.rehearsal import Player, Scene
from laundry_rabc.policies import keeping as policies
from laundry_rabc.policies.keeping import PolicyIn
from laundry_rabc.qualify import keeping, reads, starts
from laundry_rabc.qualify.keeping import QualificationIn
from laundry_rabc.qualify.reads import Cell

RENEWED: Final = timedelta(days=300)
"""A programme is proved anew well before its proof runs out."""
MISSING: Final = "90V"
"""The empty run washes no linen: on the last machine nobody ever proved it."""


def demo(scene: Scene) -> Player | None:
    """Prove what washes from the first day on, and renew it in time."""
    found = reads.cells(scene.session, scene.at(7))
    if not found:
        return None
    last = max(one.machine.label for one in found)
    wanted = [one for one in found if (one.programme.code, one.machine.label) != (MISSING, last)]
    for one in wanted:
        _prove(scene, one)
    _switch_on(scene)

    def play(scene: Scene) -> None:
        for one in reads.cells(scene.session, scene.at(8)):
            until = one.standing.proof.valid_until if one.standing.proof else None
            renewed = until is not None and until - scene.day < timedelta(days=365) - RENEWED
            if renewed and one.programme.code != MISSING:
                _prove(scene, one)

    return play


def _prove(scene: Scene, one: Cell) -> None:
    """One report, with what the programme is set to, approved the same morning."""
    programme = one.programme
    given = QualificationIn(
        method="logger", report=f"Q-{scene.day:%y%m}-{programme.code}-{one.machine.label[-1]}",
        performed_on=scene.day, performed_by="Laboratoire de contrôle",
        temperature_c=programme.temperature_c or Decimal(71),
        hold_minutes=programme.hold_minutes or Decimal(3),
        mixing_minutes=programme.mixing_minutes or Decimal(0), equivalences="",
        log_reduction=Decimal("5.4"),
    )  # fmt: skip
    with scene.moment(scene.at(8, 1)):
        made = keeping.write(
            scene.session, one.machine.resource_id, programme.resource_id, given, by=SYSTEM
        )
    with scene.moment(scene.at(8, 2)):
        keeping.approve(scene.session, made.id or 0, by=SYSTEM)


def _switch_on(scene: Scene) -> None:
    given = PolicyIn(
        value=Decimal(1), source="Réunion de l’équipe RABC", status="validated",
        reason="Les programmes qui lavent sont qualifiés.",
    )  # fmt: skip
    with scene.moment(scene.at(8, 3)):
        policies.decide(scene.session, starts.RULE, given, by=SYSTEM)
