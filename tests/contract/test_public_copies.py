"""A ledger full of what could harm people: none of it gets out, by any format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dateline.cli import main
from dateline.ledger import Ledger, Review
from dateline.products.books import PackageBooks
from dateline.products.exporter import exporters
from dateline.products.material import VIEWS, Material, Row, View
from dateline.products.protect import Withheld, protect, releases_of
from dateline.products.protection import load_protection
from dateline.products.public_ids import PublicIds
from dateline.run.engine_products import Asked, material_of
from private_rows import SECRETS, make_private_war
from product_rows import make_war


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_private_war(tmp_path_factory.mktemp("private") / "war.ledger")


@pytest.fixture(scope="module")
def books() -> Iterator[PackageBooks]:
    with PackageBooks() as opened:
        yield opened


def run(*line: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(list(line))
    assert isinstance(ending.value.code, int)
    return ending.value.code


def texts(out: Path) -> str:
    """All that can be read in a product, file names too."""
    files = [out] if out.is_file() else [p for p in out.rglob("*") if p.is_file()]
    found = []
    for path in files:
        found.append(path.name)
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            found.append(json.dumps(table.to_pylist(), default=str, ensure_ascii=False) + str(table.schema.metadata))
        else:
            found.append(path.read_text(encoding="utf-8"))
    return "\n".join(found)


def leaks(text: str) -> list[str]:
    return [s for s in SECRETS if s.casefold() in text.casefold()]


@pytest.mark.parametrize("name", exporters())
def test_nothing_private_gets_out(name: str, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run("export", name, "--ledger", str(ledger), "--out", str(out), "--public") == 0
    assert leaks(texts(out)) == []
    said = capsys.readouterr().err
    assert leaks(said) == []
    assert "public copy: withheld" in said or name.startswith("persons")


def test_without_the_flag_it_would(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("export", "datapackage", "--ledger", str(ledger), "--out", str(out)) == 0
    assert {"fatima", "al-noor", "zamzam", "ana petrova", "912 345"} <= set(leaks(texts(out)))


def test_filters_are_not_told(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    line = ["export", "geojson", "--ledger", str(ledger), "--out", str(out), "--public", "--actor", "Fatima Hassan"]
    assert run(*line) == 0
    assert leaks(texts(out)) == []


def public(opened: Ledger, books: PackageBooks, withheld: Withheld | None = None) -> Material:
    releases = releases_of(opened.reviews())
    report = Withheld("test") if withheld is None else withheld
    return protect(
        material_of(opened, Asked()), load_protection(), books, releases, report, PublicIds(opened.public_key())
    )


def test_what_is_left_is_worth_having(ledger: Path, books: PackageBooks) -> None:
    """Events by type, day, province and parties of the book; figures; who said it by kind."""
    withheld = Withheld("test")
    with Ledger(ledger) as opened:
        material = public(opened, books, withheld)
        events = {e["type"]: e for e in material.rows("events")}
        figures = list(material.rows("figures"))
        claims = list(material.rows("claims"))
    assert set(events) == {"shelling_missile", "sexual_violence", "armed_clash"}
    shelling = events["shelling_missile"]
    assert (shelling["place"]["name"], shelling["place"]["precision"]) == ("Sennar", "adm1")
    assert shelling["side_a"][0]["name"] == "Rapid Support Forces"
    assert [p["name"] for p in shelling["side_b"]] == [None]
    assert shelling["time"]["from"] == "2024-01-10"
    assert events["sexual_violence"]["place"]["name"] == "Sennar"
    assert events["armed_clash"]["place"]["name"] == "Singa"
    assert {(f["measure"], f["place"]["precision"]) for f in figures} == {("killed", "adm1"), ("displaced", "adm1")}
    assert len(claims) == 8
    assert all(c["text"] is c["start"] is c["end"] is None for c in claims)
    reasons = {row["what"] for row in withheld.to_json()["withheld"]}
    assert {"events: people on the move", "claims: on persons who are no public figures", "claims.text"} <= reasons


def test_only_what_a_reviewer_released_leaves(tmp_path: Path, books: PackageBooks) -> None:
    with Ledger(make_war(tmp_path / "w.ledger")) as opened:
        first, second = [c for c in opened.claims() if c.event_type == "shelling_missile"][:2]
        turned = PublicIds(opened.public_key()).public
        done = opened.review(
            Review(target_kind="claim", target=first.id, action="release", by="ana", reason="no person in it")
        )
        opened.review(Review(target_kind="document", target="army-1", action="release", by="ana", reason="in print"))
        claims = {c["id"]: c for c in public(opened, books).rows("claims")}
        assert (claims[turned(first.id)]["text"], claims[turned(first.id)]["start"]) == (first.text, first.start)
        assert claims[turned(second.id)]["text"] is None
        documents = [d for d in public(opened, books).rows("documents") if d["title"]]
        assert [(d["title"], d["url"]) for d in documents] == [("Army takes Singa", "https://news.example/singa")]
        opened.review(Review(
            target_kind="claim", target=first.id, action="undo", by="ana", reason="doubt", supersedes=done.id
        ))  # fmt: skip
        assert all(c["text"] is None for c in public(opened, books).rows("claims"))


def test_movements_come_late_and_coarse(tmp_path: Path, books: PackageBooks) -> None:
    with Ledger(make_war(tmp_path / "w.ledger")) as opened:
        events = {e["type"]: e for e in public(opened, books).rows("events")}
        assert events["displacement"]["place"]["name"] == "Sennar"
        assert events["territory_captured"]["place"]["name"] == "Singa"
        rules = load_protection().model_copy(update={"delay_days": 365_000})
        later = protect(
            material_of(opened, Asked()), rules, books, frozenset(), Withheld("test"), PublicIds(opened.public_key())
        )
        assert "displacement" not in {e["type"] for e in later.rows("events")}
        assert "displaced" not in {f["measure"] for f in later.rows("figures")}
        bare = [c for c in later.rows("claims") if c["event_type"] is None and c["type"] == "figure"]
        assert len(bare) == 1
        assert bare[0]["figure"]["best"] is None


def leaf_paths(value: Any, before: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaf_paths(inner, (*before, name))
    elif isinstance(value, list) and value:
        yield from leaf_paths(value[0], (*before, 0))
    else:
        yield before


def poisoned(row: Row, path: tuple[str | int, ...], poison: Any) -> Row:
    copy = json.loads(json.dumps(row))
    inner = copy
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = poison
    return copy


POISONS: dict[str, Callable[[], Any]] = {
    "words": lambda: "Fatima Hassan +249 912 345 678",
    "a list": lambda: ["Fatima Hassan"],
    "a mapping": lambda: {"name": "Fatima Hassan", "Fatima": "Hassan", "id": "fatima"},
}


@pytest.mark.parametrize("poison", POISONS)
@pytest.mark.parametrize("view", VIEWS)
def test_no_field_lets_free_text_through(view: View, poison: str, tmp_path: Path, books: PackageBooks) -> None:
    """Every field of every row, poisoned one at a time."""
    with Ledger(make_war(tmp_path / "w.ledger")) as opened:
        opened.review(Review(target_kind="claim", target="cl_x", action="rate", by="ana", reason="x"))
        raw = material_of(opened, Asked())
        rows = list(raw.rows(view))
        assert rows
        for row in (max(rows, key=lambda r: len(json.dumps(r))), rows[0]):
            for path in leaf_paths(dict(row)):
                bad = poisoned(row, path, POISONS[poison]())
                material = Material(
                    meta=raw.meta, rows=lambda _v, bad=bad: [bad], claim=lambda _k: None, document=lambda _k: None
                )
                try:
                    ids = PublicIds(opened.public_key())
                    made = list(protect(material, load_protection(), books, frozenset(), Withheld("t"), ids).rows(view))
                except (TypeError, AttributeError):
                    continue  # of another shape than any row has: nothing comes out
                assert "atima" not in json.dumps(made), path
