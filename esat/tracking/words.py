"""What the client's page says: one sentence for where his order is; pure, no name, no jargon."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from esat.production.made import MadeSoFar
from esat.production.reads import CANCELLED, Progress
from esat.stages import PHASE_RANKS, Phase

SENTENCES = {
    Phase.REGISTERED: "Votre commande est enregistrée.",
    Phase.PLANNED: "Votre commande est planifiée.",
    Phase.RECEIVED: "Nous avons reçu ce que vous nous avez confié.",
    Phase.IN_WORK: "L’atelier y travaille.",
    Phase.CHECKING: "Nous vérifions le travail avant de vous le remettre.",
    Phase.READY: "Tout est prêt.",
    Phase.HANDED_OVER: "Tout vous a été remis. Merci de votre confiance.",
    Phase.CLOSED: "Cette commande est terminée. Merci de votre confiance.",
}
SIDES = {
    "En attente de votre réponse": "Nous avons besoin de votre réponse pour continuer.",
    "Suspendue": "Le travail est arrêté pour le moment. Il reprendra dès que possible.",
    CANCELLED: "Cette commande est annulée.",
}
PARTLY = "Une partie vous a été remise. Nous nous occupons du reste."
"""Part of it left; the rest may be ready, or was refused and is looked at again."""
LATE = "La date promise est passée. Appelez-nous : nous vous dirons la nouvelle date."

WORKED_ON = frozenset({Phase.IN_WORK, Phase.CHECKING})
"""Where the client's page says how much is made: not before the workshop works on it, nor once all
is ready.
"""
HOURS = "heure"


@dataclass(frozen=True, slots=True)
class Words:
    """The word in large, the sentence under it, and how many things are that far."""

    title: str
    sentence: str
    counted: str
    late: bool
    meaning: str
    """"" for the usual answer; « question » when the client is awaited or the order is late."""


def words_for(progress: Progress, today: date) -> Words:
    """All that the head of the client's page says."""
    late = _late(progress, today)
    partly = progress.phase is Phase.READY and progress.handed_over > 0
    usual = PARTLY if partly else SENTENCES[progress.phase]
    sentence = SIDES.get(progress.side or "", usual)
    return Words(
        title=progress.side or progress.word,
        sentence=LATE if late and progress.side is None else sentence,
        counted=_counted(progress),
        late=late,
        meaning="question" if late or progress.side else "",
    )


def _late(progress: Progress, today: date) -> bool:
    waiting = progress.total == 0 or progress.ready < progress.total
    live = progress.closed_at is None and progress.cancelled_at is None
    return progress.due_on is not None and progress.due_on < today and waiting and live


def _counted(progress: Progress) -> str:
    """« 4 sur 6 prêts »: how much is ready, then how much is handed over."""
    if progress.total < 2 or progress.cancelled_at is not None:
        return ""
    if progress.handed_over and progress.ready == progress.total:
        return f"{progress.handed_over} sur {progress.total} remis"
    if progress.ready or PHASE_RANKS[progress.phase] >= PHASE_RANKS[Phase.IN_WORK]:
        plural = "s" if progress.ready > 1 else ""
        return f"{progress.ready} sur {progress.total} prêt{plural}"
    return ""


def tells_made(progress: Progress) -> bool:
    """Whether the state of the order lets its client read how much of it is made."""
    live = progress.closed_at is None and progress.cancelled_at is None
    return live and progress.side is None and progress.phase in WORKED_ON


def for_client(made: Iterable[MadeSoFar]) -> tuple[MadeSoFar, ...]:
    """What a client reads of it: the units that he ordered, but hours; nothing that was spoilt."""
    return tuple(
        replace(one, scrap=Decimal(0), last=None)
        for one in made
        if one.quantity and one.ordered and one.unit != HOURS
    )
