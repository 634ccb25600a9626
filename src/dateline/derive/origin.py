"""Who is behind a claim: independence groups, not outlets (CODEBOOK R45, R73, R90) and the ladder of belief (P6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Literal, Protocol

from dateline.derive.knowledge import Actors
from dateline.derive.sides import related
from dateline.model import Claim, SourceRef

Status = Literal["reported", "corroborated", "contested", "retracted"]
_NARRATED = ("narration", "headline")
#: How the groups of sources without a name begin ("anonymous:hospital").
UNNAMED = "anonymous"


class DocumentInfo(Protocol):
    """What deriving needs of a document; model.DocumentRow has it."""

    @property
    def published(self) -> str | None: ...

    @property
    def family(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Originator:
    """An independence group that stands behind a claim. `side` is the actor it speaks for, if it is a party."""

    group: str
    id: str | None
    name: str | None
    belligerent: bool
    side: str | None
    narration: bool


def originator_of(claim: Claim, family: str) -> Originator | None:
    """The group behind a claim, or None for hearsay without a source.

    A spokesperson counts as the organisation; carriers never count; an unnamed source counts once a family.
    """
    attribution = claim.attribution
    if attribution.kind == "unattributed_passive":
        return None
    if attribution.kind in _NARRATED and not attribution.sources:
        # A text whose publisher nobody named is still told by somebody: once a family.
        return Originator(f"{UNNAMED}:narrator in {family}", None, None, belligerent=False, side=None, narration=True)
    heads = [s for s in attribution.sources if s.role == "organisation"]
    heads = heads or [s for s in attribution.sources if s.role == "speaker"]
    if not heads:
        return None
    head = next((s for s in heads if _name(s)), heads[0])
    speaker = next((s for s in attribution.sources if s.role == "speaker"), head)
    group = head.group or speaker.group or head.id or _named_body(head) or UNNAMED
    return Originator(
        group=f"{group} in {family}" if group.startswith(UNNAMED) else group,
        id=head.id,
        name=head.name or head.text,
        belligerent=head.belligerent is True or speaker.belligerent is True,
        side=head.side or speaker.side,
        narration=attribution.kind in _NARRATED,
    )


def hearsay(family: str) -> Originator:
    """Stands for 'reportedly': a word without a source, which counts as no originator of an event."""
    return Originator(f"{UNNAMED}:hearsay in {family}", None, None, belligerent=False, side=None, narration=False)


def _named_body(source: SourceRef) -> str | None:
    """The name of a body that no book knows: two words with capitals, or one of capitals ('witnesses' is none)."""
    words = (source.name or source.text or "").split()
    capitals = [w for w in words if w[:1].isupper()]
    if len(capitals) >= 2 or any(len(w) > 1 and w.isupper() for w in capitals):
        return " ".join(words).casefold()
    return None


def _name(source: SourceRef) -> str | None:
    return source.id or source.name or source.text


def family_of(claim: Claim, documents: Mapping[str, DocumentInfo]) -> str:
    """The family of copies that a claim's document belongs to; a document without one is its own."""
    info = documents.get(claim.document)
    return (info.family if info else None) or claim.document


def originators(claims: Iterable[Claim], documents: Mapping[str, DocumentInfo]) -> dict[str, Originator]:
    """The groups behind some claims, by group id. Narration counts only in families where nobody is quoted."""
    attributed: dict[str, Originator] = {}
    narrated: dict[str, list[Originator]] = {}
    quoting: set[str] = set()
    for claim in claims:
        family = family_of(claim, documents)
        origin = originator_of(claim, family)
        if origin is None:
            continue
        if origin.narration:
            narrated.setdefault(family, []).append(origin)
        else:
            quoting.add(family)
            attributed.setdefault(origin.group, origin)
    for family, rows in sorted(narrated.items()):
        if family not in quoting:
            first = min(rows, key=lambda o: o.group)
            attributed.setdefault(first.group, first)
    return dict(sorted(attributed.items()))


def withdrawn(told: Iterable[Claim], denials: Iterable[Claim], documents: Mapping[str, DocumentInfo]) -> frozenset[str]:
    """Ids of claims that their own originator denies in a later report: its word is taken back, and stands no more.

    A figure is taken back only by the denial of that very number.
    """
    back: dict[tuple[str, object], list[Claim]] = {}
    for claim in denials:
        origin = originator_of(claim, family_of(claim, documents))
        if origin is not None and claim.certainty != "not_confirmed" and claim.factuality == "CT-":
            back.setdefault((origin.group, _number(claim)), []).append(claim)
    if not back:
        return frozenset()
    found = []
    for claim in told:
        origin = originator_of(claim, family_of(claim, documents))
        words = back.get((origin.group, _number(claim)), ()) if origin is not None else ()
        if any(_follows(word, claim, documents) and _meet(word, claim) for word in words):
            found.append(claim.id)
    return frozenset(found)


def owned_up(denials: Iterable[Claim], told: Iterable[Claim], documents: Mapping[str, DocumentInfo]) -> frozenset[str]:
    """Ids of denials of an event that their own originator tells of in a later report: it denies it no more (P5)."""
    later: dict[str, list[Claim]] = {}
    for claim in told:
        origin = originator_of(claim, family_of(claim, documents))
        if origin is not None and _number(claim) is None and claim.type == "event":
            later.setdefault(origin.group, []).append(claim)
    found = []
    for claim in denials:
        origin = originator_of(claim, family_of(claim, documents))
        words = later.get(origin.group, ()) if origin is not None else ()
        if any(_follows(word, claim, documents) and _meet(word, claim) for word in words):
            found.append(claim.id)
    return frozenset(found)


def word_of(claim: Claim, documents: Mapping[str, DocumentInfo]) -> tuple[str, str, int | None] | None:
    """Whose word a figure is, on what and how many: only the denial of that word takes it back. None for no word."""
    origin, number = originator_of(claim, family_of(claim, documents)), _number(claim)
    return None if origin is None or number is None else (origin.group, *number)


def _follows(later: Claim, earlier: Claim, documents: Mapping[str, DocumentInfo]) -> bool:
    one, two = _day(earlier, documents), _day(later, documents)
    return one is not None and two is not None and one < two


def _meet(one: Claim, two: Claim) -> bool:
    """Whether both may be of one place."""
    here, there = ({p.id for p in c.places if p.id} for c in (one, two))
    return not here or not there or bool(here & there)


def _number(claim: Claim) -> tuple[str, int | None] | None:
    """What a figure counts and how many; None for an event."""
    figure = claim.figure if claim.type == "figure" else None
    return None if figure is None else (figure.measure, figure.best if figure.best is not None else figure.min)


def _day(claim: Claim, documents: Mapping[str, DocumentInfo]) -> str | None:
    info = documents.get(claim.document)
    return info.published if info else None


def corroborated(groups: Mapping[str, Originator], side_a: Set[str], side_b: Set[str], actors: Actors) -> bool:
    """At least two independent groups, one of them no belligerent, or both sides of the event."""
    if len(groups) < 2:
        return False
    if any(not g.belligerent for g in groups.values()):
        return True
    return _speaks(groups, side_a, actors) and _speaks(groups, side_b, actors)


def _speaks(groups: Mapping[str, Originator], side: Set[str], actors: Actors) -> bool:
    return any(speaks_for(g, side, actors) for g in groups.values())


def speaks_for(origin: Originator, side: Iterable[str], actors: Actors) -> bool:
    """Whether a group speaks for one of these actors."""
    return origin.side is not None and any(related(origin.side, actor, actors) for actor in side)
