"""The pages of the loggers' room, as people and strangers meet them."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.production import once
from laundry_rabc.loggers.models import (
    InstrumentPlace,
    LoggerFile,
    LoggerMatch,
)
from tests.laundry_rabc.loggers import scene
from tests.laundry_rabc.loggers.browsing import (
    HEADERS,
    HOUR,
    ROOT,
    SignedIn,
    cold,
    ines,
    kept,
    nadia,
    send,
    upload,
    washer,
    words,
)
from tests.laundry_rabc.loggers.scene import Washer
from workshops.laundry.washing.models import Cycle

__all__ = ["ines", "nadia", "washer"]


def test_a_file_is_seen_kept_matched_and_drawn(
    nadia: FlaskClient, session: Session, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    session.commit()
    assert "Aucun relevé" in nadia.get(ROOT).text
    seen = upload(nadia, cold(start))
    assert seen.status_code == 200
    for word in ("HOBOware", "ENR-1", "55 °C", "<polyline", "Rien n’est encore enregistré"):
        assert word in words(seen)
    assert session.exec(select(LoggerFile)).all() == []
    here = kept(nadia, cold(start))
    page = words(nadia.get(here))
    assert "Draps 65 °C" in page
    assert "checked" not in page
    form = {"cycle": [str(cycle.id)], "capture": once.fresh()}
    for _ in range(2):
        done = nadia.post(f"{here}/rapprocher", data=form, headers=HEADERS)
        assert done.status_code == 303
    assert len(session.exec(select(LoggerMatch)).all()) == 1
    assert "Affichage démenti" in nadia.get(here).text
    shown = words(nadia.get(f"{ROOT}/cycles/{cycle.id}"))
    for word in ("L’affichage ne dit pas la température mesurée", "65 °C", "55 °C", "Draps · L-"):
        assert word in shown
    assert 'class="target"' in shown
    assert "L’affichage ne dit pas" in nadia.get(ROOT).text
    assert nadia.get(f"{here}/fichier").data == cold(start)


def test_all_proposed_cycles_at_once(
    nadia: FlaskClient, session: Session, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    both = [scene.cycle(session, washer, start + n * 40 * timedelta(minutes=1), minutes=30)
            for n in range(2)]  # fmt: skip
    session.commit()
    here = kept(nadia, cold(start))
    page = words(nadia.get(here))
    assert "Tous : 2 cycles" in page
    sent = {"cycle": [str(one.id) for one in both], "capture": once.fresh()}
    assert nadia.post(f"{here}/rapprocher", data=sent, headers=HEADERS).status_code == 303
    assert "Aucun autre cycle" in nadia.get(here).text


def test_a_match_without_cycle_and_a_withdrawal_without_reason_come_back(
    nadia: FlaskClient, session: Session, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    session.commit()
    here = kept(nadia, cold(start))
    empty = nadia.post(f"{here}/rapprocher", data={"cycle": "x"}, headers=HEADERS)
    assert empty.status_code == 422
    assert "Cochez au moins un cycle" in empty.text
    for digits in ("9" * 30, "1" * 5000):
        beyond = nadia.post(f"{here}/rapprocher", data={"cycle": digits}, headers=HEADERS)
        assert beyond.status_code == 422
    elsewhere = nadia.post(f"{here}/rapprocher", data={"cycle": "987654"}, headers=HEADERS)
    assert elsewhere.status_code == 409
    nadia.post(f"{here}/rapprocher", data={"cycle": str(cycle.id)}, headers=HEADERS)
    match = session.exec(select(LoggerMatch)).one()
    path = f"/rapprochements/{match.id}/retirer"
    assert send(nadia, path, reason="").status_code == 422
    capture = once.fresh()
    for _ in range(2):
        assert send(nadia, path, reason="Autre machine", capture=capture).status_code == 303
    assert "Autre machine" in nadia.get(here).text
    assert send(nadia, path, reason="encore").status_code == 409
    assert len(session.exec(select(LoggerMatch)).all()) == 2


def test_an_instrument_is_placed_once_and_a_wrong_place_comes_back(
    ines: FlaskClient, session: Session, washer: Washer, now: datetime
) -> None:
    given = {
        "instrument": washer.instrument.id, "machine": washer.l2, "serial": "S-9",
        "since": "2026-11-23T08:00", "note": "Déplacé", "capture": once.fresh(),
    }  # fmt: skip
    before = len(session.exec(select(InstrumentPlace)).all())
    for _ in range(2):
        assert send(ines, "/places", **given).status_code == 303
    assert len(session.exec(select(InstrumentPlace)).all()) == before + 1
    assert "L2" in ines.get(f"{ROOT}/places").text
    late = send(ines, "/places", **given | {"since": "2027-01-01T08:00", "capture": ""})
    assert late.status_code == 422
    assert 'value="S-9"' in late.text
    assert send(ines, "/places", instrument="x").status_code == 422
    assert send(ines, "/places", instrument=999).status_code == 404


EVERY = [
    ("GET", ""), ("GET", "/importer"), ("POST", "/importer"), ("POST", "/importer/enregistrer"),
    ("POST", "/importer/abandonner"), ("POST", "/importer/decrire"), ("GET", "/places"),
    ("POST", "/places"), ("GET", "/descriptions"), ("POST", "/descriptions/1/retirer"),
    ("GET", "/{file}"), ("GET", "/{file}/fichier"), ("POST", "/{file}/rapprocher"),
    ("POST", "/rapprochements/1/retirer"), ("GET", "/cycles/{cycle}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("", None), ("moniteur", ("bookbinding",)), ("comptoir", ("laundry",)), ("bureau", None)],
)
def test_who_has_no_right_in_the_laundry_is_refused_everywhere(
    signed_in: SignedIn, client: FlaskClient, ines: FlaskClient, session: Session,
    washer: Washer, now: datetime, role: str, workshops: tuple[str, ...] | None,
) -> None:  # fmt: skip
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    session.commit()
    here = kept(ines, cold(start)).rpartition("/")[2]
    browser = signed_in(role, workshops) if role else client
    for method, path in EVERY:
        where = ROOT + path.format(file=here, cycle=cycle.id)
        answer = browser.open(where, method=method, headers=HEADERS)
        assert answer.status_code in ({403} if role else {302, 303, 401}), where
        assert "55 °C" not in words(answer)


@pytest.mark.parametrize("role", ["direction", "inspecteur", "administrateur"])
def test_who_reads_sees_and_changes_nothing(
    signed_in: SignedIn, ines: FlaskClient, session: Session, washer: Washer, now: datetime,
    role: str,
) -> None:  # fmt: skip
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    session.commit()
    here = kept(ines, cold(start)).rpartition("/")[2]
    reader = signed_in(role)
    for method, path in EVERY:
        where = ROOT + path.format(file=here, cycle=cycle.id)
        answer = reader.open(where, method=method, headers=HEADERS)
        allowed = method == "GET" and path != "/importer"
        assert answer.status_code == (200 if allowed else 403), where
    assert "Rapprocher les cycles" not in reader.get(f"{ROOT}/{here}").text


def test_what_is_not_there_and_what_only_posts(ines: FlaskClient, washer: Washer) -> None:
    for path in ("/999", "/999/fichier", "/cycles/999"):
        assert ines.get(ROOT + path).status_code == 404
    for path in ("/999/rapprocher", "/rapprochements/999/retirer", "/descriptions/999/retirer"):
        assert send(ines, path, reason="x").status_code == 404
        assert ines.get(ROOT + path).status_code == 405
    assert ines.get(f"{ROOT}?page=abc").status_code in {200, 422}
    assert ines.get(f"{ROOT}?page=99999999").status_code == 200


def test_a_cycle_without_a_curve_says_so(
    ines: FlaskClient, session: Session, washer: Washer, now: datetime
) -> None:
    cycle = scene.cycle(session, washer, now - 5 * HOUR)
    session.commit()
    assert "Aucune courbe" in ines.get(f"{ROOT}/cycles/{cycle.id}").text
    assert len(session.exec(select(Cycle)).all()) == 1
