"""Several tellings, one claim: copied sentences and nouns that take an event up again (CODEBOOK R34, R52, R59)."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.claims.dating import is_raised
from dateline.claims.inputs import Inputs
from dateline.mentions import QuantityMention
from dateline.model import SECOND_STRIKE, Claim, TextSpan

#: Two copies of a sentence may differ by this many characters before a claim's words.
_DRIFT = 4


def fold_copies(inputs: Inputs, claims: Sequence[Claim]) -> list[Claim]:
    """Claims of a sentence that repeats another become mentions of that sentence's claims (R59)."""
    twins = {s.index: s.duplicate_of for s in inputs.parsed.sentences if s.duplicate_of is not None}
    if not twins:
        return list(claims)
    kept: dict[str, Claim] = {c.id: c for c in claims}
    for claim in claims:
        sentence = inputs.parsed.sentence_at(claim.start)
        if sentence is None or sentence.index not in twins:
            continue
        target = inputs.parsed.sentences[twins[sentence.index] or 0]
        offset = claim.start - sentence.start
        twin = next(
            (
                c
                for c in kept.values()
                if c.id != claim.id
                and c.type == claim.type
                and c.event_type == claim.event_type
                and target.start <= c.start < target.end
                and abs(c.start - target.start - offset) <= _DRIFT
            ),
            None,
        )
        if twin is not None:
            kept[twin.id] = _with_mention(kept[twin.id], claim)
            del kept[claim.id]
    return list(kept.values())


def fold_nominals(claims: Sequence[Claim], nominal: set[str]) -> list[Claim]:
    """A noun without a time of its own takes up the event that the text tells with a verb (R52).

    `nominal` are ids of claims whose trigger is a noun.
    """
    kept: dict[str, Claim] = {c.id: c for c in claims}
    for claim in claims:
        if claim.id not in nominal or claim.type != "event" or claim.time.basis in ("explicit", "weekday", "relative"):
            continue
        told = [c for c in kept.values() if c.id not in nominal and _same_event(c, claim)]
        before = [c for c in told if c.start < claim.start]
        twin = before[-1] if before else told[0] if told else None
        if twin is not None:
            kept[twin.id] = _with_mention(kept[twin.id], claim)
            del kept[claim.id]
    return list(kept.values())


def _with_mention(claim: Claim, other: Claim) -> Claim:
    spans = {(m.start, m.end) for m in (*claim.mentions, *other.mentions)} | {(other.start, other.end)}
    return claim.model_copy(update={"mentions": tuple(TextSpan(start=s, end=e) for s, e in sorted(spans))})


def _same_event(told: Claim, noun: Claim) -> bool:
    if told.type != "event" or told.event_type != noun.event_type or told.factuality != noun.factuality:
        return False
    if SECOND_STRIKE in noun.flags and SECOND_STRIKE not in told.flags:
        return False
    if noun.figure is not None and noun.figure != told.figure:
        return False  # 'three strikes' are not the fifteen told of before
    if _speaker(told) != _speaker(noun) and noun.attribution.kind not in ("narration", "headline"):
        return False
    named = {p.id or p.name for p in noun.places if p.resolution != "topic"}
    there = {p.id or p.name for p in told.places}
    if named and (not named & there or len(named - there) > 1):
        return False
    actors = {a.id for a in noun.actors if a.id}
    known = {a.id for a in told.actors if a.id}
    return not actors or not known or bool(actors & known)


def _speaker(claim: Claim) -> str | None:
    first = next((s for s in claim.attribution.sources if s.role != "carrier"), None)
    return (first.group or first.id or first.name) if first else None


def fold_headings(inputs: Inputs, claims: Sequence[Claim]) -> list[Claim]:
    """A number in a heading repeats the body's: it is a mention of that figure, never a second one (R34)."""
    kept: dict[str, Claim] = {c.id: c for c in claims}
    for claim in claims:
        sentence = inputs.parsed.sentence_at(claim.start)
        if claim.figure is None or sentence is None or sentence.kind not in ("headline", "subhead"):
            continue
        twin = next(
            (
                c
                for c in claims
                if c.start > claim.end and _speaker(c) == _speaker(claim) and _retells(claim, c, inputs)
            ),
            None,
        )
        if twin is not None:
            kept[twin.id] = _with_mention(kept[twin.id], claim)
            del kept[claim.id]
    return list(kept.values())


def _retells(heading: Claim, body: Claim, inputs: Inputs) -> bool:
    one, two = heading.figure, body.figure
    sentence = inputs.parsed.sentence_at(body.start)
    if one is None or two is None or sentence is None or sentence.kind in ("headline", "subhead"):
        return False
    if (one.measure, one.unit) != (two.measure, two.unit) or two.of is not None or two.kind == "cumulative":
        return False
    if one.best is not None:
        return one.best in (two.best, two.min, two.max)
    low = two.best if two.best is not None else two.min
    return low is not None and (one.min is None or one.min <= low) and (one.max is None or low <= one.max)


