"""A house that mails, and a real SMTP server that listens nearby."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from esat.config import Settings
from esat.db import Database


@dataclass
class House:
    settings: Settings
    database: Database


@dataclass
class Sink:
    """What the server received; `answer` may refuse, `fail_after` hangs up after so many."""

    received: list[EmailMessage] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    fail_after: int | None = None
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Any, _session: Any, envelope: Any
    ) -> str:
        if self.fail_after is not None and len(self.received) >= self.fail_after:
            server.transport.abort()
            return "421 gone"
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def base(database: Database) -> Database:
    return database


@pytest.fixture
def sink() -> Iterator[Sink]:
    handler = Sink(port=free_port())
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def house_of(base: Database, tmp_path: Path) -> Callable[..., House]:
    def make(**values: Any) -> House:
        return House(Settings(data_dir=tmp_path / "data", **values), base)

    return make
