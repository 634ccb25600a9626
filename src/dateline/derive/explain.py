"""Why a view says what it says: the sentences behind it, who said them, the rule applied, and what speaks against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dateline.derive.comparison import Comparison
from dateline.derive.contradictions import Contradiction, contradictions
from dateline.derive.decisions import NONE, Decisions
from dateline.derive.knowledge import World
from dateline.derive.origin import DocumentInfo, family_of, originator_of
from dateline.derive.together import together
from dateline.derive.views import Views
from dateline.errors import NotFoundError
from dateline.ids import short_id
from dateline.model import Claim, ControlState, DocumentRow, Event, FigureRow, PersonRow, SourceRef

#: So many parts of a wave or a battle are listed.
_PARTS = 12
#: How much of the text around a claim is shown where no sentence border is near, in characters.
_REACH = 300
_ENDS = ".!?\n"


@dataclass(frozen=True)
class Evidence:
    """A claim with its sentence. `marked` are the offsets of the claim's words in `sentence`."""

    claim: str
    sentence: str | None
    marked: tuple[int, int] | None
    words: str
    kind: str
    factuality: str
    certainty: str
    speaker: str | None
    organisation: str | None
    carriers: tuple[str, ...]
    group: str | None
    document: str
    title: str | None
    published: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Near:
    """An event that comes near and is another one, by the two reports that come nearest, and what keeps them apart."""

    event: str
    headline: str
    comparison: Comparison
    because: str


