"""Agency, dateline and author, as reports write them."""

from __future__ import annotations

import pytest

from dateline.read.front import author_of, front_of

BODY = "Shells hit the market of the town on Tuesday, the governor said. Two people were killed."


@pytest.mark.parametrize(
    ("text", "agency", "dateline"),
    [
        (f"{BODY}\n\n- AFP", "AFP", None),
        (f"{BODY} - AFP", "AFP", None),
        (f"{BODY}\n(Reuters)", "REUTERS", None),
        (f"KYIV, Ukraine (Reuters) - {BODY}", "REUTERS", "KYIV, Ukraine"),
        (f"GOMA, 3 May (AFP) — {BODY}", "AFP", "GOMA"),
        (f"Beirut (AP) – {BODY}", "AP", "Beirut"),
        (f"KHARTOUM - {BODY}", None, "KHARTOUM"),
        (f"Two killed\nBy Jane Doe, Associated Press\n{BODY}", "AP", None),
        (f"{BODY}\n\nSource: Anadolu Agency", "ANADOLU", None),
        (f"{BODY}\n\nAFP/Reuters", "AFP", None),
        (f"{BODY} Reuters could not verify the report.", None, None),
        (f'The ministry told Reuters that {BODY[:1].lower()}{BODY[1:]} "We know nothing," he told AFP.', None, None),
        (BODY, None, None),
    ],
)
def test_the_credited_agency(text: str, agency: str | None, dateline: str | None) -> None:
    found = front_of(text)
    assert (found.agency, found.dateline) == (agency, dateline)


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("Jane Doe and Omar al Bashir", "Jane Doe, Omar al Bashir"),
        ("By Staff Writer", None),
        ("admin", None),
        ("Our Correspondent", None),
        ("Agence France-Presse", None),
        ("Jane Doe, Reuters", "Jane Doe"),
        ("News Desk", None),
        ("info@example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_a_byline_that_is_no_author(byline: str | None, author: str | None) -> None:
    assert author_of(byline) == author
