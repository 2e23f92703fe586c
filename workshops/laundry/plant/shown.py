"""A record as its page shows it: the words of each field, what changed from version to version."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.errors import Invalid
from esat.production import tables
from esat.web.filters import number, short_day
from esat.web.icons import icon_names
from workshops.laundry.plant import limits, versions
from workshops.laundry.plant.kinds import Field, Kind
from workshops.laundry.plant.models import (
    Family,
    Machine,
    PrecautionProgramme,
    Programme,
    ProgrammeDose,
    ProgrammeFamily,
    ProgrammeMachine,
)

PICTOGRAMS = {
    "basket": "Panier", "layers": "Pile", "person": "Personne", "house": "Maison",
    "cup-hot": "Tasse", "person-gear": "Travail", "bucket": "Seau", "flower1": "Fleur",
    "bag": "Sac", "inbox": "Bac",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record: who, when, why, and each field that it changed."""

    row: Any
    who: str
    changes: tuple[tuple[str, str, str], ...]


class Choices:
    """The choices of fields that the house itself has made, read once a page."""

    def __init__(self, session: Session) -> None:
        families = versions.newest(session, Family, "code")
        machines = versions.newest(session, Machine, "resource_id")
        programmes = versions.newest(session, Programme, "resource_id")
        self._all = {
            "families": {one.code: one.label for one in families},
            "machines": {str(one.resource_id): one.label for one in machines},
            "washing": {
                str(one.resource_id): one.label for one in programmes if one.kind == "wash"
            },
            "pictograms": {name: word for name, word in PICTOGRAMS.items() if name in icon_names()},
        }
        self._gone = {
            "families": {one.code for one in families if one.withdrawn},
            "machines": {str(one.resource_id) for one in machines if one.withdrawn},
            "washing": {str(one.resource_id) for one in programmes if one.withdrawn},
        }

    def names(self, field: Field) -> dict[str, str]:
        """Every choice of a field with its words, withdrawn ones included."""
        if isinstance(field.options, str):
            return self._all[field.options]
        return field.options or {}

    def offered(self, field: Field) -> list[tuple[str, str]]:
        """The choices that may still be made."""
        name = field.options if isinstance(field.options, str) else ""
        gone = self._gone.get(name, set())
        return [(key, word) for key, word in self.names(field).items() if key not in gone]


def check(kind: Kind, given: Any, choices: Choices) -> None:
    """Invalid, field by field, for what was chosen and is in no list of the house."""
    wrong = {}
    for field in kind.fields:
        chosen = getattr(given, field.name) if isinstance(field.options, str) else None
        keys = chosen if isinstance(chosen, list) else [] if chosen is None else [chosen]
        if not {str(key) for key in keys} <= set(choices.names(field)):
            wrong[field.name] = "Choisissez dans la liste."
    if wrong:
        raise Invalid("form_invalid", wrong)


def values(session: Session, kind: Kind, row: Any) -> dict[str, Any]:
    """The fields of a version as a form shows them: texts, lists of keys, yes or no."""
    found = {field.name: getattr(row, field.name, None) for field in kind.fields}
    key = row.id or 0
    if kind.slug == "programmes":
        found["families"] = _column(session, ProgrammeFamily, "programme_id", key, "family_code")
        found["machines"] = _column(session, ProgrammeMachine, "programme_id", key, "machine_id")
        doses = rows_of(ProgrammeDose).where(ProgrammeDose.programme_id == key)
        found["doses"] = "\n".join(
            f"{one.product} : {number(one.ml_per_kg)}"
            for one in session.exec(doses.order_by(col(ProgrammeDose.product)))
        )
    if kind.slug == "precautions":
        found["programmes"] = _column(
            session, PrecautionProgramme, "precaution_id", key, "programme_card_id"
        )
    return {name: typed(value) for name, value in found.items()}


def typed(value: Any) -> Any:
    """As a form would have sent it: a number with its comma, a day in ISO form."""
    if isinstance(value, Decimal):
        return number(value).replace("\u202f", "")
    if isinstance(value, date):
        return value.isoformat()
    return value


def words(field: Field, value: Any, choices: Choices) -> str:
    """A value as it is read on the screen; empty text for none."""
    if value in {None, ""} if not isinstance(value, list) else not value:
        return ""
    if field.widget == "tick":
        return "oui" if value else "non"
    names = choices.names(field)
    if isinstance(value, list):
        return ", ".join(str(names.get(key, key)) for key in value)
    if field.widget == "date":
        return short_day(date.fromisoformat(value))
    if field.widget == "lines":
        return ", ".join(f"{line}\u00a0{field.unit}" for line in str(value).splitlines())
    text = names.get(str(value), str(value))
    return f"{text}\u00a0{field.unit}" if field.unit else text


def history(session: Session, kind: Kind, key: object, choices: Choices) -> list[Version]:
    """Every version, the newest first, with what each changed of the one before it."""
    rows = list(versions.history(session, kind.table, kind.key, key))
    told = [
        {field.label: words(field, one[field.name], choices) for field in kind.fields}
        for one in (values(session, kind, row) for row in rows)
    ]
    names = _names(session, {row.created_by for row in rows if row.created_by})
    found = []
    for n, row in enumerate(rows):
        before = told[n + 1] if n + 1 < len(rows) else None
        changes = tuple(
            (label, before[label], word)
            for label, word in told[n].items()
            if before is not None and before[label] != word
        )
        found.append(Version(row, names.get(row.created_by or 0, ""), changes))
    return found


def title(kind: Kind, row: Any) -> str:
    """What a record is called."""
    if kind.slug == "limites":
        proposed = limits.BY_CODE.get(row.code)
        return row.code if proposed is None else proposed.label
    return str(row.label)


def unit(kind: Kind, row: Any) -> str:
    return str(row.unit) if kind.slug == "limites" else ""


def codes(session: Session, kind: Kind, rows: list[Any]) -> dict[Any, str]:
    """The codes that these records wear."""
    if not kind.coded:
        return {}
    code = tables.barcode
    query = select(code.c.resource_id, code.c.code).where(
        code.c.resource_id.in_([row.resource_id for row in rows]),
        code.c.origin == "ours",
        code.c.revoked_at.is_(None),
    )
    return {row.resource_id: row.code for row in session.connection().execute(query)}


def _column(session: Session, table: Any, key: str, value: int, name: str) -> list[str]:
    query = rows_of(getattr(table, name)).where(getattr(table, key) == value)
    return [str(one) for one in session.exec(query.order_by(getattr(table, name)))]


def _names(session: Session, keys: set[int]) -> dict[int, str]:
    account = tables.account
    query = select(account.c.id, account.c.display_name).where(account.c.id.in_(keys))
    return {row.id: row.display_name for row in session.connection().execute(query)}
