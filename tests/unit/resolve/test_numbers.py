"""Kinds of figures that the document decides."""

from dateline.find.quantities import find_quantities
from dateline.find.times import find_times
from dateline.mentions import Document, Publication, TimeMention
from dateline.resolve.calendar import resolve_times
from dateline.resolve.numbers import resolve_quantities
from dateline.text.parse import parse

_UNKNOWN = Publication(day=None, why="not looked for")


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


def test_a_day_before_a_noun_counts_nothing() -> None:
    """'A Dec. 3 strike' is one strike."""
    text = "It looks into a Dec. 3 strike in Syria that killed 10 civilians."
    parsed = parse(Document(id="d", text=text))
    times = resolve_times(find_times(parsed), parsed, _UNKNOWN)
    resolved = resolve_quantities(find_quantities(parsed), parsed, times, _UNKNOWN)
    assert [(q.measure, q.best) for q in resolved if q.measure] == [("killed", 10)]
