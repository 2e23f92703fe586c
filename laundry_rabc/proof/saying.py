"""What a hygiene statement says: decided here alone, from facts; pure.

It names a wash by its temperature and its version, a check by its step: words that people typed
(a programme, a checkpoint) might promise what nobody proved. It promises once, in one sentence, and
only where a validated limit, a qualified programme and a measured hold all stand for every load.
What may not be promised is not said to be refused either: nobody reads a precaution between lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from esat import clock
from esat.web.filters import day, number
from laundry_rabc.limits import Verdict
from laundry_rabc.proof.known import Check, Facts, Heat, Load, Wash

LOADED: Final = re.compile(
    r"d[ée]sinfect|st[ée]ril|d[ée]contamin|contamin|infect|pr[ée]caution|norme|certifi|conform|"
    r"gale|virus|bact[ée]ri|germe|spore|malad|patient|r[ée]sident|isole",
    re.IGNORECASE,
)
"""Stems that a word typed by somebody may not bring into a statement."""
CLAIM: Final = (
    "Température mesurée, programme qualifié, limites validées et tenues : ce linge a été "
    "désinfecté au lavage."
)
NOTHING_MORE: Final = "Cette fiche ne promet rien de plus que ce qui est écrit ici."
LOOKING: Final = (
    "Une vérification est en cours sur ce linge. L’atelier vous dira ce qu’elle a donné."
)
PROPOSED: Final = (
    "Les limites qui ont jugé ce linge sont des propositions : l’atelier ne les a pas encore "
    "validées."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its sentences."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A hygiene statement as everybody reads it."""

    title: str
    parts: tuple[Part, ...]
    looking: bool
    claims: bool

    @property
    def text(self) -> str:
        """Every word of it."""
        return "\n".join([self.title, *(w for one in self.parts for w in (one.title, *one.words))])


def say(facts: Facts) -> Statement:
    """The statement of one delivery."""
    promised = claims(facts)
    parts = [
        Part("Remise", tuple(_delivery(facts))),
        Part("Lavage", tuple(_washes(facts))),
        Part("Température", tuple(_heat(facts))),
        Part("Qualification", tuple(_programmes(facts))),
        Part("Contrôles", tuple(_checks(facts))),
        Part("Autres clients", tuple(_beside(facts))),
        Part("En résumé", tuple(_end(facts, promised=promised))),
    ]
    title = f"Fiche d’hygiène du {day(_on(facts.delivered_at))}"
    return Statement(title, tuple(p for p in parts if p.words), facts.looking, promised)


def claims(facts: Facts) -> bool:
    """Whether the data support the one promise: nothing under check, nothing left open, nothing of
    a category without promise, and each load's last wash qualified, measured and held.
    """
    if facts.looking or facts.bare or not facts.loads:
        return False
    if any(not one.closed for one in facts.checks if one.verdict is Verdict.ACTION):
        return False
    return all(_proved(load) for load in facts.loads)


def _proved(load: Load) -> bool:
    done = [wash for wash in load.washes if wash.done]
    if load.bare or not done:
        return False
    last = max(done, key=lambda wash: wash.at)
    heat = last.heat
    return (
        last.qualified is True
        and not last.proposed
        and heat.source == "measured"
        and heat.whole
        and heat.verdict is Verdict.CONFORM
        and not heat.proposed
    )


def quiet(word: str) -> str:
    """A word that somebody typed, where it promises and tells nothing; else none."""
    return "" if LOADED.search(word) else word.strip()


def _delivery(facts: Facts) -> Iterator[str]:
    what = f" : {', '.join(facts.what)}" if facts.what else ""
    yield f"Remis le {day(_on(facts.delivered_at))}{what}. Commande {facts.order}."
    if facts.note:
        yield f"Bon de livraison {facts.note}."


def _all(facts: Facts) -> list[Wash]:
    return sorted((one for load in facts.loads for one in load.washes), key=lambda one: one.at)


def _named(facts: Facts) -> list[tuple[str, Wash]]:
    """Each wash with what it is called: by its day, and by its turn where there are several."""
    found = _all(facts)
    if len(found) == 1:
        return [(f"Lavage du {day(_on(found[0].at))}", found[0])]
    return [(f"Lavage {n}, du {day(_on(one.at))}", one) for n, one in enumerate(found, start=1)]


