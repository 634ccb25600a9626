"""The report: self-contained, every sentence leads to its words, hostile names are inert, readable for all."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from dateline.cli import main
from dateline.ledger import Ledger
from dateline.products.chart import chart
from dateline.products.words import amount, days, event_label
from private_rows import SECRETS, make_private_war
from product_rows import LAWYERS, RSF, SAF, SINGA, actor, figure, made, make_war, told


def run(*line: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(list(line))
    assert isinstance(ending.value.code, int)
    return ending.value.code


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_war(tmp_path_factory.mktemp("war") / "war.ledger")


def page(ledger: Path, out: Path, *more: str) -> html.HtmlElement:
    assert run("report", "--ledger", str(ledger), "--out", str(out), *more) == 0
    return html.fromstring(out.read_text(encoding="utf-8"))


def section(tree: html.HtmlElement, name: str) -> str:
    (found,) = tree.xpath(f"//section[@aria-labelledby='{name}']")
    return " ".join(found.text_content().split())


def test_it_says_what_happened_and_leads_to_the_words(ledger: Path, tmp_path: Path) -> None:
    tree = page(ledger, tmp_path / "r.html")
    told_there = section(tree, "happened")
    assert "29 June 2024. Territory captured in Singa, Sudan: Sudanese Armed Forces from Rapid Support" in told_there
    assert "10 to 15 killed" in told_there
    assert "at least 9 killed" in told_there
    assert "seized Singa" in section(tree, "evidence")
    assert "Singa fell" in section(tree, "evidence")
    assert "55,000 displaced" in section(tree, "moves")
    assert "Emergency Lawyers: 12" in section(tree, "tolls")
    assert "Territory captured" in section(tree, "contested")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [h for h in tree.xpath("//a/@href") if h.startswith("#")]
    assert links
    assert {h[1:] for h in links} <= set(ids)
    for item in tree.xpath("//ol[@class='told']/li"):
        assert item.xpath("./a[starts-with(@href, '#e')]")


def test_it_asks_nothing_of_the_network(ledger: Path, tmp_path: Path) -> None:
    tree = page(ledger, tmp_path / "r.html")
    loaded = "//script|//img|//iframe|//link|//object|//embed|//form|//@src|//@style[contains(., 'url')]"
    assert tree.xpath(loaded) == []
    assert "url(" not in (tmp_path / "r.html").read_text()
    assert "@import" not in (tmp_path / "r.html").read_text()
    outside = [h for h in tree.xpath("//a/@href") if not h.startswith("#")]
    assert set(outside) == {"https://news.example/singa"}
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


def test_hostile_words_are_inert(tmp_path: Path) -> None:
    tree = page(make_private_war(tmp_path / "w.ledger"), tmp_path / "r.html", "--title", "<img src=x onerror=alert(1)>")
    assert tree.xpath("//script|//img") == []
    assert tree.xpath("//@*[starts-with(name(), 'on')]") == []
    assert [h for h in tree.xpath("//a/@href") if not h.startswith(("#", "https://"))] == []
    assert "<script>alert(1)</script>" in tree.text_content()


def test_an_address_of_another_kind_is_no_link(tmp_path: Path) -> None:
    text = "Fighting in Singa."
    with Ledger(tmp_path / "w.ledger", create=True) as opened:
        clash = made("a", text, "Fighting in Singa", event_type="armed_clash", place=SINGA, day="2024-06-24")
        opened.append(told("a", text, clash, url="javascript:alert(1)", title="x" * 10_000))
    assert page(tmp_path / "w.ledger", tmp_path / "r.html").xpath("//a[contains(@href, 'javascript')]") == []


def test_a_screen_reader_finds_its_way(ledger: Path, tmp_path: Path) -> None:
    tree = page(ledger, tmp_path / "r.html", "--from", "2024-06-01", "--to", "2024-07-31")
    assert tree.get("lang") == "en"
    levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert (
        tree.xpath(
            "//th[not(@scope)]|//table[not(caption)]|//svg[not(@role='group')]|//svg[not(title)]|//svg//a[not(@aria-label)]"
        )
        == []
    )
    assert tree.xpath("//a[not(normalize-space()) and not(@aria-label)]") == []
    assert len(tree.xpath("//main")) == 1


def test_control_then_and_now(ledger: Path, tmp_path: Path) -> None:
    tree = page(ledger, tmp_path / "r.html", "--from", "2024-06-01", "--to", "2024-07-31")
    (row,) = tree.xpath("//section[@aria-labelledby='control']//tbody/tr")
    assert row.get("class") == "changed"
    assert [" ".join(c.text_content().split()) for c in row] == [
        "Singa, Sudan", "Rapid Support Forces (held, claimed)", "Sudanese Armed Forces (held, disputed)",
    ]  # fmt: skip


def test_what_changed_since(tmp_path: Path) -> None:
    path = make_war(tmp_path / "w.ledger")
    with Ledger(path) as opened:
        moment = str(opened.last()[1])
        text = "Lawyers said fighting in Singa from 24 to 26 June killed 14 people."
        sides = (actor(SAF, "party"), actor(RSF, "party"))
        opened.append(told(
            "new-1", text,
            made("new-1", text, "fighting in Singa", LAWYERS, event_type="armed_clash", place=SINGA,
                 days=("2024-06-24", "2024-06-26"), actors=sides),
            made("new-1", text, "killed 14 people", LAWYERS, type="figure", event_type="armed_clash", place=SINGA,
                 days=("2024-06-24", "2024-06-26"), figure=figure("killed", 14, 14, 14)),
            published="2024-07-09",
        ))  # fmt: skip
    tree = page(path, tmp_path / "r.html", "--since", moment)
    changed = section(tree, "changed")
    assert "Toll was 11 killed: Armed clash in Singa" in changed
    assert changed.count("Armed clash") == 1


def test_the_same_ledger_gives_the_same_page(ledger: Path, tmp_path: Path) -> None:
    page(ledger, tmp_path / "a.html")
    page(ledger, tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_public_report_names_nobody(tmp_path: Path) -> None:
    tree = page(make_private_war(tmp_path / "w.ledger"), tmp_path / "r.html", "--public", "--since", "2024-01-01")
    text = (tmp_path / "r.html").read_text().replace("<script>", "").casefold()
    assert [s for s in SECRETS if s.casefold() in text] == []
    assert "Words withheld" in tree.text_content()
    assert "Public copy" in tree.text_content()


def test_an_empty_ledger_has_a_report(tmp_path: Path) -> None:
    with Ledger(tmp_path / "w.ledger", create=True):
        pass
    tree = page(tmp_path / "w.ledger", tmp_path / "r.html")
    assert "Nothing is known" in tree.text_content()
    assert "That is not zero" in tree.text_content()


@pytest.mark.parametrize(("place", "is_empty"), [("Atlantis", True), ("Singa", False)])
def test_a_report_of_nothing_says_so_to_who_made_it(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, is_empty: bool
) -> None:
    assert run("report", "--ledger", str(ledger), "--place", place, "--out", str(tmp_path / "r.html")) == 0
    assert ("the report is empty" in capsys.readouterr().err) is is_empty


def test_the_map_stays_in_its_frame() -> None:
    places = [{"lat": lat, "lon": lon, "precision": "settlement", "radius_km": 3.0} for lat, lon in
              ((13.1, 33.9), (15.5, 32.5), (9.0, 40.0))]  # fmt: skip
    drawn = chart((n, p, "reported", "x") for n, p in enumerate(places))
    assert drawn is not None
    assert all(0 <= m.x <= drawn.width and 0 <= m.y <= drawn.height for m in drawn.marks)
    north = min(drawn.marks, key=lambda m: m.y)
    assert north.nr == 1
    assert drawn.lines
    assert chart([(1, None, "reported", "x")]) is None


def test_events_at_one_place_are_one_mark() -> None:
    place = {"lat": 13.1, "lon": 33.9, "precision": "settlement", "radius_km": 3.0}
    drawn = chart((n, place, s, "x") for n, s in enumerate(("reported", "contested", *["reported"] * 5), 1))
    assert drawn is not None
    (mark,) = drawn.marks
    assert (mark.nr, mark.numbers, mark.status) == (1, "1, 2, 3 …", "contested")


def test_marks_that_would_lie_on_each_other_are_one() -> None:
    spot = {"lat": 13.1, "lon": 33.9, "precision": "settlement", "radius_km": 3.0}
    near, far = {**spot, "lat": 13.15}, {**spot, "lon": -70.0}
    area = {**spot, "precision": "adm1", "radius_km": 40.0}
    drawn = chart((n, p, "reported", "x") for n, p in enumerate((spot, near, far, area), 1))
    assert drawn is not None
    assert sorted((m.numbers, m.r > 0) for m in drawn.marks) == [("1, 2", False), ("3", False), ("4", True)]


def test_a_party_is_named_only_where_it_has_a_name(tmp_path: Path) -> None:
    """'The war between the army' is no party, whatever a sentence was read as; civilians are no body's name."""
    text = "The war between the army and others hit people in Singa."
    sides = (actor((None, "The war between the army"), "attacker"), actor(RSF, "attacker"),
             actor(("CIVILIANS", "Civilians"), "victim"))  # fmt: skip
    with Ledger(tmp_path / "w.ledger", create=True) as opened:
        hit = made("a", text, "hit people", event_type="attack_on_civilians", place=SINGA, day="2024-06-24",
                   actors=sides)  # fmt: skip
        opened.append(told("a", text, hit))
    happened = section(page(tmp_path / "w.ledger", tmp_path / "r.html"), "happened")
    assert "Attack on civilians in Singa, Sudan: Rapid Support Forces against civilians." in happened


