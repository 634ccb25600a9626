"""Fetching, against a real server that does everything wrong; and whom it refuses to ask at all."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from dateline.read import Item, ReadOptions, read_paths
from dateline.read.polite import Polite
from dateline.read.transport import FetchError, Transport
from web_server import Server, zeros


@pytest.fixture
def web() -> Iterator[Any]:
    server = Server()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport(allow_private=True, max_bytes=4 << 20, seconds=2)
    yield made
    made.close()


def read(url: str, transport: Transport) -> list[Item]:
    return list(read_paths([url], ReadOptions(), fetcher=Polite(transport, delay=0)))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.8/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://100.64.0.1/",
        "http://2130706433/", "http://0x7f.1/",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match=r"private|no such host"):
        Transport().fetch(url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "gopher://example.org/"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match="only http"):
        Transport().fetch(url)


def test_a_redirect_to_a_private_address_is_refused() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "93.184.215.14", "connected to the address that was checked"
        assert request.headers["host"] == "news.example"
        return httpx.Response(302, headers={"location": "http://intern.example/secret"})

    known = {"news.example": ["93.184.215.14"], "intern.example": ["10.1.2.3"]}
    client = httpx.Client(transport=httpx.MockTransport(answer))
    transport = Transport(client, resolve=lambda host, _: known[host])
    with pytest.raises(FetchError, match=r"10\.1\.2\.3, a private address"):
        transport.fetch("http://news.example/")
    transport.close()


def test_redirects_are_followed_and_end(web: Any, transport: Transport) -> None:
    web.routes["/a"] = lambda h: h.answer(301, b"", Location="/b")
    web.routes["/b"] = lambda h: h.answer(302, b"", Location=f"{web.url}/c")
    web.page("/c", "Two killed")
    (item,) = read(f"{web.url}/a", transport)
    assert (item.document.title, item.document.url) == ("Two killed", f"{web.url}/c")
    web.routes["/loop"] = lambda h: h.answer(302, b"", Location="/loop")
    (item,) = read(f"{web.url}/loop", transport)
    assert "more than 5 redirects" in str(item.set_aside)


def test_slow_endless_and_packed_bodies_are_given_up(web: Any, transport: Transport) -> None:
    web.routes["/slow"] = lambda h: h.slowly(0.05)
    web.routes["/large"] = lambda h: h.answer(200, bytes(5 << 20))
    bomb = zeros(1 << 30)
    web.routes["/bomb"] = lambda h: h.answer(200, bomb, Content_Encoding="gzip")
    web.routes["/cut"] = lambda h: h.answer(200, b"\x1f\x8bnot", Content_Encoding="gzip")
    web.routes["/odd"] = lambda h: h.answer(200, b"x", Content_Encoding="br")
    said = {"slow": "given up", "large": "more than", "bomb": "more than", "cut": "broken", "odd": "br"}
    for path, reason in said.items():
        (item,) = read(f"{web.url}/{path}", transport)
        assert reason in str(item.set_aside), path


def test_a_packed_page_and_a_wrong_charset_are_read(web: Any, transport: Transport) -> None:
    import gzip

    page = ("<html><body><article><p>" + "Le maire de Kidal a été tué. " * 20 + "</p></article></body></html>").encode()
    web.routes["/p"] = lambda h: h.answer(
        200, gzip.compress(page), Content_Encoding="gzip", Content_Type="text/html; charset=koi8-r"
    )
    (item,) = read(f"{web.url}/p", transport)
    assert "été tué" in item.document.text


def test_a_host_that_is_not_there_is_said(transport: Transport) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (item,) = read(f"http://127.0.0.1:{port}/", transport)
    assert item.set_aside


def test_a_feed_leads_to_its_pages(web: Any, transport: Transport) -> None:
    web.page("/1", "First")
    web.feed("/feed", ["/1", "/gone"], "v1")
    one, two = read(f"{web.url}/feed", transport)
    assert str(one.document.published) == "2024-03-12"
    assert (two.document.title, two.document.extra["published_how"]) == ("Entry /gone", "the feed's entry")
    assert "Kherson" in two.document.text


def test_a_broken_feed_is_read_as_far_as_it_goes(web: Any, transport: Transport) -> None:
    web.page("/1", "First")
    cut = f"<rss><channel><item><title>A & B</title><link>{web.url}/1</link></item><item><title>cut".encode()
    web.routes["/feed"] = lambda h: h.answer(200, cut)
    assert next(i.document.title for i in read(f"{web.url}/feed", transport) if not i.set_aside)
    web.routes["/feed"] = lambda h: h.answer(200, b"<rss \xff\xfe nothing at all")
    assert all(i.set_aside for i in read(f"{web.url}/feed", transport))
    laughs = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><rss><channel/></rss>"
    web.routes["/feed"] = lambda h: h.answer(200, laughs)
    assert "entities" in str(read(f"{web.url}/feed", transport)[0].set_aside)


def test_a_sitemap_leads_to_its_pages(web: Any, transport: Transport) -> None:
    web.page("/1", "First")
    index = f"<sitemapindex xmlns='x'><sitemap><loc>{web.url}/s.xml</loc></sitemap></sitemapindex>".encode()
    pages = f"<urlset xmlns='x'><url><loc>{web.url}/1</loc></url></urlset>".encode()
    web.routes["/i.xml"] = lambda h: h.answer(200, index)
    web.routes["/s.xml"] = lambda h: h.answer(200, pages)
    (item,) = read(f"{web.url}/i.xml", transport)
    assert item.document.title == "First"


def test_robots_are_obeyed_and_hosts_are_not_hurried(web: Any, transport: Transport) -> None:
    web.page("/open", "Open")
    web.page("/closed/1", "Closed")
    robots = b"User-agent: *\nDisallow: /closed/\nCrawl-delay: 7\n"
    web.routes["/robots.txt"] = lambda h: h.answer(200, robots)
    waits: list[float] = []
    polite = Polite(transport, delay=1, clock=lambda: 0.0, sleep=waits.append)
    with pytest.raises(FetchError, match="robots"):
        polite.fetch(f"{web.url}/closed/1")
    polite.fetch(f"{web.url}/open")
    polite.fetch(f"{web.url}/open")
    assert waits == [1.0, 8.0]
    assert web.paths() == ["/robots.txt", "/open", "/open"]
    web.routes["/robots.txt"] = lambda h: h.answer(503, b"")
    polite.forget()
    with pytest.raises(FetchError, match="503"):
        polite.fetch(f"{web.url}/open")


def test_an_address_without_a_fetcher_is_an_error() -> None:
    from dateline.errors import ConfigError

    with pytest.raises(ConfigError, match="an address"):
        list(read_paths(["https://example.org/"], ReadOptions()))