def share_times(claims: Sequence[Claim], lasting: set[str]) -> list[Claim]:
    """An undated telling of an event that the text dates elsewhere takes that date (R8: same topic, same peg).

    `lasting` are ids of claims whose noun is a fight that may last for days ('the fighting', 'the battle').
    """
    dated = [c for c in claims if c.type == "event" and c.time.from_ and c.news_role == "news"]
    rows: list[Claim] = []
    for claim in claims:
        if claim.type == "event" and claim.time.granularity == "open" and claim.news_role != "background":
            twin = next((c for c in dated if _same_place_and_leaf(c, claim)), None)
            if twin is not None:
                time = twin.time.model_copy(
                    update={"text": None, "start": None, "end": None, "basis": "inherited_peg", "why": None}
                )
                claim = claim.model_copy(update={"time": time, "news_role": "news"})
        elif _has_its_days(claim, lasting):
            claim = _over_the_battle(claim, dated)
        if claim.id in lasting and not claim.places and claim.time.from_ is None:
            claim = claim.model_copy(update={"news_role": "background"})  # 'hostilities have brought hunger'
        rows.append(claim)
    return rows


def _has_its_days(claim: Claim, lasting: set[str]) -> bool:
    """Whether an undated claim is of a fight's whole course: who fought it, or the fighting itself."""
    if claim.type == "role":
        return claim.time.basis in ("inherited_peg", "none")
    return claim.id in lasting and claim.news_role == "news" and claim.time.basis.startswith("inherited")


def _over_the_battle(claim: Claim, dated: Sequence[Claim]) -> Claim:
    """The fighting, and who did it, holds for all its days: from the first dated fight at the place to the last."""
    places = {p.id for p in claim.places if p.id}
    fights = [c for c in dated if c.event_type in _FIGHTS and places & {p.id for p in c.places if p.id}]
    days = [(c.time.from_, c.time.to) for c in fights if c.time.from_ and c.time.to]
    if not days:
        return claim
    first, last = min(d[0] for d in days), max(d[1] for d in days)
    edtf = first if first == last else f"{first}/{last}"
    time = claim.time.model_copy(
        update={"from_": first, "to": last, "edtf": edtf, "granularity": "day", "basis": "inherited_peg", "why": None}
    )
    return claim.model_copy(update={"time": time})


def vouched(inputs: Inputs, told: Sequence[Claim], figures: Sequence[Claim], alleged: set[str]) -> list[Claim]:
    """'Six were killed in an alleged strike': the deaths are asserted, only the doer is alleged (R88).

    `alleged` are ids of claims that nothing but that word makes doubtful.
    """
    return [
        with_alleged_doer(c) if c.id in alleged and any(_dies_of(inputs, f, c) for f in figures) else c for c in told
    ]


def _dies_of(inputs: Inputs, figure: Claim, event: Claim) -> bool:
    value = figure.figure
    if value is None or value.measure not in _HARM or figure.factuality != "CT+":
        return False
    here, there = inputs.parsed.sentence_at(figure.start), inputs.parsed.sentence_at(event.start)
    return figure.event_type == event.event_type and here == there and _speaker(figure) == _speaker(event)


def with_alleged_doer(claim: Claim) -> Claim:
    """The claim as asserted, its doers in the role `alleged`."""
    actors = tuple(a.model_copy(update={"role": "alleged"}) if a.role in _DOERS else a for a in claim.actors)
    return claim.model_copy(update={"factuality": "CT+", "certainty": "asserted", "actors": actors})


_HARM = ("killed", "injured", "casualties_unspecified")
_FIGHTS = ("armed_clash", "ground_offensive", "territory_captured")


def _same_place_and_leaf(one: Claim, two: Claim) -> bool:
    places = {p.id for p in one.places if p.id and p.role != "reference_point"}
    return one.event_type == two.event_type and bool(places & {p.id for p in two.places if p.id})


def share_parties(claims: Sequence[Claim]) -> list[Claim]:
    """'in cooperation with B' inside 'A took X': B supports A's event, and A is the main force of the role claim."""
    rows = {c.id: c for c in claims}
    for role in (c for c in claims if c.type == "role"):
        events = [c for c in claims if c.type == "event" and c.start <= role.start and role.end <= c.end]
        event = min(events, key=lambda c: c.end - c.start, default=None)
        if event is None:
            continue
        helpers = [a for a in role.actors if a.role == "supporting"]
        mains = [a for a in event.actors if a.role in _DOERS and a.start not in {h.start for h in helpers}]
        have = {(a.role, a.start) for a in event.actors}
        rows[event.id] = rows[event.id].model_copy(
            update={"actors": (*rows[event.id].actors, *(h for h in helpers if (h.role, h.start) not in have))}
        )
        if helpers and not any(a.role == "main_force" for a in role.actors):
            main = tuple(a.model_copy(update={"role": "main_force"}) for a in mains)
            rows[role.id] = role.model_copy(
                update={"actors": (*main, *role.actors), "time": event.time, "news_role": event.news_role}
            )
    return list(rows.values())


