"""The name of somebody taken out of the base and of the stored files; hours and totals stay.

Rows that only grow keep the number of the person, which nothing leads back to a name. Doing it
twice changes nothing more.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import JSON, CursorResult, delete, func, or_, select, text, update
from sqlalchemy.types import String
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as choose
from sqlmodel.sql.sqltypes import AutoString

from esat.accounts.models import Account
from esat.activity.kiosk.models import Portrait
from esat.activity.rights.models import RightsRequest, RightsWords
from esat.activity.skills.models import SkillObservation, SkillTrace
from esat.files.models import StoredFile
from esat.files.store import Store
from esat.workers.models import Worker

WRITTEN: Final = (
    ("capture", "answer"), ("capture", "content"), ("capture", "raw"),
    ("capture", "settled_note"), ("print_run", "title"), ("print_job", "last_error"),
)  # fmt: skip
"""Where the house itself writes the name of somebody in a text that may change."""
_TEXTS: Final = (String, AutoString, JSON)
_COUNTED: Final = "count(CASE WHEN {any} THEN 1 END)"
_LIKE: Final = "lower(CAST({column} AS TEXT)) LIKE lower(:{form}) ESCAPE '/'"
_SHORTEST: Final = 4
Counts = dict[str, int]


def pseudonym(worker_id: int) -> str:
    """« Personne 17 »: nothing leads from it to a name."""
    return f"Personne {worker_id}"


def is_erased(worker: Worker) -> bool:
    bare = (worker.last_name, worker.initial, worker.payroll_id, worker.portrait_consent)
    return worker.first_name == pseudonym(worker.id or 0) and bare == ("", "", None, False)


def erase(session: Session, store: Store, worker: Worker, at: datetime) -> Counts:
    """Take the name away everywhere; how much of each went. Flushes; bytes of files go last."""
    key = worker.id or 0
    _wipe_freed(session)
    texts = forms(session, worker)
    counts = {"texts": _renamed(session, texts, pseudonym(key))}
    counts["words"] = _words(session, key)
    files = [*_portraits(session, key), *_traces(session, key, counts)]
    counts["files"] = len(files)
    counts["badges"] = _badges(session, key, at)
    counts["accounts"] = _accounts(session, key, at)
    worker.first_name, worker.initial, worker.last_name = pseudonym(key), "", ""
    worker.payroll_id, worker.portrait_consent, worker.pictogram = None, False, ""
    session.flush()
    counts["to_read"] = sum(found for _, found in written(session, texts))
    _bytes(session, store, files)
    return counts


def left_in(session: Session, worker: Worker) -> list[tuple[str, int]]:
    """Texts that would still bear the name after a destruction: to be read again by somebody."""
    of_house = {f"{table}.{column}" for table, column in WRITTEN} | {"account.display_name"}
    found = written(session, forms(session, worker))
    return [one for one in found if one[0] not in of_house]


def written(session: Session, forms: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each column of words in which one of these names still stands, and in how many rows; one
    statement a table, as text: building a thousand expressions would take longer than the search.
    """
    asked = spelt(forms)
    like = {f"form{n}": f"%{_escaped(one)}%" for n, one in enumerate(asked)}
    shortest = min(map(len, asked), default=0)
    quote = session.connection().dialect.identifier_preparer.quote
    for table in SQLModel.metadata.sorted_tables if asked else ():
        columns = [one for one in table.columns if _may_hold(one, shortest)]
        if not columns or table.name in {"worker", "client", "contact"}:
            continue
        counted = ", ".join(_COUNTED.format(
            any=" OR ".join(_LIKE.format(column=quote(one.name), form=form) for form in like)
        ) for one in columns)  # fmt: skip
        asking = text(f"SELECT {counted} FROM {quote(table.name)}")  # noqa: S608 - names of ours
        found = session.connection().execute(asking, like).one()
        for column, rows in zip(columns, found, strict=True):
            if rows:
                yield f"{table.name}.{column.name}", int(rows)


def _may_hold(column: Any, shortest: int) -> bool:
    """Whether it is of words, and long enough for the shortest form of a name."""
    length = getattr(column.type, "length", None)
    return isinstance(column.type, _TEXTS) and (length is None or length >= shortest)


