"""Everything that is held of a worker as a ZIP: one JSON file, and one CSV file a table."""

import csv
import io
import json
import zipfile
from dataclasses import is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from esat.activity.kiosk.models import Portrait
from esat.activity.rights import held
from esat.activity.rights.families import FAMILIES
from esat.activity.skills.models import SkillObservation, SkillTrace
from esat.files.content import SUFFIXES
from esat.files.models import StoredFile
from esat.files.store import Store
from esat.workers.models import Worker

Family = dict[str, list[dict[str, Any]]]
_README = (
    "Tout ce qui est gardé sur une personne.\n"
    "donnees.json : tout, par famille.\n"
    "tables/*.csv : les mêmes lignes, une table par fichier, séparées par des points-virgules.\n"
    "fichiers/ : les photos gardées.\n"
)


def everything(session: Session, worker: Worker) -> dict[str, Family]:
    """Every row that is held, by family and table, seals opened; tables without a row left out."""
    found: dict[str, Family] = {}
    for family in FAMILIES:
        tables = {
            one.table: [_plain(row) for row in held.rows(session, one, worker.id or 0)]
            for one in family.tables
        }
        found[family.code] = {name: rows for name, rows in tables.items() if rows}
    return {code: tables for code, tables in found.items() if tables}


def pictures(session: Session, store: Store, worker_id: int) -> dict[str, bytes]:
    """The portrait and the photographs of work, under the number that the tables name."""
    of_him = select(Portrait.file_id).where(Portrait.worker_id == worker_id)
    seen = select(SkillObservation.id).where(SkillObservation.worker_id == worker_id)
    of_work = select(SkillTrace.file_id).where(col(SkillTrace.observation_id).in_(seen))
    keys = {key for query in (of_him, of_work) for key in session.exec(query) if key is not None}
    rows = session.exec(select(StoredFile).where(col(StoredFile.id).in_(keys)))
    found = {f"{row.id}{SUFFIXES[row.media_type]}": store.read(row.sha256) for row in rows}
    return {name: data for name, data in found.items() if data is not None}


def archive(found: dict[str, Family], files: dict[str, bytes], made_at: datetime) -> bytes:
    """The ZIP; the same rows give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        _add(zipped, "LISEZ-MOI.txt", _README.encode(), made_at)
        whole = json.dumps(found, ensure_ascii=False, indent=1).encode()
        _add(zipped, "donnees.json", whole, made_at)
        for tables in found.values():
            for name, rows in tables.items():
                _add(zipped, f"tables/{name}.csv", _csv(rows), made_at)
        for name, data in files.items():
            _add(zipped, f"fichiers/{name}", data, made_at)
    return buffer.getvalue()


def _csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return ("\ufeff" + text.getvalue()).encode()


def _cell(value: Any) -> Any:
    """Words that a spreadsheet would take for a formula stay words."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value


def _add(zipped: zipfile.ZipFile, name: str, data: bytes, at: datetime) -> None:
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    zipped.writestr(info, data)


def _plain(value: Any) -> Any:
    """Values as JSON knows them; a number keeps its digits as words."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if is_dataclass(value) or isinstance(value, Decimal):
        return str(value)
    return value
