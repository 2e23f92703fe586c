"""A WSGI application on a free port of this machine, for tests that need real HTTP.

Knows nothing of the application it serves.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Condition, Event, Thread
from typing import TYPE_CHECKING, Any

from waitress import create_server, wasyncore
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 10
THREADS = 8


class Counted:
    """The application, and how many of its answers are still on their way."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application
        self.under_way = 0
        self.changed = Condition()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        self._count(1)
        try:
            body = self.application(environ, start_response)
        except BaseException:
            self._count(-1)
            raise
        return ClosingIterator(body, lambda: self._count(-1))

    def wait(self) -> None:
        """Until all has been answered, so that a test's database outlives its last request."""
        with self.changed:
            self.changed.wait_for(lambda: self.under_way == 0, PATIENCE)

    def _count(self, step: int) -> None:
        with self.changed:
            self.under_way += step
            self.changed.notify_all()


@contextmanager
def serving(application: "WSGIApplication") -> Iterator[str]:
    """Serve with threads until the block ends; yield the address, `http://127.0.0.1:port`.

    By the product's own server: werkzeug's leaves files open where a browser walks away.
    """
    counted = Counted(application)
    sockets: dict[int, Any] = {}
    server: Any = create_server(counted, map=sockets, listen="127.0.0.1:0", threads=THREADS)
    stopping = Event()

    def loop() -> None:
        while not stopping.is_set():
            wasyncore.loop(timeout=0.05, map=sockets, count=1)

    thread = Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        counted.wait()
        stopping.set()
        thread.join()
        server.task_dispatcher.shutdown()
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        wasyncore.close_all(sockets)
        counted.wait()
