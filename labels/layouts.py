"""Every named layout of the house, by its code."""

from labels.grids import SHEETS
from labels.papers import PAPERS
from labels.rolls import ROLLS
from labels.spec import Layout

LAYOUTS: dict[str, Layout] = {layout.code: layout for layout in (*ROLLS, *PAPERS, *SHEETS)}
