"""Totals of the main event and kinds that the document decides."""

import pytest

from dateline.find.quantities import find_quantities
from dateline.mentions import Document, Publication, QuantityMention, TimeMention
from dateline.resolve.numbers import resolve_quantities, total_for
from dateline.text.parse import parse

_UNKNOWN = Publication(day=None, why="not looked for")


def _read(text: str) -> list[QuantityMention]:
    return find_quantities(parse(Document(id="d", text=text)))


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A strike killed a woman and three children and wounded five others.", (None, 4, None), (None, 5, None)),
        ("Seven people were killed, including two children.", (None, 7, None), (None, None, None)),
        ("Three people were killed. Police said three people were killed.", (None, 3, None), (None, None, None)),
        ("At least 4 people were killed. One outlet said six people died.", (4, None, 6), (None, None, None)),
        ("Up to 20 people were killed. Another source said 12 people were killed.", (12, None, 20), (None, None, None)),
        ("Between 3 and 5 people died and others were wounded.", (3, None, 5), (2, None, None)),
        ("The war has killed over 10,000 people. A mine killed two farmers.", (None, 2, None), (None, None, None)),
        ("A man was killed at dawn. In all, five people were killed in the raid.", (None, 5, None), (None, None, None)),
        ("Others were wounded. The hospital treated nine wounded people.", (None, None, None), (None, 9, None)),
        ("Two soldiers and 16 gunmen were killed in Kunar.", (None, 18, None), (None, None, None)),
        ("The ministers met.", (None, None, None), (None, None, None)),
    ],
)  # fmt: skip
def test_total_of_an_incident(text: str, killed: tuple[int | None, ...], injured: tuple[int | None, ...]) -> None:
    figures = _read(text)
    assert total_for(figures, "killed") == killed
    assert total_for(figures, "injured") == injured


def test_a_far_higher_number_is_of_something_else() -> None:
    assert total_for(_read("At least 2 people were killed. A quake killed 90 people."), "killed") == (2, None, None)


def test_a_since_time_after_the_figure_makes_it_cumulative() -> None:
    text = "Drones killed 40 people in the city from the start of May onwards."
    parsed = parse(Document(id="d", text=text))
    found = find_quantities(parsed)
    at = text.index("from the start")
    since = TimeMention(start=at, end=len(text) - 1, text=text[at:-1], timex="2025-05", type="DATE", relation="since")
    resolved = resolve_quantities(found, parsed, [since], _UNKNOWN)
    assert [q.kind for q in found] == ["incident"]
    assert [q.kind for q in resolved] == ["cumulative"]


def test_resolving_keeps_order_and_length() -> None:
    parsed = parse(Document(id="d", text="Nine people were killed, two of them children, and 12 wounded."))
    found = find_quantities(parsed)
    assert resolve_quantities(found, parsed, [], _UNKNOWN) == found
