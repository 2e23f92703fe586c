"""One act for all the ticked rows of a list: a capture each, in its own short transaction."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from esat import clock
from esat.actors import Actor
from esat.db import Database
from esat.errors import EsatError
from esat.production import captures, scans
from esat.production.sent import Sent
from esat.production.series import Row

DONE, LEFT = "Fait", "Laissé"
WORDS = {
    scans.OK: DONE, scans.QUESTION: DONE, scans.REFUSED: "Refusé", scans.UNKNOWN: "Inconnu",
    scans.ANOMALY: "À vérifier",
}  # fmt: skip
MEANINGS = {scans.QUESTION: scans.OK, scans.ANOMALY: scans.QUESTION}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of all, and the key of the page that asked: the same page asks it once."""

    page: uuid.UUID
    kind: str
    action: str
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def act(self) -> str:
        return f"{self.kind}:{self.action}"

    def of(self, code: str) -> Sent:
        """The capture that this is for one code; its key is made of the page's and the words."""
        words = json.dumps([self.act, code, self.data], sort_keys=True)
        uid = uuid.uuid5(self.page, words)
        return Sent(uid, clock.now(), self.kind, code, self.action, data=self.data)


@dataclass(frozen=True, slots=True)
class Said:
    """What became of one row: a meaning with its word, and the sentence."""

    meaning: str
    word: str
    message: str


def run(database: Database, asked: Asked, rows: Sequence[Row], *, by: Actor) -> dict[str, Said]:
    """Do it with each of these rows, in order; one that is refused stops no other. What the list
    shows as impossible is left alone and says why; what this page has done is not done again.
    """
    wanted = {row.key: asked.of(row.key) for row in rows}
    with database.read() as session:
        known = captures.moments(session, [sent.uid for sent in wanted.values()])
    said = {}
    for row in rows:
        sent, why_not = wanted[row.key], row.why_not(asked.act)
        left = why_not and sent.uid not in known
        said[row.key] = Said("plain", LEFT, why_not) if left else _taken(database, sent, by)
    return said


def _taken(database: Database, sent: Sent, by: Actor) -> Said:
    try:
        answer = captures.take_form(database, sent, by=by)
    except EsatError as error:
        return Said(scans.REFUSED, WORDS[scans.REFUSED], error.message)
    outcome = answer["outcome"]
    return Said(MEANINGS.get(outcome, outcome), WORDS[outcome], answer["message"])