def test_households_are_no_persons(tmp_path: Path) -> None:
    text = "Some 2,300 households fled Singa."
    fled = {"event_type": "displacement", "place": {**SINGA, "role": "origin"}, "day": "2024-06-24"}
    count = {**figure("displaced", None, 2300, None, unit="households"), "kind": "flow"}
    with Ledger(tmp_path / "w.ledger", create=True) as opened:
        event = made("a", text, "fled Singa", LAWYERS, **fled)
        opened.append(told("a", text, event, made("a", text, text[:-1], LAWYERS, type="figure", figure=count, **fled)))
    tree = page(tmp_path / "w.ledger", tmp_path / "r.html")
    assert "2,300 households displaced" in section(tree, "happened")
    assert "2,300 displaced" not in tree.text_content()
    assert "Emergency Lawyers: 2,300" in section(tree, "moves")


def test_words_are_shown_once(tmp_path: Path) -> None:
    text = "Shelling killed one in Singa."
    hit = {"event_type": "shelling_missile", "place": SINGA, "day": "2024-06-24"}
    with Ledger(tmp_path / "w.ledger", create=True) as opened:
        opened.append(
            told(
                "a",
                text,
                made("a", text, "killed one", **hit),
                made("a", text, "killed one", type="figure", figure=figure("killed", 1, 1, 1), **hit),
            )
        )
    assert section(page(tmp_path / "w.ledger", tmp_path / "r.html"), "evidence").count("killed one") == 1


