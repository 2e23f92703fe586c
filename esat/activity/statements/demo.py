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
_SLOW: Final = 5
"""One supervisor in so many has not validated yet."""


class Scene(Protocol):
    """What a simulated day gives."""

    session: Session
    day: date
    actors: dict[str, Actor]


def demo(scene: Scene) -> Callable[[Scene], None]:
    """On the first day of a month, close the one before the last."""
    first = scene.day
    seen = {first.replace(day=1)}

    def play(today: Scene) -> None:
        month = today.day.replace(day=1)
        if month in seen:
            return
        seen.add(month)
        last = periods.before(month)
        before = periods.before(last)
        if before >= first:
            _close(today, before)
        if last >= first.replace(day=1):
            _validate(today, last)

    return play


def _validate(scene: Scene, month: date) -> None:
    """Most groups are validated by their supervisors, in one go."""
    by, at = _account(scene.session, "moniteur", scene.actors), _at(scene.day, 9)
    sheets = board.veiled(scene.session, month, None, today=scene.day)
    ready = [one for n, one in enumerate(sheets) if n % _SLOW]
    closing.keep(scene.session, [(one, one.facts) for one in ready], board.SUPERVISOR, by, at)


def _close(scene: Scene, month: date) -> None:
    """Everything that is open is explained by one sentence, then closed."""
    session, at = scene.session, _at(scene.day, 11)
    by = _account(session, "bureau", scene.actors)
    sheets = board.sheets(session, month, today=scene.day, leave=True)
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


def _account(session: Session, login: str, actors: dict[str, Actor]) -> Actor:
    """The office of the demo, or one of its supervisors."""
    if login != "bureau":
        return next(iter(actors.values()))
    key = session.exec(select(Account.id).where(Account.login == login)).first()
    return Actor(
        account_id=key, roles=frozenset({login}), workshops=None, groups=None,
        capabilities=Grants(registry.current()).of([login]), display_name="Bureau",
    )  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.PARIS)
