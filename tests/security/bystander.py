"""A server nobody may ever ask, files nobody may read, words that point at them, and who looks what came in."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from django.http import HttpResponse
from PIL import Image

SECRET = "不得外传的文字"
PICTURE_SIZE = (31, 37)  # pixels: no picture of ours has it
# What an engine would act on if it ever got it unescaped; {web}, {picture}, {words} are addresses.
TAGS = (
    '<img src="{web}/a.png">',
    '<img src="{picture}">',
    '<link rel="stylesheet" href="{words}">',
    '<link rel="stylesheet" href="{web}/a.css">',
    '<link rel="attachment" href="{words}">',
    '<a rel="attachment" href="{words}">附</a>',
    "<style>@import url({words});</style>",
    "<style>@import '{web}/a.css';</style>",
    "<style>@font-face {{ font-family: F; src: url({web}/a.otf) }} p {{ font-family: F }}</style><p>字</p>",
    '<p style="background: url({picture})">字</p>',
    '<p style="list-style: url({web}/a.png); display: list-item">字</p>',
    "<style>p::before {{ content: url({picture}) }}</style><p>字</p>",
    '<object data="{picture}" type="image/png"></object>',
    '<embed src="{picture}" type="image/png">',
    '<input type="image" src="{picture}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{picture}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{web}/a.svg#b"/></svg>',
    '<iframe src="{web}/"></iframe>',
    "<base href='{web}/'><img src='a.png'>",
    "<script src='{web}/a.js'></script>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM '{words}'>]><p>&e;</p>",
    "{{% include '/etc/passwd' %}}{{{{ settings.SECRET_KEY }}}}",
)


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
    Image.new("RGB", PICTURE_SIZE, (1, 254, 3)).save(folder / "picture.png")
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


def filled(tag: str, outside: Bystander) -> str:
    return tag.format(web=outside.address, picture=outside.picture, words=outside.words)


def assert_nothing_came_in(outside: Bystander, *pdfs: bytes) -> None:
    assert outside.asked == []
    for file in pdfs:
        with pikepdf.open(BytesIO(file)) as read:
            sizes = {
                (int(one.Width), int(one.Height))
                for one in read.objects
                if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
            }
            attached = set(read.attachments)
        assert PICTURE_SIZE not in sizes
        assert attached <= {"content.json"}
        with pdfplumber.open(BytesIO(file)) as read:
            assert SECRET not in "".join(one.extract_text() or "" for one in read.pages)


def hostile(outside: Bystander, most: int) -> str:
    """Return as much of the hostile words as a field takes."""
    return "甲" + "".join(filled(tag, outside) for tag in TAGS)[: most - 1]


class Loads(HTMLParser):
    """Every address a browser would load for a page, every element that runs, every style of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.acts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        loads = [given[name] for name in ("src", "srcset", "data", "poster", "background") if name in given]
        if tag in ("link", "base", "use", "image"):
            loads.append(given.get("href", ""))
        self.found += loads
        self.acts += [name for name in given if name.startswith("on") or name == "style"]
        if tag in ("iframe", "object", "embed", "style", "svg", "base", "meta") and given.get("http-equiv"):
            self.acts.append(tag)
        if tag in ("object", "embed", "style", "base") or (tag == "script" and not given.get("src")):
            self.acts.append(tag)


def assert_page_loads_nothing(answer: HttpResponse) -> None:
    loads = Loads()
    loads.feed(answer.content.decode())
    assert [one for one in loads.found if not (one.startswith("/") and not one.startswith("//"))] == []
    assert loads.acts == []
    assert (
        "default-src 'self'" in answer["Content-Security-Policy"]
        or "'none'" in answer["Content-Security-Policy"]
    )
