"""Which known worker a line of a list is: by his payroll id, else by a name that one person bears.

id known, same name     -> he           id new, name known with another id -> refused, unless
id known, another name  -> refused         the file also names that other id: then a homonym
no id, several bear it  -> refused      no id in a list of ids, none known -> refused
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from esat.exchange.remarks import Remark
from esat.exchange.worker_rows import Candidate
from esat.folding import fold
from esat.workers.models import Worker


@dataclass(frozen=True, slots=True)
class Found:
    """The worker of a line, none for a new one, or why the line is refused."""

    worker: Worker | None = None
    refused: Remark | None = None


class Identities:
    """The workers known before the file, and the payroll ids that the file names."""

    def __init__(self, known: Sequence[Worker], given: Collection[str], *, with_ids: bool) -> None:
        self._known = known
        self._by_payroll = {worker.payroll_id: worker for worker in known if worker.payroll_id}
        self._given = frozenset(given)
        self._with_ids = with_ids

    def of(self, line: Candidate) -> Found:
        payroll = line["payroll_id"]
        if payroll in self._by_payroll:
            return _same(self._by_payroll[payroll], line)
        found = self._by_name(line)
        if found.refused is None and self._with_ids and not payroll and not _has_id(found.worker):
            return Found(refused=Remark("line_no_payroll_id"))
        return found

    def _by_name(self, line: Candidate) -> Found:
        payroll = line["payroll_id"]
        same = [worker for worker in self._known if name_of(worker) == name(line)]
        if payroll:
            other = next((one for one in same if self._renumbered(one)), None)
            if other is not None:
                params = {"found": payroll, "known": other.payroll_id or ""}
                return Found(refused=Remark("payroll_id_differs", "", params))
            same = [one for one in same if not one.payroll_id]
        if len(same) > 1:
            return Found(refused=Remark("worker_homonyms", "", {"count": len(same)}))
        return Found(same[0] if same else None)

    def _renumbered(self, worker: Worker) -> bool:
        """Whether he has a payroll id that the file no longer names."""
        return bool(worker.payroll_id) and worker.payroll_id not in self._given


def name(line: Candidate) -> tuple[str, str]:
    return fold(line["first_name"]), fold(line["last_name"])


def name_of(worker: Worker) -> tuple[str, str]:
    return fold(worker.first_name), fold(worker.last_name)


def _same(worker: Worker, line: Candidate) -> Found:
    """He whose id it is, unless both of his names are another's. A name alone may change."""
    first, last = name(line)
    known_first, known_last = name_of(worker)
    if first != known_first and last and last != known_last:
        params = {"name": worker.display_name}
        return Found(refused=Remark("payroll_id_of_another", "", params))
    return Found(worker)


def _has_id(worker: Worker | None) -> bool:
    return worker is not None and bool(worker.payroll_id)
