"""What stands beside a name: a long list of places must not cost the square of its length."""

from __future__ import annotations

import pytest

from dateline.know.gazetteer_place import Match, Place
from dateline.mentions import Document, PlaceMention
from dateline.resolve import places_beside
from dateline.resolve.places_beside import not_astray
from dateline.text.parse import parse

NAMES = [f"Kafr{n}" for n in range(240)]


def village(name: str, lat: float, lon: float) -> Match:
    place = Place(
        id=f"t:{name}{lat}", name=name, kind="settlement", country="SY", adm1=None, adm2=None, lat=lat, lon=lon,
        population=0, radius_km=2.0, basis=None,
    )  # fmt: skip
    return Match(place, exact=True, main=True)


def test_a_namesake_far_from_its_list_gives_way_in_a_long_list_too() -> None:
    text = "Jets bombed " + ", ".join(NAMES) + "."
    parsed = parse(Document(id="t", text=text))
    mentions = [
        PlaceMention(start=at, end=at + len(n), text=n, name_start=at, name_end=at + len(n))
        for n in NAMES
        for at in [text.index(n + ("." if n == NAMES[-1] else ","))]
    ]
    listed = [(i + 1,) for i in range(len(NAMES))]
    ranked = [[(5.0, village(n, 35.0 + i / 10_000, 36.5))] for i, n in enumerate(NAMES)]
    ranked[200] = [(6.0, village(NAMES[200], 31.0, 40.0)), (5.0, village(NAMES[200], 35.0, 36.6))]
    asked = 0

    def counted(*given: float) -> float:
        nonlocal asked
        asked += 1
        return distance(*given)

    distance = places_beside.distance_km
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places_beside, "distance_km", counted)
        rows = not_astray(parsed, mentions, listed, ranked)
    assert [r[1].place.lon for r in rows[200]] == [36.6]
    assert asked < 100 * len(NAMES)  # all with all would be 57,000 and more
