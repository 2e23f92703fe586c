"""The shape of a backup: one `.tar.gz` that begins with its own list and hashes; no database."""

import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from esat.errors import Refused

BASE: Final = "esat.db"
HEADS: Final = "sceaux.txt"
OUTLASTING: Final = "destructions.txt"
"""Lines that a restore never takes back: those of the backup are added to those that are there."""
FOLDERS: Final = ("files", "documents")
_LIST: Final = "manifeste.json"
_LONGEST_LIST: Final = 256 * 1024 * 1024
_BITE: Final = 1024 * 1024


class Part(BaseModel):
    """One file of a backup: what it must be when it comes out again."""

    model_config = ConfigDict(frozen=True)

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)


class Manifest(BaseModel):
    """What a backup says of itself. `key` tells whether a secret key is the one of the seals."""

    model_config = ConfigDict(frozen=True)

    product: Literal["esat"] = "esat"
    format: Literal[1] = 1
    made_at: datetime
    revision: str
    key: str
    events: int
    last_seal: str
    rows: dict[str, int]
    parts: dict[str, Part]


def parts_of(folder: Path) -> dict[str, Path]:
    """Every kept file below the data folder, by its name in the backup; unfinished ones are not."""
    return {
        path.relative_to(folder).as_posix(): path
        for name in FOLDERS
        for path in sorted((folder / name).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def measured(paths: dict[str, Path]) -> dict[str, Part]:
    """Hash and size of each file; one swept away meanwhile belonged to nothing and is left out."""
    found = {}
    for name, path in paths.items():
        try:
            found[name] = _measure(path)
        except FileNotFoundError:
            continue
    return found


def pack(target: Path, manifest: Manifest, paths: dict[str, Path]) -> None:
    """Write a backup and bring it to the disk itself, readable by its owner only."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        with tarfile.open(fileobj=out, mode="w:gz", compresslevel=4) as tar:
            _add(tar, _LIST, manifest.model_dump_json().encode(), manifest.made_at)
            for name in manifest.parts:
                tar.add(paths[name], arcname=name, recursive=False)
        out.flush()
        os.fsync(out.fileno())


def unpack(file: Path, folder: Path) -> Manifest:
    """Take everything out into `folder`, each byte checked.

    Refuses `not_a_backup` for a foreign file, `backup_broken` for one that is cut or changed.
    """
    manifest: Manifest | None = None
    try:
        with tarfile.open(file, mode="r:gz") as tar:
            manifest = _read_list(tar)
            missing = set(manifest.parts) - set(_take_all(tar, manifest, folder))
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise Refused("not_a_backup" if manifest is None else "backup_broken") from error
    except OSError as error:
        if error.errno is not None:  # the disk's fault, not the file's
            raise
        raise Refused("not_a_backup" if manifest is None else "backup_broken") from error
    if missing:
        raise Refused("backup_broken")
    return manifest


def add_lines(there: Path, new: Path) -> None:
    """Add to the outlasting lines that are there those of a backup which are not among them."""
    known = there.read_text(encoding="utf-8").splitlines() if there.exists() else []
    fresh = new.read_text(encoding="utf-8").splitlines() if new.exists() else []
    with there.open("a", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in fresh if line not in known)
        out.flush()
        os.fsync(out.fileno())


def _read_list(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != _LIST or first.size > _LONGEST_LIST:
        raise Refused("not_a_backup")
    found = tar.extractfile(first)
    try:
        manifest = Manifest.model_validate_json(b"" if found is None else found.read())
    except ValidationError as error:
        raise Refused("not_a_backup") from error
    if BASE not in manifest.parts or not all(map(_is_ours, manifest.parts)):
        raise Refused("not_a_backup")
    return manifest


def _take_all(tar: tarfile.TarFile, manifest: Manifest, folder: Path) -> Iterator[str]:
    while (member := tar.next()) is not None:
        part = manifest.parts.get(member.name)
        if part is None or not member.isreg() or member.size != part.size:
            raise Refused("backup_broken")
        found = tar.extractfile(member)
        target = folder / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        whole = hashlib.sha256()
        with target.open("xb") as out:
            while found is not None and (bite := found.read(_BITE)):
                whole.update(bite)
                out.write(bite)
            out.flush()
            os.fsync(out.fileno())
        if whole.hexdigest() != part.sha256:
            raise Refused("backup_broken")
        yield member.name


def _is_ours(name: str) -> bool:
    """No name leads out of the folder it is taken out into."""
    parts = PurePosixPath(name).parts
    if name in {BASE, HEADS, OUTLASTING}:
        return True
    return len(parts) > 1 and parts[0] in FOLDERS and ".." not in parts and "\\" not in name


def _measure(path: Path) -> Part:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
        return Part(sha256=found.hexdigest(), size=file.tell())


def _add(tar: tarfile.TarFile, name: str, data: bytes, at: datetime) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = len(data), int(at.timestamp()), 0o600
    tar.addfile(info, io.BytesIO(data))
