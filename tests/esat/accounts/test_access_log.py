"""The access log: apart, without a token, purged after a year."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.accounts import access_log, permissions
from esat.accounts.access_log import Access, Waiting
from esat.accounts.models import AccessLine
from esat.db import Database


def _lines(app: Flask, database: Database) -> list[tuple[str, int, str, str]]:
    permissions.write_waiting_lines(app)
    with database.read() as session:
        found = session.exec(select(AccessLine).order_by(AccessLine.id)).all()
        return [(one.route, one.status, one.outcome, one.object_ref) for one in found]


def test_accesses_refusals_and_failed_sign_ins_leave_a_line(
    app: Flask, database: Database, signed_in: Callable[..., FlaskClient]
) -> None:
    signed_in("administrateur").get("/administration/comptes")
    signed_in("comptoir").get("/administration/comptes/7")
    app.test_client().post("/connexion", data={"login": "x", "password": "secret"})
    assert _lines(app, database) == [
        ("people.accounts", 200, "", ""),
        ("people.person", 403, "", "account_id=7"),
        ("accounts.sign_in_submit", 401, "sign_in_refused", ""),
    ]


def test_public_pages_and_files_leave_none(
    client: FlaskClient, app: Flask, database: Database
) -> None:
    client.get("/connexion")
    client.get("/static/css/tokens.css").close()
    assert _lines(app, database) == []


def test_lines_wait_until_they_are_many_or_old(database: Database, now: datetime) -> None:
    waiting = Waiting()
    waiting.add(Access(at=now, route="a", method="GET", status=200))
    assert not waiting.due()
    waiting.add(Access(at=now - timedelta(hours=1), route="b", method="GET", status=200))
    for _ in range(access_log.FULL):
        waiting.add(Access(at=now, route="c", method="GET", status=200))
    assert waiting.due()
    waiting.flush(database)
    assert not waiting.due()


def test_lines_are_kept_when_the_database_refuses(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Waiting()
    waiting.add(Access(at=now, route="a", method="GET", status=200))
    with monkeypatch.context() as broken:
        broken.setattr(database, "session", _broken)
        with pytest.raises(OSError, match="disk"):
            waiting.flush(database)
    waiting.flush(database)
    with database.read() as session:
        assert len(session.exec(select(AccessLine)).all()) == 1


def _broken(**_options: bool) -> Session:
    raise OSError("disk")


def test_lines_older_than_a_moment_go(session: Session, now: datetime) -> None:
    limit = now - timedelta(days=365)
    for days in (366, 364):
        at = now - timedelta(days=days)
        session.add(AccessLine(at=at, route="r", method="GET", status=200))
    session.flush()
    assert access_log.due(session, limit) == 1
    assert access_log.purge(session, limit) == 1
    assert access_log.due(session, limit) == 0


def test_the_page_shows_the_newest_first(signed_in: Callable[..., FlaskClient]) -> None:
    browser = signed_in("direction")
    browser.get("/compte")
    answer = browser.get("/administration/journal-acces")
    assert answer.status_code == 200
    assert "account.own" in answer.text
