"""When a claim holds. All reports are of Thursday, 16 May 2024, unless they have no date."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.model import Claim


def days(claim: Claim) -> tuple[str | None, str | None]:
    return claim.time.from_, claim.time.to


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "role"),
    [
        ("The Taliban captured Kunduz on Monday.", "event", "2024-05-13", "2024-05-13", "news"),
        ("The Taliban captured Kunduz on Sunday.", "event", "2024-05-12", "2024-05-12", "recent"),
        ("The Taliban captured Kunduz on 2 April.", "event", "2024-04-02", "2024-04-02", "background"),
        ("The Taliban captured Kunduz in September 2015.", "event", "2015-09-01", "2015-09-30", "background"),
        ("The Taliban captured Kunduz on 8 August 2021.", "event", "2021-08-08", "2021-08-08", "background"),
        ("The army shelled Goma last week.", "event", "2024-05-06", "2024-05-12", "recent"),
        ("The army shelled Goma yesterday.", "event", "2024-05-15", "2024-05-15", "news"),
        ("The Houthis now control Hodeidah.", "control", "2024-05-16", "2024-05-16", "state"),
        ("The Houthis still control Hodeidah.", "control", "2024-05-16", "2024-05-16", "state"),
        ("The army plans to attack Port Sudan next week.", "forecast", "2024-05-20", "2024-05-26", "forecast"),
    ],
)
def test_own_time(
    claims: Callable[..., tuple[Claim, ...]], text: str, kind: str, first: str, last: str, role: str
) -> None:
    assert (first, last, role) in [(*days(c), c.news_role) for c in claims(text) if c.type == kind]


def test_the_day_of_the_saying_is_not_the_day_of_the_doing(claim: Callable[..., Claim]) -> None:
    text = "The army said on Wednesday that rebels had shelled Nyala on Sunday."
    found = claim(text, "event")
    assert (found.time.text, *days(found)) == ("Sunday", "2024-05-12", "2024-05-12")
    text = "The army said on Wednesday that rebels had shelled Nyala."
    found = claim(text, "event")
    assert found.time.text is None
    assert found.time.basis in ("inherited_peg", "none")


def test_news_without_time_words_takes_the_day_of_the_story(claim: Callable[..., Claim]) -> None:
    text = "Rebels captured Goma on Monday. The army shelled the airport from the hills."
    found = claim(text, "event", "shelled")
    assert (*days(found), found.time.basis, found.time.text) == ("2024-05-13", "2024-05-13", "inherited_peg", None)


def test_without_any_dated_news_nothing_is_made_up(claim: Callable[..., Claim]) -> None:
    found = claim("Rebels shelled Goma.", "event")
    assert days(found) == (None, None)
    assert found.time.why


@pytest.mark.parametrize(
    "text",
    [
        "The army shelled Goma on Monday.",
        "The army shelled Goma.",
        "The Houthis still control Hodeidah.",
        "Goma had been held by the M23.",
        "Soldiers who had fled Goma returned to the base on Friday.",
    ],
)
def test_without_a_publication_date_nothing_relative_has_a_day(
    claims: Callable[..., tuple[Claim, ...]], text: str
) -> None:
    found = claims(text, published=None)
    assert found
    assert all(days(c) == (None, None) and c.time.why for c in found)


def test_the_raw_words_of_an_unanchored_day_are_kept(claim: Callable[..., Claim]) -> None:
    text = "The army shelled Goma on Monday."
    found = claim(text, "event", published=None)
    assert found.time.text == "Monday"
    assert text[found.time.start : found.time.end] == "Monday"


def test_full_dates_need_no_publication_date(claim: Callable[..., Claim]) -> None:
    assert days(claim("Soldiers entered Mekelle on 28 June 2021.", "event", published=None)) == (
        "2021-06-28",
        "2021-06-28",
    )


def test_a_state_of_old_ends_at_an_unknown_day_before_publication(claim: Callable[..., Claim]) -> None:
    found = claim("Rutshuru was calm. The town had been held by the army.", "control")
    assert (*days(found), found.time.granularity, found.news_role) == (None, "2024-05-16", "open", "background")
    assert found.time.why


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The minister called for an end to the regime's attacks on Aleppo.", "background"),
        ("The air force carried out airstrikes against villages near Aleppo.", "news"),
    ],
)
def test_what_somebody_wants_ended_is_no_news(claim: Callable[..., Claim], text: str, role: str) -> None:
    assert claim(text, "event").news_role == role


def test_an_undated_relative_clause_is_background(claim: Callable[..., Claim]) -> None:
    found = claim("Soldiers who had fled Goma returned to the base on Wednesday.", "event", "fled")
    assert found.news_role == "background"
    assert found.time.from_ is None


def test_a_time_is_shared_over_a_conjunction_and_says_so(claim: Callable[..., Claim]) -> None:
    text = "The army captured Wad Madani on Monday, and the militia shelled Nyala."
    found = claim(text, "event", "shelled")
    assert (*days(found), found.time.basis) == ("2024-05-13", "2024-05-13", "inherited_coordination")


def test_a_total_runs_from_its_beginning_to_publication(claim: Callable[..., Claim]) -> None:
    found = claim("The conflict in Yemen has killed 377,000 people since 2014.", "figure")
    assert (*days(found), found.news_role) == ("2014-01-01", "2024-05-16", "background")
    assert found.figure is not None
    assert (found.figure.period_from, found.figure.period_to) == ("2014-01-01", "2024-05-16")


def test_a_count_is_of_the_day_of_its_event(claim: Callable[..., Claim]) -> None:
    text = "A car bomb exploded in Mogadishu on Tuesday. Twelve people were killed."
    assert days(claim(text, "figure")) == ("2024-05-14", "2024-05-14")


def test_a_duration_is_no_date(claim: Callable[..., Claim]) -> None:
    found = claim("The army besieged the city of Mariupol for weeks.", "event")
    assert days(found) == (None, None)


def test_order_within_a_day(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Earlier on Thursday rebels shelled Goma. Later on Thursday, the army shelled Bunagana."
    found = [c for c in claims(text) if c.type == "event"]
    assert len(found) == 2
    first, second = found
    assert days(first) == days(second) == ("2024-05-16", "2024-05-16")
    assert first.time.seq is not None
    assert second.time.seq is not None
    assert first.time.seq < second.time.seq


def test_times_point_to_their_words(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "On 3 May rebels shelled Goma. Gunmen attacked a hotel in Bukavu on Tuesday. Soldiers left Uvira in April."
    rows = [c.time for c in claims(text) if c.time.start is not None]
    assert len(rows) >= 3
    assert all(text[t.start : t.end] == t.text for t in rows)
    assert all(t.from_ is None or t.to is None or t.from_ <= t.to for t in rows)


def test_a_lead_that_names_a_week_dates_its_story_until_publication(claim: Callable[..., Claim]) -> None:
    text = "Fighting broke out in Goma last week. The army shelled the airport."
    found = claim(text, "event", "shelled")
    assert (*days(found), found.time.basis) == ("2024-05-06", "2024-05-16", "inherited_peg")


def test_a_lead_of_longer_ago_dates_nothing_after_it(claim: Callable[..., Claim]) -> None:
    text = "Fighting broke out in Goma in the last week of February. The army shelled the airport."
    assert days(claim(text, "event", "shelled")) == (None, None)


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("Troops entered Kherson in March 2022. On 30 March they shelled Mykolaiv.", "given", "2022-03-30"),
        ("Troops entered Kherson on 2 May 2022. On 12 May they shelled Mykolaiv.", "given", "2024-05-12"),
        ("Troops entered Kherson on 2 March 2022. On 30 March they shelled Mykolaiv.", None, "2022-03-30"),
    ],
)
def test_a_day_goes_on_in_the_month_just_told_unless_it_is_news(
    claim: Callable[..., Claim], text: str, published: str | None, day: str
) -> None:
    fields = {} if published else {"published": None}
    assert days(claim(text, "event", "shelled", **fields)) == (day, day)


def test_what_a_war_saw_somebody_lose_is_not_the_news(claim: Callable[..., Claim]) -> None:
    text = "Troops entered Marka on Monday after a war that saw Al-Shabaab lose its stronghold of Jowhar."
    lost = claim(text, "event", "lose")
    assert (lost.news_role, lost.time.from_, lost.time.to) == ("background", None, "2024-05-16")


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        (
            "In an operation on Monday night, carried out with partners, an air strike hit a house in Goma.",
            "an air strike",
            "2024-05-13",
            "2024-05-13",
        ),
        (
            "On May 12 jets made nine strikes:\n- Near Mosul, six strikes hit a bridge.\n- Near Sinjar, one failed.",
            "six strikes",
            "2024-05-12",
            "2024-05-12",
        ),
        (
            "On 2 May, troops searched the town of Kulachi. The men were found. Four rebels were killed.",
            "Four rebels",
            "2024-05-02",
            "2024-05-02",
        ),
        (
            "According to the office, 230,000 displaced people were sheltering in Dessie as of 7 May.",
            "displaced people",
            "2024-05-07",
            "2024-05-07",
        ),
        (
            "Violence has killed thousands and driven two million people from their homes in Mali since 2015.",
            "killed thousands",
            "2015-01-01",
            "2024-05-16",
        ),
        (
            "A judge was shot dead in Goma last Thursday. No group has claimed responsibility for the shooting.",
            "responsibility",
            "2024-05-09",
            "2024-05-09",
        ),
    ],
)
def test_days_that_stand_further_off(
    claims: Callable[..., tuple[Claim, ...]], text: str, words: str, first: str, last: str
) -> None:
    found = [c for c in claims(text) if words in c.text]
    assert {days(c) for c in found} == {(first, last)}


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("The siege of El Fasher began on Friday.", "siege", "2024-05-10", "2024-05-16"),
        ("The attack on Goma began on Friday.", "attack", "2024-05-10", "2024-05-10"),
    ],
)
def test_what_lasts_goes_on_from_the_day_on_which_it_began(
    claims: Callable[..., tuple[Claim, ...]], text: str, words: str, first: str, last: str
) -> None:
    assert (first, last) in [days(c) for c in claims(text) if c.type == "event" and words in c.text]
