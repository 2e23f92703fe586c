"""A printer of ZPL that others wrote, in node: installed once in a cache folder; draws no label."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.missing import missing

PACKAGE = "zpl-renderer-js"
VERSION = "3.4.0"
SECONDS = 500
_SCRIPT = """
const fs = require("fs");
const { ready } = require("zpl-renderer-js");
(async () => {
  const { api } = await ready;
  const sheets = JSON.parse(fs.readFileSync(0, "utf8"));
  const drawn = [];
  for (const one of sheets) {
    drawn.push(await api.zplToBase64MultipleAsync(one.zpl, one.width, one.height, one.dpmm));
  }
  fs.writeFileSync(1, JSON.stringify(drawn));
  process.exit(0);
})().catch((error) => {
  fs.writeFileSync(2, String(error).slice(0, 1000));
  process.exit(1);
});
"""


def absent() -> str:
    """What the machine lacks to print ZPL; empty when it has it."""
    lacking = [name for name in ("node", "npm") if shutil.which(name) is None]
    return f"{' and '.join(lacking)} not installed" if lacking else ""


def folder() -> Path:
    """Where the package is kept from run to run."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "esat-tests" / f"{PACKAGE}-{VERSION}"


def install() -> str:
    """Fetch the package unless it is there; what stood in the way, or nothing."""
    if absent() or _present():
        return absent()
    target = folder()
    target.parent.mkdir(parents=True, exist_ok=True)
    # Made beside and moved whole: two test processes may come at the same time.
    with tempfile.TemporaryDirectory(dir=target.parent) as beside:
        command = [
            "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save",
            "--prefix", beside, f"{PACKAGE}@{VERSION}",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        if done.returncode:
            return f"npm could not fetch {PACKAGE} {VERSION}: {done.stderr.strip()[-300:]}"
        if not _present():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(beside, target)
    return ""


def _present() -> bool:
    found = folder() / "node_modules" / PACKAGE / "package.json"
    return found.is_file() and json.loads(found.read_text("utf-8"))["version"] == VERSION


@cache
def _ready() -> str:
    return install()


def printed(sheets: Sequence[tuple[str, float, float, int]]) -> list[list[bytes]]:
    """Print sheets of labels (ZPL, width and height in millimetres, dots per millimetre).

    One process prints them all; each sheet gives a PNG a label.
    """
    if reason := _ready():
        missing(f"a printer of ZPL: {reason}")
    asked = [dict(zip(("zpl", "width", "height", "dpmm"), one, strict=True)) for one in sheets]
    done = subprocess.run(
        ["node", "-e", _SCRIPT], input=json.dumps(asked).encode(), capture_output=True,
        timeout=SECONDS, check=False, cwd=folder(),
    )  # fmt: skip
    assert not done.returncode, done.stderr.decode(errors="replace")[-2000:]
    return [[base64.b64decode(png) for png in sheet] for sheet in json.loads(done.stdout)]
