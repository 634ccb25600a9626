"""The desk as people use it: by keyboard, on a phone, in the dark, without scripts, two at once, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from browser import barriers
from desk_ledger import SCRIPT, client_on, decided

if TYPE_CHECKING:
    from conftest import Serve, Visit

PAGES = ["/", "/queue", "/events", "/control", "/figures", "/documents", "/documents/a", "/suggestions", "/reviews",
         "/places/test:Sake", "/claims", "/map"]  # fmt: skip


def test_claims_are_reviewed_by_keyboard(served: Serve, visit: Visit, path: Path) -> None:
    waiting = [w["claim"]["id"] for w in client_on(path).get("/queue")["items"]]
    page = visit(f"{served()}/queue")
    for n, key in enumerate("araa", 1):
        page.keyboard.press(key)
        page.get_by_text(re.compile(rf"^{n} decided")).wait_for()
    page.keyboard.press("u")
    page.get_by_text(re.compile(r"^3 decided")).wait_for()
    page.keyboard.press("r")
    page.get_by_text(re.compile(r"^4 decided")).wait_for()
    acts = ["accept", "reject", "accept", "accept", "undo", "reject"]
    assert decided(path) == list(zip(acts, [*waiting[:4], waiting[3], waiting[3]], strict=True))


def test_a_place_is_mended_by_its_name(served: Serve, visit: Visit, path: Path) -> None:
    claim = client_on(path).claim("c")["claim"]["id"]
    page = visit(f"{served()}/documents/c#{claim}")
    page.locator(f"a[data-claims~='{claim}']").first.click()
    form = page.get_by_role("form", name="Mend this claim")
    form.get_by_label("event place: search by name").fill("Singa")
    form.get_by_role("button", name=re.compile(r"Singa, settlement, Sennar, SD")).click()
    form.get_by_label("From").fill("2025-01-20")
    assert barriers(page) == []
    form.get_by_label("To", exact=True).fill("2025-01-20")
    form.get_by_role("button", name="Keep the changes").click()
    page.get_by_text("Mended.").wait_for()
    assert page.locator(f"#{claim}").get_by_text("in Singa, Sudan").count() == 1
    now = client_on(path).get(f"/claims/{claim}")["claim"]
    assert (now["places"][0]["country"], now["time"]["from"]) == ("SD", "2025-01-20")


def test_two_events_are_merged_and_parted_again(served: Serve, visit: Visit, path: Path) -> None:
    page = visit(f"{served()}/suggestions")
    page.get_by_role("button", name="They are one event").first.click()
    page.get_by_text("They are one event now.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("button", name="They are one event").count() > 0
    assert [action for action, _ in decided(path)] == ["merge", "undo"]


def test_the_second_of_two_sees_what_the_first_decided(served: Serve, visit: Visit, path: Path) -> None:
    claim = client_on(path).claim("a")["claim"]["id"]
    ana, ben = visit(f"{served('ana')}/documents/a"), visit(f"{served('ben')}/documents/a")
    ana.locator(f"#{claim}").get_by_role("button", name="Reject").click()
    ana.get_by_text("Rejected.").wait_for()
    ben.locator(f"#{claim}").get_by_role("button", name="Accept").click()
    ben.get_by_text("has changed since you saw it").wait_for()
    ben.locator(f"#{claim}").get_by_text("rejected", exact=True).wait_for()
    ben.locator(f"#{claim}").get_by_role("button", name="Accept").click()
    ben.get_by_text("Accepted.").wait_for()
    assert [action for action, _ in decided(path)] == ["reject", "accept"]


@pytest.mark.parametrize(
    "page", ["/", "/queue", "/events", "/documents", f"/documents/{quote(f'x{SCRIPT}', safe='')}", "/map"]
)
def test_script_in_a_headline_a_name_or_a_file_name_never_runs(reading: str, visit: Visit, page: str) -> None:
    seen = visit(reading + page)
    seen.wait_for_load_state("networkidle")
    assert seen.evaluate("window.ran") is None
    assert seen.locator("img").count() == 0


def test_the_map_is_drawn_and_its_slider_moves_the_day(reading: str, visit: Visit) -> None:
    page = visit(f"{reading}/map")
    page.locator("#map[data-drawn]").wait_for()
    rows = page.locator("#features tbody tr:visible")
    everything = rows.count()
    page.get_by_label("Events of").select_option("1")
    page.get_by_label("As of").focus()
    page.keyboard.press("End")
    assert page.locator("#shown").inner_text() == "2025-01-23"
    page.get_by_text(re.compile(r"^4 events$")).wait_for()
    assert rows.count() == 4 < everything
    assert "window=1" in page.url
    page.reload()
    page.locator("#map[data-lines]").wait_for()
    assert rows.count() == 4


@pytest.mark.parametrize(("address", "width"), [*((a, 360) for a in PAGES), ("/", 2560), ("/map", 2560)])
def test_no_page_is_wider_than_the_window(reading: str, visit: Visit, address: str, width: int) -> None:
    page = visit(reading + address, width=width)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("address", "dark"), [*((a, False) for a in PAGES), ("/queue", True), ("/documents/a", True)])
def test_a_checker_of_accessibility_finds_nothing(reading: str, visit: Visit, address: str, dark: bool) -> None:
    page = visit(reading + address, dark=dark)
    page.wait_for_load_state("networkidle")
    assert barriers(page) == []


def test_an_event_shows_its_sources_side_by_side_without_barriers(served: Serve, visit: Visit, path: Path) -> None:
    event = client_on(path).event("shelling_missile")["event"]
    page = visit(f"{served()}/events/{event['id']}")
    voices = page.locator(".voice:has(mark)")
    assert voices.count() == len(event["documents"])
    tops = {voices.nth(n).bounding_box()["y"] for n in range(2)}
    assert len(tops) == 1
    assert page.get_by_role("heading", name="How many, by originator").count() == 1
    assert barriers(page) == []
    page.locator("input[name=part]").last.check()
    page.get_by_role("button", name="Take the chosen claims out of this event").click()
    page.get_by_text("not of ev_").wait_for()
    assert decided(path)[0][0] == "split"


def test_without_scripts_it_can_be_read_and_offers_nothing_that_would_not_work(reading: str, visit: Visit) -> None:
    page = visit(f"{reading}/queue", script=False)
    assert page.locator("article.claim mark").count() > 0
    assert page.locator("button:visible").count() == 0
