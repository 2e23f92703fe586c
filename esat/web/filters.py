"""How dates, times, numbers and quantities are written for French eyes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime
from flask import Flask

from esat import clock


def day(value: date | datetime | None) -> str:
    """Lundi 23 novembre 2026"""
    if value is None:
        return "—"
    return _whole_day(_day(value))


@lru_cache(maxsize=1024)
def _whole_day(value: date) -> str:
    return str(format_date(value, "EEEE d MMMM y", locale="fr_FR"))


def short_day(value: date | datetime | None) -> str:
    """23/11/2026"""
    return "—" if value is None else _short_day(_day(value))


@lru_cache(maxsize=1024)
def _short_day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """23 nov. à 14:05, with the year when it is not this one"""
    if value is None:
        return "—"
    wall = clock.local(_aware(value))
    form = "d MMM" if wall.year == clock.today().year else "d MMM y"
    return str(format_datetime(wall, f"{form} 'à' HH:mm", locale="fr_FR")) + _which(wall)


def hour(value: datetime | None) -> str:
    """14:05"""
    if value is None:
        return "—"
    wall = clock.local(_aware(value))
    return f"{wall:%H:%M}{_which(wall)}"


def _which(wall: datetime) -> str:
    """In the hour that comes twice when summer ends, which of the two it is."""
    first, second = (wall.replace(fold=fold).utcoffset() for fold in (0, 1))
    if first == second or first is None or second is None or first < second:
        return ""
    return " (heure d’été)" if wall.fold == 0 else " (heure d’hiver)"


def iso(value: date | datetime | None) -> str:
    """What a machine reads: in the `datetime` attribute and in date fields."""
    if value is None:
        return ""
    return _aware(value).isoformat() if isinstance(value, datetime) else value.isoformat()


def number(value: Decimal | float | None, unit: str = "") -> str:
    """1 234,5 kg, 2 sacs; trailing zeros go"""
    if value is None:
        return "—"
    exact = value if isinstance(value, (int, Decimal)) else Decimal(str(value))
    text = _written(exact)
    return f"{text}\u00a0{_plural(unit, exact)}" if unit else text


def _written(exact: Decimal | int) -> str:
    """As Babel writes `#,##0.###` in French, without reading the pattern for each cell."""
    rounded = round(exact, 3) if isinstance(exact, Decimal) else exact
    whole, _, rest = (
        f"{rounded:,f}".partition(".") if isinstance(rounded, Decimal) else (f"{rounded:,}", "", "")
    )
    rest = rest.rstrip("0")
    grouped = whole.replace(",", "\u202f")
    return f"{grouped},{rest}" if rest else grouped


def _plural(unit: str, value: Decimal | int) -> str:
    """« 2 sacs », « 1,5 sac », « 12 kg », « 30 jours ouvrables »: a name and what qualifies it take
    their mark from two on, symbols never do.
    """
    words = unit.split(" ")
    if value < 2 or len(words) > 2 or not all(map(_is_word, words)):
        return unit
    return " ".join(word if word.endswith(("s", "x")) else f"{word}s" for word in words)


def _is_word(text: str) -> bool:
    long_enough = len(text) > 2 or text == "an"
    return long_enough and text.isalpha() and text.islower() and text != "min"


def ago(value: datetime | None) -> str:
    """Il y a 12 min; the day itself beyond a day"""
    if value is None:
        return "jamais"
    gap = clock.now() - _aware(value)
    if gap < timedelta(minutes=1):
        return "à l’instant"
    if gap < timedelta(hours=1):
        return f"il y a {gap.seconds // 60} min"
    if gap < timedelta(days=1):
        return f"il y a {gap.seconds // 3600} h"
    return f"le {moment(value)}"


def install(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day, short_day=short_day, moment=moment, hour=hour, iso=iso, number=number, ago=ago
    )


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _day(value: date | datetime) -> date:
    return clock.local(_aware(value)).date() if isinstance(value, datetime) else value