def test_it_says_of_what_it_is_and_a_public_one_does_not(ledger: Path, tmp_path: Path) -> None:
    tree = page(ledger, tmp_path / "r.html", "--place", "Singa", "--within", "20")
    assert "place Singa and 20.0 km around it" in tree.xpath("string(//header)")
    tree = page(ledger, tmp_path / "p.html", "--place", "Singa", "--public")
    assert "Singa" not in tree.xpath("string(//header)")


def test_every_event_type_has_a_label() -> None:
    from dateline.know.events import load_events

    assert {leaf for leaf in load_events().leaves if event_label(leaf).name == leaf.replace("_", " ").capitalize()} <= {
        "territory_captured", "armed_clash", "ground_offensive", "chemical_attack", "suicide_attack", "grenade_attack",
        "sexual_violence", "attack_on_civilians", "targeted_killing", "excessive_force_against_protesters",
        "protest_with_intervention", "peaceful_protest", "violent_demonstration", "mob_violence", "agreement",
        "withdrawal", "displacement", "evacuation", "return", "humanitarian_access",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("low", "best", "high", "said"),
    [(12, 12, 12, "12"), (9, None, None, "at least 9"), (None, None, 8, "up to 8"), (10, 12, 15, "10 to 15"),
     (None, None, None, "not told"), (0, 0, 0, "0"), (None, 1500, None, "1,500")],
)  # fmt: skip
def test_counts_in_words(low: int | None, best: int | None, high: int | None, said: str) -> None:
    assert amount({"min": low, "best": best, "max": high}) == said


def test_days_in_words() -> None:
    assert days("2024-06-29", "2024-06-29") == "29 June 2024"
    assert days(None, "2024-06-29") == "by 29 June 2024"
    assert days(None, None) == "day unknown"
    assert re.fullmatch(r"\d+ \w+ \d{4}", days(*(date(2024, 1, 2).isoformat(),) * 2))
