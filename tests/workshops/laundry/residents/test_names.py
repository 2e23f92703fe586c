import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.laundry.residents.names import likeness


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (("Lefèvre", "Zoé"), ("LEFEVRE", "zoe"), "same"),
        (("Saint-Jean", "Marie"), ("Saint Jean", "Marie"), "same"),
        (("Martin", "Bernard"), ("Bernard", "Martin"), "swapped"),
        (("Moreau", "Jeanne"), ("Moreaux", "Jeanne"), "close"),
        (("Dupont", "Jean"), ("Dupond", "Jeane"), "close"),
        (("Dupond", "Jean"), ("Jean", "Dupont"), "close"),
        (("Dupont", "Jeanne"), ("Dupont", "Jean"), "close"),
        (("Roy", "Al"), ("Ray", "Al"), "close"),
        (("Roy", "Al"), ("Rat", "Al"), ""),
        (("Moreau", "Jeanne"), ("Moreau", "Paul"), ""),
        (("Moreau", "Jeanne"), ("Garnier", "Lucette"), ""),
        (("Moreau", ""), ("", ""), ""),
    ],
)
def test_names_that_may_be_taken_for_one_another(
    one: tuple[str, str], other: tuple[str, str], said: str
) -> None:
    assert likeness(one, other) == said
    assert likeness(other, one) == said


names = st.tuples(st.text("abcdeé -", max_size=9), st.text("abcdeé -", max_size=9))


@given(names, names)
def test_likeness_goes_both_ways(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert bool(likeness(one, other)) == bool(likeness(other, one))
