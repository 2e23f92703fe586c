"""The delivered day, with the clock on its evening."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.config import Settings
from tests.laundry_rabc.proof import delivered as days
from tests.laundry_rabc.proof.delivered import EVENING, Delivered
from tests.walks.laundry_june import JUNE


@pytest.fixture
def delivered(
    session: Session,
    client: FlaskClient,
    app: Flask,
    settings: Settings,
    signed_in: Callable[..., FlaskClient],
) -> Iterator[Delivered]:
    with clock.pinned(JUNE):
        nadia = signed_in("moniteur", workshops=("laundry",))
        made = days.play(session, client, nadia, settings, app.test_client())
    with clock.pinned(EVENING):
        yield made
