"""One capture as its device made it, and the hash by which a replay is known."""

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Sent:
    """One capture as its device made it (CONTRACT §4); `at` is aware, `uid` made before the try."""

    uid: uuid.UUID
    at: datetime
    kind: str
    code: str | None
    action: str | None = None
    station: str | None = None
    seq: int | None = None
    offline: bool = False
    data: dict[str, Any] = field(default_factory=dict)

    def digest(self) -> bytes:
        """The hash of the content, key excluded, the same for the same words in any order."""
        content = {
            "at": self.at.astimezone(UTC).isoformat(),
            "kind": self.kind,
            "code": self.code,
            "action": self.action,
            "station": self.station,
            "seq": self.seq,
            "offline": self.offline,
            "data": self.data,
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).digest()
