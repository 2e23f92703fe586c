"""Make the dossiers that wait, each in a process of its own, one after the other."""

import logging
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from esat.declarations import Job
from esat.scheduler import stopping
from laundry_rabc.dossier import making, reads
from laundry_rabc.dossier.making import DossierHouse

log = logging.getLogger("esat.dossier")
SECONDS: Final = 900
LOOK: Final = 0.2
ROOT: Final = Path(__file__).parents[2]
CHILD: Final = "laundry_rabc.dossier.child"


def make_waiting(house: DossierHouse) -> int:
    """Make what waits, until this process is asked to stop; how many were made."""
    with house.database.read() as session:
        keys = reads.waiting(session)
    made = 0
    for key in keys:
        if stopping.ASKED.is_set():
            break
        made += make_apart(house, key)
    return made


def make_apart(house: DossierHouse, dossier_id: int) -> bool:
    """Make one in a child; a failure is kept with its reason, a stop leaves it for the next run."""
    sent = house.settings.model_dump_json().encode()
    with subprocess.Popen(
        [sys.executable, "-m", CHILD, str(dossier_id)],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
    ) as child:  # fmt: skip
        why = _wait(child, sent)
    if why is None:
        return True
    if why:
        log.error("dossier %s: %s", dossier_id, why)
        with house.database.write() as session:
            making.failed(session, dossier_id, why)
    return False


def _wait(child: "subprocess.Popen[bytes]", sent: bytes) -> str | None:
    """None when it was made; why not otherwise, empty where it was only stopped."""
    until = time.monotonic() + SECONDS
    waiting: bytes | None = sent
    while True:
        try:
            _, told = child.communicate(waiting, timeout=LOOK)
            break
        except subprocess.TimeoutExpired:
            waiting = None
        if stopping.ASKED.is_set() or time.monotonic() > until:
            child.kill()
            child.communicate()
            return "" if stopping.ASKED.is_set() else "trop long"
    if child.returncode == 0:
        return None
    lines = told.decode(errors="replace").strip().splitlines()
    return (lines or [f"arrêt {child.returncode}"])[-1]


JOBS: Final = (
    Job("rabc.dossiers", "Faire les dossiers d’audit demandés", "cron", {"minute": "*"},
        make_waiting),
)  # fmt: skip
