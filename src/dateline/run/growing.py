"""Views grow with the ledger: what has changed touches the components that it is linked to and the timelines, figures
and persons that its claims speak of; these are derived again, whole and in canonical order, and nothing else is.

Deriving all from nothing is the same walk with nothing kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from dateline.derive.control import control_tracks
from dateline.derive.decisions import NONE, Decisions, apply, decisions_of
from dateline.derive.decisions import ordered as in_order
from dateline.derive.events import (
    Grouped,
    Part,
    Stray,
    denies,
    group,
    homes_of,
    keys_of,
    meanwhile,
    order_of,
    parents,
    part_of,
    strays_of,
    tell,
    with_parents,
)
from dateline.derive.figures import FigureRules, figure_rows, place_group
from dateline.derive.figures import order_of as figure_order
from dateline.derive.incident import Incident
from dateline.derive.knowledge import default_world, source_kinds
from dateline.derive.marks import Track, tracks_of
from dateline.derive.matching import doubted
from dateline.derive.neighbours import homes, number_of, reach
from dateline.derive.origin import DocumentInfo, withdrawn, word_of
from dateline.derive.persons import derive_persons
from dateline.ledger import Ledger
from dateline.ledger.grown import Change, Grown, Member, Node, PartRow, ViewRow, payload_of
from dateline.model import Claim, ControlState, Event, FigureRow, PersonRow

#: Between the parts of a unit's name and of what rows are sorted by: less than any sign of a word.
_CUT = "\x01"
_EVENT, _CONTROL, _FIGURE, _PERSON, _WORD, _PAIR = (
    f"{name}{_CUT}" for name in ("event", "control", "figure", "person", "word", "pair")
)
#: Is told how many documents of how many were gone through.
Heard = Callable[[int, int], None]
#: Denials of figures, which take back what their own originators said.
_DENIED = "denied"


@dataclass(frozen=True)
class Telling:
    """What one document tells."""

    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    strays: tuple[Stray, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """An incident or a stray with its place in the canonical order and its key."""

    document: str
    number: int
    what: Incident | Stray

    @property
    def key(self) -> str:
        return self.what.key

    @property
    def seen(self) -> Incident:
        """The incident that is told or denied."""
        return self.what.denied if isinstance(self.what, Stray) else self.what


@dataclass(frozen=True, slots=True)
class _Apart:
    """Two incidents, by their keys, of events that may be one."""

    one: str
    two: str
    score: float
    why: str


class Growth:
    """One step of a policy's views to what the ledger holds now. `documents`: what deriving needs of each."""

    def __init__(
        self, ledger: Ledger, grown: Grown, rules: FigureRules, decisions: Decisions, heard: Heard | None = None
    ) -> None:
        self.ledger, self.grown, self.rules, self.decisions = ledger, grown, rules, decisions
        self.documents, self.world, self._heard = rules.documents, rules.world, heard
        self._told: dict[str, Telling] = {}
        self._asked = 0
        self._apart: list[_Apart] = []

    def change(self) -> Change:
        """What has to be kept instead of what is kept."""
        items, old = self._again()
        incidents = [i for i in items if isinstance(i.what, Incident)]
        strays = [i for i in items if isinstance(i.what, Stray)]
        grouped = group(
            [i.seen for i in incidents], [i.what for i in strays if isinstance(i.what, Stray)], self.rules, self.judged
        )
        home = homes_of([i.seen for i in incidents], grouped)
        nodes = _nodes(incidents, strays, grouped)
        component_of = {n.event: n.component for n in nodes if n.event}
        components = {n.component for n in (*old, *nodes)}
        members = [m for d in sorted(self.touched) for m in self._members(d)]
        before = self.grown.members_of(self.touched) if self.grown.head else []
        again = {m.unit for m in (*members, *before)}
        again |= {_control(track) for i in incidents for c in i.seen.claims for track, _ in tracks_of(c, self.world)}
        rows = self._unit_rows(again, members, home)
        parts = self._parts(incidents, grouped, component_of)
        rows["events"] = self._event_rows(grouped.events, component_of, parts, components)
        rows["figures"] += self._event_figures(incidents, home, component_of)
        named = {_EVENT + c for c in components}
        units = {"events": named, "figures": named | _named(again, _FIGURE)}
        units |= {"control": _named(again, _CONTROL), "persons": _named(again, _PERSON)}
        units["suggestions"], rows["suggestions"] = self._suggestions(incidents, grouped, old)
        return Change(
            documents={d: _state(self.documents.get(d)) for d in self.touched if d in self.present},
            gone=self.touched - self.present,
            nodes=nodes,
            components=components,
            parts=parts,
            blocks=[(i.document, i.key, b) for i in self._new for b in self._blocks(i)],
            keys=[(i.document, k, i.key) for i in self._new if isinstance(i.what, Incident) for k in keys_of(i.what)],
            members=members,
            units=units,
            rows=rows,
            decisions=self.decisions.to_json(),
        )

    def _suggestions(self, incidents: list[_Item], grouped: Grouped, old: list[Node]) -> tuple[set[str], list[ViewRow]]:
        """Pairs of events that only a person can judge: the units that were and are, and the rows."""
        before = [] if self.grown.head is None else self.grown.suggested({n.event for n in old if n.event})
        kept = [_Apart(r["keys"][0], r["keys"][1], r["score"], r["why"]) for r in map(json.loads, before)]
        here = {incidents[n].key: event.id for m, event in zip(grouped.groups, grouped.events, strict=True) for n in m}
        new = {i.key for i in self._new}  # compared anew with all that is near them
        near = [*self._apart, *(k for k in kept if (k.one in here) != (k.two in here) and not new & {k.one, k.two})]
        there = {
            n.key: n.event for n in self.grown.nodes_named({k for a in near for k in (a.one, a.two)} - here.keys())
        }
        gone = {n.key for n in old} - here.keys()
        found = [
            _Apart(incidents[d.pair[0]].key, incidents[d.pair[1]].key, d.score, d.why) for d in grouped.doubts
        ] + near
        best: dict[tuple[str, str], tuple[_Apart, bool]] = {}
        for apart in found:
            one, two = (None if k in gone else here.get(k) or there.get(k) for k in (apart.one, apart.two))
            if one is None or two is None or one == two:
                continue
            pair, turned = ((one, two), False) if one <= two else ((two, one), True)
            if pair not in best or apart.score > best[pair][0].score:
                best[pair] = apart, turned
        rows = [_suggestion(*pair, apart, turned) for pair, (apart, turned) in sorted(best.items())]
        return {_PAIR + row["id"] for row in map(json.loads, before)} | {r.unit for r in rows}, rows

    @cached_property
    def touched(self) -> frozenset[str]:
        """Documents that are new, gone, read anew, dated or related otherwise, or decided upon since the last step; and
        those with figures that were taken back, or are no more."""
        then = self.grown.documents()
        now = {d: _state(info) for d, info in self.documents.items()}
        moved = {d for d in then.keys() | now.keys() if then.get(d) != now.get(d)}
        decided = self.decisions.changed(Decisions.from_json(self.grown.decisions) if self.grown.decisions else NONE)
        found = moved | self.grown.logged() | self.grown.documents_of(decided)
        self._asked = len(found)
        if self.grown.head is None:
            return frozenset(found)
        before = self.grown.members_of(found)
        gone = {m.claim for m in before if m.unit == _DENIED}
        words = {m.unit for m in before if m.claim in gone and m.unit.startswith(_WORD)}
        words |= {w for d in found for c in self.told(d).claims if _is_denial(c) and (w := self._word(c)) is not None}
        return frozenset(found | {m.document for m in self.grown.members_in(words)})

    @cached_property
    def judged(self) -> Decisions:
        """People's decisions, and which figures of the documents that are told their own originators took back."""
        figures = [c for t in self._told.values() for c in t.claims if c.type == "figure"]
        denials = [c for d in self.touched for c in self.told(d).claims if _is_denial(c)]
        if self.grown.head is not None:
            kept = self.grown.members_in([_DENIED])
            denials += self._kept(m for m in kept if m.document not in self.touched)
        back = withdrawn(figures, denials, self.documents)
        return replace(self.decisions, retracted=self.decisions.retracted | back)

    def _word(self, claim: Claim) -> str | None:
        word = word_of(claim, self.documents) if claim.type == "figure" else None
        return None if word is None else _WORD + json.dumps(word, ensure_ascii=False)

    def _parts(self, incidents: list[_Item], grouped: Grouped, component_of: Mapping[str, str]) -> list[PartRow]:
        found = []
        for members, event in zip(grouped.groups, grouped.events, strict=True):
            first, part = incidents[members[0]], part_of(event, self.world.policies.identity.battle)
            day = _state(self.documents.get(first.document))[0] or "9999"
            place = _CUT.join((day, first.document, f"{first.number:06}"))
            found.append(
                PartRow(
                    part.event,
                    component_of[event.id],
                    place,
                    part.type,
                    part.place,
                    part.first,
                    part.last,
                    part.towns,
                    part.sides,
                )
            )
        return found

    def _event_rows(
        self,
        events: Iterable[Event],
        component_of: Mapping[str, str],
        parts: list[PartRow],
        components: set[str],
    ) -> list[ViewRow]:
        """The events, and those elsewhere that are now part of another wave or battle, or of none."""
        kept = [] if self.grown.head is None else self.grown.waves()
        gone = [w for w in kept if w.component in components]
        here = [p for p in parts if p.towns]
        waves = sorted([*here, *(w for w in kept if w.component not in components)], key=lambda p: p.position)
        changed: dict[str | None, list[Part]] = {}
        for w in (*gone, *here):
            for town in w.towns:
                changed.setdefault(town, []).append(_as_part(w))
        near = self.grown.parts_at(town for town in changed if town is not None)
        elsewhere = [
            p
            for p in near
            if p.component not in components
            and not p.towns
            and any(meanwhile(w, _as_part(p)) for w in changed.get(p.place, ()))
        ]
        parent_of = parents(map(_as_part, (*parts, *elsewhere)), map(_as_part, waves), self.world)
        rows = [_row(e, _EVENT + component_of[e.id], order_of(e)) for e in with_parents(events, parent_of)]
        for kept_row in self.grown.rows_of("events", (p.event for p in elsewhere)):
            alone = Event.model_validate_json(kept_row.payload).model_copy(update={"parent": None})
            (event,) = with_parents([alone], parent_of)
            row = _row(event, kept_row.unit, order_of(event))
            rows += [row] if row != kept_row else []
        return rows

    @cached_property
    def present(self) -> frozenset[str]:
        """Touched documents that there are."""
        return frozenset(d for d in self.touched if d in self.documents or self.told(d).claims)

    @cached_property
    def _new(self) -> list[_Item]:
        return [item for d in sorted(self.touched) for item in self._items(d)]

    def told(self, document: str) -> Telling:
        """What a document tells, with people's decisions."""
        if document not in self._told:
            claims = in_order(apply(self.ledger.claims(document), self.decisions), {})
            incidents = tell(claims, self.documents, self.world, self.decisions)
            strays = strays_of(claims, incidents, self.world)
            self._told[document] = Telling(tuple(claims), tuple(incidents), tuple(strays))
            if self._heard is not None:
                self._heard(len(self._told), max(self._asked, len(self._told)))
        return self._told[document]

    def _items(self, document: str) -> list[_Item]:
        told = self.told(document)
        both: list[Incident | Stray] = [*told.incidents, *told.strays]
        return [_Item(document, n, what) for n, what in enumerate(both)]

    def _again(self) -> tuple[list[_Item], list[Node]]:
        """All items of the touched components in canonical order, and the nodes that they were before."""
        if self.grown.head is None:
            return self._sorted(self._new), []
        components = {n.component for n in self.grown.nodes_of(self.touched)}
        components |= {n.component for n in self._decided()}
        self._link(components)
        old = self.grown.nodes_in(components)
        stay = {n.key for n in old if n.document not in self.touched}
        rest = [i for d in {n.document for n in old} - self.touched for i in self._items(d) if i.key in stay]
        return self._sorted([*self._new, *rest]), old

    def _link(self, components: set[str]) -> None:
        """Adds the components that new items are linked to."""
        max_days = self.world.policies.identity.max_days
        probes = ((n, number_of(key)) for n, item in enumerate(self._new) for key in reach(item.seen, max_days))
        near = [(n, node) for n, node in self.grown.near(probes) if node.document not in self.touched]
        for n, node in sorted(near, key=lambda row: (row[1].document, row[1].key, row[0])):
            if node.component not in components:
                other = next(i for i in self._items(node.document) if i.key == node.key)
                if self._is_linked(self._new[n], other):
                    components.add(node.component)

    def _is_linked(self, one: _Item, two: _Item) -> bool:
        if isinstance(one.what, Stray):
            return isinstance(two.what, Incident) and denies(one.what, two.what, self.world) > 0.0
        if isinstance(two.what, Stray):
            return denies(two.what, one.what, self.world) > 0.0
        like = doubted(one.what, two.what, self.world)
        if like is not None and like.barred:
            self._apart.append(_Apart(one.key, two.key, round(like.score, 3), like.why))
        return like is not None and not like.barred

    def _decided(self) -> list[Node]:
        """Nodes that people merged with new ones."""
        own = {k for i in self._new if isinstance(i.what, Incident) for k in keys_of(i.what)}
        return self.grown.nodes_with({k for two in self.decisions.merged if own & set(two) for k in two} - own)

    def _sorted(self, items: Iterable[_Item]) -> list[_Item]:
        def place(item: _Item) -> tuple[str, str, int]:
            return _state(self.documents.get(item.document))[0] or "9999", item.document, item.number

        return sorted(items, key=place)

    def _blocks(self, item: _Item) -> set[int]:
        return {number_of(key) for key in homes(item.seen, self.world.policies.identity.max_days)}

    def _members(self, document: str) -> list[Member]:
        """Units of the views that a document's claims speak of, those of its events left out."""
        told = self.told(document)
        held = {k for i in told.incidents for k in keys_of(i)}
        found = []
        for claim in told.claims:
            word = self._word(claim)
            if word is not None:
                found.append(Member(word, claim.id, claim.id, document))
            if _is_denial(claim):
                found.append(Member(_DENIED, claim.id, claim.id, document))
            if claim.id in self.judged.retracted:
                continue
            found += [Member(_control(t), claim.id, key, document) for t, key in tracks_of(claim, self.world)]
            of_place = None if claim.id in held else place_group(claim, self.world)
            if of_place is not None:
                found.append(Member(_FIGURE + of_place, claim.id, claim.id, document))
            if claim.type == "person_status" and claim.person is not None and claim.person.id is not None:
                found.append(Member(_PERSON + claim.person.id, claim.id, claim.id, document))
        return found

    def _unit_rows(self, units: set[str], new: list[Member], home: Mapping[str, str]) -> dict[str, list[ViewRow]]:
        """The rows of these units from all their claims, old and new."""
        units = {u for u in units if u != _DENIED and not u.startswith(_WORD)}
        kept = self.grown.members_in(units) if self.grown.head else []
        new = [m for m in new if m.unit in units]
        kept = [m for m in kept if m.document not in self.touched]
        claims = {c.id: c for d in {m.document for m in new} for c in self.told(d).claims}
        claims |= {c.id: c for c in self._kept(kept)}
        members: dict[str, list[Claim]] = {}
        for row in (*kept, *new):
            members.setdefault(row.unit, []).append(claims[row.claim])
        places = {name: rows for name, rows in members.items() if name.startswith(_FIGURE)}
        persons = {c.id: c for name, rows in members.items() if name.startswith(_PERSON) for c in rows}
        rules, documents = self.rules, self.documents
        return {
            "control": self._control_rows(units, members, kept, home),
            "figures": [
                _row(row, name, figure_order(row))
                for name, rows in places.items()
                for row in figure_rows(self._in_order(rows), {}, rules)
            ],
            "persons": [
                _row(row, _PERSON + row.id, (row.id,))
                for row in derive_persons(persons.values(), documents, self.decisions)
            ],
        }

    def _control_rows(
        self, units: set[str], members: Mapping[str, list[Claim]], kept: list[Member], home: Mapping[str, str]
    ) -> list[ViewRow]:
        names = _named(units, _CONTROL)
        held = self.grown.events_of(k for m in kept if m.unit in names for k in (m.key, m.claim))
        claims = {c.id: c for name in names for c in members.get(name, ())}
        tracks = {_track(name) for name in names}
        found = control_tracks(claims.values(), self.documents, {**held, **home}, self.world, tracks)
        return [_row(row, _control(track), (*track, f"{n:06}")) for track, rows in found for n, row in enumerate(rows)]

    def _kept(self, members: Iterable[Member]) -> list[Claim]:
        """Claims of documents that were not touched; those that are read already are not read again."""
        told = {c.id: c for t in self._told.values() for c in t.claims}
        asked = {m.claim for m in members}
        rest = (Claim.model_validate_json(raw) for raw in self.grown.payloads(asked - told.keys()))
        return [*(told[k] for k in asked & told.keys()), *apply(rest, self.decisions)]

    def _event_figures(
        self, incidents: Iterable[_Item], home: Mapping[str, str], component_of: Mapping[str, str]
    ) -> list[ViewRow]:
        claims = {c.id: c for i in incidents for c in (*i.seen.claims, *i.seen.figures)}
        standing = [c for c in claims.values() if c.type == "figure" and c.id not in self.judged.retracted]
        rows = figure_rows(self._in_order(standing), home, self.rules)
        return [_row(r, _EVENT + component_of[r.event], figure_order(r)) for r in rows if r.event]

    def _in_order(self, claims: Iterable[Claim]) -> list[Claim]:
        return in_order(claims, self._published)

    @cached_property
    def _published(self) -> Mapping[str, str | None]:
        return {d: info.published for d, info in self.documents.items()}


