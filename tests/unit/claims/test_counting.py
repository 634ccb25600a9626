"""Counts: what, who, where, and by which event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.claims.counting import cause_of
from dateline.claims.inputs import Inputs
from dateline.model import Claim, FigureValue


def figure(claim: Claim) -> FigureValue:
    assert claim.figure is not None
    return claim.figure


@pytest.mark.parametrize(
    ("text", "measure", "low", "best", "high", "kind"),
    [
        ("Shelling killed 12 civilians in Kharkiv on Monday.", "killed", None, 12, None, "incident"),
        ("Gunmen killed at least 42 people in Plateau State.", "killed", 42, None, None, "incident"),
        ("More than 90 people were killed in Rafah on Monday.", "killed", 91, None, None, "incident"),
        ("Up to 30 people were killed in Sirte on Monday.", "killed", None, None, 30, "incident"),
        ("Dozens of people were killed in Port-au-Prince.", "killed", 12, None, None, "incident"),
        ("Twelve people were killed or wounded in Kabul.", "casualties_unspecified", None, 12, None, "incident"),
        ("No casualties were reported after the strike on Tyre.", "casualties_unspecified", None, 0, None, "incident"),
        ("Some 4,000 people were displaced from Goma last week.", "displaced", None, 4000, None, "flow"),
        ("The UN says 1.4 million people remain displaced in Gaza.", "displaced", None, 1400000, None, "stock"),
        ("The war in Yemen has killed 377,000 people since 2014.", "killed", None, 377000, None, "cumulative"),
        ("Gunmen abducted 15 pupils in Kaduna on Monday.", "abducted", None, 15, None, "incident"),
    ],
)
def test_values(
    claim: Callable[..., Claim],
    text: str,
    measure: str,
    low: int | None,
    best: int | None,
    high: int | None,
    kind: str,
) -> None:
    found = figure(claim(text, "figure"))
    assert (found.measure, found.min, found.best, found.max, found.kind) == (measure, low, best, high, kind)


def test_dead_and_wounded_are_two_figures(claims: Callable[..., tuple[Claim, ...]]) -> None:
    found = claims("Shelling killed 12 civilians and wounded 30 in Kharkiv on Monday.")
    rows = {(c.figure.measure, c.figure.best) for c in found if c.figure and c.type == "figure"}
    assert rows == {("killed", 12), ("injured", 30)}


def test_a_part_names_its_whole(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "At least 20 people, including five children, were killed when shells hit Donetsk on Friday."
    whole, part = sorted(
        (c for c in claims(text) if c.type == "figure"), key=lambda c: c.figure is not None and bool(c.figure.of)
    )
    assert (figure(whole).min, figure(whole).of) == (20, None)
    assert (figure(part).best, figure(part).age, figure(part).of) == (5, "child", whole.id)
    assert figure(part).measure == figure(whole).measure == "killed"


def test_the_sum_of_two_groups_is_the_whole_of_its_parts(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "A drone killed two officials and their driver in Marib on Monday."
    rows = {c.id: figure(c) for c in claims(text) if c.type == "figure"}
    wholes = {i for i, f in rows.items() if f.of is None}
    assert sorted(f.best or 0 for f in rows.values()) == [1, 2, 3]
    assert [rows[i].best for i in wholes] == [3]
    assert {f.of for f in rows.values()} == {None, *wholes}


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("Twelve people were killed when a car bomb exploded in Mogadishu on Saturday.", "ied_mine_uxo"),
        ("Shelling killed 12 civilians in Kharkiv on Monday.", "shelling_missile"),
        ("Some 4,000 people were displaced from Goma last week.", "displacement"),
        ("The war in Yemen has killed 377,000 people since 2014.", None),
    ],
)
def test_the_event_that_a_figure_belongs_to(claim: Callable[..., Claim], text: str, leaf: str | None) -> None:
    assert claim(text, "figure").event_type == leaf


def test_the_nearest_event_of_the_own_sentence_causes_it(
    claims: Callable[..., tuple[Claim, ...]], inputs: Callable[..., Inputs]
) -> None:
    text = "Rebels captured Sirte on Monday. The army shelled the port, and a drone strike killed 14 people."
    found = inputs(text)
    events = [c for c in claims(text) if c.type == "event"]
    quantity = next(q for q in found.quantities if q.best == 14)
    cause = cause_of(found, quantity, events)
    assert cause is not None
    assert cause.event_type == "air_drone_strike"
    assert cause_of(found, quantity, []) is None


def test_an_event_far_above_causes_nothing(
    claims: Callable[..., tuple[Claim, ...]], inputs: Callable[..., Inputs]
) -> None:
    text = (
        "Rebels captured Sirte on Monday. Schools stayed shut. Prices rose. Rain fell over the coast. "
        "Nobody came to the market. Nine people were ill."
    )
    found = inputs(text)
    quantity = next(q for q in found.quantities if q.best == 9)
    assert cause_of(found, quantity, [c for c in claims(text) if c.type == "event"]) is None


def test_of_the_dead_an_arrest_is_no_cause(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Rebels and soldiers clashed in Goma on Monday. Police arrested four men and said nine soldiers were killed."
    dead = [c for c in claims(text) if c.figure is not None and c.figure.measure == "killed"]
    assert [c.event_type for c in dead] == ["armed_clash"]


def test_deaths_by_no_means_belong_to_the_violence_most_told_of(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = (
        "Rebels clashed with soldiers in Goma on Monday. Fighting went on in the town for hours. A mortar shell hit a "
        "school.\n\nThe governor spoke to reporters.\n\nShops shut.\n\nIn all, 124 people were killed in Goma."
    )
    told = [c for c in claims(text) if c.type == "event" and "124" in c.text]
    assert [c.event_type for c in told] == ["armed_clash"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Shelling killed 12 civilians in Kharkiv on Monday.", "civilian"),
        ("Gunmen killed three soldiers near Gao on Sunday.", "combatant"),
        ("A bomb killed nine people in Quetta on Monday.", "unknown"),
    ],
)
def test_victims(claim: Callable[..., Claim], text: str, status: str) -> None:
    assert figure(claim(text, "figure")).victim_status == status


def test_strikes_counted_over_a_year_are_no_event(claims: Callable[..., tuple[Claim, ...]]) -> None:
    found = claims("Over the last year the coalition has launched almost 8,000 strikes against IS in Iraq.")
    assert [(c.type, c.figure and c.figure.kind) for c in found] == [("figure", "cumulative")]


def test_a_total_is_no_event(claims: Callable[..., tuple[Claim, ...]]) -> None:
    found = claims("More than 330,000 people have been killed in Syria since March 2011.")
    assert [c.type for c in found] == ["figure"]


def test_a_count_of_things_is_not_of_people(claims: Callable[..., tuple[Claim, ...]]) -> None:
    found = [figure(c) for c in claims("Air defences shot down 12 drones over Kyiv on Monday.") if c.type == "figure"]
    assert [(f.measure, f.unit) for f in found] == [("objects", "objects")]


def test_the_figures_speaker_is_the_one_around_it(claim: Callable[..., Claim]) -> None:
    text = "Gunmen killed nine people in Taiz on Sunday, a local official told Reuters."
    found = claim(text, "figure")
    assert [s.id for s in found.attribution.sources] == ["ANON_OFFICIALS", "REUTERS"]
    assert found.end <= text.index(", a local")


@pytest.mark.parametrize(
    ("text", "measure", "best"),
    [
        ("The army killed 15 displaced people in a strike on a camp in Kutum on Monday.", "killed", 15),
        ("Six displaced people were killed in Kutum on Monday.", "killed", 6),
        ("The shelling displaced 15 people in Kutum on Monday.", "displaced", 15),
    ],
)
def test_the_verb_says_what_befell_the_displaced(
    claim: Callable[..., Claim], text: str, measure: str, best: int
) -> None:
    figure = claim(text, "figure").figure
    assert figure is not None
    assert (figure.measure, figure.best) == (measure, best)


def test_the_displaced_who_are_killed_are_not_displaced_again(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "The army killed 15 displaced people in a strike on a camp in Kutum on Monday."
    assert "displacement" not in {c.event_type for c in claims(text)}


@pytest.mark.parametrize(
    ("text", "measure", "best", "status"),
    [
        ("Al-Shabaab fighters ambushed soldiers near Kismayo, killing six of them.", "killed", 6, "combatant"),
        ("The army lost 14 men in Kismayo on Monday.", "killed", 14, "combatant"),
        ("A crowd beat two thieves to death in Kismayo on Monday.", "killed", 2, "unknown"),
        ("Ships took 1,700 stranded people from Kismayo to Mombasa on Monday.", "evacuated", 1700, "unknown"),
        ("Fighting around Goma forced 12,000 people to cross into Rwanda.", "displaced", 12000, "unknown"),
    ],
)
def test_counts_by_what_befell_them(
    claims: Callable[..., tuple[Claim, ...]], text: str, measure: str, best: int, status: str
) -> None:
    (found,) = [c.figure for c in claims(text) if c.type == "figure" and c.figure]
    assert (found.measure, found.best, found.victim_status) == (measure, best, status)


def test_what_is_lost_and_no_people_are_no_dead(claims: Callable[..., tuple[Claim, ...]]) -> None:
    told = claims("The party lost 14 seats on Monday. The army lost three villages near Goma.")
    assert all(c.figure is None or c.figure.measure != "killed" for c in told)
