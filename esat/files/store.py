"""Bytes under their own hash, in folders, written once and surely; it knows no table."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from esat.config import Settings

_HASH_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class Store:
    """The folder `files/ab/cd…` of the data folder."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where these bytes are kept; a name that is no hash is a programming error."""
        if len(sha256) != _HASH_LENGTH or not set(sha256) <= set("0123456789abcdef"):
            msg = "not a hash"
            raise ValueError(msg)
        return self.folder / sha256[:2] / sha256[2:]

    def put(self, data: bytes) -> str:
        """Keep the bytes on the disk itself before any row names them; gives their hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if target.is_file() and target.stat().st_size == len(data):
            os.utime(target)  # wanted again: the sweeper of orphans leaves it alone
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, partial = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(target)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        _sync_folder(self.folder)
        return sha256

    def read(self, sha256: str) -> bytes | None:
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def fault(self, sha256: str) -> str | None:
        """What is wrong with the bytes of this hash, in French, or None."""
        data = self.read(sha256)
        if data is None:
            return "absent du disque"
        return None if hashlib.sha256(data).hexdigest() == sha256 else "contenu altéré"

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Every hash that has bytes, with the time it was last wanted."""
        for path in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            name = path.parent.name + path.name
            if len(name) == _HASH_LENGTH and not path.name.startswith("."):
                yield name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def remove(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)


def store_of(settings: Settings) -> Store:
    return Store(settings.data_dir / "files")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
