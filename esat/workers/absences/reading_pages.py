"""Whose reasons somebody has read: a line in the access log, beside the one of the page."""

from collections.abc import Iterable

from flask import request

from esat import clock
from esat.accounts.access_log import Access
from esat.accounts.pages.edge import current_actor, edge

OUTCOME = "reason_read"
_MOST = 12
"""So many numbers of workers stand in one line, whose words are short."""


def reading(worker_ids: Iterable[int]) -> None:
    """Note that the actor reads why these workers were away; several lines when they are many."""
    asked, actor = sorted(set(worker_ids)), current_actor()
    for first in range(0, len(asked), _MOST):
        numbers = ",".join(str(one) for one in asked[first : first + _MOST])
        line = Access(
            at=clock.now(),
            route=request.endpoint or "",
            method=request.method,
            status=200,
            account_id=actor.account_id,
            device_id=actor.device_id,
            outcome=OUTCOME,
            object_ref=f"worker_id={numbers}",
        )
        edge().waiting.add(line)
