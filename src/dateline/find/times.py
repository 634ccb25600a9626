"""Temporal expressions: which words of a text say when, how long or how often, with TimeML extents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dateline.find.times_forms import Form, forms_in
from dateline.find.times_guard import is_time
from dateline.find.times_words import time_words
from dateline.mentions import TimeMention
from dateline.text.segment import Parsed


def find_times(parsed: Parsed) -> list[TimeMention]:
    """Every temporal expression in text order, without overlaps; values are left to `resolve_times`.

    Extents follow TimeML: the longest phrase, without a leading preposition ('on Friday night' gives
    'Friday night'). The parse only helps to tell false friends ('may', 'march', 'second', numbers).
    """
    kept = [_without_lost(f) for f in _longest(f for f in forms_in(parsed.text) if is_time(f, parsed))]
    types = {rule.form: rule.type for rule in time_words().forms}
    return [
        TimeMention(start=f.start, end=f.end, text=parsed.text[f.start : f.end], timex=None, type=types[f.name])
        for f in kept
    ]


def _without_lost(form: Form) -> Form:
    """'Monday' of 'Mondays raids': the 's' that an apostrophe stood before is no part of the day."""
    return replace(form, end=form.end - 1) if form.name == "weekday_lost" else form


def _longest(forms: Iterable[Form]) -> list[Form]:
    """The longest forms that do not overlap, in text order; of two on the same words the first given."""
    kept: list[Form] = []
    taken: set[int] = set()
    for form in sorted(forms, key=lambda f: f.start - f.end):
        span = range(form.start, form.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(form)
    return sorted(kept, key=lambda f: f.start)
