import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from labels import DoubtError, NotSentError, Printer, TransportError, render_zpl, send
from tests.labels.samples import label
from tests.sinks import LabelSink

ZPL = render_zpl(label("bag")).encode()


class Sink:
    """A label printer on a socket: reads all, then closes; or accepts and never answers."""

    def __init__(self, *, reads: bool) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.received = b""
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._serve, args=(reads,))
        self.thread.start()

    @property
    def printer(self) -> Printer:
        return Printer("essai", "socket", f"127.0.0.1:{self.listening.getsockname()[1]}")

    def _serve(self, reads: bool) -> None:
        line, _ = self.listening.accept()
        with line:
            while reads and (part := line.recv(65536)):
                self.received += part
            if not reads:
                self.stop.wait(10)

    def close(self) -> None:
        self.stop.set()
        self.thread.join(10)
        self.listening.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    opened = Sink(reads=True)
    yield opened
    opened.close()


@pytest.fixture
def silent() -> Iterator[Sink]:
    opened = Sink(reads=False)
    yield opened
    opened.close()


def test_a_socket_printer_receives_every_byte(sink: Sink) -> None:
    send(ZPL * 200, sink.printer)
    sink.thread.join(10)
    assert sink.received == ZPL * 200


def test_a_printer_that_never_reads_is_a_failure_at_the_limit(silent: Sink) -> None:
    with pytest.raises(DoubtError) as refused:
        send(ZPL, silent.printer, seconds=0.3)
    assert refused.value.code == "printer_silent"


def test_a_printer_that_is_switched_off_is_a_failure_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotSentError) as refused:
        send(ZPL, Printer("essai", "socket", f"127.0.0.1:{port}"))
    assert refused.value.code == "printer_unreachable"


def test_a_printer_that_is_cut_in_the_middle_leaves_a_doubt() -> None:
    with LabelSink(dies_after=1) as sink:
        printer = Printer("essai", "socket", f"127.0.0.1:{sink.port}")
        send(ZPL, printer)
        with pytest.raises(DoubtError) as refused:
            send(ZPL * 500, printer)
    assert refused.value.code == "printer_cut"
    assert sink.labels == [ZPL.decode()]


@pytest.mark.parametrize("target", ["", "host:port", "host:0", "host:70000", "a:b:c"])
def test_an_address_that_cannot_be_read_is_refused(target: str) -> None:
    with pytest.raises(NotSentError) as refused:
        send(ZPL, Printer("essai", "socket", target))
    assert refused.value.code == "address_unreadable"


@pytest.mark.parametrize(
    ("data", "suffix"),
    [(b"%PDF-1.4", ".pdf"), (b"\x89PNG\r\n", ".png"), (ZPL, ".zpl"), (b"?", ".bin")],
)
def test_a_folder_receives_one_whole_file(tmp_path: Path, data: bytes, suffix: str) -> None:
    folder = tmp_path / "sortie"
    send(data, Printer("dossier", "file", str(folder)), name="../Sac 12 / é")
    (written,) = folder.iterdir()
    assert written.name == f"Sac_12_é{suffix}"
    assert written.read_bytes() == data


def test_a_folder_never_loses_a_file_to_another(tmp_path: Path) -> None:
    printer = Printer("dossier", "file", str(tmp_path))
    send(b"%PDF-1", printer, name="job")
    with pytest.raises(TransportError) as refused:
        send(b"%PDF-2", printer, name="job")
    assert refused.value.code == "file_exists"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"%PDF-1"]
    send(b"%PDF-3", printer)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_made_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TransportError) as refused:
        send(b"%PDF", Printer("dossier", "file", str(tmp_path / "file" / "in")))
    assert refused.value.code == "folder_unwritable"


def test_nothing_is_not_printed(tmp_path: Path) -> None:
    with pytest.raises(TransportError):
        send(b"", Printer("dossier", "file", str(tmp_path)))
