"""What each figure of the dashboard says: its number, its denominator, its colour and its word;
pure. Nothing is green because nothing was entered: *rien n’a été saisi* is a word of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from esat.web.filters import number

Meaning = Literal["ok", "question", "refused", "unknown"]
NOTHING: Final = "Rien n’a été saisi"
_ORDER: Final[tuple[Meaning, ...]] = ("refused", "question", "unknown", "ok")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` in large, `of` its denominator in words, `word` what its colour means."""

    code: str
    label: str
    value: str
    of: str
    meaning: Meaning
    word: str


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks due until now in a period, and what became of them."""

    due: int = 0
    on_time: int = 0
    late: int = 0
    not_done: int = 0
    not_applicable: int = 0
    missed: int = 0
    waiting: int = 0

    @property
    def answered(self) -> int:
        return self.on_time + self.late + self.not_done + self.not_applicable

    @property
    def asked(self) -> int:
        """Those that could be done and are over: the denominator."""
        return self.due - self.not_applicable - self.waiting

    @property
    def percent(self) -> int | None:
        """Cut, never rounded up: 99,9 % is not 100 %. None where nothing was to be done."""
        return None if self.asked <= 0 else self.on_time * 100 // self.asked


@dataclass(frozen=True, slots=True)
class Results:
    """What was judged in a period; corrections count in the place of what they correct."""

    judged: int = 0
    alert: int = 0
    action: int = 0
    not_measured: int = 0


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases open at a moment: of each kind, beyond their delay, the oldest in days."""

    action: int = 0
    investigation: int = 0
    alert: int = 0
    old: int = 0
    oldest: int = 0

    @property
    def open(self) -> int:
        return self.action + self.investigation + self.alert


@dataclass(frozen=True, slots=True)
class Washes:
    """The washes that ended in a period, by what says how hot they were."""

    measured: int = 0
    declared: int = 0
    none: int = 0

    @property
    def total(self) -> int:
        return self.measured + self.declared + self.none


@dataclass(frozen=True, slots=True)
class Stock:
    """Things that are good, soon to be seen to, or not good, at a moment."""

    good: int = 0
    soon: int = 0
    bad: int = 0

    @property
    def total(self) -> int:
        return self.good + self.soon + self.bad


@dataclass(frozen=True, slots=True)
class Cleaning:
    """The cleaning tasks whose time ended in a period."""

    expected: int = 0
    done: int = 0
    late: int = 0
    missed: int = 0


def on_time(found: Checks) -> Figure:
    """The share of the checks answered on time, of those that could be."""
    label = "Contrôles à l’heure"
    if found.due == 0:
        return Figure("checks", label, "—", "aucun contrôle prévu", "unknown", "Rien de prévu")
    if found.answered == 0:
        meaning: Meaning = "refused" if found.missed else "unknown"
        return Figure("checks", label, "—", _due(found), meaning, NOTHING)
    if found.percent is None:
        return Figure("checks", label, "—", _due(found), "unknown", "Rien à compter")
    of = f"{found.on_time} sur {found.asked}"
    if found.missed or found.not_done:
        lacking = found.missed + found.not_done
        of += f", {_counted(lacking, 'manqué ou pas fait', 'manqués ou pas faits')}"
        meaning, word = "refused", "Incomplet"
    elif found.late:
        meaning, word = "question", "Des retards"
    else:
        meaning, word = "ok", "Tous à l’heure"
    return Figure("checks", label, number(found.percent, "%"), of, meaning, word)


def _due(found: Checks) -> str:
    words = _counted(found.due, "contrôle prévu", "contrôles prévus")
    return f"{words}, {_counted(found.missed, 'manqué', 'manqués')}" if found.missed else words


def results(found: Results, cases: Cases) -> Figure:
    """How many results were out of their limits. A drift that is looked into is no green, though
    nothing is in action.
    """
    label, of = (
        "Alertes / actions",
        f"sur {_counted(found.judged, 'résultat jugé', 'résultats jugés')}",
    )
    if found.judged == 0:
        return Figure("results", label, "—", "aucun résultat jugé", "unknown", NOTHING)
    value = f"{found.alert} / {found.action}"
    if found.action:
        return Figure("results", label, value, of, "refused", "Action")
    if cases.investigation:
        return Figure("results", label, value, of, "question", "Dérive à comprendre")
    if found.alert:
        return Figure("results", label, value, of, "question", "Alerte")
    return Figure("results", label, value, of, "ok", "Dans la cible")


