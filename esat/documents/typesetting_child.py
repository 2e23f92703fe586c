"""A process of its own: words and pictures come in, a tagged PDF goes out; no base, no network.

A process that made many papers would keep their memory; this one ends with its paper, and reads
no more of this house than itself, to begin at once.
"""

import base64
import json
import resource
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import typst

_PAPERS = Path(__file__).parent / "papers"
_MEMORY = 3 * 1024 * 1024 * 1024
_CPU_SECONDS = 50


def make(sent: dict[str, Any], folder: Path) -> bytes:
    """Draw one paper in a folder of its own; a warning (a font that is missing) is a failure."""
    shutil.copytree(_PAPERS, folder, dirs_exist_ok=True)
    (folder / "said.json").write_text(json.dumps(sent["said"], ensure_ascii=False), "utf-8")
    for name, data in sent["pictures"].items():
        (folder / name).write_bytes(base64.b64decode(data))
    made, warnings = typst.compile_with_warnings(
        str(folder / f"{sent['paper']}.typ"),
        root=str(folder),
        font_paths=[sent["fonts"]],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=sent["timestamp"],
    )
    if warnings:
        raise RuntimeError("; ".join(str(warning) for warning in warnings))
    return bytes(made)


def main() -> None:
    """Bound the process, draw, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sent = json.loads(sys.stdin.buffer.read())
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.buffer.write(make(sent, Path(folder)))


if __name__ == "__main__":
    main()
