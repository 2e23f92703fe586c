"""« Ce que j’ai fait en 2026 »: a year in easy words, one short sentence after the other.

What is written here follows the rules of easy-to-read French: known words, the same word for the
same thing, hard words explained, no table. The list of words is in `plain_words.txt`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from esat.activity.skills import plain_words
from esat.activity.skills.levels import ABLE
from esat.activity.skills.year import Learnt, Time, Year

MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
SKILLS: Final = {
    "seen": "J’ai vu comment {item}.",
    "helped": "Je sais {item}, avec de l’aide.",
    "shows": "Je sais {item}, sans aide.",
    "explains": "Je sais {item}.\nJe sais aussi l’expliquer.",
    "transposes": "Je sais {item}.\nJe l’ai fait aussi dans un autre lieu.",
}
RESULTS: Final = {
    "under_way": "Elle n’est pas finie.",
    "attended": "Je l’ai finie.",
    "attestation": "J’ai reçu une attestation.",
    "certificate": "J’ai reçu un diplôme.",
    "stopped": "Je l’ai arrêtée.",
}
PATHS: Final = {
    "rae": "Je fais une RAE : {title}.",
    "vae": "Je fais une VAE : {title}.",
    "rsfp": "Je fais une RSFP : {title}.",
}
STAGES: Final = {
    "opened": "J’ai commencé.",
    "file": "J’ai écrit mon dossier.",
    "support": "Une personne m’aide.",
    "observed": "On m’a vu au travail.",
    "interview": "J’ai vu le jury.",
    "obtained": "J’ai réussi.",
    "partly": "J’ai réussi une partie.",
    "stopped": "J’ai arrêté.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of one thing, a sentence a line, and the pictogram before it."""

    text: str
    pictogram: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A title, its pictogram, what is said under it."""

    title: str
    pictogram: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """The whole paper; `strange`: the words of it that are not in the list of easy words."""

    title: str
    name: str
    sections: tuple[Section, ...]
    strange: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """Each sentence alone, as a measure of reading wants them."""
        said = [line.text for section in self.sections for line in section.lines]
        return [sentence for text in said for sentence in text.split("\n")]


def of(year: Year) -> Extract:
    """The year in easy words."""
    sections = [section for section in _sections(year) if section.lines]
    said = [line.text for section in sections for line in section.lines]
    hard = plain_words.hard_in(said)
    if hard:
        lines = tuple(Line(f"{word} : {meaning}") for word, meaning in hard)
        sections.append(Section("Les mots difficiles", "question-circle", lines))
    return Extract(
        f"Ce que j’ai fait en {year.year}",
        year.name,
        tuple(sections),
        plain_words.strange_in([*said, *(section.title for section in sections)]),
    )


def _sections(year: Year) -> Iterator[Section]:
    yield Section("Ce papier est à moi", "person", tuple(_opening(year)))
    yield Section("Mes ateliers", "geo-alt", tuple(_places(year)))
    yield Section("Mes postes", "list-check", tuple(_posts(year)))
    able = [one for one in year.learnt if one.level in ABLE]
    yield Section("Ce que je sais faire", "hand-thumbs-up", tuple(_learnt(able)))
    yield Section(
        "Ce que j’apprends", "eye", tuple(_learnt(one for one in year.learnt if one not in able))
    )
    yield Section("Mes formations", "mortarboard", tuple(_trainings(year)))
    yield Section("Mon parcours", "award", tuple(_paths(year)))


def _opening(year: Year) -> Iterator[Line]:
    yield Line(f"Il dit mon travail en {year.year}.")
    yield Line("Je peux le ranger dans mon carnet de parcours et de compétences.")
    yield Line("Je le montre à qui je veux.")


def _places(year: Year) -> Iterator[Line]:
    for one in year.places:
        yield Line(f"J’ai travaillé à l’atelier {one.label}.\nC’était {months(one.months)}.")


def _posts(year: Year) -> Iterator[Line]:
    for one in year.posts:
        yield _hours(one)
    for one in year.others:
        yield _hours(one)
    if not (year.posts or year.others or year.unsaid):
        yield Line("Mes heures ne sont pas écrites ici.")
    if year.unsaid:
        yield Line(f"Autre travail : {hours(year.unsaid)}.\nLe poste n’est pas écrit.", "box-seam")


def _hours(one: Time) -> Line:
    return Line(
        f"{one.label} : {hours(one.minutes)}.\nC’était {months(one.months)}.", one.pictogram
    )


def _learnt(learnt: Iterable[Learnt]) -> Iterator[Line]:
    for one in learnt:
        yield Line(SKILLS[one.level].format(item=one.label))


def _trainings(year: Year) -> Iterator[Line]:
    for one in year.trainings:
        lasted = f"\nElle a duré {hours(one.minutes)}." if one.minutes else ""
        yield Line(f"J’ai suivi une formation : {one.title}.{lasted}\n{RESULTS[one.result]}")


def _paths(year: Year) -> Iterator[Line]:
    for one in year.paths:
        yield Line(f"{PATHS[one.kind].format(title=one.title)}\n{STAGES[one.stage]}")


def hours(minutes: int) -> str:
    """« 120 heures », « 1 heure et 30 minutes »: nothing is rounded."""
    whole, rest = divmod(minutes, 60)
    parts = [
        f"{count}\u00a0{word}{'s' if count > 1 else ''}"
        for count, word in ((whole, "heure"), (rest, "minute"))
        if count
    ]
    return " et ".join(parts) or "0\u00a0heure"


def months(found: tuple[int, ...]) -> str:
    """« en mars », « de mars à juin », « toute l’année », « en mars, en mai et en juin »."""
    names = [MONTHS[month - 1] for month in found]
    if len(names) == len(MONTHS):
        return "toute l’année"
    if len(names) > 2 and found[-1] - found[0] == len(found) - 1:
        start = "d’" if names[0][0] in "ao" else "de "
        return f"{start}{names[0]} à {names[-1]}"
    each = [f"en {name}" for name in names]
    return " et ".join([", ".join(each[:-1]), each[-1]]) if len(each) > 1 else each[0]
