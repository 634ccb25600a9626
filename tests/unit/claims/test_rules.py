"""All claims of a document: complete, unique, in order, and each a span of its text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from dateline.claims.inputs import Inputs
from dateline.claims.rules import extract, figure_claims
from dateline.model import Claim

REPORTS = [
    "Nyala: Rebels shelled the market of Nyala on Monday, killing nine people and wounding 30, residents said. “We "
    "captured the airport,” an army spokesman told AFP. The army still controls half of the city, he added.\n\n"
    "More than 15,000 people have been killed in Sudan since April 2023.",
    "Car bomb kills 24 in Mogadishu\n\n12/05/2024\n\nA car bomb exploded at a hotel in Mogadishu on Saturday, killing "
    "24 people, including three children, police said.\n\nAl-Shabaab claimed responsibility for the attack.\n\n- AFP",
    "Russia’s army said on Wednesday it had captured Avdiivka. Ukraine denied the town had fallen — its forces had "
    "shot down 12 drones over Kharkiv\u00a0— and said 3 civilians were killed in shelling of Kherson 🚑 on Tuesday.",
    "Bogotá: FARC rebels shot dead four policemen in Cauca on Sunday.\r\n\r\nSome 4,000 people were displaced from "
    "Toribío last week. The army is likely to attack the rebels. It was the deadliest attack this year.",
]


@pytest.mark.parametrize("text", REPORTS)
def test_claims_are_spans_of_the_text_in_its_order_with_ids_of_their_own(
    claims: Callable[..., tuple[Claim, ...]], text: str
) -> None:
    found = claims(text)
    assert len(found) >= 3
    assert all(text[c.start : c.end] == c.text and c.text.strip() for c in found)
    assert all(one.start <= two.start for one, two in pairwise(found))
    assert len({c.id for c in found}) == len(found)
    for c in found:
        for span in (*c.actors, *c.places, c.time, *c.attribution.sources):
            if span.start is not None:
                assert span.text == text[span.start : span.end]
        assert all(0 <= m.start < m.end <= len(text) for m in c.mentions)
        assert c.document == "d"
        assert 0 < c.confidence <= 1


@pytest.mark.parametrize("text", REPORTS)
def test_a_part_names_a_whole_of_the_same_document(claims: Callable[..., tuple[Claim, ...]], text: str) -> None:
    ids = {c.id for c in claims(text)}
    wholes = [c.figure.of for c in claims(text) if c.figure and c.figure.of]
    assert set(wholes) <= ids
    assert all(c.figure.of != c.id for c in claims(text) if c.figure)


def test_the_same_text_gives_the_same_claims(inputs: Callable[..., Inputs]) -> None:
    found = inputs(REPORTS[0])
    assert [c.to_json() for c in extract(found)] == [c.to_json() for c in extract(found)]


def test_every_count_with_a_measure_is_a_figure(inputs: Callable[..., Inputs]) -> None:
    found = inputs(REPORTS[1])
    measured = [q for q in found.quantities if q.measure is not None]
    figures = figure_claims(found, [])
    assert {(f.figure.measure, f.figure.best) for f in figures if f.figure} == {(q.measure, q.best) for q in measured}
    assert all(f.event_type is None or f.event_type == "displacement" for f in figures)


def test_a_report_has_its_events_figures_states_and_totals(claims: Callable[..., tuple[Claim, ...]]) -> None:
    found = claims(REPORTS[0])
    assert {"shelling_missile"} <= {c.event_type for c in found if c.type == "event"}
    assert {("killed", 9), ("injured", 30)} <= {(c.figure.measure, c.figure.best) for c in found if c.figure}
    totals = [c for c in found if c.figure and c.figure.kind == "cumulative"]
    assert [(c.figure.min, c.news_role, c.event_type) for c in totals if c.figure] == [(15001, "background", None)]


def test_a_text_without_news_has_no_claims(claims: Callable[..., tuple[Claim, ...]]) -> None:
    assert claims("The bakery on the corner opens at seven. Bread is sold until noon.") == ()
    assert claims("") == ()
    assert claims(" \n\n ") == ()


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("Three men died in an army attack with four airstrikes on Goma on Tuesday.", "air_drone_strike"),
        ("A raid with mortars on Goma killed three men on Tuesday.", "shelling_missile"),
    ],
)
def test_an_attack_is_of_the_sort_it_was_made_with(
    claims: Callable[..., tuple[Claim, ...]], text: str, leaf: str
) -> None:
    assert {c.event_type for c in claims(text) if c.type == "event"} == {leaf}


def test_the_toll_of_a_month_is_no_toll_of_one_strike(claims: Callable[..., tuple[Claim, ...]]) -> None:
    found = claims("Shelling and drone attacks have killed 62 people in one month in Kharkiv.")
    assert {c.figure.kind for c in found if c.figure and c.figure.measure == "killed"} == {"cumulative"}