def cases(found: Cases, judged: int) -> Figure:
    """The open cases and the age of the oldest. None is no good news where nothing was judged."""
    label = "Cas ouverts"
    if found.open == 0:
        if judged == 0:
            return Figure("cases", label, "0", "rien n’a été jugé", "unknown", NOTHING)
        return Figure("cases", label, "0", "aucun cas en cours", "ok", "Aucun")
    kinds = (
        (found.action, "action", "actions"),
        (found.investigation, "recherche de cause", "recherches de cause"),
        (found.alert, "alerte", "alertes"),
    )
    of = ", ".join(_counted(*one) for one in kinds if one[0])
    of += f" ; le plus ancien : {number(found.oldest, 'j')}"
    if found.old:
        word = f"{_counted(found.old, 'cas trop vieux', 'cas trop vieux')}"
        return Figure("cases", label, str(found.open), of, "refused", word)
    if found.action:
        return Figure("cases", label, str(found.open), of, "refused", "Action en cours")
    return Figure("cases", label, str(found.open), of, "question", "À suivre")


def washes(found: Washes) -> Figure:
    """The share of the washes whose temperature an instrument measured."""
    label = "Lavages mesurés"
    if found.total == 0:
        return Figure("washes", label, "—", "aucun lavage", "unknown", NOTHING)
    of = (
        f"{found.measured} sur {found.total} ; {_counted(found.declared, 'déclaré', 'déclarés')}"
        f" par la machine, {found.none} sans preuve"
    )
    value = number(found.measured * 100 // found.total, "%")
    if found.none:
        return Figure("washes", label, value, of, "refused", "Sans preuve")
    if found.declared:
        return Figure("washes", label, value, of, "question", "Déclarés seulement")
    return Figure("washes", label, value, of, "ok", "Tous mesurés")


def qualified(found: Stock) -> Figure:
    """The programmes on their machines that a report proves."""
    words = ("Programmes qualifiés", "aucun programme connu", "À qualifier",
             "Bientôt à revoir", "Tous qualifiés")  # fmt: skip
    return _stock("qualified", words, found)


def calibrated(found: Stock) -> Figure:
    """The instruments in use that a calibration proves."""
    words = ("Instruments étalonnés", "aucun instrument connu", "À étalonner",
             "Bientôt à revoir", "Tous étalonnés")  # fmt: skip
    return _stock("calibrated", words, found)


def _stock(code: str, words: tuple[str, str, str, str, str], found: Stock) -> Figure:
    label, empty, bad, soon, good = words
    if found.total == 0:
        return Figure(code, label, "—", empty, "unknown", NOTHING)
    value, of = str(found.good + found.soon), f"sur {found.total}"
    if found.soon:
        of += f", {found.soon} bientôt à revoir"
    if found.bad:
        return Figure(code, label, value, of, "refused", bad)
    if found.soon:
        return Figure(code, label, value, of, "question", soon)
    return Figure(code, label, value, of, "ok", good)


def cleaning(found: Cleaning) -> Figure:
    """The cleaning tasks that were done, of those whose time ended."""
    label = "Nettoyage fait"
    if found.expected == 0:
        return Figure("cleaning", label, "—", "aucune tâche prévue", "unknown", "Rien de prévu")
    if found.done == 0:
        of = _counted(found.expected, "tâche prévue", "tâches prévues")
        return Figure("cleaning", label, "—", of, "refused", NOTHING)
    value = number(found.done * 100 // found.expected, "%")
    of = f"{found.done} sur {found.expected}"
    if found.missed:
        of += f", {_counted(found.missed, 'manquée', 'manquées')}"
        return Figure("cleaning", label, value, of, "refused", "Incomplet")
    if found.late:
        return Figure("cleaning", label, value, of, "question", "Des retards")
    return Figure("cleaning", label, value, of, "ok", "Tout est fait")


def laboratory(found: Results) -> Figure:
    """The laboratory's results that were out of their limits."""
    label, of = "Laboratoire hors cible", f"sur {_counted(found.judged, 'résultat', 'résultats')}"
    if found.judged == 0:
        return Figure("lab", label, "—", "aucun résultat de laboratoire", "unknown", NOTHING)
    value = str(found.alert + found.action)
    if found.action:
        return Figure("lab", label, value, of, "refused", "Action")
    if found.alert:
        return Figure("lab", label, value, of, "question", "Alerte")
    return Figure("lab", label, value, of, "ok", "Dans la cible")


@dataclass(frozen=True, slots=True)
class Whole:
    """The answer of the page: its colour, its word, and what it rests on."""

    meaning: Meaning
    word: str
    title: str
    detail: str


def whole(found: Iterable[Figure]) -> Whole:
    """The worst figure answers; only all of them together are green."""
    figures = list(found)
    worst = min((one.meaning for one in figures), key=_ORDER.index, default="unknown")
    named = [one.label.lower() for one in figures if one.meaning == worst]
    detail = f"À voir d’abord : {', '.join(named)}."
    if worst == "ok":
        return Whole(
            "ok",
            "En ordre",
            "Tout est prouvé et à l’heure",
            "Chaque chiffre le dit, avec son total.",
        )
    if worst == "unknown":
        return Whole("unknown", "Inconnu", "On ne sait pas tout", detail)
    if worst == "question":
        return Whole("question", "À suivre", "Des points sont à suivre", detail)
    return Whole("refused", "À reprendre", "Des points sont à reprendre", detail)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {many if count > 1 else one}"
