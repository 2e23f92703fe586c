"""What a statement says for each thing known, and what it never says."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest

from laundry_rabc.limits import Verdict
from laundry_rabc.proof import saying
from laundry_rabc.proof.known import Check, Facts, Heat, Load, Wash

AT = datetime(2026, 6, 12, 7, 0, tzinfo=UTC)
PROMISES = re.compile(r"désinfect|stéril|norme|conforme", re.IGNORECASE)
MEASURED = Heat(
    "measured", Decimal(71), Decimal("4.26"), Decimal("72.4"), whole=True,
    verdict=Verdict.CONFORM, proposed=False,
)  # fmt: skip
WASH = Wash(AT, Decimal(71), 2, done=True, heat=MEASURED, qualified=True, proposed=False)
LOAD = Load((WASH,), certain=True, mixed=False, bare=False)
BEST = Facts("L26-00012", "BL-26-00007", AT + timedelta(hours=9), ("2 colis", "38 kg"), (LOAD,),
             judged=4)  # fmt: skip
ACTION = Check(
    AT, "Lavage", Verdict.ACTION, closed=True, rewashed=True, released=True, proposed=False
)


def text(facts: Facts) -> str:
    return saying.say(facts).text.replace("\u00a0", " ").replace("\u202f", " ")


def with_wash(**more: object) -> Facts:
    return replace(BEST, loads=(replace(LOAD, washes=(replace(WASH, **more),)),))  # type: ignore[arg-type]


def with_heat(**more: object) -> Facts:
    return with_wash(heat=replace(MEASURED, **more))  # type: ignore[arg-type]


def test_the_best_case_says_everything_and_promises_once() -> None:
    said = text(BEST)
    for words in (
        "Remis le vendredi 12 juin 2026 : 2 colis, 38 kg. Commande L26-00012.",
        "Bon de livraison BL-26-00007.",
        "Lavage du vendredi 12 juin 2026 : programme 71 °C (version 2).",
        "mesurée par un enregistreur : 71 °C ou plus, tenue 4,3 min, temps de mélange déduit",
        "Lavage du vendredi 12 juin 2026 : programme qualifié ce jour-là.",
        "Aucun écart sur les 4 contrôles de ces lavages.",
        "Ce linge n’a été lavé avec celui d’aucun autre client.",
        saying.CLAIM,
        saying.NOTHING_MORE,
    ):
        assert words in said
    assert said.count("désinfecté") == 1
    assert saying.PROPOSED not in said


WRONG: list[tuple[str, Facts]] = [
    ("nothing known", replace(BEST, loads=(), judged=0)),
    ("under check", replace(BEST, looking=True)),
    ("category without promise", replace(BEST, bare=True)),
    ("such linen beside it", replace(BEST, loads=(replace(LOAD, bare=True),))),
    ("not qualified", with_wash(qualified=False)),
    ("programme unknown", with_wash(qualified=None, version=None)),
    ("programme proposed", with_wash(proposed=True)),
    ("wash not done", with_wash(done=False)),
    ("declared only", with_heat(source="declared")),
    ("no proof", with_wash(heat=Heat())),
    ("a hole in the curve", with_heat(whole=False)),
    ("held too short", with_heat(verdict=Verdict.ACTION)),
    ("thin margin or low dose", with_heat(verdict=Verdict.ALERT)),
    ("not judged", with_heat(verdict=None)),
    ("not measured", with_heat(verdict=Verdict.NOT_MEASURED)),
    ("limits proposed", with_heat(proposed=True)),
    ("an action left open", replace(BEST, checks=(replace(ACTION, closed=False),))),
    ("one of two loads", replace(BEST, loads=(LOAD, replace(LOAD, washes=())))),
    (
        "the last wash proves less",
        replace(BEST, loads=(replace(LOAD, washes=(WASH, replace(
            WASH, at=AT + timedelta(hours=2), heat=Heat()))),)),
    ),
]  # fmt: skip


@pytest.mark.parametrize("facts", [one for _, one in WRONG], ids=[name for name, _ in WRONG])
def test_whatever_is_lacking_nothing_is_promised(facts: Facts) -> None:
    said = saying.say(facts)
    assert not said.claims
    assert not PROMISES.search(said.text)
    assert saying.NOTHING_MORE in said.text


def every() -> Iterator[tuple[bool, Facts]]:
    """Every combination of what counts, with whether all of it stands."""
    yes_no = (True, False)
    for values in product(
        yes_no, yes_no, yes_no, yes_no, yes_no, (Verdict.CONFORM, Verdict.ACTION)
    ):
        qualified, validated, limits, whole, clean, verdict = values
        heat = replace(MEASURED, whole=whole, verdict=verdict, proposed=not limits)
        wash = replace(WASH, qualified=qualified, proposed=not validated, heat=heat)
        facts = replace(BEST, bare=not clean, loads=(replace(LOAD, washes=(wash,)),))
        yield all(values[:5]) and verdict is Verdict.CONFORM, facts


def test_only_all_of_it_together_makes_a_promise() -> None:
    found = [(wanted, saying.say(facts)) for wanted, facts in every()]
    assert [one.claims for _, one in found] == [wanted for wanted, _ in found]
    assert sum(wanted for wanted, _ in found) == 1
    assert all(bool(PROMISES.search(one.text)) == wanted for wanted, one in found)


def test_nobody_reads_a_precaution_between_the_lines() -> None:
    """A load without promise and one that merely lacks a promise read the same."""
    unproved = with_heat(proposed=True)
    assert text(replace(unproved, bare=True)) == text(unproved)
    assert text(replace(unproved, loads=(replace(unproved.loads[0], bare=True),))) == text(unproved)


def test_nothing_known_is_said_plainly() -> None:
    said = text(Facts("L26-00012", "", AT, (), ()))
    assert "Aucun lavage n’est enregistré pour ce linge." in said
    assert "Remis le vendredi 12 juin 2026. Commande L26-00012." in said
    assert "Aucun écart" not in said
    assert "autre client" not in said


def test_washes_without_any_check_do_not_say_that_all_is_well() -> None:
    said = text(replace(BEST, judged=0))
    assert "Aucun contrôle n’est enregistré pour ces lavages." in said
    assert "Aucun écart" not in said


@pytest.mark.parametrize(
    ("heat", "words"),
    [
        (Heat(), "pas de preuve relevée."),
        (Heat("declared", Decimal("71.4"), Decimal(4)),
         "déclarée par la machine : 71,4 °C, tenue 4 min ; aucun enregistreur ne l’a mesurée."),
        (Heat("declared", Decimal("71.4")), "déclarée par la machine : 71,4 °C, durée inconnue"),
        (Heat("declared", None, Decimal(4)), "température non relevée, tenue 4 min"),
        (Heat("measured", peak=Decimal("64.21")), "mesurée par un enregistreur : au plus 64,2 °C."),
        (Heat("measured"), "relevé sans température utilisable"),
        (replace(MEASURED, whole=False), "l’enregistrement a un trou"),
        (replace(MEASURED, verdict=Verdict.ACTION),
         "c’est moins que la limite du plan de contrôle"),
    ],
)  # fmt: skip
def test_a_temperature_says_where_it_comes_from(heat: Heat, words: str) -> None:
    assert words in text(with_wash(heat=heat))


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (ACTION, "Le linge a été relavé, puis libéré."),
        (replace(ACTION, released=False), "Le linge a été relavé."),
        (replace(ACTION, rewashed=False), "Le linge a été vérifié, puis libéré."),
        (replace(ACTION, rewashed=False, released=False), "Le suivi est fini."),
        (replace(ACTION, closed=False), "Le suivi n’est pas fini."),
        (replace(ACTION, closed=False, followed=False), "Aucun suivi n’est enregistré."),
        (replace(ACTION, verdict=Verdict.ALERT), "a atteint le niveau d’alerte."),
    ],
)
def test_a_check_out_of_limits_says_what_was_done(check: Check, words: str) -> None:
    said = text(replace(BEST, checks=(check,)))
    assert words in said
    assert "un contrôle au stade « Lavage » a atteint le niveau" in said
    assert "Aucun écart" not in said


def test_limits_that_are_proposals_are_said_as_such() -> None:
    assert saying.PROPOSED in text(with_heat(proposed=True))
    assert saying.PROPOSED in text(replace(BEST, checks=(replace(ACTION, proposed=True),)))
    assert "programme qualifié ce jour-là ; proposé, non validé" in text(with_wash(proposed=True))


def test_a_search_says_that_a_check_is_under_way_or_over() -> None:
    assert saying.LOOKING in text(replace(BEST, looking=True))
    over = text(replace(BEST, closed=(date(2026, 6, 20), date(2026, 6, 20))))
    assert over.count("elle est finie depuis le samedi 20 juin 2026") == 1


def test_linen_pooled_and_washed_with_others_is_said_without_a_name() -> None:
    said = text(replace(BEST, loads=(replace(LOAD, certain=False, mixed=True),)))
    assert "Ce linge a été réuni après lavage" in said
    assert "Ce linge a été lavé avec du linge d’autres clients." in said


@pytest.mark.parametrize(
    "word",
    [
        "Désinfection", "desinfecté", "Linge stérile", "Sacs à précautions", "Linge contaminé",
        "Norme EN 14065", "Traitement gale", "Germes de l’eau",
    ],
)  # fmt: skip
def test_a_word_that_somebody_typed_brings_no_promise_and_no_reason(word: str) -> None:
    said = text(with_heat(proposed=True))
    loaded = text(replace(with_heat(proposed=True), checks=(replace(ACTION, step=word),)))
    assert word not in loaded
    assert "un contrôle du plan de contrôle a atteint" in loaded
    assert not PROMISES.search(said + loaded)


def test_a_wash_that_stopped_does_not_count() -> None:
    stopped = replace(WASH, done=False, at=AT + timedelta(hours=3))
    said = saying.say(replace(BEST, loads=(replace(LOAD, washes=(WASH, stopped)),)))
    assert "Lavage 2, du vendredi 12 juin 2026 : il n’est pas allé au bout" in said.text
    assert said.claims