def _escaped(form: str) -> str:
    return form.replace("/", "//").replace("%", "/%").replace("_", "/_")


def forms(session: Session, worker: Worker) -> list[str]:
    """How the name is written: whole, turned round, and short where nobody else has it."""
    return list(_forms(session, worker))


def spelt(names: Iterable[str]) -> list[str]:
    """The same, and as the texts of machines write them (JSON)."""
    plain = list(names)
    return [*plain, *(json.dumps(one)[1:-1] for one in plain if not one.isascii())]


def _forms(session: Session, worker: Worker) -> Iterator[str]:
    if worker.first_name == pseudonym(worker.id or 0):
        return
    if worker.last_name:
        yield f"{worker.first_name} {worker.last_name}"
        yield f"{worker.last_name} {worker.first_name}"
    twin = choose(Worker.id).where(
        Worker.first_name == worker.first_name, Worker.initial == worker.initial,
        col(Worker.id) != worker.id,
    )  # fmt: skip
    namesake = choose(Account.id).where(
        Account.display_name == worker.display_name,
        or_(col(Account.worker_id).is_(None), col(Account.worker_id) != worker.id),
    )
    alone = all(session.exec(query.limit(1)).first() is None for query in (twin, namesake))
    if worker.initial and alone and len(worker.display_name) > _SHORTEST:
        yield worker.display_name


def _renamed(session: Session, names: list[str], name: str) -> int:
    done = 0
    for table_name, column_name in WRITTEN:
        table = SQLModel.metadata.tables[table_name]
        column = table.c[column_name]
        for form in spelt(names):
            done += _gone(
                session,
                update(table)
                .where(column.contains(form, autoescape=True))
                .values({column_name: func.replace(column, form, name)}),
            )
    return done


def _words(session: Session, key: int) -> int:
    mine = select(RightsRequest.__table__.c.id).where(_is(RightsRequest, key))
    return _gone(session, delete(RightsWords).where(col(RightsWords.request_id).in_(mine)))


def _portraits(session: Session, key: int) -> list[int]:
    rows = session.exec(choose(Portrait).where(Portrait.worker_id == key)).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return [row.file_id for row in rows]


def _traces(session: Session, key: int, counts: Counts) -> list[int]:
    """The words and the photographs of what was seen; that it was seen stays."""
    seen = choose(SkillObservation.id).where(SkillObservation.worker_id == key)
    rows = session.exec(choose(SkillTrace).where(col(SkillTrace.observation_id).in_(seen))).all()
    counts["notes"] = len(rows)
    for row in rows:
        session.delete(row)
    session.flush()
    return [row.file_id for row in rows if row.file_id is not None]


def _badges(session: Session, key: int, at: datetime) -> int:
    table = SQLModel.metadata.tables["barcode"]
    mine = (table.c.worker_id == key) & table.c.revoked_at.is_(None)
    return _gone(session, update(table).where(mine).values(revoked_at=at))


def _accounts(session: Session, key: int, at: datetime) -> int:
    rows = session.exec(choose(Account).where(Account.worker_id == key)).all()
    for row in rows:
        row.login, row.display_name, row.email = f"personne-{row.id}", pseudonym(key), ""
        row.disabled_at = row.disabled_at or at
        row.badge_code = row.pin_hash = row.totp_secret = None
    return len(rows)


def _bytes(session: Session, store: Store, files: list[int]) -> None:
    """The rows of files, then the bytes that no other row names."""
    hashes: set[str] = set()
    for key in files:
        row = session.get(StoredFile, key)
        if row is not None:
            hashes |= {one for one in (row.sha256, row.thumb_sha256) if one}
            session.delete(row)
    session.flush()
    for sha256 in hashes:
        same = or_(col(StoredFile.sha256) == sha256, col(StoredFile.thumb_sha256) == sha256)
        if session.exec(choose(StoredFile.id).where(same).limit(1)).first() is None:
            store.remove(sha256)


def _wipe_freed(session: Session) -> None:
    """What SQLite frees it overwrites: no old page of the file keeps the name."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")


def _is(model: Any, key: int) -> Any:
    return col(model.worker_id) == key


def _gone(session: Session, statement: Any) -> int:
    done = session.connection().execute(statement)
    return int(done.rowcount) if isinstance(done, CursorResult) else 0
