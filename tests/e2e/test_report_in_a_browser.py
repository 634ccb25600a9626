"""The report in a real browser: no barrier that axe-core knows of, no request, no sideways scrolling, nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser import browser
from dateline.cli import main
from private_rows import make_private_war
from product_rows import make_war

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: The pages that are looked at: what is asked for, of which ledger.
PAGES = {
    "all": (make_war, []),
    "then and now": (make_war, ["--from", "2024-06-01", "--to", "2024-07-31", "--since", "2024-01-01T00:00"]),
    "public": (make_private_war, ["--public"]),
    "hostile": (make_private_war, ["--title", "<img src=//x.example/a onerror=alert(1)>\u202e" + "x" * 10_000]),
    "empty": (make_war, ["--place", "Nowhere"]),
}


@pytest.fixture(scope="module")
def shown() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {}
    for name, (make, more) in PAGES.items():
        folder = tmp_path_factory.mktemp("page")
        with pytest.raises(SystemExit) as ending:
            main(["report", "--ledger", str(make(folder / "w.ledger")), "--out", str(folder / "r.html"), *more])
        assert ending.value.code == 0
        made[name] = folder / "r.html"
    return made


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_no_barrier_is_found(name: str, width: int, shown: Browser, pages: dict[str, Path]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # The page allows no script; the checker is one, so it is let past that rule here and only here.
    tab = shown.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    tab.goto(pages[name].as_uri())
    found = Axe().run(tab)
    tab.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", PAGES)
def test_it_asks_for_nothing_and_runs_nothing(name: str, shown: Browser, pages: dict[str, Path]) -> None:
    tab = shown.new_page(viewport={"width": 360, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(pages[name].as_uri())
    tab.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    wide = tab.evaluate("document.documentElement.scrollWidth")
    tab.emulate_media(media="print")
    tab.pdf()
    tab.close()
    assert asked == [pages[name].as_uri()]
    assert said == []
    assert wide <= 360


def test_the_checker_finds_a_barrier(shown: Browser, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    (tmp_path / "bad.html").write_text(
        "<!doctype html><html><body><img src=''><p style='color:#eee'>x</p></body></html>"
    )
    tab = shown.new_page()
    tab.goto((tmp_path / "bad.html").as_uri())
    assert Axe().run(tab).violations_count >= 3
    tab.close()
