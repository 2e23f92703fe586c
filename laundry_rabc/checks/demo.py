"""A demo's checks: done on most days by workers, validated by a supervisor; some late, some missed,
a few out of limits, one typed 700 °C for 70 and corrected.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Refused
from esat.production.rehearsal import Player, Scene
from esat.workers.models import Worker
from laundry_rabc.checks import answering, calendar, fixing, making, reads, validating
from laundry_rabc.checks.fixing import FixIn
from laundry_rabc.checks.reads import Row
from laundry_rabc.checks.shapes import LATE_REASONS, Answer, AnswerIn, by_laboratory
from laundry_rabc.plan.models import ControlPoint, PointVersion

MISSED: Final = 0.03
LATE: Final = 0.06
OUT: Final = 0.015
PLAYED: Final = timedelta(days=32)
"""How long before its opening a demo's house began its checks: the last full month, and some."""
MISTYPED: Final = 6
"""On which played day somebody types 700 for 70."""


class Checks:
    """Who does the checks and who validates them; its own luck, so that no other part changes."""

    def __init__(self, scene: Scene) -> None:
        calendar.install(scene.session, scene.at(6))
        self.rng = Random(4065)  # noqa: S311 - a demo's luck
        self.day = 0
        query = select(Worker.id).where(
            col(Worker.first_group_id).in_(scene.groups.get("laundry", [])),
            col(Worker.left_on).is_(None),
        )
        self.workers = [key or 0 for key in scene.session.exec(query.order_by(col(Worker.id)))]

    def play(self, scene: Scene) -> None:
        """One day: what is due is done in its order, then a supervisor validates."""
        if scene.last_day - scene.day > PLAYED:
            return
        by = scene.actor("laundry")
        kept = scene.session.exec(select(ControlPoint)).all()  # held: each is read once a day
        with scene.moment(scene.at(8, 31)):
            making.make(scene.session)
        with scene.moment(scene.at(13, 1)):
            making.make(scene.session)
        self.day += 1
        for row in reads.waiting(scene.session, scene.at(13, 1)):
            self._do(scene, row, by)
        if self.day == MISTYPED:
            self._mistype(scene, by)
        with scene.moment(scene.at(16, 20)):
            self._validate(scene.session, by)
        del kept

    def end(self, scene: Scene) -> None:
        """The day on which the demo is opened has its checks, and nobody did them yet."""
        making.make(scene.session)

    def _do(self, scene: Scene, row: Row, by: Actor) -> None:
        luck = self.rng.random()
        if luck < MISSED or by_laboratory(row.version) or row.version.frequency == "year":
            return
        when = row.check.due_at + timedelta(minutes=self.rng.randint(5, 120))
        if row.check.due_at.date() != scene.day:
            when = scene.at(10, self.rng.randint(0, 59))
        entered, why = when, ""
        if luck < MISSED + LATE:
            entered, why = when + timedelta(hours=3), self.rng.choice(LATE_REASONS)
        given = self._answer(row.version, when if why else None, why)
        with scene.moment(min(entered, scene.at(16, 15))):
            try:
                answering.answer(scene.session, row.check.id or 0, given, by=by)
            except Refused:
                return

    def _answer(self, version: PointVersion, at: datetime | None, why: str) -> AnswerIn:
        answer: Answer = "yes"
        value = ""
        if version.direction != "boolean":
            answer, value = "value", str(self._value(version)).replace(".", ",")
        elif self.rng.random() < OUT:
            answer = "no"
        return AnswerIn(
            answer=answer, value=value, forbidden="no", par=self._worker(),
            at=at.isoformat() if at is not None else "", late_reason=why,
        )  # fmt: skip

    def _value(self, version: PointVersion) -> Decimal:
        """A plausible number within the target, or now and then in the alert zone."""
        low, high = version.target_low, version.target_high
        if self.rng.random() < OUT:
            low, high = version.alert_low or low, version.alert_high or high
            return _shortened(high if high is not None else (low or Decimal(0)))
        if low is None:
            low = (high or Decimal(0)) / 4
        if high is None:
            high = low * 2 + 4
        share = Decimal(str(round(0.15 + 0.7 * self.rng.random(), 2)))
        return _shortened(low + (high - low) * share)

    def _worker(self) -> str:
        return str(self.rng.choice(self.workers)) if self.workers else ""

    def _mistype(self, scene: Scene, by: Actor) -> None:
        typed = AnswerIn(
            answer="value", value="700", minutes="12", forbidden="no", confirmed="1",
            par=self._worker(),
        )  # fmt: skip
        meant = FixIn(
            answer="value", value="70", minutes="12", forbidden="no",
            fix_reason="Un zéro de trop : l’afficheur montre 70 °C",
        )  # fmt: skip
        with scene.moment(scene.at(11, 10)):
            try:
                made = answering.read_now(scene.session, "LAV-02", typed, by=by)
            except Refused:
                return
        with scene.moment(scene.at(11, 25)):
            fixing.fix(scene.session, made.id or 0, meant, by=by)

    def _validate(self, session: Session, by: Actor) -> None:
        found = validating.waiting(session, by)
        if by.account_id is None or self.rng.random() < LATE:
            return
        plain = [one.result.id or 0 for one in found if one.plain and not one.own]
        validating.validate(session, plain, by=by)
        for one in found:
            if not one.plain and not one.own:
                validating.validate(session, [one.result.id or 0], by=by)


def _shortened(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1")).normalize() + 0


def demo(scene: Scene) -> Player:
    """Prepare the calendar and answer the player of a day."""
    checks = Checks(scene)
    if scene.now is not None:
        scene.endings.append(checks.end)
    return checks.play
