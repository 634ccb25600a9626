"""The publication date: given, read from a date line, or honestly unknown."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.mentions import Document, Publication
from dateline.resolve.publication import Order, learn_order, publication_of
from dateline.text.parse import parse


def published(text: str, order: Order = "unknown") -> Publication:
    return publication_of(parse(Document(id="d", text=text)), order=order)


def test_a_given_date_wins_over_the_text() -> None:
    document = Document(id="d", text="KYIV, 3 March 2022 (AP) - Shells fell.", published=date(2022, 3, 5))
    found = publication_of(parse(document))
    assert (found.day, found.why) == (date(2022, 3, 5), "given")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Army retakes town\n\nNovember 9, 2017\n\nTroops took the town.", date(2017, 11, 9)),
        ("KHARTOUM, 12 April 2024 (Reuters) - Fighters attacked the depot.", date(2024, 4, 12)),
        ("Goma, 3 March 2023 – M23 rebels entered the village.", date(2023, 3, 3)),
        ("Published on: 2023-05-06\nThe siege goes on.", date(2023, 5, 6)),
        ("Market shelled\nLast updated: 14 June 2021\nShells hit the market.", date(2021, 6, 14)),
        ("5 Nov 2023 10:31 GMT\nStrikes were heard in the north.", date(2023, 11, 5)),
        ("Wed 05 Apr 2017 the village was hit by a strike, residents said.", date(2017, 4, 5)),
        ("Mine blast hits bus AFP Tuesday 9 May 2023 Six people died.", date(2023, 5, 9)),
        ("23.08.2022(updated 0910) Border guards said so.", date(2022, 8, 23)),
        ("8 June 2021 Militants burned the mine camp.", date(2021, 6, 8)),
        ("Mon Jan 15 2024 Ship Hit Off Mokha. A carrier was struck.", date(2024, 1, 15)),
        ("Date of publication 14 March 2022 The port was mined.", date(2022, 3, 14)),
        ("Clashes in Cabo Delgado\nBy Staff Writer | May 5, 2021 | 10:00\nThe army said so.", date(2021, 5, 5)),
        ("Gang attack\n\n25/03/2024 by desk\n\nGunmen stormed the prison.", date(2024, 3, 25)),
        ("Rebels advance.\n\nThe town fell.\n\n- 17 July 2012", date(2012, 7, 17)),
    ],
)
def test_date_lines(text: str, day: date) -> None:
    found = published(text)
    assert found.day == day
    assert found.raw is not None
    assert found.start is not None
    assert found.end is not None
    assert text[found.start : found.end] in found.raw


@pytest.mark.parametrize(
    "text",
    [
        "On 5 May 2023, shelling killed two people in the market.",
        "Shelling killed two on 5 May 2023.",
        "March 3, 2022, was the day on which the dam broke.",
        "The army, which entered the city on March 3, 2022, has left.\n\nResidents returned.",
        "Nothing is dated here.",
    ],
)
def test_a_date_in_prose_is_not_the_publication_date(text: str) -> None:
    found = published(text)
    assert found.day is None
    assert found.why


def test_a_date_line_without_a_year_stays_unknown() -> None:
    found = published("KYIV, March 3 (AP) - Shelling continued.")
    assert found.day is None
    assert "year" in found.why


AMBIGUOUS = "Fighting rages\n\n03/04/2022 06:22 by staff\n\nTroops entered the suburb."


def test_day_and_month_may_be_either_way() -> None:
    found = published(AMBIGUOUS)
    assert found.day is None
    assert "2022-04-03" in found.why
    assert "2022-03-04" in found.why


def test_the_publisher_order_decides() -> None:
    assert published(AMBIGUOUS, "DMY").day == date(2022, 4, 3)
    assert published(AMBIGUOUS, "MDY").day == date(2022, 3, 4)


def test_the_weekdays_of_the_text_decide_before_the_order() -> None:
    text = "Port taken\n\n04/03/2022 06:22 by staff\n\nTroops on Friday took the port after fighting on Thursday."
    found = published(text, "MDY")
    assert found.day == date(2022, 3, 4)
    assert found.order == "DMY"


def test_a_bare_clock_is_no_precision() -> None:
    assert published("Camp hit\n\n25/03/2024 06:22 by desk\n\nA drone hit the camp.").precision == "day"


def test_learning_the_order_of_a_publisher() -> None:
    assert learn_order(["13/05/2020", "01/02/2020"]) == "DMY"
    assert learn_order(["05/13/2020 by desk"]) == "MDY"
    assert learn_order(["2020-01-02"]) == "YMD"
    assert learn_order(["01/02/2020"]) == "unknown"
    assert learn_order(["13/05/2020", "05/13/2020"]) == "unknown"
    assert learn_order([]) == "unknown"


def test_a_text_that_dates_itself_after_the_given_day_was_not_out_before() -> None:
    text = "Seven die in Goma AFP Sunday 29 Jun 2014 Shells fell on the market on Saturday."
    found = publication_of(parse(Document(id="d", text=text, published=date(2014, 6, 5))))
    assert found.day == date(2014, 6, 29)
    assert "2014-06-05" in found.why
    earlier = publication_of(parse(Document(id="d", text=text, published=date(2014, 7, 2))))
    assert (earlier.day, earlier.why) == (date(2014, 7, 2), "given")
