"""The colour and the word of each figure; nothing is green because nothing was entered."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from laundry_rabc.board import figures
from laundry_rabc.board.figures import (
    NOTHING,
    Cases,
    Checks,
    Cleaning,
    Figure,
    Results,
    Stock,
    Washes,
)

GOOD = Results(judged=20)
NONE = Cases()


@pytest.mark.parametrize(
    ("found", "value", "of", "meaning", "word"),
    [
        (Checks(), "—", "aucun contrôle prévu", "unknown", "Rien de prévu"),
        (Checks(due=3, waiting=3), "—", "3 contrôles prévus", "unknown", NOTHING),
        (Checks(due=3, missed=3), "—", "3 contrôles prévus, 3 manqués", "refused", NOTHING),
        (Checks(due=1, missed=1), "—", "1 contrôle prévu, 1 manqué", "refused", NOTHING),
        (Checks(due=2, not_applicable=2), "—", "2 contrôles prévus", "unknown",
         "Rien à compter"),
        (Checks(due=4, on_time=4), "100\u00a0%", "4 sur 4", "ok", "Tous à l’heure"),
        (Checks(due=5, on_time=4, not_applicable=1), "100\u00a0%", "4 sur 4", "ok",
         "Tous à l’heure"),
        (Checks(due=5, on_time=4, waiting=1), "100\u00a0%", "4 sur 4", "ok", "Tous à l’heure"),
        (Checks(due=4, on_time=3, late=1), "75\u00a0%", "3 sur 4", "question",
         "Des retards"),
        (Checks(due=4, on_time=3, missed=1), "75\u00a0%", "3 sur 4, 1 manqué ou pas fait",
         "refused", "Incomplet"),
        (Checks(due=4, on_time=2, not_done=1, missed=1), "50\u00a0%",
         "2 sur 4, 2 manqués ou pas faits", "refused", "Incomplet"),
        (Checks(due=2000, on_time=1999, late=1), "99\u00a0%", "1999 sur 2000", "question",
         "Des retards"),
    ],
)  # fmt: skip
def test_checks_on_time(found: Checks, value: str, of: str, meaning: str, word: str) -> None:
    one = figures.on_time(found)
    assert (one.value, one.of, one.meaning, one.word) == (value, of, meaning, word)


@pytest.mark.parametrize(
    ("found", "open_cases", "meaning", "word"),
    [
        (Results(), NONE, "unknown", NOTHING),
        (Results(not_measured=9), NONE, "unknown", NOTHING),
        (GOOD, NONE, "ok", "Dans la cible"),
        (replace(GOOD, alert=3), NONE, "question", "Alerte"),
        (replace(GOOD, alert=3), Cases(investigation=1), "question",
         "Dérive à comprendre"),
        (GOOD, Cases(investigation=1), "question", "Dérive à comprendre"),
        (replace(GOOD, action=1), NONE, "refused", "Action"),
    ],
)  # fmt: skip
def test_alerts_and_actions(found: Results, open_cases: Cases, meaning: str, word: str) -> None:
    one = figures.results(found, open_cases)
    assert (one.meaning, one.word) == (meaning, word)


def test_a_drift_without_any_action_is_not_green() -> None:
    """Scenario 7: 9, 10 and 11 of 12 permitted; the trend is looked into, nothing is in action."""
    found, open_cases = Results(judged=3, alert=3), Cases(alert=3, investigation=1)
    shown = [figures.results(found, open_cases), figures.cases(open_cases, 3)]
    assert all(one.meaning == "question" for one in shown)
    assert figures.whole([*shown, figures.on_time(Checks(due=1, on_time=1))]).meaning != "ok"
    assert shown[0].value == "3 / 0"
    assert shown[1].of == "1 recherche de cause, 3 alertes ; le plus ancien : 0\u00a0j"


@pytest.mark.parametrize(
    ("found", "judged", "meaning", "word"),
    [
        (Cases(), 0, "unknown", NOTHING),
        (Cases(), 5, "ok", "Aucun"),
        (Cases(alert=1, oldest=2), 5, "question", "À suivre"),
        (Cases(investigation=2), 0, "question", "À suivre"),
        (Cases(alert=1, action=1), 5, "refused", "Action en cours"),
        (Cases(alert=2, old=1, oldest=9), 5, "refused", "1 cas trop vieux"),
    ],
)
def test_open_cases(found: Cases, judged: int, meaning: str, word: str) -> None:
    one = figures.cases(found, judged)
    assert (one.value, one.meaning, one.word) == (str(found.open), meaning, word)


@pytest.mark.parametrize(
    ("found", "value", "meaning"),
    [
        (Washes(), "—", "unknown"),
        (Washes(measured=4), "100\u00a0%", "ok"),
        (Washes(measured=3, declared=1), "75\u00a0%", "question"),
        (Washes(measured=3, none=1), "75\u00a0%", "refused"),
        (Washes(declared=4), "0\u00a0%", "question"),
        (Washes(none=4), "0\u00a0%", "refused"),
    ],
)
def test_washes_by_their_proof(found: Washes, value: str, meaning: str) -> None:
    one = figures.washes(found)
    assert (one.value, one.meaning) == (value, meaning)
    assert not found.total or f"{found.measured} sur {found.total}" in one.of


@pytest.mark.parametrize("made", [figures.qualified, figures.calibrated])
def test_what_a_report_proves(made: Callable[[Stock], Figure]) -> None:
    assert made(Stock()).meaning == "unknown"
    assert made(Stock()).word == NOTHING
    assert (made(Stock(good=2)).meaning, made(Stock(good=2)).of) == ("ok", "sur 2")
    soon = made(Stock(good=1, soon=1))
    assert (soon.value, soon.of, soon.meaning) == ("2", "sur 2, 1 bientôt à revoir", "question")
    assert made(Stock(good=5, bad=1)).meaning == "refused"
    assert made(Stock(bad=1)).value == "0"


@pytest.mark.parametrize(
    ("found", "value", "meaning"),
    [
        (Cleaning(), "—", "unknown"),
        (Cleaning(expected=4, missed=4), "—", "refused"),
        (Cleaning(expected=4, done=4), "100\u00a0%", "ok"),
        (Cleaning(expected=4, done=4, late=1), "100\u00a0%", "question"),
        (Cleaning(expected=4, done=3, missed=1), "75\u00a0%", "refused"),
    ],
)
def test_cleaning(found: Cleaning, value: str, meaning: str) -> None:
    one = figures.cleaning(found)
    assert (one.value, one.meaning) == (value, meaning)
    if found.expected and not found.done:
        assert one.word == NOTHING


@pytest.mark.parametrize(
    ("found", "meaning"),
    [(Results(), "unknown"), (GOOD, "ok"), (replace(GOOD, alert=1), "question"),
     (replace(GOOD, alert=1, action=1), "refused")],
)  # fmt: skip
def test_the_laboratory(found: Results, meaning: str) -> None:
    assert figures.laboratory(found).meaning == meaning


def empty() -> list[Figure]:
    """Every figure of a house that has entered nothing."""
    return [
        figures.on_time(Checks()), figures.results(Results(), NONE), figures.cases(NONE, 0),
        figures.washes(Washes()), figures.qualified(Stock()), figures.calibrated(Stock()),
        figures.cleaning(Cleaning()), figures.laboratory(Results()),
    ]  # fmt: skip


def test_an_empty_house_has_nothing_green() -> None:
    assert not [one for one in empty() if one.meaning == "ok"]
    assert not [one for one in empty() if "100" in one.value]
    assert figures.whole(empty()).meaning == "unknown"
    assert figures.whole([]).meaning == "unknown"


def test_the_worst_figure_answers() -> None:
    def one(meaning: str) -> Figure:
        return Figure("x", f"Le {meaning}", "1", "", meaning, "")  # type: ignore[arg-type]

    order = ("refused", "question", "unknown", "ok")
    for pair in product(order, repeat=2):
        said = figures.whole([one(meaning) for meaning in pair])
        assert said.meaning == min(pair, key=order.index)
    assert "le refused" in figures.whole([one("refused"), one("ok")]).detail
