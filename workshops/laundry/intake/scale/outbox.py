"""What is to be sent, on the disk before the first try, so that a power cut loses nothing.

One small file a reading, in the order in which they were taken; what the server refuses for good
is put aside in `refuses`, never thrown away.
"""

import json
import os
import uuid
from pathlib import Path
from typing import Any, Final

from esat import clock
from workshops.laundry.intake.scale.frames import Frame

ASIDE: Final = "refuses"


class Outbox:
    """A folder of readings that wait."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / ASIDE).mkdir(parents=True, exist_ok=True)

    def add(self, frame: Frame, instrument: str) -> Path:
        """Keep a reading with the key that it will be sent with, however often."""
        at = clock.now()
        reading = {
            "id": str(uuid.uuid4()), "instrument": instrument, "at": at.isoformat(),
            "value": f"{frame.value:f}", "unit": frame.unit,
        }  # fmt: skip
        name = f"{at:%Y%m%dT%H%M%S%f}-{reading['id']}.json"
        part = self.folder / f".{name}"
        with part.open("w", encoding="utf-8") as file:
            json.dump(reading, file)
            file.flush()
            os.fsync(file.fileno())
        return part.rename(self.folder / name)

    def waiting(self) -> list[Path]:
        """What waits, the oldest first."""
        return sorted(path for path in self.folder.glob("*.json") if path.name[0] != ".")

    def read(self, path: Path) -> dict[str, Any]:
        """The words of a reading as they will be sent."""
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def done(self, path: Path) -> None:
        """The server has it."""
        path.unlink(missing_ok=True)

    def set_aside(self, path: Path) -> None:
        """The server will never take it; a person looks."""
        path.rename(self.folder / ASIDE / path.name)
