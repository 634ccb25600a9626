"""The index finds what a scan of every key finds, by the rule written out: no more, no less, in the same order."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from dateline.know.fold import loose
from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_build import Row, Source, build
from dateline.know.gazetteer_fuzzy import alike, shorter_by_one

COUNTRIES = ("SD", "SY", "UA")
_SYLLABLES = ("ka", "ku", "ba", "bi", "dar", "dur", "sha", "ta", "tal", "ra", "rim", "na", "fa", "maz", "ghu", "le")


def made_up(rng: random.Random) -> str:
    """A name of two to six syllables of few letters, so that many names are alike; one in ten in Arabic letters."""
    if rng.random() < 0.1:
        return "".join(rng.choice("ابتحدرسشعفقكلمني") for _ in range(rng.randint(5, 9)))
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 6)))


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    rng = random.Random(7)
    return [
        Row(
            name=made_up(rng), kind="settlement", country=rng.choice(COUNTRIES), lat=rng.uniform(0, 40),
            lon=rng.uniform(0, 40), geonames=i, population=rng.choice((0, 0, 500, 9000)),
        )
        for i in range(1, 6001)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    path = tmp_path_factory.mktemp("alike") / "g.sqlite"
    build([Source(name="all", sha256="1", rows=rows, prefix="x", origin="test", licence="none")], path, {})
    with Gazetteer.open(path) as opened:
        yield opened


def by_rule(name: str, country: str | None, rows: list[Row], limit: int) -> list[tuple[str, float]]:
    """Every name of every place is compared: consonants the same, or one letter amiss in long ones, and the ratio."""
    key = loose(name)
    found: dict[int, float] = {}
    for row in rows:
        if country not in (None, row.country) or len(key) < 6:
            continue
        for other in {loose(n) for n in _names(row)}:
            score = fuzz.ratio(key, other)
            if score >= 84 and _by_the_letter(key, other):
                found[row.geonames or 0] = max(score / 100, found.get(row.geonames or 0, 0.0))
    people = {r.geonames: r.population for r in rows}
    order = sorted(found, key=lambda k: (-found[k], -people[k], f"geonames:{k}"))
    return [(f"geonames:{k}", round(found[k], 6)) for k in order[:limit]]


def _names(row: Row) -> set[str]:
    from dateline.know.fold import without_articles

    return {row.name, without_articles(row.name)} if row.country in ("SD", "SY") else {row.name}


def _by_the_letter(a: str, b: str) -> bool:
    one, two = ("".join(c for c in key if c not in "aeiou") for key in (a, b))
    if one == two:
        return len(one) >= 3
    return min(len(one), len(two)) >= 5 and Levenshtein.distance(one, two) <= 1


def test_the_index_finds_what_a_scan_finds(gazetteer: Gazetteer, rows: list[Row]) -> None:
    rng = random.Random(11)
    found = 0
    for _ in range(400):
        letters = list(rng.choice(rows).name)
        for _ in range(rng.randint(0, 2)):
            i = rng.randrange(len(letters))
            letters[i : i + rng.randint(0, 1)] = rng.choice(["", "a", "k", "sh", "m"])
        name, country = "".join(letters), rng.choice((*COUNTRIES, None))
        wanted = by_rule(name, country, rows, 10)
        got = [(m.place.id, round(m.score, 6)) for m in gazetteer.fuzzy(name, country)]
        assert got == wanted, (name, country)
        found += bool(got)
    assert found > 100


skeletons = st.text("bdkrsm", min_size=1, max_size=8)


@given(skeletons, skeletons)
def test_what_is_one_letter_off_shares_a_shorter_form(a: str, b: str) -> None:
    if Levenshtein.distance(a, b) <= 1:
        assert (shorter_by_one(a) | {a}) & (shorter_by_one(b) | {b})
    assert alike(a, b) == alike(b, a) == _by_the_letter(a, b)
