"""The last ratios as the README quotes them, between its two marks, with date and machine."""

import os
import platform
import re
from collections.abc import Sequence
from typing import Any

from esat import clock
from tests.bench.result import BARS, told
from tests.readme import README

_MARKED = re.compile(r"(<!-- speed -->\n).*(\n<!-- end of speed -->)", re.DOTALL)


def quote(rows: Sequence[dict[str, Any]]) -> None:
    """Put the ratios of a run, as its JSON has them, into the README."""
    said = f"\n{_where()}\n\n{_table(rows)}\n"
    text = README.read_text(encoding="utf-8")
    README.write_text(_MARKED.sub(lambda mark: mark[1] + said + mark[2], text), encoding="utf-8")


def _where() -> str:
    load = os.getloadavg()[2]
    return (
        f"Last full run: {clock.today():%d/%m/%Y}, {os.cpu_count()} cores ({platform.machine()}), "
        f"mean load {load:.1f}, Python {platform.python_version()}, SQLite."
    )


def _table(rows: Sequence[dict[str, Any]]) -> str:
    lines = ["| # | what | ratio [lowest..highest] | bar | met |", "|" + " --- |" * 5]
    for row in rows:
        spread = f"{told(row['ratio'])} [{told(row['lowest'])}..{told(row['highest'])}]"
        sign = "≥" if BARS[row["id"]].at_least else "≤"
        met = "yes" if row["met"] else "no"
        lines.append(f"| {row['id']} | {row['name']} | {spread} | {sign} {row['bar']:g} | {met} |")
        lines += [
            f"|  | {name} | {value:.2f} | | |" for name, value in row.get("parts", {}).items()
        ]
    return "\n".join(lines)
