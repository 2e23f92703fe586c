"""What became of each line of an imported file; it knows no field and no base."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from esat.exchange.columns import Columns
from esat.exchange.remarks import Remark
from esat.exchange.table import Table


class Outcome(StrEnum):
    """What became of a line."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The French word."""
        return _LABELS[self]

    def counted(self, count: int, *, done: bool) -> str:
        """The word for so many lines, written (« créés ») or not yet (« à créer »)."""
        if not done and self in _PLANS:
            return _PLANS[self]
        return self.label + ("s" if count > 1 else "")


_LABELS = {
    Outcome.CREATED: "créé",
    Outcome.UPDATED: "modifié",
    Outcome.UNCHANGED: "inchangé",
    Outcome.REFUSED: "refusé",
}
_PLANS = {Outcome.CREATED: "à créer", Outcome.UPDATED: "à modifier"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the file, what it is about, its outcome and what is said of it."""

    number: int
    about: str
    outcome: Outcome
    remarks: tuple[Remark, ...] = ()

    @property
    def sentence(self) -> str:
        """« ligne 12 · créé · Mairie de Riom · SIRET : … », as the command prints it."""
        parts = [f"ligne {self.number}", self.outcome.label, self.about]
        parts += [remark.text for remark in self.remarks]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Report:
    """Every line of the file, once; `applied` says whether anything was written."""

    lines: tuple[Line, ...]
    applied: bool
    dry_run: bool = False
    notes: tuple[Remark, ...] = ()

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def count(self, outcome: Outcome) -> int:
        return sum(1 for line in self.lines if line.outcome is outcome)

    @property
    def refused(self) -> int:
        return self.count(Outcome.REFUSED)

    @property
    def went_well(self) -> bool:
        """Nothing refused, or what could be kept was asked for and kept."""
        return self.applied or not self.refused

    @property
    def remarked(self) -> int:
        """Lines with something to look at."""
        return sum(1 for line in self.lines if line.remarks)

    @property
    def summary(self) -> str:
        """« 2 lignes : 1 créée, 0 modifiée, 0 inchangée, 1 refusée. Rien n’a été… »"""
        counts = ", ".join(_counted(self.count(outcome), outcome.label) for outcome in Outcome)
        lines = len(self.lines)
        changes = self.count(Outcome.CREATED) + self.count(Outcome.UPDATED)
        ending = "Rien n’a été enregistré."
        if self.applied:
            ending = "Enregistré." if changes else "Rien à changer."
        return f"{lines} ligne{'s' if lines > 1 else ''} : {counts}. {ending}"


def _counted(count: int, label: str) -> str:
    return f"{count} {label}e{'s' if count > 1 else ''}"


def file_notes(table: Table, columns: Columns) -> tuple[Remark, ...]:
    """What of a file was not read, said once."""
    notes: tuple[Remark, ...] = ()
    if columns.unknown:
        notes += (Remark("note_unknown_columns", "", {"columns": ", ".join(columns.unknown)}),)
    if columns.doubled:
        notes += (Remark("note_doubled_columns", "", {"columns": ", ".join(columns.doubled)}),)
    if table.other_sheets:
        names = ", ".join(table.other_sheets)
        notes += (Remark("note_other_sheets", "", {"sheet": table.sheet, "sheets": names}),)
    if table.skipped:
        numbers = ", ".join(str(number) for number in table.skipped)
        notes += (Remark("note_skipped_lines", "", {"lines": numbers}),)
    return notes


def may_apply(lines: Iterable[Line], *, dry_run: bool, partial: bool) -> bool:
    """All or nothing: one refused line stops the whole file, unless parts are welcome."""
    if dry_run:
        return False
    return partial or all(line.outcome is not Outcome.REFUSED for line in lines)
