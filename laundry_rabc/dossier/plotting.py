"""The trend of a laboratory series as a picture for paper, vectors only; pure."""

from html import escape

from laundry_rabc.dossier.detail import Trend
from laundry_rabc.lab import plots
from laundry_rabc.lab.plots import Limit, Mark, Plot

_FONT = "Atkinson Hyperlegible Next"
_INK = {"conform": "#2f6b3a", "alert": "#9a6200", "action": "#a3192b"}
_LINE = {"target": "#2f6b3a", "action": "#a3192b", "center": "#5c554d", "control": "#5c554d"}


def svg(trend: Trend) -> bytes | None:
    """The picture; None for a series without a result."""
    plot = plots.plot(trend.title, trend.spots, trend.steps)
    if plot is None:
        return None
    body = "".join((_grid(plot), *(_limit(one) for one in plot.limits),
                    *(_mark(one) for one in plot.marks)))  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plot.width} {plot.height}"'
        f' width="{plot.width}" height="{plot.height}" font-family="{_FONT}" font-size="14">'
        f"{body}</svg>"
    ).encode()


def _grid(plot: Plot) -> str:
    rows = "".join(
        f'<path d="M{plot.left} {tick.at}H{plot.right}" stroke="#c9c1b4" stroke-width="0.7"/>'
        f"{_text(plot.left - 8, tick.at + 5, tick.text, 'end')}"
        for tick in plot.rows
    )
    days = "".join(_text(day.at, plot.floor + 24, day.text, "middle") for day in plot.days)
    return rows + days


def _limit(one: Limit) -> str:
    ink = _LINE[one.kind]
    dash = ' stroke-dasharray="6 4"' if one.kind != "target" else ""
    line = f'<path d="M{one.x1} {one.y}H{one.x2}" stroke="{ink}" stroke-width="1.5"{dash}/>'
    return line + _text(one.x2 - 4, one.y - 5, one.text, "end")


def _mark(one: Mark) -> str:
    ink = _INK.get(one.verdict, "#5c554d")
    if not one.path:
        return f'<circle cx="{one.x}" cy="{one.y}" r="6" fill="{ink}"/>'
    hollow = one.shape in {"up", "down", "cross"}
    fill = "none" if hollow else ink
    return f'<path d="{one.path}" fill="{fill}" stroke="{ink}" stroke-width="2"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#1d1a17">{escape(words)}</text>'