@dataclass(frozen=True)
class Explanation:
    """The answer, the rule in words, the evidence for it and against it.

    Of an event also what joins its reports (`together`, each to the one that it fits best) and what comes near it.
    """

    id: str
    kind: str
    asked: str
    answer: Mapping[str, Any]
    headline: str
    policy: str
    rules: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    against: tuple[Evidence, ...]
    contradictions: tuple[Contradiction, ...]
    together: tuple[Comparison, ...] = ()
    near: tuple[Near, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


@dataclass(frozen=True)
class Sources:
    """Where explanations take their words from. `documents` is only asked for titles, `text` for whole texts."""

    documents: Mapping[str, DocumentRow]
    text: Callable[[str], str | None]
    world: World
    families: Mapping[str, DocumentInfo] = field(default_factory=dict)
    decisions: Decisions = NONE


def explain(key: str, views: Views, sources: Sources) -> Explanation:
    """Explain an event, control state, figure, person or claim by id. Raises NotFoundError."""
    claims = {c.id: c for c in views.claims}
    sources = replace(sources, families=views.documents)
    if key in claims:
        return _claim(claims[key], views, sources)
    if key.startswith("ev_"):
        return _event(key, views, claims, sources)
    for control in views.control:
        if control.id == key:
            return _control(control, claims, sources)
    for figure in views.figures:
        if figure.id == key:
            return _figure(figure, views, claims, sources)
    for person in views.persons:
        if person.id.casefold() == key.casefold():
            return _person(person, views, sources)
    raise NotFoundError(f"nothing here is called {key!r}: no event, control state, figure, person or claim", id=key)


def _event(key: str, views: Views, claims: Mapping[str, Claim], sources: Sources) -> Explanation:
    event = views.event(key)
    members = [claims[c] for c in event.claims if c in claims]
    denials = [claims[c] for c in event.against if c in claims]
    told = [*members, *denials]
    rules = [sources.world.policies.ladder.words, _counted(event)]
    if event.figures:
        name, policy = sources.world.policies.figure_policy(views.policy)
        rules += [f"figures by {name}: {policy.words}", sources.world.policies.figures.always]
    if event.id != key:
        rules.append(f"{key} is now one with {event.id}")
    rules += _whole_and_parts(event, views)
    joined = together(event, views, sources.world, sources.decisions)
    return Explanation(
        id=event.id, kind="event", asked=key, answer=event.to_json(), headline=_event_line(event), policy=event.policy,
        rules=tuple(rules), evidence=_evidence(members, sources), against=_evidence(denials, sources),
        contradictions=contradictions(told, sources.families, sources.world), together=joined.links,
        near=tuple(Near(a.event.id, _event_line(a.event), a.comparison, a.because) for a in joined.apart),
    )  # fmt: skip


def _whole_and_parts(event: Event, views: Views) -> list[str]:
    """The wave or the battle that an event is part of; the parts that it has, as far as the views hold them."""
    whole = [e for e in views.events if e.id == event.parent]
    parts = [e for e in views.events if e.parent == event.id]
    lines = [f"part of {_named(e)}: each keeps its own toll, they are not added" for e in whole]
    lines += [f"a part of it: {_named(e)}" for e in parts[:_PARTS]]
    return [*lines, f"and {len(parts) - _PARTS} more parts"] if len(parts) > _PARTS else lines


def _named(event: Event) -> str:
    return f"{_event_line(event)} ({short_id(event.id)})"


def _counted(event: Event) -> str:
    groups = ", ".join(event.originator_groups) or "nobody by name"
    return f"{event.status}: {event.originators} independent originator{'s' * (event.originators != 1)} ({groups})"


def _event_line(event: Event) -> str:
    where = event.place.name if event.place is not None else None
    first, last = event.time.from_, event.time.to
    days = first if first == last else f"{first or '?'} to {last or '?'}"
    return f"{event.type.replace('_', ' ')}, {where or 'place unknown'}, {days or 'day unknown'}: {event.status}"


def _control(state: ControlState, claims: Mapping[str, Claim], sources: Sources) -> Explanation:
    basis = [claims[c] for c in state.basis if c in claims]
    against = [claims[c] for c in state.against if c in claims]
    holders = ", ".join(h.name or h.id or "?" for h in state.holders) or "nobody that is known"
    until = "still" if state.to is None else f"until {state.to}"
    starts = {
        "dated": f"the change is dated {state.from_ or ''}".rstrip(),
        "seen": f"first attested for {state.from_}; it may have begun earlier",
        "inferred": "nobody says so outright: it follows from the change that ended it",
        "unknown": "when it began is not told",
    }
    rules = (
        f"start: {starts[state.start]}",
        "one party's word is a claim; an independent origin or the losing side's word corroborates it (R56)",
        f"an opposite word within {sources.world.policies.control.dispute_days} days disputes it (R56)",
        "a later change opens a new interval, nothing is overwritten; a province says nothing of its towns (R57)",
    )
    return Explanation(
        id=state.id, kind="control", asked=state.id, answer=state.to_json(),
        headline=f"{state.place.name}: {state.state} by {holders}, from {state.from_ or '?'} {until}: {state.status}",
        policy=state.policy, rules=rules, evidence=_evidence(basis, sources), against=_evidence(against, sources),
        contradictions=contradictions([*basis, *against], sources.families, sources.world),
    )  # fmt: skip


def _figure(row: FigureRow, views: Views, claims: Mapping[str, Claim], sources: Sources) -> Explanation:
    members = [claims[c] for c in row.claims if c in claims]
    name, policy = sources.world.policies.figure_policy(views.policy)
    place = row.place.name if row.place is not None else "place unknown"
    value = f"{_text(row.min)} / {_text(row.best)} / {_text(row.max)}"
    old = [o for o in row.by_originator if o.superseded_by is not None]
    rules = [f"{name}: {policy.words}", sources.world.policies.figures.always]
    rules += [f"{o.id}: {_text(o.best or o.min)} is superseded by its word in {o.superseded_by}" for o in old]
    return Explanation(
        id=row.id, kind="figure", asked=row.id, answer=row.to_json(),
        headline=f"{row.measure} ({row.kind or 'kind unknown'}), {place}: low / best / high {value}",
        policy=row.policy, rules=tuple(rules), evidence=_evidence(members, sources), against=(),
        contradictions=contradictions(members, sources.families, sources.world),
    )  # fmt: skip


def _text(value: int | None) -> str:
    return "not stated" if value is None else f"{value:,}"


def _person(row: PersonRow, views: Views, sources: Sources) -> Explanation:
    members = [c for c in views.claims if c.person is not None and c.person.id == row.id]
    rules = (
        "dead only by a firm word of a named source that a reviewer has accepted; rumours are only listed (R61)",
        "only holders of public or military office and leaders have a row; all others count in aggregate (R62)",
    )
    return Explanation(
        id=row.id, kind="person", asked=row.id, answer=row.to_json(), headline=f"{row.name or row.id}: {row.life}",
        policy="reviewed", rules=rules, evidence=_evidence(members, sources), against=(),
        contradictions=contradictions(members, sources.families, sources.world),
    )  # fmt: skip


def _claim(claim: Claim, views: Views, sources: Sources) -> Explanation:
    event = views.event_of(claim.id)
    rules = [f"read by {claim.extractor} with confidence {claim.confidence:.2f}"]
    rules.append(f"belongs to {event}" if event else "makes no event: only what is told as fact, with a type, does")
    return Explanation(
        id=claim.id, kind="claim", asked=claim.id, answer=claim.to_json(), headline=f"{claim.type}: {claim.text}",
        policy=claim.extractor, rules=tuple(rules), evidence=_evidence([claim], sources), against=(), contradictions=(),
    )  # fmt: skip


def _evidence(claims: Iterable[Claim], sources: Sources) -> tuple[Evidence, ...]:
    return tuple(_one(claim, sources) for claim in claims)


def _one(claim: Claim, sources: Sources) -> Evidence:
    document = sources.documents.get(claim.document)
    origin = originator_of(claim, family_of(claim, sources.families))
    sentence, marked = sentence_around(sources.text(claim.document), claim.start, claim.end)
    refs = claim.attribution.sources
    return Evidence(
        claim=claim.id,
        sentence=sentence,
        marked=marked,
        words=claim.text,
        kind=claim.attribution.kind,
        factuality=claim.factuality,
        certainty=claim.certainty,
        speaker=next((_called(s) for s in refs if s.role == "speaker"), None),
        organisation=next((_called(s) for s in refs if s.role == "organisation"), None),
        carriers=tuple(name for s in refs if s.role == "carrier" and (name := _called(s))),
        group=origin.group if origin else None,
        document=claim.document,
        title=document.title if document else None,
        published=document.published if document else None,
        start=claim.start,
        end=claim.end,
    )


def _called(source: SourceRef) -> str | None:
    return source.name or source.text or source.id


def sentence_around(text: str | None, start: int, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """The sentence (or the stretch) of a text that holds [start, end), and where those words stand in it.

    (None, None) where the text is gone or shorter than the offsets.
    """
    if text is None or end > len(text):
        return None, None
    left = start
    while left > 0 and start - left < _REACH and not _border(text, left):
        left -= 1
    right = end
    while right < len(text) and right - end < _REACH and not (right > end and _border(text, right)):
        right += 1
    while left < start and text[left].isspace():
        left += 1
    return text[left:right].rstrip(), (start - left, end - left)


def _border(text: str, at: int) -> bool:
    """Whether a sentence ends right before an offset."""
    before = text[at - 1]
    return before == "\n" or (before.isspace() and at >= 2 and (text[at - 2] in _ENDS or text[at - 2] in '"”’»'))
