"""A process of its own: SVG layers come in, a page goes out; no base, no network, no file.

Memory and time are bounded by the system, because a drawing of a few lines may ask for dashes
without end.
"""

import base64
import json
import resource
import sys
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent
_MEMORY = 2 * 1024 * 1024 * 1024
_CPU_SECONDS = 6
_PAGE = "#set page(width: {width}mm, height: {height}mm, margin: 0mm)\n"
_LAYER = (
    '#place(top + left, image(bytes(sys.inputs.layer{at}), format: "svg", fit: "stretch",'
    " width: {width}mm, height: {height}mm))\n"
)


def draw(page: dict[str, Any], fonts: str) -> bytes:
    """One page of layers; a warning (a font that is missing) is a failure."""
    source = _PAGE.format(**page) + "".join(
        _LAYER.format(at=at, **layer) for at, layer in enumerate(page["layers"])
    )
    options: dict[str, Any] = {"format": page["format"], "ppi": float(page["ppi"])}
    made: Any
    made, warnings = typst.compile_with_warnings(
        source.encode(),
        root=str(_HERE),
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={f"layer{at}": layer["svg"] for at, layer in enumerate(page["layers"])},
        timestamp=0,
        **options,
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
    made = [base64.b64encode(draw(page, sent["fonts"])).decode() for page in sent["pages"]]
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main()
