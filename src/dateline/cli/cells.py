"""Cells of the tables that people read: days, places, sides, counts and short ids, as words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from typing import Any

from dateline.ids import short_id
from dateline.know.country_names import country_name

_SHORT_ID = re.compile(r"^(?P<kind>[a-z]+)_(?:cl_)?(?P<head>[0-9a-f]{4,})(?P<tail>\.\d+)?$")
#: Precisions at which a place stands for the area around it or within it.
_AREAS = {"adm1": "in", "adm2": "in", "adm3": "in", "part_of_adm1": "in", "region": "in", "near_settlement": "near"}
_AREAS |= {"natural_feature": "near", "near_place": "near", "country": "in"}
_STATES = {"presence_only": "present only", "lost_by_from": "left, next holder unknown"}
_NOT_PEOPLE = ("objects", "attacks")
_MEASURES = {"casualties_unspecified": "dead or wounded"}


def ids_like(key: str, known: Iterable[str]) -> list[str]:
    """The known ids that a shortened id can stand for, sorted; the id itself where it is known."""
    ids = sorted(set(known))
    if key in ids:
        return [key]
    asked = _SHORT_ID.match(key)
    if asked is None:
        return []
    start = re.compile(rf"^{asked['kind']}_(?:cl_)?{asked['head']}[0-9a-f]*{re.escape(asked['tail'] or '')}$")
    return [i for i in ids if start.match(i)]


def days(first: str | None, last: str | None) -> str:
    """'2025-02-12', '2025-02-08 to 11', '2023-11' for a whole month, 'by 2015-03-05'; '?' where nothing is known."""
    if first is None and last is None:
        return "?"
    if first is None or last is None:
        return f"from {first}" if first else f"by {last}"
    if first == last:
        return first
    year, month, day = last.split("-")
    if first == f"{year}-01-01" and (month, day) == ("12", "31"):
        return year
    if first == f"{year}-{month}-01" and int(day) == monthrange(int(year), int(month))[1]:
        return f"{year}-{month}"
    if first[:7] == last[:7]:
        return f"{first} to {day}"
    return f"{first} to {last[5:] if first[:4] == year else last}"


def where(place: Mapping[str, Any] | None, more: int = 0) -> str:
    """'Singa, Sudan'; 'near ...' and 'in ...' where the point is no point; '(+1)' where more places are told of."""
    if place is None or not (place.get("name") or place.get("id")):
        return "?"
    name = str(place.get("name") or place.get("id"))
    country = country_name(place.get("country"))
    shown = name if country in (None, name) else f"{name}, {country}"
    area = _AREAS.get(str(place.get("precision")))
    return " ".join(filter(None, (area, shown, f"(+{more})" if more > 0 else None)))


def parties(rows: Iterable[Mapping[str, Any]]) -> str:
    """Names of one side, each once."""
    return ", ".join(dict.fromkeys(str(r.get("name") or r.get("id")) for r in rows if r.get("name") or r.get("id")))


def amount(figure: Mapping[str, Any]) -> str:
    """'12', '2–3', '13+' (at least), '≤8' (up to); '?' where no number is told."""
    low, best, high = figure.get("min"), figure.get("best"), figure.get("max")
    if low is not None and high is not None and low != high:
        return f"{low:,}–{high:,}"
    exact = best if best is not None else low if low == high else None
    if exact is not None:
        return f"{exact:,}"
    if low is not None:
        return f"{low:,}+"
    return "?" if high is None else f"≤{high:,}"


def measure(name: str, unit: str | None = None) -> str:
    """What is counted: 'killed', 'displaced households'."""
    shown = _MEASURES.get(name, words_of(name))
    counted = None if unit in (None, "persons", "events") or unit in shown else words_of(str(unit))
    return f"{shown} {counted}" if counted and counted != shown else shown


def toll(figures: Iterable[Mapping[str, Any]]) -> str:
    """The people that an event harmed or moved: '22+ killed, 30 injured'."""
    told = [f for f in figures if f["measure"] not in _NOT_PEOPLE and amount(f) != "?"]
    told.sort(key=lambda f: f["measure"] != "killed")
    return ", ".join(f"{amount(f)} {measure(f['measure'], f.get('unit'))}" for f in told)


def state(row: Mapping[str, Any]) -> str:
    """A state of control: 'held', 'held in part', 'contested'."""
    name = str(row.get("state"))
    return _STATES.get(name, words_of(name)) + (" in part" if row.get("extent") == "partial" else "")


def since(row: Mapping[str, Any]) -> str:
    """When a state of control began; 'by ...' where it was only seen then."""
    first, latest = row.get("from"), row.get("from_latest")
    if latest and latest != first:
        return days(first, latest)
    return f"by {first}" if first and row.get("start") == "seen" else first or "?"


def voice(row: Mapping[str, Any]) -> str:
    """Who gives a figure, by name; unnamed ones by what they are."""
    name, group = row.get("name"), str(row.get("id"))
    return str(name) if name else words_of(group.split(" in ")[0].removeprefix("anonymous:")) or "?"


def words_of(name: str) -> str:
    """A name of the vocabulary as words: 'territory captured'."""
    return name.replace("_", " ")


def event_cells(row: Mapping[str, Any]) -> dict[str, str]:
    """An event as a row of its table."""
    return {
        "date": days(row["time"]["from"], row["time"]["to"]),
        "event": words_of(row["type"]),
        "where": where(row["place"], len(row["places"]) - 1),
        "by": parties(row["side_a"]),
        "against or of": parties(row["side_b"]),
        "toll": toll(row["figures"]),
        "status (voices)": f"{row['status']} ({row['originators']})",
        "id": short_id(row["id"]),
    }


def control_cells(row: Mapping[str, Any]) -> dict[str, str]:
    """A state of control as a row of its table."""
    thing = "" if row["object"] == "place" else f" ({row['object']})"
    return {
        "place": where(row["place"]) + thing,
        "holder": parties(row["holders"]) or "?",
        "from": since(row),
        "to": row["to"] or "still",
        "state": state(row),
        "status": row["status"],
        "id": short_id(row["id"]),
    }


def figure_cells(row: Mapping[str, Any]) -> dict[str, str]:
    """A figure as a row of its table."""
    standing = [o for o in row["by_originator"] if o["superseded_by"] is None]
    said = [voice(o) if len(standing) == 1 else f"{voice(o)} {amount(o)}" for o in standing]
    before = {
        f"{voice(o)} {amount(o)}" for o in row["by_originator"] if o["superseded_by"] and amount(o) != amount(row)
    }
    return {
        "date": days(row["period"]["from"], row["period"]["to"]),
        "where": where(row["place"]),
        "count": amount(row),
        "what": measure(row["measure"], row["unit"]) + (", of these" if row["of"] else ""),
        "kind": row["kind"] or "?",
        "said by": ", ".join(dict.fromkeys(said)) + (f" (before: {', '.join(sorted(before))})" if before else ""),
        "id": short_id(row["id"]),
    }


def person_cells(row: Mapping[str, Any]) -> dict[str, str]:
    """A person as a row of the table."""
    told: dict[str, list[str]] = {}
    for report in row["reported"]:
        told.setdefault(report["what"], []).append(report["by"] or "nobody who is named")
    known = [row["life"] + (f" since {row['since']}" if row["since"] else "")]
    known += [f"reported {words_of(what)} by {', '.join(dict.fromkeys(by))}" for what, by in told.items()]
    return {
        "name": row["name"] or row["id"],
        "what is known": "; ".join(known),
        "whereabouts": row["whereabouts"] or "",
        "id": row["id"],
    }
