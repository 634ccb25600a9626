"""Each scorer on made-up rows, with figures worked out by hand; and, where it is at hand, against the other scorer."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dateline.bench.rows import (
    AttributionsRow,
    EntitiesRow,
    GeocodeRow,
    IncidentRow,
    PlacePhrase,
    PlacesRow,
    Row,
    TimePhrase,
    TimesRow,
)
from dateline.bench.score_attributions import score_attributions
from dateline.bench.score_entities import score_entities
from dateline.bench.score_geocode import score_geocode
from dateline.bench.score_numbers import score_numbers
from dateline.bench.score_places import score_place_phrases, score_places
from dateline.bench.score_times import score_time_phrases, score_times
from dateline.bench.scoring import Got, Miss, Score, overlap, pairs, prf
from dateline.bench.tasks import TASKS

_spec = importlib.util.spec_from_file_location("made_up", Path(__file__).parent / "made_up.py")
assert _spec is not None
assert _spec.loader is not None
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)


def rows(shape: type[Row], records: Sequence[dict[str, Any]]) -> list[Any]:
    return [shape.model_validate(r) for r in records]


def about(figures: dict[str, float]) -> dict[str, Any]:
    return {name: pytest.approx(value, abs=1e-9) for name, value in figures.items()}


def test_overlap_counts_shared_characters() -> None:
    assert [overlap((0, 5), b) for b in ((3, 9), (5, 9), (1, 2))] == [2, 0, 1]


def test_precision_recall_and_their_mean() -> None:
    assert prf("a", 2, 4, 8) == about({"a_p": 0.5, "a_r": 0.25, "a_f1": 1 / 3})
    assert prf("a", 0, 0, 0) == {"a_p": 0.0, "a_r": 0.0, "a_f1": 0.0}


def test_spans_pair_one_to_one_the_largest_overlap_first() -> None:
    gold = [Got(0, 10, {}), Got(8, 20, {})]
    assert pairs(gold, [Got(5, 18, {}), Got(0, 2, {})]) == [(1, 0), (0, 1)]
    assert pairs(gold, [Got(20, 22, {})]) == []


def test_times() -> None:
    score = score_times(rows(TimesRow, made.TIMES), made.TIMES_SAID)
    assert score.figures == about(
        {
            "strict_p": 1 / 3,
            "strict_r": 1 / 2,
            "strict_f1": 2 / 5,
            "relaxed_p": 2 / 3,
            "relaxed_r": 1,
            "relaxed_f1": 4 / 5,
            "value_p": 1 / 3,
            "value_r": 1 / 2,
            "value_f1": 2 / 5,
            "value_accuracy": 1 / 2,
            "type_p": 1 / 3,
            "type_r": 1 / 2,
            "type_f1": 2 / 5,
        }
    )
    assert score.counts == {"times": 2}
    assert score.misses == [
        Miss(id="1", what="extra", words="shells"),
        Miss(id="1", what="value", words="May", wanted="2024-05", got="2023-05"),
    ]


def test_places() -> None:
    score = score_places(rows(PlacesRow, made.PLACES), made.PLACES_SAID)
    assert score.figures == about(
        {
            "recognised_p": 3 / 4,
            "recognised_r": 3 / 4,
            "recognised_f1": 3 / 4,
            "right_of_matched": 2 / 3,
            "right_of_all_gold": 2 / 4,
            "right_below_country": 1 / 3,
            "wrong_of_matched": 1 / 3,
        }
    )
    assert [(m.what, m.words) for m in score.misses] == [("missed", "rebels"), ("extra", "Monday"), ("where", "army")]


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ({"country": "SD", "precision": "country", "lat": 1.0, "lon": 1.0}, 1.0),
        ({"country": "SS", "precision": "country", "lat": 15.0, "lon": 30.0}, 0.0),
        ({"country": "SD", "precision": "settlement", "lat": 15.0, "lon": 30.0}, 0.0),
    ],
)
def test_a_country_is_right_by_its_code_not_by_its_point(said: dict[str, Any], right: float) -> None:
    gold = [{**made.PLACES[0], "places": made.PLACES[0]["places"][1:2]}]
    score = score_places(rows(PlacesRow, gold), [{"places": [{"start": 28, "end": 33, **said}]}])
    assert score.figures["right_of_all_gold"] == right
    assert score.figures["wrong_of_matched"] == 1 - right


def test_attributions() -> None:
    score = score_attributions(rows(AttributionsRow, made.ATTRIBUTIONS), made.ATTRIBUTIONS_SAID)
    # Characters: sources 8 and 6 in the gold, 4 said; contents 33, 6 and 4 in the gold, 32 and 4 said.
    assert score.figures == about(
        {
            "source_p": 1,
            "source_r": 4 / 14,
            "source_f1": 8 / 18,
            "cue_p": 1,
            "cue_r": 1,
            "cue_f1": 1,
            "content_p": 1,
            "content_r": 36 / 43,
            "content_f1": 72 / 79,
            "whole_p": 1 / 2,
            "whole_r": 1 / 3,
            "whole_f1": 2 / 5,
        }
    )
    assert [(m.what, m.wanted) for m in score.misses] == [("source", "rebels"), ("missed", "no one")]


def test_numbers() -> None:
    score = score_numbers(rows(IncidentRow, made.INCIDENTS), made.INCIDENTS_SAID)
    assert score.figures == about(
        {
            "date": 1 / 3,
            "within_1km": 1 / 2,
            "within_5km": 2 / 2,
            "killed_range": 1 / 2,
            "killed_low": 1 / 2,
            "killed_invented": 0,
            "injured_range": 0,
            "injured_low": 1,
            "injured_invented": 1 / 2,
        }
    )
    assert [(m.id, m.what) for m in score.misses] == [
        *[("1", "injured"), ("2", "date"), ("2", "killed")],
        *[("2", "injured invented"), ("3", "date")],
    ]


def test_geocode() -> None:
    score = score_geocode(rows(GeocodeRow, made.GEOCODE), made.GEOCODE_SAID)
    assert score.figures == about({"answered": 3 / 4, "acc5": 1 / 4, "acc25": 2 / 4, "wrong25": 1 / 3})
    assert score.details == {"acc5_city": 0.0, "acc5_town": 0.5}
    assert [m.what for m in score.misses] == ["11 km off", "111 km off", "no answer"]


def test_entities() -> None:
    gold = {
        "id": "r",
        "text": made.TEXT,
        "entities": [
            {"start": 21, "end": 26, "type": "Location"},
            {"start": 28, "end": 33, "type": "Location"},
            {"start": 35, "end": 43, "type": "Organisation"},
            {"start": 57, "end": 63, "type": "Person"},
            {"start": 3, "end": 9, "type": "Temporal"},
        ],
    }
    said = {
        "places": [
            {"start": 21, "end": 26, "usage": "place"},
            {"start": 28, "end": 33, "usage": "adjective"},
            {"start": 10, "end": 16, "usage": "dateline"},
        ],
        "actors": [
            {"start": 39, "end": 43, "kind": "state_force"},
            {"start": 57, "end": 63, "kind": "rebel"},
        ],
    }
    score = score_entities(rows(EntitiesRow, [gold]), [said])
    assert score.figures == about(
        {
            "location_p": 1 / 2,
            "location_r": 1 / 2,
            "location_f1": 1 / 2,
            "organisation_p": 1 / 2,
            "organisation_r": 1,
            "organisation_f1": 2 / 3,
            "person_p": 0,
            "person_r": 0,
            "person_f1": 0,
        }
    )
    assert score.counts == {"locations": 2, "organisations": 1, "persons": 1}


def test_time_phrases() -> None:
    row = {"text": made.TEXT, "published": "2024-05-16", "phrase": "Monday", "from": "2024-05-13", "to": "2024-05-13"}
    table = [
        {**row, "id": "right", "timex": "2024-05-13"},
        {**row, "id": "accepted", "from": None, "to": None, "accept": [["2024-05-13", "2024-05-13"]]},
        {**row, "id": "wrong", "to": "2024-05-14", "timex": "2024-W20"},
        {**row, "id": "missed", "phrase": "May"},
    ]
    said = {"start": 3, "end": 9, "from": "2024-05-13", "to": "2024-05-13", "timex": "2024-05-13"}
    score = score_time_phrases(rows(TimePhrase, table), [{"times": [said]}] * 4)
    assert score.figures == about({"right": 2 / 4, "found": 3 / 4, "timex": 1 / 2})
    assert [(m.id, m.what) for m in score.misses] == [("wrong", "interval"), ("missed", "missed")]


def test_place_phrases() -> None:
    row = {"text": made.TEXT, "published": "2024-05-16", "phrase": "Kutum"}
    point = {"lat": 14.2, "lon": 24.66, "km": 10}
    town = {
        "start": 21,
        "end": 26,
        "lat": 14.2,
        "lon": 24.7,
        "country": "SD",
        "precision": "settlement",
        "usage": "place",
    }
    cases: list[tuple[dict[str, Any], dict[str, Any] | None]] = [
        ({"id": "near", "expect": "place", **point}, town),
        ({"id": "far", "expect": "area", **point, "km": 1}, town),
        ({"id": "country", "expect": "country", "country": "SD"}, {**town, "precision": "country"}),
        ({"id": "a country's point", "expect": "place", **point}, {**town, "precision": "country"}),
        ({"id": "no place", "expect": "none"}, {**town, "usage": "adjective"}),
        ({"id": "a place", "expect": "none"}, town),
        ({"id": "unknown", "expect": "unknown"}, {**town, "lat": None, "lon": None}),
        ({"id": "not found", "expect": "country", "country": "SD"}, None),
    ]
    table = rows(PlacePhrase, [{**row, **case} for case, _ in cases])
    score = score_place_phrases(table, [{"places": [said] if said else []} for _, said in cases])
    assert score.figures == about(
        {"right": 4 / 8, "right_place": 1 / 2, "right_area": 0, "right_country": 1 / 2, "right_none": 1 / 2}
        | {"right_unknown": 1}
    )
    assert [m.id for m in score.misses] == ["far", "a country's point", "a place", "not found"]


@pytest.mark.parametrize("name", TASKS)
def test_nothing_to_score_gives_every_figure(name: str) -> None:
    score = TASKS[name].score([], [])
    assert isinstance(score, Score)
    assert score.figures
    assert not any(score.figures.values())


def other_scorer() -> ModuleType:
    """The scorer that lies beside the sets; its last line runs it, so that is left out."""
    shared = Path(os.environ.get("DATELINE_SHARED") or Path(__file__).parents[4] / "shared")
    path = shared / "bench" / "score.py"
    if not path.is_file():
        pytest.skip("the scorer of the sets is not at hand")
    module = ModuleType("other_scorer")
    source = path.read_text(encoding="utf-8").rsplit("\nmain()", 1)[0]
    exec(compile(source, str(path), "exec"), module.__dict__)
    return module


def flat(figures: dict[str, Any]) -> dict[str, float]:
    """The other scorer's figures under this one's names."""
    out = {}
    for name, value in figures.items():
        if isinstance(value, dict):
            out |= {f"{name}_{k}": v for k, v in value.items() if not isinstance(v, list)}
        else:
            out[name] = value
    return out


@pytest.mark.parametrize(
    ("name", "function", "shape", "gold", "said"),
    [
        ("times", "times", TimesRow, made.TIMES, made.TIMES_SAID),
        ("places", "places", PlacesRow, made.PLACES, made.PLACES_SAID),
        ("attributions", "attributions", AttributionsRow, made.ATTRIBUTIONS, made.ATTRIBUTIONS_SAID),
        ("numbers", "incidents", IncidentRow, made.INCIDENTS, made.INCIDENTS_SAID),
        ("geocode", "geocode", GeocodeRow, made.GEOCODE, made.GEOCODE_SAID),
    ],
)
def test_the_scorer_of_the_sets_says_the_same(
    name: str, function: str, shape: type[Row], gold: list[dict[str, Any]], said: list[dict[str, Any]]
) -> None:
    other = flat(getattr(other_scorer(), function)(gold, {str(s["id"]): s for s in said}))
    other["wrong25"] = other.pop("wrong25_of_answered", 0)
    figures = TASKS[name].score(rows(shape, gold), said).figures
    assert figures == about({k: other[k] for k in figures})
