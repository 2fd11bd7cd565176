"""A server nobody may ever ask, a file nobody may ever read, and sockets that tell who opened them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

SECRET = "不得外传的文字"


@dataclass
class Bystander:
    """What hostile words point at.

    address: of a web server on this machine; picture, words: file: addresses of a picture and of a text;
    asked: every request that reached the server, and every Internet socket that was opened while it stood by.
    """

    address: str
    picture: str
    words: str
    asked: list[object] = field(default_factory=list)


@contextmanager
def standing_by(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bystander]:
    """Start the server, lay the files down, and note every Internet socket of this process until the end."""
    (folder / "words.css").write_text(f"body::before {{ content: '{SECRET}' }}", encoding="utf-8")
    Image.new("RGB", (31, 37), (1, 254, 3)).save(folder / "picture.png")
    asked: list[object] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing on the error channel."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    opened, looked_up = socket.socket.__init__, socket.getaddrinfo

    def noting_socket(self: socket.socket, family: int = -1, *rest: object, **named: object) -> None:
        accepted = named.get("fileno") is not None or len(rest) > 2  # the server's own end of a connection
        if family in (socket.AF_INET, socket.AF_INET6, -1) and not accepted:
            asked.append(f"socket of family {family}")
        opened(self, family, *rest, **named)

    def noting_lookup(host: object, *rest: object, **named: object) -> object:
        asked.append(f"lookup of {host}")
        return looked_up(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "__init__", noting_socket)
    monkeypatch.setattr(socket, "getaddrinfo", noting_lookup)
    try:
        yield Bystander(
            f"http://127.0.0.1:{server.server_port}",
            (folder / "picture.png").as_uri(),
            (folder / "words.css").as_uri(),
            asked,
        )
    finally:
        monkeypatch.setattr(socket.socket, "__init__", opened)
        monkeypatch.setattr(socket, "getaddrinfo", looked_up)
        server.shutdown()
        server.server_close()
