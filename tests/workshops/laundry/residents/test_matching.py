import pytest

from workshops.laundry.residents.matching import LEAST, Traits, match, stem

FOUND = Traits("Gilet", "bleu marine", "42", frozenset({1}))


def traits(**more: object) -> Traits:
    values: dict[str, object] = {
        "nature": "gilet", "colour": "bleue", "size": "42", "clients": frozenset({1}),
    }  # fmt: skip
    return Traits(**(values | more))  # type: ignore[arg-type]


def test_all_that_agrees_is_counted_and_told() -> None:
    fit = match(FOUND, traits())
    assert fit.score == 9
    assert fit.reasons == ("même nature", "même couleur", "même taille", "client du sac")


def test_another_size_counts_against_and_an_unknown_one_does_not() -> None:
    assert match(FOUND, traits(size="38")).score == match(FOUND, traits(size="")).score - 1
    assert "autre taille" in match(FOUND, traits(size="38")).reasons


def test_one_client_among_those_of_a_lot_counts_less() -> None:
    many = Traits("Gilet", "bleu", "42", frozenset({1, 2, 3}))
    assert match(many, traits()).reasons[-1] == "un des clients du lot"
    assert match(many, traits()).score < match(FOUND, traits()).score


def test_another_thing_of_the_same_client_is_not_proposed() -> None:
    assert match(FOUND, traits(nature="Robe", colour="rouge", size="")).score < LEAST
    assert match(FOUND, traits(nature="", colour="", size="", clients=frozenset())).score == 0


@pytest.mark.parametrize(
    ("word", "kept"), [("bleus", "bleu"), ("bleue", "bleu"), ("vestes", "vest"), ("pas", "pas")]
)
def test_agreement_does_not_hide_a_word(word: str, kept: str) -> None:
    assert stem(word) == kept
