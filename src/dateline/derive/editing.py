"""What a person may change in a claim, and whether a value fits.

The words are those of the text: a person chooses other ones by their offsets (a field that ends in `span`), never by
writing them.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any

from dateline.derive.decisions import SPAN, edited
from dateline.errors import ConfigError
from dateline.model import Claim

#: Parts of a claim that say what it means. All else is evidence, or follows from these.
EDITABLE = (
    "event_type", "outcome", "news_role", "factuality", "certainty", "attribution", "actors", "places", "time",
    "figure", "control", "person",
)  # fmt: skip
#: Below these, where a part was read and in which words.
_EVIDENCE = frozenset({"start", "end", "text", "raw", "cue"})
#: Lists to which a person may add an entry.
_GROWING = ("places", "actors", "attribution.sources")
_DAYS = frozenset({"time.from", "time.to", "figure.period_from", "figure.period_to"})
#: Takes the claim back without touching its other fields.
RETRACTED = "retracted"


def checked(claim: Claim, field: str, new: str | None, leaves: Collection[str]) -> Claim:
    """The claim with `field` (a dotted path) set to `new` (None = unknown), as a person wants it.

    Raises ConfigError for a field that there is not or that is evidence, and for a value that does not fit: of
    another type, a day that is none, an event type that is not among `leaves`.
    """
    steps = field.split(".")
    if steps[-1] == SPAN:
        return _with_span(claim, field, new)
    if steps[0] not in EDITABLE:
        raise ConfigError(f"'{field}' cannot be set; there are {', '.join(EDITABLE)}", field=field)
    if _EVIDENCE.intersection(steps):
        raise ConfigError(f"'{field}' is where and in which words it stands in the text: that is never changed")
    if (field, new) == ("factuality", RETRACTED):
        return claim
    if field in _DAYS and new is not None and not _is_day(new):
        raise ConfigError(f"{field}: {new!r} is not a day; write it as 2017-11-09", field=field)
    if field == "event_type" and new not in leaves:
        raise ConfigError(f"event_type: there is no {new!r}; there are {', '.join(sorted(leaves))}", field=field)
    old = value_at(claim, field)
    added = old is None and steps[-1].isdigit()
    if added and new is None:
        raise ConfigError(f"'{field}' is not there, so it cannot become unknown", field=field)
    if (added or isinstance(old, dict)) and new is not None:
        _check_object(field, new)
    return edited(claim, field, new)


#: The longest words that a part of a claim may have, in characters.
MOST_CHARS = 2_000


def _with_span(claim: Claim, field: str, new: str | None) -> Claim:
    """The claim with other words of its text for one of its parts. Who stores it has looked whether they fit."""
    if new is None and field == SPAN:
        raise ConfigError("the words of a claim cannot become unknown; reject it instead")
    value_at(claim, field)
    return edited(claim, field, new)


def span_of(new: str, length: int) -> tuple[int, int]:
    """The offsets that a person gave, in a text of so many characters. Raises ConfigError for what is none."""
    try:
        raw = json.loads(new)
    except ValueError:
        raw = None
    match raw:
        case {"start": int(start), "end": int(end)} if set(raw) <= {"start", "end"} and not isinstance(start, bool):
            if 0 <= start < end <= length and end - start <= MOST_CHARS:
                return start, end
    raise ConfigError(f'a span is {{"start": N, "end": M}}, offsets into the text of {length:,} characters, at most '
                      f"{MOST_CHARS:,} apart")  # fmt: skip


def check_whole(claim: Claim) -> None:
    """Whether what was set goes together. Raises ConfigError for an interval that ends before it begins, and for counts
    the wrong way round."""
    for name, first, last in (
        ("time", claim.time.from_, claim.time.to),
        ("figure.period", claim.figure and claim.figure.period_from, claim.figure and claim.figure.period_to),
    ):
        if first and last and first > last:
            raise ConfigError(f"{name}: from {first} is after to {last}; set both ends")
    counts = (
        [n for n in (claim.figure.min, claim.figure.best, claim.figure.max) if n is not None] if claim.figure else []
    )
    if counts != sorted(counts) or any(n < 0 for n in counts):
        raise ConfigError(f"figure: min, best and max are {', '.join(map(str, counts))}; set them in this order")


def _check_object(field: str, new: str) -> None:
    try:
        parts = json.loads(new)
    except ValueError:
        parts = None
    if not isinstance(parts, dict) or _EVIDENCE & parts.keys():
        raise ConfigError(f"{field} has parts; set one of them, as in {field}.id", field=field)


def value_at(claim: Claim, field: str) -> Any:
    """What a claim says under a dotted path. Raises ConfigError where the way ends before, naming what there is."""
    data: Any = claim.to_json()
    way: list[str] = []
    for step in field.split("."):
        here = ".".join(way) or "a claim"
        if step == SPAN and isinstance(data, dict) and ("start" in data or "raw" in data):
            return {name: data[name] for name in ("start", "end") if name in data}
        if isinstance(data, list):
            if _is_next(data, step) and field.rpartition(".")[0] in _GROWING:
                return None
            if not step.isdigit() or int(step) >= len(data):
                raise ConfigError(f"'{field}': {here} of {claim.id} has {_numbers(len(data))}", field=field)
            data = data[int(step)]
        elif isinstance(data, dict) and step in data:
            data = data[step]
        else:
            known = f"has {', '.join(data)}" if isinstance(data, dict) else "has no parts"
            raise ConfigError(f"'{field}': {here} of {claim.id} {known}", field=field)
        way.append(step)
    return data


def _is_next(rows: list[Any], step: str) -> bool:
    """Whether a number is that of the entry after the last: a place or an actor that the claim lacks."""
    return step.isdigit() and int(step) == len(rows)


def _numbers(count: int) -> str:
    if count == 0:
        return "no entries"
    return "the entry 0" if count == 1 else f"the entries 0 to {count - 1}"


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
