"""Values as people read them in a report: days, counts, places, sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from dateline.products.books import Books
from dateline.products.codes import day_of
from dateline.products.material import Row
from dateline.products.sources_of import country_name
from dateline.vocabulary import load_data


class Label(BaseModel):
    """The name of an event type, and the word that joins who acts with whom it befalls."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    joint: str


class _Labels(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    events: Mapping[str, Label]
    states: Mapping[str, str]
    parties: Mapping[str, str]
    measures: Mapping[str, str]
    voices: Mapping[str, str]


#: Measures that a toll in a sentence names, in this order.
_TOLL = ("killed", "injured", "missing", "abducted", "detained", "displaced", "evacuated", "returned")
_AREAS = ("adm1", "adm2", "part_of_adm1", "country", "natural_feature")
_UNTOLD = "not told"


def plainly(name: str | None) -> str:
    """A word of the vocabulary: 'territory captured'."""
    return (name or "unknown").replace("_", " ")


def day(value: str | None) -> str:
    """'29 June 2024'; the value itself where it is no day."""
    found = day_of(value)
    return f"{found.day} {found:%B %Y}" if found else value or "?"


def days(first: str | None, last: str | None) -> str:
    """'29 June 2024', '24 June 2024 to 26 June 2024', 'by 3 July 2024'; what is not known is said."""
    if first is None and last is None:
        return "day unknown"
    if first is None or last is None:
        return f"from {day(first)}" if first else f"by {day(last)}"
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def amount(row: Row) -> str:
    """'12', '10 to 15', 'at least 9', 'up to 8'; 'not told' where no number is."""
    low, best, high = row["min"], row["best"], row["max"]
    if low is not None and high is not None and low != high:
        return f"{low:,} to {high:,}"
    if best is not None or (low is not None and low == high):
        return f"{best if best is not None else low:,}"
    if low is not None:
        return f"at least {low:,}"
    return _UNTOLD if high is None else f"up to {high:,}"


def where(place: Row | None, books: Books) -> str:
    """'in Singa, Sudan'; 'somewhere in Sennar, Sudan' for an area; 'place unknown'."""
    if place is None or not (place["name"] or place["country"]):
        return "place unknown"
    country = country_name(place, books)
    name = ", ".join(dict.fromkeys(v for v in (place["name"], country) if v))
    if place["precision"] in _AREAS:
        return f"somewhere in {name}"
    return f"near {name}" if str(place["precision"]).startswith("near") else f"in {name}"


def parties(rows: Iterable[Row]) -> str:
    """Names of a side, each once: those that a book or the report itself gives an id. Empty where nobody is named.

    What a sentence only describes ("the strike", "people") is no name, and often no party either.
    """
    called = _labels().parties
    return ", ".join(dict.fromkeys(called.get(r["id"], r["name"]) for r in rows if r["name"] and not described(r)))


def described(party: Row) -> bool:
    """Whether a party is only described: neither a book nor the report gives it a name of its own."""
    return party["id"] is None


def toll(event: Row) -> str:
    """'10 to 15 killed, at least 3 injured'; empty where no number of people is told."""
    told: dict[tuple[int, str], str] = {}
    for figure in event["figures"]:
        if figure["measure"] in _TOLL and amount(figure) != _UNTOLD:
            told.setdefault((_TOLL.index(figure["measure"]), figure["unit"]), counted(figure))
    return ", ".join(told[key] for key in sorted(told))


def voices(count: int) -> str:
    """'2 independent originators'."""
    return f"{count} independent originator{'' if count == 1 else 's'}"


def counted(row: Row) -> str:
    """'at least 9 killed', '2,300 households displaced'; what is counted is said where it is not people."""
    unit = "" if row["unit"] in ("persons", "events", None) else f"{row['unit']} "
    return f"{amount(row)} {unit}{_labels().measures.get(row['measure'], plainly(row['measure']))}"


def voice(name: str) -> str:
    """How a report calls an originator: by its name, or as 'the report itself'."""
    return _labels().voices.get(name, name)


def event_label(leaf: str | None) -> Label:
    """How a report calls an event type."""
    return _labels().events.get(leaf or "") or Label(name=plainly(leaf).capitalize(), joint="and")


def state(name: str | None) -> str:
    """How a report calls a state of control."""
    return _labels().states.get(name or "") or plainly(name)


def _labels() -> _Labels:
    return load_data("products/labels.yaml", _Labels)


def sentence(event: Row, books: Books) -> str:
    """What happened, in one sentence."""
    one, two = parties(event["side_a"]), parties(event["side_b"])
    label = event_label(event["type"])
    both = f": {one}" if one else ""
    if two:
        both += f" {label.joint} {two}" if one else f", {label.joint} {two}"
    counts = toll(event)
    return f"{label.name} {where(event['place'], books)}{both}{f'; {counts}' if counts else ''}."
