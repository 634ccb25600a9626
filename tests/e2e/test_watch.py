"""A feed watched for several rounds while the server misbehaves, and killed between and within rounds."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.ledger import Ledger
from web_server import Server

Call = Callable[..., Any]


@pytest.fixture
def web() -> Iterator[Any]:
    server = Server()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def feeds(web: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_HOST_SECONDS", "0")
    monkeypatch.setenv("DATELINE_GATE", "false")
    path = tmp_path / "feeds.toml"
    path.write_text(f'every = 0.0001\n[[feed]]\nurl = "{web.url}/feed"\nsource = "The Wire"\n')
    return path


def due(ledger: Path, url: str) -> None:
    """Let the feed be asked now, whatever it was told."""
    with Ledger(ledger) as opened:
        from dataclasses import replace

        opened.watch(replace(opened.watched(url), next_at=0.0))


def titles(call: Call) -> list[str]:
    rows = [json.loads(x) for x in call("documents", "--format", "jsonl").stdout.splitlines()]
    assert len({r["id"] for r in rows}) == len(rows)
    return sorted(r["title"] for r in rows if not r["set_aside"])


def test_rounds_against_a_misbehaving_server(call: Call, feeds: Path, web: Any, tmp_path: Path) -> None:
    ledger, url = tmp_path / "dateline.ledger", f"{web.url}/feed"

    def round_() -> Any:
        if ledger.exists():
            due(ledger, url)
        return call("watch", feeds, "--rounds", 1, "--allow-private")

    web.page("/1", "First")
    web.feed("/feed", ["/1"], "v1")
    assert "1 read" in round_().stderr
    round_()
    assert web.paths().count("/1") == 1, "a 304 costs one request"
    web.routes["/feed"] = lambda h: h.answer(429, b"", Retry_After="3600")
    assert "429" in round_().stderr
    with Ledger(ledger) as opened:
        waits = opened.watched(url)
    assert (waits.failures, waits.next_at - time.time() > 3500) == (1, True)
    web.routes["/feed"] = lambda h: h.answer(200, b"<rss \xff broken")
    assert "not read" in round_().stderr
    web.routes["/2"] = lambda h: h.answer(503, b"")
    web.page("/3", "Third")
    web.feed("/feed", ["/3", "/2", "/1"], "v2")
    assert "503" in round_().stderr
    assert titles(call) == ["Entry /1", "Entry /3"]
    web.page("/2", "Second")
    assert "1 read" in round_().stderr, "the page that failed is asked for again, though the feed has not changed"
    assert titles(call) == ["Entry /1", "Entry /2", "Entry /3"]
    assert web.paths().count("/1") == web.paths().count("/3") == 1
    before = web.paths().count("/feed")
    call("watch", feeds, "--rounds", 1, "--allow-private")
    assert web.paths().count("/feed") >= before
    with Ledger(ledger) as opened:
        assert opened.watched(url).failures == 0
        assert {r.publisher for r in opened.documents()} == {"The Wire"}
        assert opened.verify() == ()


def test_killed_within_and_between_rounds_nothing_is_lost_or_doubled(
    call: Call, command: Path, feeds: Path, web: Any, tmp_path: Path
) -> None:
    links = [f"/{n}" for n in range(12)]
    for link in links:
        web.page(link, f"Report {link}")
    web.feed("/feed", links, "v1")
    arguments = [sys.executable, str(command), "0.05", "watch", str(feeds), "--allow-private"]
    for wanted in (3, 7):
        process = subprocess.Popen(arguments, cwd=tmp_path, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            ledger = tmp_path / "dateline.ledger"
            if ledger.exists():
                try:
                    with Ledger(ledger) as opened:
                        if opened.counts()["documents"] >= wanted:
                            break
                except Exception:  # noqa: BLE001 - it is just being made
                    pass
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    due(tmp_path / "dateline.ledger", f"{web.url}/feed")
    assert call("watch", feeds, "--rounds", 1, "--allow-private").returncode == 0
    assert titles(call) == sorted(f"Entry {link}" for link in links)
    with Ledger(tmp_path / "dateline.ledger") as opened:
        assert opened.verify() == ()


def test_private_addresses_need_leave(call: Call, feeds: Path, web: Any) -> None:
    done = call("watch", feeds, "--rounds", 1)
    assert "private address" in done.stderr
    assert web.asked == []


@pytest.mark.parametrize(
    ("toml", "helps"),
    [("feed = 1", "feed"), ("[[feed]]\nurl = 'x'", "url"), ("[[feed]]\nurll = 'http://x'", "url"), ("every", "TOML")],
)
def test_a_wrong_file_is_explained(toml: str, helps: str, call: Call, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text(toml)
    done = call("watch", "feeds.toml")
    assert done.returncode == 2
    assert helps in done.stderr


def test_sigterm_ends_a_watch_after_the_document_in_hand(command: Path, feeds: Path, web: Any, tmp_path: Path) -> None:
    for n in range(40):
        web.page(f"/{n}", f"Report {n}")
    web.feed("/feed", [f"/{n}" for n in range(40)], "v1")
    arguments = [sys.executable, str(command), "0.05", "watch", str(feeds), "--allow-private"]
    process = subprocess.Popen(arguments, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(web.asked) < 5:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Stopping after this document" in said
    with Ledger(tmp_path / "dateline.ledger") as opened:
        assert 0 < opened.counts()["documents"] < 40
        assert opened.verify() == ()


def test_an_address_that_is_read_at_last_is_no_longer_listed_as_refused(call: Call, web: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("DATELINE_HOST_SECONDS", "0")
    monkeypatch.setenv("DATELINE_GATE", "false")
    web.routes["/a"] = lambda h: h.answer(404, b"not yet")
    assert call("run", f"{web.url}/a", "--allow-private").returncode == 1
    assert f"{web.url}/a" in call("documents", "--set-aside", "--format", "jsonl").stdout
    web.page("/a", "Report")
    assert call("run", f"{web.url}/a", "--allow-private").returncode == 0
    assert call("documents", "--set-aside", "--format", "jsonl").stdout == ""
