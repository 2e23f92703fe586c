"""`python -m tests.bench [--quick] [--json FILE]`: every row in one table.

The exit status is 1 when a check beside a figure failed, never for a time.

The ten-year base is made in a temporary folder, or kept in `ESAT_BENCH_DIR` from run to run.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import captures, growth, labels, readme, sheets, ten_years, three_years
from tests.bench.captures import Size
from tests.bench.result import table, worst, write

FULL = Size(rounds=9, alone=400, together=60)
QUICK = Size(rounds=5, alone=150, together=25)


def main() -> int:
    """Run the rows asked for; print the table and write the list."""
    asked = _arguments()
    size, scale = (QUICK, ten_years.QUICK) if asked.quick else (FULL, ten_years.FULL)
    with tempfile.TemporaryDirectory(prefix="esat-bench-") as folder:
        kept = Path(os.environ.get("ESAT_BENCH_DIR") or folder)
        found = captures.measure(Path(folder), size)
        found += sheets.measure(Path(folder), size)
        found += growth.measure(kept, scale, size.rounds)
        found += three_years.measure(kept, size.rounds, quick=asked.quick)
        found += labels.measure(size.rounds, quick=asked.quick)
    found = worst(found)
    found.sort(key=lambda row: row.bar.id)
    print(table(found))
    if asked.json is not None:
        write(found, asked.json)
    if asked.readme and not asked.quick:
        readme.quote([row.as_json() for row in found])
    return int(any(row.faults for row in found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under two minutes, smaller bases")
    parser.add_argument("--json", type=Path, help="write the rows there as a JSON list")
    parser.add_argument("--readme", action="store_true", help="quote a full run in the README")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