def _washes(facts: Facts) -> Iterator[str]:
    found = _named(facts)
    if not found:
        yield "Aucun lavage n’est enregistré pour ce linge."
    for name, one in found:
        if one.done:
            yield f"{name} : {_programme(one)}."
        else:
            yield f"{name} : il n’est pas allé au bout, il ne compte pas."
    if any(not load.certain for load in facts.loads):
        yield "Ce linge a été réuni après lavage : il vient d’un ou de plusieurs de ces lavages."


def _heat(facts: Facts) -> Iterator[str]:
    for name, one in _named(facts):
        if one.done:
            yield f"{name} : {_proof(one.heat)}."


def _proof(heat: Heat) -> str:
    if heat.source == "measured":
        return f"mesurée par un enregistreur : {_measured(heat)}"
    if heat.source == "declared":
        return f"déclarée par la machine : {_declared(heat)}"
    return "pas de preuve relevée"


def _measured(heat: Heat) -> str:
    words = "relevé sans température utilisable"
    if heat.celsius is not None and heat.minutes is not None:
        held = number(heat.minutes.quantize(Decimal("0.1")), "min")
        words = f"{number(heat.celsius, '°C')} ou plus, tenue {held}, temps de mélange déduit"
    elif heat.peak is not None:
        words = f"au plus {number(heat.peak.quantize(Decimal('0.1')), '°C')}"
    if not heat.whole:
        words += " ; l’enregistrement a un trou"
    if heat.verdict is Verdict.ACTION:
        words += " ; c’est moins que la limite du plan de contrôle"
    return words


def _declared(heat: Heat) -> str:
    celsius = number(heat.celsius, "°C") if heat.celsius is not None else "température non relevée"
    held = f"tenue {number(heat.minutes, 'min')}" if heat.minutes is not None else "durée inconnue"
    return f"{celsius}, {held} ; aucun enregistreur ne l’a mesurée"


def _programme(one: Wash) -> str:
    if one.version is None:
        return "programme non relevé"
    named = "sans température fixée" if one.celsius is None else number(one.celsius, "°C")
    return f"programme {named} (version {one.version})"


def _programmes(facts: Facts) -> Iterator[str]:
    for name, one in _named(facts):
        if not one.done:
            continue
        words = {
            True: "programme qualifié ce jour-là",
            False: "programme non qualifié ce jour-là",
            None: "qualification du programme inconnue",
        }[one.qualified]
        proposed = one.version is not None and one.proposed
        yield f"{name} : {words}{' ; proposé, non validé' if proposed else ''}."


def _checks(facts: Facts) -> Iterator[str]:
    if facts.checks:
        for one in sorted(facts.checks, key=lambda found: found.at):
            yield _check(one)
    elif facts.judged:
        yield f"Aucun écart sur {_counted(facts.judged)} de ces lavages."
    elif facts.loads:
        yield "Aucun contrôle n’est enregistré pour ces lavages."
    for on in sorted(set(facts.closed)):
        yield f"Une vérification a porté sur ce linge ; elle est finie depuis le {day(on)}."
    if any(one.proposed for one in facts.checks) or any(
        one.heat.verdict is not None and one.heat.proposed for one in _all(facts)
    ):
        yield PROPOSED


def _counted(judged: int) -> str:
    return "le seul contrôle" if judged == 1 else f"les {judged} contrôles"


def _check(one: Check) -> str:
    step = quiet(one.step)
    where = f"au stade « {step} »" if step else "du plan de contrôle"
    level = "d’action" if one.verdict is Verdict.ACTION else "d’alerte"
    return f"Le {day(_on(one.at))}, un contrôle {where} a atteint le niveau {level}. {_after(one)}"


def _after(one: Check) -> str:
    if not one.followed:
        return "Aucun suivi n’est enregistré."
    if not one.closed:
        return "Le suivi n’est pas fini."
    if one.rewashed:
        return "Le linge a été relavé, puis libéré." if one.released else "Le linge a été relavé."
    if one.released:
        return "Le linge a été vérifié, puis libéré."
    return "Le suivi est fini."


def _beside(facts: Facts) -> Iterator[str]:
    if not facts.loads:
        return
    if any(load.mixed for load in facts.loads):
        yield "Ce linge a été lavé avec du linge d’autres clients."
    else:
        yield "Ce linge n’a été lavé avec celui d’aucun autre client."


def _end(facts: Facts, *, promised: bool) -> Iterator[str]:
    if facts.looking:
        yield LOOKING
    if promised:
        yield CLAIM
    yield NOTHING_MORE


def _on(at: datetime) -> date:
    return clock.local(at).date()
