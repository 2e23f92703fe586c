"""How well a found piece and a missing garment go together, and why; a person decides."""

from dataclasses import dataclass

from esat.folding import fold

LEAST = 3
"""Under this score a garment is not proposed."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared: what it is, and the clients whose bag it was found with."""

    nature: str
    colour: str
    size: str
    clients: frozenset[int]


@dataclass(frozen=True, slots=True)
class Match:
    """A score and its reasons, each a short French sentence."""

    score: int
    reasons: tuple[str, ...]


def match(found: Traits, missing: Traits) -> Match:
    """Nature 3 points, colour 2, size 2, the client of the bag 2; another size takes 1 away."""
    parts: list[tuple[int, str]] = []
    if _same(found.nature, missing.nature):
        parts.append((3, "même nature"))
    if _same(found.colour, missing.colour):
        parts.append((2, "même couleur"))
    if _same(found.size, missing.size):
        parts.append((2, "même taille"))
    elif found.size and missing.size:
        parts.append((-1, "autre taille"))
    if found.clients & missing.clients:
        alone = len(found.clients) == 1
        parts.append((2, "client du sac") if alone else (1, "un des clients du lot"))
    return Match(sum(points for points, _ in parts), tuple(words for _, words in parts))


def stem(word: str) -> str:
    """« bleus », « bleue » and « bleu » begin alike: the mark of the plural and a last e go."""
    bare = word.removesuffix("s") if len(word) > 3 else word
    return bare.removesuffix("e") if len(bare) > 3 else bare


def _same(one: str, other: str) -> bool:
    """Whether two answers share their words, whatever their order and their agreement."""
    mine = {stem(word) for word in fold(one).split()}
    theirs = {stem(word) for word in fold(other).split()}
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)
