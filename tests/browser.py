"""A real browser for tests: Debian's Chromium, headless, on files of this machine only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: What it must not do by itself in a test.
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
MISSING = "no Chromium here: `apt-get install chromium`, or name one in DATELINE_CHROMIUM; CI must have one"


def chromium() -> str | None:
    """The browser's program; None where there is none."""
    return os.environ.get("DATELINE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser(*more: str) -> Iterator[Browser]:
    """A headless browser, with more flags on demand. Without one the test is skipped with what to install; in CI it
    fails."""
    found = chromium()
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=found, args=[*_QUIET, *more])
        try:
            yield opened
        finally:
            opened.close()


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core finds: the rule and where."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found]
