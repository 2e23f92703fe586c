"""Rows of the table: the bars of BARS, medians with lowest and highest, and what was checked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    """What is asked of a row. `at_least` turns the comparison: more is better."""

    id: int
    name: str
    unit: str
    bar: float
    stretch: float
    at_least: bool = False


BARS = {
    bar.id: bar
    for bar in (
        Bar(1, "capture over HTTP, p50 at 1 client / floor", "ms", 3.0, 2.0),
        Bar(2, "captures, requests/s at 16 clients / floor", "/s", 0.35, 0.5, at_least=True),
        Bar(3, "captures at 16 clients, p99 / p50", "ms", 6.0, 4.0),
        Bar(4, "capture p50 on the ten-year base / on an empty one", "ms", 1.25, 1.10),
        Bar(5, "failed or lost captures at 16 clients", "", 0.0, 0.0),
        Bar(6, "/comptoir scan fragment, p50 / same capture by JSON", "ms", 1.5, 1.2),
        Bar(7, "pages on old bases, p50 / bare table", "ms", 3.0, 1.5),
        Bar(8, "long report from rollups / from raw events", "ms", 1 / 50, 1 / 150),
        Bar(9, "captures p99 while a dossier of a year is made / alone", "ms", 3.0, 1.5),
        Bar(10, "PNG label of three lines / python-barcode", "/s", 5.0, 10.0, at_least=True),
        Bar(11, "960 labels on 24-up sheets / naive PDF", "/s", 30.0, 80.0, at_least=True),
        Bar(12, "impact search and two-way trace, three-year base", "s", 1.0, 0.2),
        Bar(13, "half-day sheet of 8 people posted, p50 / floor", "ms", 8.0, 4.0),
        Bar(14, "start of esat serve to first answer, ten-year base", "s", 3.0, 1.5),
    )
}


@dataclass(slots=True)
class Row:
    """One measured row. A fault found beside the figure voids it."""

    bar: Bar
    ours: list[float]
    floor: list[float]
    ratios: list[float]
    scale: str = "full"
    faults: list[str] = field(default_factory=list)
    parts: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def met(self) -> bool:
        if self.faults:
            return False
        if self.bar.at_least:
            return self.ratio >= self.bar.bar
        return self.ratio <= self.bar.bar

    def as_json(self) -> dict[str, Any]:
        """The row in the words of BARS, and what else is worth keeping."""
        found: dict[str, Any] = {
            "id": self.bar.id,
            "name": self.bar.name,
            "ours": round(median(self.ours), 4),
            "floor": round(median(self.floor), 4) if self.floor else None,
            "ratio": round(self.ratio, 4),
            "bar": round(self.bar.bar, 4),
            "stretch": round(self.bar.stretch, 4),
            "met": self.met,
            "lowest": round(min(self.ratios), 4),
            "highest": round(max(self.ratios), 4),
        }
        if self.scale != "full":
            found["scale"] = self.scale
        if self.faults:
            found["faults"] = self.faults
        if self.parts:
            found["parts"] = {name: round(value, 3) for name, value in self.parts.items()}
        return found


def of_rounds(number: int, ours: Sequence[float], floor: Sequence[float] = (), **more: Any) -> Row:
    """A row of rounds: the ratio is taken inside each round, then the median."""
    ratios = [a / b for a, b in zip(ours, floor, strict=True)] if floor else list(ours)
    return Row(BARS[number], list(ours), list(floor), ratios, **more)


def table(rows: Sequence[Row]) -> str:
    """The table that is printed: floor, ours, ratio [lowest..highest], bar, met."""
    lines = ["| # | what | floor | ours | ratio [lowest..highest] | bar | met |", "|---" * 7 + "|"]
    for row in rows:
        unit = row.bar.unit
        floor = f"{median(row.floor):.3g} {unit}" if row.floor else ""
        spread = f"{told(row.ratio)} [{told(min(row.ratios))}..{told(max(row.ratios))}]"
        sign = "≥" if row.bar.at_least else "≤"
        met = "yes" if row.met else "NO"
        mark = "" if row.scale == "full" else f" ({row.scale})"
        lines.append(
            f"| {row.bar.id} | {row.bar.name}{mark} | {floor} | {median(row.ours):.3g} {unit} "
            f"| {spread} | {sign} {row.bar.bar:.3g} | {met} |"
        )
        lines += [f"|  | {name} | | | {value:.2f} | | |" for name, value in row.parts.items()]
        lines += [f"|  | FAULT: {fault} | | | | | |" for fault in row.faults]
    return "\n".join(lines)


def told(ratio: float) -> str:
    """A ratio to two places, or two signs of one that is far below one."""
    return f"{ratio:.2f}" if ratio >= 0.1 or ratio == 0 else f"{ratio:.2g}"


def worst(rows: Sequence[Row]) -> list[Row]:
    """One row a number: where it was measured on several bases, the worst counts and all are
    its parts.
    """
    found: dict[int, Row] = {}
    for row in rows:
        other = found.get(row.bar.id)
        if other is None:
            found[row.bar.id] = row
            continue
        kept = max(row, other, key=lambda one: one.ratio)
        kept.parts, kept.faults = other.parts | row.parts, other.faults + row.faults
        found[row.bar.id] = kept
    return list(found.values())


def write(rows: Sequence[Row], file: Path) -> None:
    text = json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")
