"""The README's table of settings, made from the settings themselves; `python -m` writes it."""

import re

from esat.config import PREFIX, Settings
from tests.readme import README

_PLACE = re.compile(r"(?<=<!-- settings -->\n\n).*?(?=<!-- end of settings -->)", re.DOTALL)


def table() -> str:
    """Return the table as the README must hold it."""
    rows = ["| name | default | what it is |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        shown = field.default
        if isinstance(shown, tuple):
            shown = ",".join(shown)
        default = f"`{shown}`" if str(shown) else "none"
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows) + "\n\n"


def written() -> str:
    """Return what the README holds now."""
    found = _PLACE.search(README.read_text(encoding="utf-8"))
    return found.group() if found else ""


if __name__ == "__main__":
    README.write_text(_PLACE.sub(lambda _: table(), README.read_text("utf-8")), encoding="utf-8")