_DOERS = ("controller_new", "attacker", "mover", "perpetrator")


def parts_with_wholes(claims: Sequence[Claim]) -> list[Claim]:
    """A part whose whole was folded into another telling belongs to that telling; without one it stands alone."""
    ids = {c.id for c in claims}
    rows = []
    for claim in claims:
        figure = claim.figure
        if figure is not None and figure.of is not None and figure.of not in ids:
            whole = next((c.id for c in claims if c.id != claim.id and _covers(c, claim)), None)
            claim = claim.model_copy(update={"figure": figure.model_copy(update={"of": whole})})
        rows.append(claim)
    return rows


def _covers(whole: Claim, part: Claim) -> bool:
    """Whether a figure of the same measure was also told where the part stands."""
    if whole.figure is None or part.figure is None or whole.figure.measure != part.figure.measure:
        return False
    return any(m.start <= part.start < m.end for m in whole.mentions)


def without_bare_tolls(inputs: Inputs, told: Sequence[Claim], generic: set[str]) -> list[Claim]:
    """'A bomb went off. Twelve people were killed.': a toll without a doer, place or time of its own is no event.

    Nor is one with the doer, place and day of what was told just before: 'The rebels took the town on Monday. They
    killed 60 soldiers there on Monday.' `generic` are ids of claims whose words tell of harm by no means. Their figures
    stay and belong to the event told just before.
    """
    events = [c for c in told if c.type == "event" and c.id not in generic]
    return [c for c in told if c.id not in generic or not _is_toll(inputs, c, events)]


def _is_toll(inputs: Inputs, claim: Claim, events: Sequence[Claim]) -> bool:
    before = _told_before(inputs, claim, events)
    return bool(before) and (_is_bare(claim) or any(_is_of(inputs, claim, event) for event in before))


def _is_of(inputs: Inputs, toll: Claim, event: Claim) -> bool:
    """Whether a toll names the doer, the place and the day of a fight or a capture."""
    if event.event_type is None or inputs.vocabulary.leaves[event.event_type].family != "battle":
        return False
    days = toll.time.from_ is not None and (toll.time.from_, toll.time.to) == (event.time.from_, event.time.to)
    return days and bool(_doers(toll) & _doers(event)) and bool(_towns(toll) & _towns(event))


def _doers(claim: Claim) -> set[str]:
    return {a.id for a in claim.actors if a.id and a.role in _DOERS}


def _towns(claim: Claim) -> set[str]:
    return {p.id for p in claim.places if p.id and p.role == "event"}


def _is_bare(claim: Claim) -> bool:
    doer = any(a.role in (*_DOERS, "party") and (a.resolution != "unstated" or a.text) for a in claim.actors)
    placed = any(p.resolution != "topic" for p in claim.places)
    return claim.type == "event" and not doer and not placed and claim.time.basis in ("inherited_peg", "none")


def _told_before(inputs: Inputs, claim: Claim, events: Sequence[Claim]) -> list[Claim]:
    """The events of the claim's own sentence and the one before that are told before it."""
    here = inputs.parsed.sentence_at(claim.start)
    found = []
    for event in events:
        there = inputs.parsed.sentence_at(event.start)
        if here is not None and there is not None and 0 <= here.index - there.index <= 1 and event.start < claim.start:
            found.append(event)
    return found


def raised_by_its_source(inputs: Inputs, claim: Claim, quantity: QuantityMention, before: Sequence[Claim]) -> Claim:
    """'Six were killed, the governor said. By evening the toll had risen to nine.': who gave the count gives the new
    one, where nobody else is named (R71)."""
    if claim.attribution.kind != "narration" or claim.figure is None or not claim.event_type or quantity.anchor is None:
        return claim
    here = inputs.parsed.sentence_at(claim.start)
    if here is None or not is_raised(inputs.parsed.doc[quantity.anchor]):
        return claim
    for old in reversed(before):
        there = inputs.parsed.sentence_at(old.start)
        same = (
            old.figure is not None and old.figure.measure == claim.figure.measure and old.event_type == claim.event_type
        )
        if same and there is not None and 0 <= here.index - there.index <= _RAISED and old.attribution.sources:
            told = old.attribution.model_copy(update={"kind": "ambiguous_continuation"})
            return claim.model_copy(update={"attribution": told})
    return claim


#: Sentences back in which the count stands that is raised.
_RAISED = 2
