"""A desk with accounts as people use it, in a real browser: in, out, readers, two at once, without barriers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from browser import barriers
from desk_accounts import PASSWORD, House
from desk_ledger import SCRIPT, client_on

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from conftest import Visit

Manned = tuple[str, House]


def log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def enter(manned: Manned, visit: Visit) -> Any:
    """enter(name, path): a page of the desk, of a browser of its own, after signing in by keyboard."""

    def go(name: str, path: str = "/", **given: Any) -> Page:
        page = visit(manned[0] + path, **given)
        page.locator("[name=name]:focus").wait_for()
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(re.escape(path) + "$"))
        return page

    return go


def test_signing_in_leads_to_the_page_that_was_asked_for(manned: Manned, visit: Visit) -> None:
    page = visit(f"{manned[0]}/events?place=Sake")
    assert page.get_by_role("link", name="Queue").count() == 0
    log_in(page, "ben", "not the password")
    page.get_by_role("alert").get_by_text("The name or the password is wrong").wait_for()
    assert page.get_by_label("Password").input_value() == ""
    assert page.evaluate("document.activeElement.name") == "password"
    log_in(page, "ben")
    page.wait_for_url("**/events?place=Sake")
    assert page.get_by_role("link", name="ben analyst").count() == 1
    assert page.get_by_role("link", name="Audit").count() == 0
    assert page.evaluate("document.cookie") == "", "no script can read the session"


def test_whoever_guesses_is_told_to_wait(manned: Manned, visit: Visit) -> None:
    page = visit(f"{manned[0]}/login")
    for _ in range(5):
        log_in(page, "ben", "not the password")
        page.get_by_role("alert").get_by_text("wrong").wait_for()
        page.get_by_role("button", name="Sign in").and_(page.locator(":enabled")).wait_for()
    log_in(page, "ben")
    page.get_by_role("alert").get_by_text("Too many failed attempts; try again in 1 second.").wait_for()
    manned[1].clock.at += 1
    log_in(page, "ben")
    page.wait_for_url(f"{manned[0]}/")


def test_a_reader_sees_all_and_is_offered_nothing(enter: Any, manned: Manned) -> None:
    page = enter("cara", "/queue")
    assert page.locator("article.claim mark").count() > 0
    assert page.locator("main button:visible").count() == 0
    for key in "aeru":
        page.keyboard.press(key)
    page.goto(f"{manned[0]}/documents/a")
    page.locator("a[data-claims]").first.click()
    assert page.locator("form.mend").count() == 0
    assert page.get_by_text("You can read here").count() == 1
    status = page.evaluate(
        """async () => (await fetch("/api/v1/reviews", {
          method: "POST", body: JSON.stringify({action: "undo", reason: "x"}),
          headers: {"content-type": "application/json", "x-dateline": "desk"},
        })).status"""
    )
    assert status == 403
    assert manned[1].client("ana").get("/reviews")["total"] == 0


def test_signing_out_leaves_nothing_behind(enter: Any, manned: Manned) -> None:
    page = enter("ben", "/queue")
    before = page.context.cookies()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")
    assert page.context.cookies() == []
    page.go_back()
    page.wait_for_url("**/login?next=%2Fqueue")
    assert page.locator("article.claim").count() == 0
    page.context.add_cookies(before)
    page.goto(f"{manned[0]}/queue")
    assert "/login" in page.url, "the cookie of before opens nothing"


def test_who_decides_after_the_session_ended_is_told_and_loses_no_words(enter: Any, manned: Manned, path: Any) -> None:
    claim = client_on(path).claim("a")["claim"]["id"]
    page = enter("ben", "/documents/a")
    card = page.locator(f"#{claim}")
    card.get_by_role("button", name="Mend").click()
    form = page.get_by_role("form", name="Mend this claim")
    form.get_by_label("From").fill("2025-01-20")
    manned[1].accounts.set_role("ben", "editor", by="root")
    form.get_by_role("button", name="Keep the changes").click()
    page.get_by_text("a session may have ended").wait_for()
    assert form.get_by_label("From").input_value() == "2025-01-20"
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again").click()
    log_in(opened.value, "ben")
    opened.value.wait_for_url(re.compile(r":\d+/account$"))
    opened.value.close()
    page.bring_to_front()
    form.get_by_role("button", name="Keep the changes").click()
    page.get_by_text("Mended.").wait_for()


def test_two_people_edit_one_claim_and_neither_is_lost(enter: Any, manned: Manned, path: Any) -> None:
    claim = client_on(path).claim("a")["claim"]["id"]
    ben, bo = enter("ben", "/documents/a"), enter("bo", "/documents/a")

    def mended(page: Page, label: str, value: str) -> Locator:
        page.locator(f"#{claim}").get_by_role("button", name="Mend").click()
        form = page.get_by_role("form", name="Mend this claim")
        form.get_by_label(label).select_option(value)
        return form.get_by_role("button", name="Keep the changes")

    of_bo, of_ben = mended(bo, "Certainty", "estimated"), mended(ben, "In the story", "background")
    of_ben.click()
    ben.get_by_text("Mended.").wait_for()
    of_bo.click()
    bo.get_by_text("has changed since you saw it").wait_for()
    card = bo.locator(f"#{claim}")
    card.get_by_text("by ben").first.wait_for()
    card.get_by_text("background", exact=False).first.wait_for()
    assert card.get_by_label("Certainty").input_value() == "estimated", "what was chosen stays"
    of_bo.click()
    bo.get_by_text("Mended.").wait_for()
    assert card.locator("form").count() == 0
    now = manned[1].client("cara").get(f"/claims/{claim}")
    assert (now["claim"]["news_role"], now["claim"]["certainty"]) == ("background", "estimated")
    assert [r["by"] for r in now["reviews"]] == ["ben", "bo"]


def test_one_sets_a_password_of_ones_own(enter: Any, manned: Manned) -> None:
    page = enter("cara", "/account")
    page.get_by_label("The password now").fill(PASSWORD)
    page.get_by_label("The new one, 12").fill("five words of no sentence")
    page.get_by_label("The new one again").fill("another five words of none")
    page.get_by_role("button", name="Set it").click()
    page.get_by_role("alert").get_by_text("differ").wait_for()
    page.get_by_label("The password now").fill(PASSWORD)
    for label in ("The new one, 12", "The new one again"):
        page.get_by_label(label).fill("five words of no sentence")
    page.get_by_role("button", name="Set it").click()
    page.wait_for_url("**/login")
    log_in(page, "cara", "five words of no sentence")
    page.wait_for_url(f"{manned[0]}/")


def test_an_editor_reads_who_did_what(enter: Any, manned: Manned) -> None:
    ana = manned[1].client("ben")
    claim = ana.claim(f"x{SCRIPT}")
    ana.decide("reject", SCRIPT, claim=claim["claim"]["id"], version=claim["version"])
    page = enter("ana", "/audit")
    rows = page.locator("table.log tbody tr")
    assert rows.count() > 5
    assert page.evaluate("window.ran") is None
    assert page.locator("img").count() == 0
    page.get_by_label("What").select_option("reject")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**what=reject**")
    assert rows.count() == 1
    assert "ben" in rows.inner_text()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("address", ["/login", "/audit", "/account", "/"])
def test_pages_of_accounts_have_no_barriers_and_fit(
    enter: Any, manned: Manned, visit: Visit, address: str, dark: bool, width: int
) -> None:
    manned[1].http("cara").post("/api/v1/reviews", json={}, headers={"x-dateline": "desk"})
    if address == "/login":
        page = visit(f"{manned[0]}/login", width=width, dark=dark)
        log_in(page, "nobody", "x")
        page.get_by_role("alert").wait_for()
    else:
        page = enter("ana", address, width=width, dark=dark)
    page.wait_for_load_state("networkidle")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_login_says_that_it_needs_them(manned: Manned, visit: Visit) -> None:
    page = visit(f"{manned[0]}/login", script=False)
    assert page.locator("main noscript").inner_text() == "Signing in needs scripts."
    assert page.locator("button:visible").count() == 0
