"""A process of its own that makes one dossier: settings come in by the standard input, and its end
says whether it was made. What it read goes with it, and the others run before it.
"""

import json
import os
import sys

from esat.assembly import compose
from esat.config import Settings
from laundry_rabc.dossier import making

GENTLE = 10


def main() -> None:
    """Make the dossier whose key is the argument."""
    os.nice(GENTLE)
    house = compose(Settings.model_validate(json.load(sys.stdin)))
    try:
        making.make(house, int(sys.argv[1]))
    finally:
        house.database.dispose()


if __name__ == "__main__":
    main()
