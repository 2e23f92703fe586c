"""The absences' part of a demo: past months coded by the office, some left to code this month, a
few announced for the days to come, and counters that were brought in and confirmed.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Protocol

from sqlalchemy import insert
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.workers.absences import coding, counters, figures, kinds, leave, sealed, to_code
from esat.workers.absences.forms import AbsenceIn
from esat.workers.absences.leave import Bucket, Standing
from esat.workers.absences.models import Absence, LeaveFigure
from esat.workers.models import Worker

REASONS = (("MAL", 40), ("CP", 35), ("AUT", 10), ("ABS-J", 6), ("EF", 4), ("ABS-I", 5))
"""Reasons, and how often of a hundred."""


class Scene(Protocol):
    """What a simulated day gives."""

    session: Session
    rng: Random
    day: date
    actors: dict[str, Actor]
