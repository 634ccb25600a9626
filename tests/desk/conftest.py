"""A desk that is served, and a real browser that looks at it."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser import browser
from dateline.desk.app import make_app
from dateline.desk.serve import bound
from desk_accounts import House, house
from desk_ledger import desk_on, fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: The map is drawn without a graphics card.
DRAWING = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")

Serve = Callable[..., str]
Visit = Callable[..., "Page"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return fill(tmp_path / "war.ledger")


@pytest.fixture
def served(path: Path) -> Iterator[Serve]:
    """served(by): the address of a desk of that user on the ledger."""
    with ExitStack() as stack:
        yield lambda by="ana": stack.enter_context(serving(path, by))


@pytest.fixture(scope="session")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk that nobody decides at."""
    with serving(fill(tmp_path_factory.mktemp("desk") / "war.ledger"), "ana") as address:
        yield address


@pytest.fixture
def manned(path: Path) -> Iterator[tuple[str, House]]:
    """The address of a desk with accounts on the ledger, and these."""
    made = house(path)
    with serving(path, "", made.app) as address:
        yield address, made


#: Refusals that tests bring about, as the browser writes them down.
_REFUSALS = ("401", "403", "409", "429")


def expected(line: str) -> bool:
    """Whether a line of the browser's console is only a refusal of the API."""
    return line.startswith("Failed to load resource") and any(f"status of {code}" in line for code in _REFUSALS)


@contextmanager
def serving(path: Path, by: str, app: Any = None) -> Iterator[str]:
    """A desk in a thread of its own; its address."""
    import uvicorn

    with bound("127.0.0.1", 0) as listening:
        config = uvicorn.Config(app or make_app(desk_on(path, by)), log_level="critical", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        deadline = time.monotonic() + 60
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = server.force_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def shown() -> Iterator[Browser]:
    with browser(*DRAWING) as opened:
        yield opened


@pytest.fixture
def visit(shown: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """visit(address, width, dark, script): a page of its own.

    A foreign request, an error or a refusal of the policy on it fails the test. With DATELINE_SCREENSHOTS set to a
    folder, what each page shows at the end is kept there.
    """
    wrong: list[str] = []
    pages: list[Page] = []

    def go(address: str, *, width: int = 1280, dark: bool = False, script: bool = True) -> Page:
        own = address.split("/", 3)[2]
        context = shown.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "request",
            lambda r: wrong.append(r.url) if own not in r.url and r.url[:5] not in ("blob:", "data:") else None,
        )
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" and not expected(m.text) else None)
        page.goto(address)
        pages.append(page)
        return page

    yield go
    folder = os.environ.get("DATELINE_SCREENSHOTS")
    for n, page in enumerate(pages):
        if folder:
            page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z0-9]+', '-', request.node.name)}-{n}.png")
        page.context.close()
    assert wrong == []
