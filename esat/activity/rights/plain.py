"""Days and numbers in easy words; pure."""

from datetime import date

from esat.activity.skills.extract import MONTHS


def day(when: date) -> str:
    """« 1er mars 2026 »."""
    number = "1er" if when.day == 1 else str(when.day)
    return f"{number} {MONTHS[when.month - 1]} {when.year}"


def plural(found: int, word: str) -> str:
    """« 1 accord », « 12 accords »."""
    words = word if found < 2 else " ".join(f"{one}s" for one in word.split(" "))
    return f"{found} {words}"
