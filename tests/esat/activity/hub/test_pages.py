"""The home of people's work shows each role the tiles of its own rights."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from esat.activity.hub.tiles import TILES
from esat.registry import Registry
from esat.workers.tiles import CHAPTERS


def test_the_office_finds_people_and_groups(signed_in: Callable[..., FlaskClient]) -> None:
    page = signed_in("bureau").get("/travailleurs/bureau")
    assert page.status_code == 200
    assert "Travailleurs" in page.text
    assert "Équipes" in page.text


@pytest.mark.parametrize("role", ["comptoir", "qualite", "inspecteur", "administrateur"])
def test_who_has_no_part_in_it_is_refused(role: str, signed_in: Callable[..., FlaskClient]) -> None:
    assert signed_in(role).get("/travailleurs/bureau").status_code == 403


def test_a_tile_names_a_chapter_and_a_right_that_exist(loaded: Registry) -> None:
    assert {one.chapter for one in TILES} <= set(CHAPTERS)
    assert {one.capability for one in TILES} <= set(loaded.capabilities)
