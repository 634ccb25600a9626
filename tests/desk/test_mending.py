"""Claims are mended in the browser: words, pin, names; by mouse and by keyboard, and all of it can be taken back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dateline
from browser import barriers
from dateline.ledger import Ledger
from desk_ledger import client_on, decided, fill

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from conftest import Serve, Visit

#: 'The Blue Scarves' is a name that no book has.
REPORT = (
    "KHARTOUM, 12 June 2024 (Reuters) - The Blue Scarves shelled the town of Singa in Sudan on Monday, killing 12"
    " people, the army said. The governor called for calm."
)


def opened(visit: Visit, served: Serve, document: str, claim: str) -> tuple[Page, Locator]:
    page = visit(f"{served()}/documents/{document}#{claim}")
    page.locator(f"#{claim}").get_by_role("button", name="Mend").click()
    form = page.get_by_role("form", name="Mend this claim")
    form.wait_for()
    return page, form


def test_a_place_is_mended_by_moving_the_pin_with_the_arrow_keys(served: Serve, visit: Visit, path: Path) -> None:
    found = client_on(path).claim("c")["claim"]
    page, form = opened(visit, served, "c", found["id"])
    form.get_by_role("button", name="Move the pin on a map").click()
    pin = page.locator(".pin[data-ready]")
    pin.wait_for()
    assert barriers(page) == []
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    form.get_by_role("button", name="Keep the changes").click()
    page.get_by_text("Mended.").wait_for()
    place = client_on(path).get(f"/claims/{found['id']}")["claim"]["places"][0]
    was = found["places"][0]
    assert place["id"] is None
    assert place["lat"] > was["lat"] + 0.05
    assert place["lon"] > was["lon"] + 0.01
    page.locator(f"#{found['id']}").get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    assert client_on(path).get(f"/claims/{found['id']}")["claim"]["places"][0]["id"] == was["id"]


def test_what_is_typed_is_chosen_or_put_back_and_one_undo_takes_the_whole_form_back(
    served: Serve, visit: Visit, path: Path
) -> None:
    found = client_on(path).claim("c")["claim"]
    page, form = opened(visit, served, "c", found["id"])
    search = form.get_by_label(re.compile("place: search by name")).first
    search.fill("Goma")
    form.get_by_label("From").fill("2024-06-01")
    form.get_by_label("To", exact=True).fill("2024-06-02")
    form.get_by_role("button", name="Keep the changes").click()
    page.get_by_text("Choose one of the names found for “Goma”").wait_for()
    assert client_on(path).get(f"/claims/{found['id']}")["claim"] == found
    form.get_by_role("button", name=re.compile("^Goma, settlement")).first.wait_for()
    search.press("ArrowDown")
    page.keyboard.press("Enter")
    form.get_by_role("button", name="Keep the changes").click()
    page.get_by_text("Mended.").wait_for()
    now = client_on(path).get(f"/claims/{found['id']}")["claim"]
    assert (now["places"][0]["name"], now["time"]["from"], now["time"]["to"]) == ("Goma", "2024-06-01", "2024-06-02")
    page.locator(f"#{found['id']}").get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    assert client_on(path).get(f"/claims/{found['id']}")["claim"] == found


def test_words_are_chosen_by_keyboard(served: Serve, visit: Visit, path: Path) -> None:
    claim = client_on(path).claim("a")["claim"]["id"]
    page, form = opened(visit, served, "a", claim)
    form.locator("fieldset", has_text="What").get_by_role("button", name="Choose the words").first.click()
    page.get_by_text("Choose with the mouse").wait_for()
    for key in ("ArrowLeft",) * 40 + ("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert barriers(page) == []
    page.keyboard.press("Enter")
    form.get_by_role("button", name="Keep the changes").click()
    page.get_by_text("Mended.").wait_for()
    now = client_on(path).get(f"/claims/{claim}")["claim"]
    assert (now["start"], now["end"], now["text"]) == (9, 20, "0 of report")
    assert page.locator(f"#{claim}").get_by_text("“0 of report”").count() == 1


def test_words_that_are_chosen_with_the_mouse_are_made_the_actor(served: Serve, visit: Visit, path: Path) -> None:
    claim = client_on(path).claim("d")["claim"]["id"]
    page = visit(f"{served()}/documents/d#{claim}")
    page.locator(".prose a[data-claims]").first.evaluate(
        "a => { const r = document.createRange(); r.setStart(a.firstChild, 14); r.setEnd(a.firstChild, 22);"
        " getSelection().removeAllRanges(); getSelection().addRange(r); }"
    )
    bar = page.get_by_role("group", name="What the chosen words are")
    bar.get_by_text("“report d”").wait_for()
    assert barriers(page) == []
    bar.get_by_role("button", name="the actor").click()
    form = page.get_by_role("form", name="Mend this claim")
    actor = form.locator("fieldset", has_text="actor: search by name")
    actor.get_by_label("actor: search by name").fill("M23")
    actor.get_by_role("button", name=re.compile("^March 23|^M23")).first.click()
    actor.get_by_label("Role").select_option("attacker")
    form.get_by_role("button", name="Keep the changes").click()
    page.get_by_text("Mended.").wait_for()
    now = client_on(path).get(f"/claims/{claim}")["claim"]["actors"][0]
    assert (now["role"], now["id"], now["text"]) == ("attacker", "M23", "report d")


@pytest.fixture
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The usual ledger, or one that a real run has read."""
    if "name" not in request.node.name:
        return fill(tmp_path / "war.ledger")
    (tmp_path / "report.txt").write_text(REPORT)
    (tmp_path / "other.txt").write_text(REPORT.replace("The Blue Scarves", "Gunmen").replace("Singa", "Kadugli"))
    dateline.run([tmp_path], ledger=tmp_path / "war.ledger", mapping={})
    return tmp_path / "war.ledger"


