"""The shell lines of the README, read as written; knows nothing of what they start.

A command stands between a marker `<!-- command: NAME -->` and the end of the fenced block below it.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_COMMAND = re.compile(r"<!-- command: (?P<name>[a-z]+) -->\n+```sh\n(?P<line>[^\n]+)\n```")


def commands() -> dict[str, str]:
    """Return the marked commands of the README by name."""
    text = README.read_text(encoding="utf-8")
    return {found["name"]: found["line"] for found in _COMMAND.finditer(text)}


if __name__ == "__main__":
    print(commands()[sys.argv[1]])