def grow(
    ledger: Ledger, policy: str, version: str, documents: Mapping[str, DocumentInfo], head: str,
    heard: Heard | None = None,
) -> bool:  # fmt: skip
    """Bring the kept views of a policy to what the ledger holds; False where it has changed since `head` was read."""
    grown = ledger.grown(f"{policy}/{version}")
    rules = FigureRules(default_world(), documents, policy, source_kinds())
    growth = Growth(ledger, grown, rules, decisions_of(ledger.decided()), heard)
    return ledger.grow_views(grown, growth.change(), head=head)


def _nodes(incidents: list[_Item], strays: list[_Item], grouped: Grouped) -> list[Node]:
    event_of = {n: event.id for members, event in zip(grouped.groups, grouped.events, strict=True) for n in members}
    found = []
    for told, denied in grouped.components:
        first = incidents[told[0]].key if told else strays[denied[0]].key
        for n in told:
            found.append(Node(incidents[n].key, incidents[n].document, incidents[n].number, first, event_of[n]))
        for s in denied:
            found.append(Node(strays[s].key, strays[s].document, strays[s].number, first, None))
    return found


def _row(row: Event | ControlState | FigureRow | PersonRow, unit: str, order: tuple[str, ...]) -> ViewRow:
    return ViewRow(row.id, unit, _CUT.join(order), payload_of(row.to_json()))


def _suggestion(one: str, two: str, apart: _Apart, turned: bool) -> ViewRow:
    keys = [apart.two, apart.one] if turned else [apart.one, apart.two]
    key = f"{one} {two}"
    row = {"id": key, "one": one, "two": two, "score": apart.score, "why": apart.why, "keys": keys}
    return ViewRow(key, _PAIR + key, f"{1 - apart.score:.4f}{_CUT}{key}", payload_of(row))


def _is_denial(claim: Claim) -> bool:
    return claim.type == "figure" and claim.factuality == "CT-"


def _as_part(row: PartRow) -> Part:
    return Part(row.event, row.type, row.place, row.first, row.last, row.towns, row.sides)


def _state(info: DocumentInfo | None) -> tuple[str | None, str | None]:
    return (None, None) if info is None else (info.published, info.family)


def _named(units: Iterable[str], name: str) -> set[str]:
    return {u for u in units if u.startswith(name)}


def _control(track: Track) -> str:
    return _CONTROL + _CUT.join(track)


def _track(unit: str) -> Track:
    place, thing = unit.removeprefix(_CONTROL).split(_CUT)
    return place, thing
