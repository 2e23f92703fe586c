from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from esat import texts
from esat.registry import Registry
from workshops.laundry.intake.part import PART
from workshops.laundry.plant import limits

SignedIn = Callable[..., FlaskClient]


def test_the_page_of_help_opens(signed_in: SignedIn) -> None:
    shown = signed_in("moniteur", ("laundry",)).get("/aide/reception")
    assert shown.status_code == 200
    assert "--token-file" in shown.text


@pytest.mark.parametrize("code", sorted(PART.texts))
def test_each_sentence_says_something_that_is_no_code(code: str, loaded: Registry) -> None:
    sentence = texts.sentence(code, {})
    assert sentence != code
    assert sentence.endswith((".", "?"))


def test_how_long_a_precaution_is_kept_is_a_limit_of_the_house() -> None:
    assert limits.BY_CODE["precaution_keep"].value == "30"
