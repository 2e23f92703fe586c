"""The load generator, a process of its own: keep-alive sockets, one thread a client, no library.

Reads a plan as one JSON object on its standard input, sends what it says, answers what it saw.
"""

import json
import socket
import sys
import threading
import time
from typing import Any

Seen = list[tuple[float, int, bool]]


def main() -> None:
    """Send every client's requests, all clients at once; print latencies and failures."""
    plan = json.load(sys.stdin)
    clients = [Client(plan["port"], requests, plan["expect"]) for requests in plan["clients"]]
    gate = threading.Barrier(len(clients) + 1)
    threads = [threading.Thread(target=client.run, args=(gate,)) for client in clients]
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - begun
    seen = [one for client in clients for one in client.seen]
    json.dump(
        {
            "latencies": [latency for latency, _, _ in seen],
            "wall": wall,
            "failed": sum(not fine for _, _, fine in seen),
            "bad": [client.bad for client in clients if client.bad][:3],
        },
        sys.stdout,
    )


class Client:
    """One keep-alive connection that sends its requests one after the other."""

    def __init__(self, port: int, requests: list[str], expect: str) -> None:
        self.port = port
        self.requests = [request.encode() for request in requests]
        self.expect = expect.encode()
        self.seen: Seen = []
        self.bad = ""

    def run(self, gate: threading.Barrier) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            gate.wait()
            for request in self.requests:
                begun = time.perf_counter()
                status, body = _ask(sock, request)
                latency = time.perf_counter() - begun
                fine = status == 200 and self.expect in body
                self.seen.append((latency, status, fine))
                if not fine and not self.bad:
                    self.bad = f"{status} {body[:300].decode(errors='replace')}"


def _ask(sock: socket.socket, request: bytes) -> tuple[int, bytes]:
    sock.sendall(request)
    read = b""
    while b"\r\n\r\n" not in read:
        read += _some(sock)
    head, _, body = read.partition(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    parts, got = [body], len(body)
    while got < length:
        more = _some(sock)
        parts.append(more)
        got += len(more)
    return int(head.split(b" ", 2)[1]), b"".join(parts)


def _some(sock: socket.socket) -> bytes:
    read = sock.recv(65_536)
    if not read:
        msg = "the server closed the connection"
        raise ConnectionError(msg)
    return read


def request(
    method: str, path: str, body: Any = None, *, form: str | None = None, headers: str = ""
) -> str:
    """One request as text, JSON or a form."""
    kind, text = "application/json", "" if body is None else json.dumps(body)
    if form is not None:
        kind, text = "application/x-www-form-urlencoded", form
    lines = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n"
    return f"{lines}Content-Length: {len(text.encode())}\r\n{headers}\r\n{text}"


if __name__ == "__main__":
    main()
