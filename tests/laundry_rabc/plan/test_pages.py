"""The plan through its pages: who reads, who changes, what the table says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from laundry_rabc.plan import drafting, waiting
from laundry_rabc.plan.models import (
    PointVersion,
)
from tests.laundry_rabc.plan.acts import HYG, count, refs
from tests.laundry_rabc.plan.conftest import form

pytestmark = pytest.mark.usefixtures("plan")
SignedIn = Callable[..., FlaskClient]
PAGES = (
    "/rabc/plan", "/rabc/plan/point/LAV-02", "/rabc/plan/comparer", "/rabc/plan/a-approuver",
    "/rabc/dangers", "/rabc/dangers/DAN-01", "/rabc/flux", "/rabc/flux/F04", "/rabc/vocabulaire",
)  # fmt: skip
FORMS = (
    "/rabc/plan/nouveau", "/rabc/plan/point/LAV-02/version", "/rabc/plan/valider",
    "/rabc/dangers/nouveau", "/rabc/dangers/DAN-01/version", "/rabc/flux/F04/version",
)  # fmt: skip
ACTS = (
    "/rabc/plan/nouveau", "/rabc/plan/point/LAV-02/version", "/rabc/plan/point/LAV-02/retirer",
    "/rabc/plan/valider", "/rabc/plan/a-approuver", "/rabc/dangers/nouveau",
    "/rabc/dangers/DAN-01/version", "/rabc/flux/verification", "/rabc/flux/F04/version",
    "/rabc/vocabulaire/edition", "/rabc/vocabulaire/reference",
)  # fmt: skip
ONLY_POST = (
    "/rabc/plan/point/LAV-02/retirer", "/rabc/vocabulaire/edition", "/rabc/vocabulaire/reference",
)  # fmt: skip


@pytest.mark.parametrize("role", ["qualite", "direction", "inspecteur", "administrateur"])
@pytest.mark.parametrize("path", PAGES)
def test_who_reads_the_plan_opens_its_pages(role: str, path: str, signed_in: SignedIn) -> None:
    assert signed_in(role).get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_the_laundry_reads_and_others_do_not(path: str, signed_in: SignedIn) -> None:
    assert signed_in("moniteur", ("laundry",)).get(path).status_code == 200
    assert signed_in("moniteur", ("bookbinding",)).get(path).status_code == 403
    assert signed_in("comptoir", ("laundry",)).get(path).status_code == 403


@pytest.mark.parametrize("path", FORMS)
def test_only_quality_opens_the_forms(path: str, signed_in: SignedIn) -> None:
    assert signed_in("qualite").get(path).status_code == 200
    for role in ("direction", "inspecteur"):
        assert signed_in(role).get(path).status_code == 403


@pytest.mark.parametrize("path", ACTS)
def test_who_only_reads_changes_nothing(path: str, signed_in: SignedIn, session: Session) -> None:
    before = count(session, PointVersion)
    for role, workshops in (("inspecteur", None), ("moniteur", ("laundry",))):
        assert signed_in(role, workshops).post(path, data=form(**HYG)).status_code == 403
    assert count(session, PointVersion) == before
    assert waiting.count(session) == 0


@pytest.mark.parametrize("path", ONLY_POST)
def test_an_act_is_not_asked_by_a_link(path: str, signed_in: SignedIn) -> None:
    assert signed_in("qualite").get(path).status_code == 405


def test_the_table_says_every_limit_and_that_nobody_validated_it(signed_in: SignedIn) -> None:
    shown = signed_in("qualite").get("/rabc/plan").text
    for words in ("HYG-01", "≤ 5\u00a0UFC/25 cm²", "Point critique", "Trimestre", "Proposé"):
        assert words.lower() in shown.lower()
    assert "41 limites proposées, non validées" in shown
    assert "41 points sur 41" in shown
    assert shown.index("COL-01") < shown.index("LAV-07") < shown.index("STO-02")


@pytest.mark.parametrize(
    ("asked", "there", "absent"),
    [
        ("zone=store", "STO-02", "LAV-02"), ("nature=CCP", "LAV-02", "COL-01"),
        ("etape=Tri", "TRI-03", "REC-01"), ("statut=validated", "Aucun point", "LAV-02"),
    ],
)  # fmt: skip
def test_the_table_is_filtered(asked: str, there: str, absent: str, signed_in: SignedIn) -> None:
    shown = signed_in("qualite").get(f"/rabc/plan?{asked}").text
    assert there in shown
    assert absent not in shown


@pytest.mark.parametrize("path", [
    "/rabc/plan/point/XXX-99", "/rabc/plan/point/XXX-99/version", "/rabc/dangers/XXX",
    "/rabc/dangers/XXX/version", "/rabc/flux/XXX", "/rabc/flux/XXX/version",
])  # fmt: skip
def test_what_does_not_exist_is_not_found(path: str, signed_in: SignedIn) -> None:
    quality = signed_in("qualite")
    assert quality.get(path).status_code == 404
    if path.endswith("version"):
        assert quality.post(path, data=form(**HYG)).status_code == 404


def test_the_plan_of_one_day_against_another(session: Session, signed_in: SignedIn) -> None:
    quality, today = signed_in("qualite"), clock.today()
    drafting.the(session, "HYG-01")
    quality.post("/rabc/plan/point/HYG-01/version", data=form(**HYG))
    sent = form(ref=refs(session), outcome="approve")
    signed_in("direction").post("/rabc/plan/a-approuver", data=sent)
    before, path = today - timedelta(days=1), "/rabc/plan/comparer"
    shown = quality.get(f"{path}?a={before}&b={today}").text
    assert "Dans le plan au second jour seulement." in shown
    same = quality.get(f"{path}?a={today}&b={today}").text
    assert "Aucune différence" in same
    wrong = quality.get(f"{path}?a=hier&b={today}")
    assert wrong.status_code == 422
    assert 'id="e-a"' in wrong.text
