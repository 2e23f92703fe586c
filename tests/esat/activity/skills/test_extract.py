"""The extract in easy words: what it says, how easily it is read, and with which words."""

from statistics import mean

import pytest
import textstat

from esat.activity.skills import extract, plain_words
from esat.activity.skills.items_proposed import ITEMS
from esat.activity.skills.year import Followed, Learnt, Time, Walked, Year
from esat.workers.activities import ALL
from esat.workers.posts.proposals import PROPOSALS

EASY = 70
"""The score of Kandel and Moles from which a text is easy."""
WORKSHOPS = ("Blanchisserie", "Espaces verts", "Reliure", "Sous-traitance")


def spent(label: str, minutes: int = 5430, months: tuple[int, ...] = (1, 2, 3)) -> Time:
    return Time(label, "box-seam", minutes, months)


@pytest.fixture
def whole() -> Year:
    """Everything the extract can say: each post, item, result and step that the house proposes."""
    levels = list(extract.SKILLS)
    return Year(
        name="Paul D.",
        year=2026,
        places=tuple(spent(name) for name in WORKSHOPS),
        posts=tuple(spent(post.label) for post in PROPOSALS),
        others=tuple(spent(one.label) for one in ALL if one.code not in {"production", "break"}),
        unsaid=61,
        learnt=tuple(Learnt(one.label, levels[n % 5]) for n, one in enumerate(ITEMS)),
        trainings=tuple(Followed("Hygiène", 120, result) for result in extract.RESULTS),
        paths=tuple(
            Walked(kind, "Reliure", stage) for kind in extract.PATHS for stage in extract.STAGES
        ),
    )


def test_the_extract_is_easy_to_read(whole: Year) -> None:
    textstat.set_lang("fr")
    sentences = extract.of(whole).sentences
    assert mean(textstat.flesch_reading_ease(one) for one in sentences) >= EASY
    assert textstat.flesch_reading_ease(" ".join(sentences)) >= EASY
    assert max(len(plain_words.words(one)) for one in sentences) <= 15


def test_every_word_is_in_the_list_of_easy_words(whole: Year) -> None:
    assert extract.of(whole).strange == ()
    meanings = " ".join(plain_words.known().values())
    assert set(plain_words.words(meanings)) <= plain_words.known().keys()
    every = " ".join(extract.months((month,)) for month in range(1, 13))
    assert plain_words.strange_in([every, extract.months(tuple(range(1, 13)))]) == ()


def test_a_hard_word_is_explained_and_a_strange_one_is_told_to_the_reader() -> None:
    made = extract.of(
        Year(
            "Paul D.", 2026, (), (spent("Calandre"), spent("Façonnage")), (), 0, (), (),
            (Walked("rae", "Reliure", "opened"),),
        )
    )  # fmt: skip
    assert made.strange == ("façonnage",)
    words = next(one for one in made.sections if one.title == "Les mots difficiles")
    said = [line.text for line in words.lines]
    assert "calandre : une grande machine chaude. Elle repasse les draps." in said
    assert any(line.startswith("RAE : ") for line in said)
    assert not any(line.startswith("massicot") for line in said)


def test_a_year_without_anything_says_so() -> None:
    made = extract.of(Year("Paul D.", 2026, (), (), (), 0, (), (), ()))
    assert "Mes heures ne sont pas écrites ici." in made.sentences


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(60, "1 heure"), (7200, "120 heures"), (61, "1 heure et 1 minute"), (45, "45 minutes")],
)
def test_hours_are_said_to_the_minute(minutes: int, words: str) -> None:
    assert extract.hours(minutes).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((3,), "en mars"),
        ((3, 4), "en mars et en avril"),
        ((4, 5, 6), "d’avril à juin"),
        ((1, 3, 5), "en janvier, en mars et en mai"),
        (tuple(range(1, 13)), "toute l’année"),
    ],
)
def test_months_are_said_as_one_says_them(months: tuple[int, ...], words: str) -> None:
    assert extract.months(months) == words
