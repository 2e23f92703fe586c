from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlmodel import Session

from tests.esat.production.buttons import press
from tests.workshops.laundry.washing import laundries

SignedIn = Callable[..., FlaskClient]


def test_a_scan_that_waits_for_the_next_one_says_what_comes_then(
    session: Session, signed_in: SignedIn, now: datetime
) -> None:
    plant = laundries.build(session)
    session.commit()
    karim = signed_in("comptoir", ("laundry",))
    for code, words in ((plant.l1, "Scannez le programme, puis le bac."),
                        (plant.p60, "Scannez le bac.")):  # fmt: skip
        page = press(karim, "/comptoir/scan", code=code).text
        assert '<p class="word">Ensuite</p>' in page
        assert words in page
    refused = press(karim, "/comptoir/scan", code=plant.flat).text
    assert '<p class="word">Refusé</p>' in refused
