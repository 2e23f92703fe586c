import socket
import threading
from pathlib import Path

import pytest

from labels import Printer, State, state
from labels.states import read_host_status
from tests.sinks import NO_PAPER, REST, WELL, LabelSink


def at(port: int) -> Printer:
    return Printer("essai", "socket", f"127.0.0.1:{port}")


def test_a_printer_says_that_it_is_ready_or_has_no_paper() -> None:
    with LabelSink() as sink:
        assert state(at(sink.port)) == State("ready")
        sink.status = NO_PAPER
        assert state(at(sink.port)) == State("stopped", ("paper_out",))
        assert sink.labels == []


def test_one_that_is_away_or_says_nothing_is_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
        assert state(at(port), seconds=0.2) == State("ready")  # it listens, and says nothing
        assert state(at(port), asks_zpl=False) == State("ready")
    assert state(at(port)).word == "unreachable"
    assert state(Printer("essai", "socket", "a:b:c")) == State(
        "unreachable", ("address_unreadable",)
    )


@pytest.mark.parametrize(
    ("answer", "reasons"),
    [
        (WELL + REST, ()),
        (NO_PAPER + REST, ("paper_out",)),
        (b"\x02030,0,1,1245,000,1,0,0,000,0,1,1\x03" + REST,
         ("paused", "buffer_full", "too_cold", "too_hot")),
        (WELL + b"\x02000,0,1,1,0,2,4,0,00000000,1,000\x03", ("head_open", "ribbon_out")),
        (b"", ()),
        (b"\x02\x03\x02\x03\x02\x03", ()),
        (b"HTTP/1.1 400 Bad Request", ()),
    ],
)  # fmt: skip
def test_the_three_lines_are_read_by_their_places(answer: bytes, reasons: tuple[str, ...]) -> None:
    assert read_host_status(answer).reasons == reasons


def test_a_folder_that_cannot_be_written_is_stopped(tmp_path: Path) -> None:
    assert state(Printer("dossier", "file", str(tmp_path / "new"))) == State("ready")
    assert list((tmp_path / "new").iterdir()) == []
    (tmp_path / "file").write_text("")
    assert state(Printer("dossier", "file", str(tmp_path / "file" / "in"))).word == "stopped"


def test_a_line_that_is_reset_is_no_fault_of_ours() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            line, _address = server.accept()
            line.close()

        closing = threading.Thread(target=hang_up)
        closing.start()
        assert state(at(int(server.getsockname()[1]))).prints
        closing.join(10)
