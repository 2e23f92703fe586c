"""Each meaning has its own shape and its own word, and every shape is drawn."""

from esat.web import icons, meanings


def test_no_two_meanings_look_or_sound_alike() -> None:
    asked = (*meanings.SHAPES, "plain")
    assert len({meanings.shape(one) for one in asked}) == len(asked)
    assert len({meanings.word(one) for one in asked}) == len(asked)


def test_every_shape_is_a_vendored_pictogram() -> None:
    assert {meanings.shape(one) for one in (*meanings.SHAPES, "plain")} <= icons.icon_names()
