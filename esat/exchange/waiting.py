"""Files that wait between preview and confirmation: in the data folder, for one account, a day."""

import hashlib
import json
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from esat.errors import NotFound

_DAY = 24 * 3600
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file as it was sent, and what it was sent for."""

    key: str
    name: str
    data: bytes


class WaitingFiles:
    """The folder of files that wait. A key opens nothing to another account or another import."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes, name: str, *, what: str, account: int | None) -> str:
        """Keep a file and give its key; files older than a day go."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._prune()
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

    def _path(self, key: str) -> Path:
        # The key is a secret of its owner: the folder's listing must not give it away.
        return self._folder / hashlib.sha256(key.encode()).hexdigest()

    def _prune(self) -> None:
        oldest = time.time() - _DAY
        for path in self._folder.iterdir():
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
