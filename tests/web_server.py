"""A real HTTP server on loopback that behaves as it is told. As a script: serves a feed and misbehaves by turns."""

from __future__ import annotations

import gzip
import io
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Route = Callable[["Handler"], None]
BODY = "Shelling of the market of Kherson killed two people on Tuesday, the governor of the province said. " * 4


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        self.server.asked.append((path, dict(self.headers)))
        route = self.server.routes.get(path)
        if route is None:
            self.answer(404, b"not here")
            return
        try:
            route(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def slowly(self, seconds: float) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(1000):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(seconds)

    def log_message(self, *_: Any) -> None: ...


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def handle_error(self, *_: Any) -> None: ...

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def page(self, path: str, words: str, **headers: str) -> None:
        body = (
            f"<html><head><title>{words}</title><meta property='article:published_time' content='2024-03-12'></head>"
            f"<body><article><p>{words}. {BODY}</p></article></body></html>"
        ).encode()
        self.routes[path] = lambda h: h.answer(200, body, **{"Content_Type": "text/html", **headers})

    def feed(self, path: str, links: list[str], etag: str) -> None:
        items = "".join(
            f"<item><title>Entry {link}</title><link>{self.url}{link}</link><guid>{link}</guid>"
            f"<pubDate>Tue, 12 Mar 2024 10:00:00 GMT</pubDate><description>{BODY}</description></item>"
            for link in links
        )
        body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode()

        def route(handler: Handler) -> None:
            if handler.headers.get("If-None-Match") == etag:
                handler.answer(304, b"")
            else:
                handler.answer(200, body, Content_Type="application/rss+xml", ETag=etag)

        self.routes[path] = route


def zeros(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as stream:
        for _ in range(size >> 20):
            stream.write(bytes(1 << 20))
    return out.getvalue()
