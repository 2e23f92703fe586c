"""Files that wait between preview and confirmation: in the data folder, for one account, a day."""

import hashlib
import json
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from esat.config import Settings
from esat.errors import NotFound

FOLDER = "imports"
_DAY = 24 * 3600
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file as it was sent, and what it was sent for."""

    key: str
    name: str
    data: bytes


class KeepingHouse(Protocol):
    """What the nightly work needs of the composition."""

    @property
    def settings(self) -> Settings: ...


def waiting_of(settings: Settings) -> "WaitingFiles":
    """The files that wait in this house."""
    return WaitingFiles(settings.data_dir / FOLDER)


def nightly(house: KeepingHouse) -> None:
    """A list of people or of their leave does not stay behind an import that nobody confirmed."""
    waiting_of(house.settings).prune()


class WaitingFiles:
    """The folder of files that wait. A key opens nothing to another account or another import."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes, name: str, *, what: str, account: int | None) -> str:
        """Keep a file and give its key; files older than a day go."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.prune()
        key = secrets.token_hex(16)
        head = json.dumps({"name": name, "what": what, "account": account}).encode()
        path = self._path(key)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(head + b"\n" + data)
        return key

    def look(self, key: str, *, what: str, account: int | None) -> WaitingFile:
        """The file of a key. NotFound: `import_gone`, whatever the reason."""
        if not _KEY.fullmatch(key):
            raise NotFound("import_gone")
        try:
            head, _, data = self._path(key).read_bytes().partition(b"\n")
        except OSError as error:
            raise NotFound("import_gone") from error
        said = json.loads(head)
        if (said["what"], said["account"]) != (what, account):
            raise NotFound("import_gone")
        return WaitingFile(key, said["name"], data)

    def drop(self, key: str) -> None:
        """Forget a file; a second time is no fault."""
        if _KEY.fullmatch(key):
            self._path(key).unlink(missing_ok=True)

    def prune(self) -> int:
        """Remove what nobody confirmed within a day; how many files went."""
        return self._remove(time.time() - _DAY)

    def clear(self) -> int:
        """Remove whatever waits: the one who sent it sends it again; how many files went."""
        return self._remove(float("inf"))

    def _path(self, key: str) -> Path:
        # The key is a secret of its owner: the folder's listing must not give it away.
        return self._folder / hashlib.sha256(key.encode()).hexdigest()

    def _remove(self, before: float) -> int:
        old = [
            path
            for path in (self._folder.iterdir() if self._folder.is_dir() else ())
            if path.stat().st_mtime < before
        ]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)
