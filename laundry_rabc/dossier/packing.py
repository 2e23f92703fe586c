"""The archive of a dossier: the paper, the data, and an index by which a third person verifies."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from esat import clock
from laundry_rabc.dossier.composing import HOW, Asked, Datum, SealWords
from laundry_rabc.dossier.gaps import Gap
from laundry_rabc.dossier.periods import Period
from laundry_rabc.dossier.tables import Table, written

FOLDER: Final = "donnees"
INDEX, SUMMARY, PAPER_NAME = "index.json", "SOMMAIRE.txt", "dossier.pdf"


def data_file(table: Table) -> tuple[Datum, bytes]:
    """A table as a file of the archive."""
    data, rows = written(table)
    return Datum(f"{FOLDER}/{table.name}", table.about, rows, digest(data), len(data)), data


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def index(
    asked: Asked, period: Period, gaps: Sequence[Gap], files: Sequence[Datum], seal: SealWords
) -> bytes:
    """What the archive holds, with the hash of each file and how to verify it, for programs."""
    said: dict[str, Any] = {
        "dossier": asked.ref, "maison": asked.house, "demande_par": asked.by, "pour": asked.note,
        "du": period.since.isoformat(), "au": period.until.isoformat(),
        "fait_le": clock.local(period.at).isoformat(), "incomplet": bool(gaps),
        "manques": sum(one.count for one in gaps), "sceau": asdict(seal),
        "verifier": list(HOW), "fichiers": [asdict(one) for one in files],
    }  # fmt: skip
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def summary(asked: Asked, period: Period, gaps: Sequence[Gap], files: Sequence[Datum]) -> bytes:
    """The same for people."""
    state = "INCOMPLET" if gaps else "complet selon les règles du logiciel"
    lines = [
        f"Dossier d’audit RABC {asked.ref}", asked.house, period.words, f"Dossier {state}", "",
        "Fichiers :",
        *(f"  {one.path} ({one.rows} lignes) : {one.about}\n    SHA-256 {one.sha256}"
          for one in files),
        "", "Vérifier :", *(f"  {line}" for line in HOW), "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode("utf-8-sig")


def archive(files: Sequence[tuple[str, bytes]], at: datetime) -> bytes:
    """The files as a ZIP; the same files at the same moment give the same bytes."""
    local, out = clock.local(at), io.BytesIO()
    stamp = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files:
            entry = zipfile.ZipInfo(name, date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            zipped.writestr(entry, data)
    return out.getvalue()
