"""A situation report: one self-contained HTML page, each sentence linked to the words that it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from dateline.products.books import Books
from dateline.products.chart import chart
from dateline.products.codes import day_of
from dateline.products.loss import Losses
from dateline.products.material import Material, Row
from dateline.products.sources_of import group_name
from dateline.products.words import (
    amount,
    counted,
    day,
    days,
    described,
    event_label,
    parties,
    plainly,
    sentence,
    toll,
    voice,
    voices,
    where,
)
from dateline.products.words import state as called
from dateline.vocabulary import DATA

#: Events of one page; a report of more asks for filters.
MOST = 400
_PEOPLE_ON_THE_MOVE = ("displaced", "evacuated", "returned", "households_returned")
_NO_PEOPLE = ("attacks", "objects")
#: Longest quotation of a claim, in characters.
_QUOTE = 600
#: Filters that say what a page is of, and how it says so.
_SCOPES = {"area": "area", "place": "place", "actor": "with", "type": "events of type", "source": "as told by"}
_CONTESTED = ("contested", "disputed")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a report is of: its title, first and last day (None = open), and the material of the report before it."""

    title: str
    first: str | None = None
    last: str | None = None
    before: Material | None = None
    since: str | None = None


def write_report(material: Material, books: Books, out: TextIO, losses: Losses, asked: Asked) -> int:
    """Write the page; gives back the number of events on it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(DATA / "products"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    page = _Page(material, books, losses, asked)
    out.writelines(environment.get_template("report.html").generate(page.content()))
    return len(page.events)


class _Page:
    def __init__(self, material: Material, books: Books, losses: Losses, asked: Asked) -> None:
        self.material, self.books, self.asked = material, books, asked
        told = [e for e in material.rows("events") if not e["background"]]
        told.sort(key=lambda e: (e["time"]["to"] or e["time"]["from"] or "", e["id"]), reverse=True)
        self.events, self.more = told[:MOST], max(len(told) - MOST, 0)
        losses.note("events beyond the page's limit", f"the {MOST} latest are shown; use filters", self.more)
        unnamed = sum(any(p["name"] and described(p) for p in (*e["side_a"], *e["side_b"])) for e in self.events)
        losses.note("parties that are only described", "not named in the sentence; its evidence has the words", unnamed)
        self.numbers = {e["id"]: n for n, e in enumerate(self.events, 1)}
        self.control = list(material.rows("control"))
        self.figures = [f for f in material.rows("figures") if f["of"] is None and f["measure"] not in _NO_PEOPLE]
        self.figures.sort(key=lambda f: (f["period"]["to"] or f["period"]["from"] or "", f["id"]), reverse=True)

    def content(self) -> dict[str, Any]:
        """All that the template shows."""
        meta, asked = self.material.meta, self.asked
        named = ((e, event_label(e["type"]).name) for e in self.events)
        drawn = chart((self.numbers[e["id"]], e["place"], e["status"], name) for e, name in named)
        return {
            "title": asked.title, "period": self._period(), "scope": self._scope(), "meta": meta,
            "made_at": meta.recorded_at,
            "events": [self._event(e) for e in self.events], "more": self.more, "map": drawn,
            "counts": Counter(e["status"] for e in self.events), "then": asked.first, "now": asked.last,
            "control": list(self._control()), "tolls": list(self._tolls(moving=False)),
            "moves": list(self._tolls(moving=True)), "contested": list(self._contested()),
            "changes": list(self._changes()), "since": asked.since, "sources": self._sources(),
            "unplaced": sum(e["place"] is None or e["place"]["lat"] is None for e in self.events),
            "undated": sum(e["time"]["from"] is None and e["time"]["to"] is None for e in self.events),
        }  # fmt: skip

    def _period(self) -> str:
        if self.asked.first is None and self.asked.last is None:
            return "all that the ledger knows"
        return days(self.asked.first, self.asked.last)

    def _scope(self) -> str | None:
        """Which place, area or parties the page is of; a public copy does not tell what was asked for."""
        given = {} if self.material.meta.public else dict(self.material.meta.filters or {})
        near = f" and {given['within']} km around it" if "within" in given else ""
        return (
            "; ".join(
                f"{_SCOPES[name]} {given[name]}{near if name == 'place' else ''}" for name in _SCOPES if name in given
            )
            or None
        )

    def _event(self, event: Row) -> dict[str, Any]:
        return {
            "nr": self.numbers[event["id"]], "id": event["id"],
            "when": days(event["time"]["from"], event["time"]["to"]),
            "sentence": sentence(event, self.books), "status": event["status"], "voices": voices(event["originators"]),
            "evidence": list(self._evidence(event["claims"])), "against": list(self._evidence(event["against"])),
        }  # fmt: skip

    def _evidence(self, claims: Iterable[str]) -> Iterator[dict[str, Any]]:
        seen: set[tuple[Any, ...]] = set()
        for claim in (c for c in map(self.material.claim, claims) if c is not None):
            document = self.material.document(claim["document"])
            sources = claim["attribution"]["sources"]
            shown = (claim["document"], claim["start"], claim["end"], _said_by(sources))
            if claim["start"] is not None and shown in seen:
                continue  # the same words, read as an event and as its figure
            seen.add(shown)
            yield {
                "words": _cut(claim["text"]), "span": _span(claim), "by": shown[-1], "claim": claim["id"],
                "title": document["title"] if document else None, "document": claim["document"],
                "published": day(document["published"]) if document and document["published"] else None,
                "url": _address(document["url"] if document else None),
            }  # fmt: skip

    def _control(self) -> Iterator[dict[str, Any]]:
        """Places with who held them then and who holds them now, one line each."""
        rows: dict[tuple[Any, ...], list[Row]] = {}
        for state in self.control:
            place = state["place"]
            rows.setdefault((place["country"] or "", place["name"] or "", state["object"]), []).append(state)
        for (_, _, thing), states in sorted(rows.items(), key=lambda item: item[0]):
            then = [s for s in states if self.asked.first and _stands(s, self.asked.first)]
            now = [s for s in states if _stands(s, self.asked.last)]
            if then or now:
                place = where(states[0]["place"], self.books).removeprefix("in ")
                yield {
                    "place": place + ("" if thing == "place" else f" ({plainly(thing)})"),
                    "then": [_held(s) for s in then], "now": [_held(s) for s in now],
                    "changed": bool(self.asked.first) and [_held(s) for s in then] != [_held(s) for s in now],
                }  # fmt: skip

    def _tolls(self, *, moving: bool) -> Iterator[dict[str, Any]]:
        """Figures with their ranges and what each originator says; never summed."""
        for figure in self.figures:
            if (figure["measure"] in _PEOPLE_ON_THE_MOVE) is moving and amount(figure) != "not told":
                said = [
                    f"{voice(o['name'] or group_name(o['id'] or '', self.books))}: {amount(o)}"
                    for o in figure["by_originator"] if o["superseded_by"] is None
                ]  # fmt: skip
                yield {
                    "amount": counted(figure),
                    "kind": plainly(figure["kind"]), "where": where(figure["place"], self.books),
                    "when": days(figure["period"]["from"], figure["period"]["to"]), "said": said,
                    "nr": self.numbers.get(figure["event"] or ""),
                }  # fmt: skip

    def _contested(self) -> Iterator[dict[str, Any]]:
        for event in self.events:
            if event["status"] in _CONTESTED:
                yield {"nr": self.numbers[event["id"]], "what": sentence(event, self.books)}
        for state in self.control:
            if state["status"] in _CONTESTED:
                yield {
                    "nr": None,
                    "what": f"Control of {where(state['place'], self.books).removeprefix('in ')}: {_held(state)}.",
                }

    def _changes(self) -> Iterator[dict[str, Any]]:
        """What is new since the report before, and which statuses and tolls are others now."""
        if self.asked.before is None:
            return
        old = {e["id"]: e for e in self.asked.before.rows("events")}
        for event in self.events:
            nr, told = self.numbers[event["id"]], sentence(event, self.books)
            before = old.get(event["id"])
            if before is None:
                yield {"nr": nr, "what": f"New: {told}"}
            elif before["status"] != event["status"]:
                yield {"nr": nr, "what": f"Was {before['status']}, is {event['status']}: {told}"}
            elif toll(before) != toll(event):
                yield {"nr": nr, "what": f"Toll was {toll(before) or 'not told'}: {told}"}

    def _sources(self) -> list[tuple[str, int]]:
        """Originators with the number of events that they tell of."""
        found = Counter(voice(group_name(g, self.books)) for e in self.events for g in set(e["originator_groups"]))
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _stands(state: Row, on: str | None) -> bool:
    """Whether a state of control holds at the end of a day (None = the latest that is known)."""
    if on is None:
        return state["to"] is None
    first, last, asked = day_of(state["from"]), day_of(state["to"]), day_of(on)
    latest = day_of(state["from_latest"])
    if asked is None or (first is None and latest is not None and asked < latest):
        return False
    return (first is None or first <= asked) and (last is None or asked < last)


def _held(state: Row) -> str:
    holders = parties(state["holders"]) or ("a party that no book names" if state["holders"] else None)
    held = called(state["state"]) + (" in part" if state["extent"] == "partial" else "")
    return f"{holders} ({held}, {state['status']})" if holders else f"{held} ({state['status']})"


def _said_by(sources: Iterable[Mapping[str, Any]]) -> str:
    names = [s["name"] for s in sources if s["name"]]
    return " > ".join(dict.fromkeys(names)) or "the report itself, or a source without a name"


def _span(claim: Row) -> str | None:
    return f"{claim['start']}–{claim['end']}" if claim["start"] is not None else None


def _cut(words: str | None) -> str | None:
    return words if words is None or len(words) <= _QUOTE else words[: _QUOTE - 1] + "…"


def _address(url: Any) -> str | None:
    """An address that a browser may follow; nothing but the web's own."""
    return url if isinstance(url, str) and url.startswith(("https://", "http://")) else None
