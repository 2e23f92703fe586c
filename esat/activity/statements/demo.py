"""The months of a demo: the old ones closed, the last one validated by most of its supervisors."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final, Protocol

from sqlmodel import Session, select

from esat import clock, registry
from esat.accounts.models import Account
from esat.accounts.roles import Grants
from esat.activity.statements import board, closing, frozen, periods
from esat.activity.statements.board import Sheet
from esat.activity.statements.models import StatementNote
from esat.actors import Actor

WORDS: Final = "Vérifié avec la feuille papier."
OFFICE: Final = "bureau"
_SLOW: Final = 5
"""One supervisor in so many has not validated yet."""


class Scene(Protocol):
    """What a simulated day gives."""

    session: Session
    day: date
    last_day: date
    actors: dict[str, Actor]


def demo(scene: Scene) -> Callable[[Scene], None]:
    """Play once, on the last day, when every absence is coded: the whole months of the demo."""
    first = scene.day

    def play(today: Scene) -> None:
        if today.day != today.last_day:
            return
        month = periods.before(today.day.replace(day=1))
        if month >= first.replace(day=1):
            _validate(today, month)
        newest = periods.before(month)
        while (month := periods.before(month)) >= first:
            _close(today, month, leave=month == newest)

    return play


def _validate(scene: Scene, month: date) -> None:
    """Most groups are validated by their supervisors, in one go."""
    by, at = next(iter(scene.actors.values())), _at(month, 9)
    sheets = board.veiled(scene.session, month, None, today=scene.day)
    ready = [one for n, one in enumerate(sheets) if n % _SLOW]
    closing.keep(scene.session, [(one, one.facts) for one in ready], board.SUPERVISOR, by, at)


def _close(scene: Scene, month: date, *, leave: bool) -> None:
    """Everything that is open is explained by one sentence, then closed; the counters of leave
    only where somebody will look: they take as long as the rest.
    """
    session, at = scene.session, _at(month, 11)
    by = _office(session)
    sheets = board.sheets(session, month, today=scene.day, leave=leave)
    for sheet in sheets:
        session.add_all(_notes(sheet, month, by, at))
    session.flush()
    closing.close_sheets(session, month, sheets, "", by, at)


def _notes(sheet: Sheet, month: date, by: Actor, at: datetime) -> list[StatementNote]:
    return [
        StatementNote(
            worker_id=sheet.worker_id, month=month, anomaly=one.code,
            days=" ".join(day.isoformat() for day in one.days),
            words=frozen.seal_words(sheet.worker_id, WORDS), at=at, recorded_by=by.account_id,
        )
        for one in sheet.unexplained
    ]  # fmt: skip


def _office(session: Session) -> Actor:
    """The office of the demo."""
    row = session.exec(select(Account).where(Account.login == OFFICE)).first()
    return Actor(
        account_id=row.id if row else None, roles=frozenset({OFFICE}), workshops=None, groups=None,
        capabilities=Grants(registry.current()).of([OFFICE]),
        display_name=row.display_name if row else "",
    )  # fmt: skip


def _at(month: date, hour: int) -> datetime:
    """The fifth of the month after."""
    return datetime.combine(periods.after(month).replace(day=5), time(hour), clock.PARIS)