def test_a_name_that_is_added_is_read_in_the_documents_that_have_it_and_can_be_taken_back(
    served: Serve, visit: Visit, path: Path
) -> None:
    with Ledger(path) as ledger:
        claim = next(c for c in ledger.claims() if c.type == "event" and "Singa" in ledger.text(c.document))
        other = next(d.id for d in ledger.documents() if d.id != claim.document)
        readings = {key: ledger.known(key) for key in (claim.document, other)}
    assert "RSF_SUDAN" not in {a.id for a in claim.actors}
    page = visit(f"{served()}/claims/{claim.id}")
    page.get_by_role("button", name="Mend").click()
    form = page.get_by_role("form", name="Mend this claim")
    field = form.get_by_label(re.compile("(attacker|perpetrator|actor): search by name")).first
    field.fill("Blue Scarves")
    form.get_by_role("button", name="Add “Blue Scarves” to the actors").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("is another name of").fill("Rapid Support")
    dialog.get_by_role("button", name=re.compile("^Rapid Support Forces")).click()
    assert barriers(page) == []
    dialog.get_by_role("button", name="Add it and read again what has it").click()
    dialog.get_by_text(re.compile("1 document read anew: [1-9]")).wait_for(timeout=60_000)
    assert barriers(page) == []
    with Ledger(path) as ledger:
        assert "RSF_SUDAN" in {a.id for c in ledger.claims(claim.document) for a in c.actors}
        assert ledger.known(other) == readings[other]
        assert ledger.known(claim.document) != readings[claim.document]
    dialog.get_by_role("button", name="Take the name back").click()
    dialog.get_by_role("button", name="Take the name back").wait_for(state="detached")
    dialog.get_by_text(re.compile("1 document read anew: [1-9]")).wait_for(timeout=60_000)
    with Ledger(path) as ledger:
        assert "RSF_SUDAN" not in {a.id for c in ledger.claims(claim.document) for a in c.actors}
        assert ledger.known(claim.document) == readings[claim.document]
    assert [action for action, _ in decided(path)] == ["name", "undo"]
