"""The status of public figures over time. Nobody is dead by a machine's word alone (CODEBOOK R61, R62)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.derive.decisions import NONE, Decisions
from dateline.derive.incident import published
from dateline.derive.origin import DocumentInfo, Originator, family_of, originator_of
from dateline.derive.times import interval_of, iso
from dateline.know.persons import status_words
from dateline.model import Claim, PersonReport, PersonRow, PersonStatus

Life = Literal["alive", "dead", "unknown"]


@dataclass(frozen=True, slots=True)
class _Word:
    claim: Claim
    person: PersonStatus
    origin: Originator | None

    @property
    def firm(self) -> bool:
        """Said as a fact by a named source."""
        return self.claim.factuality == "CT+" and self.origin is not None

    @property
    def dead(self) -> bool:
        """Whether it says that the person died."""
        return self.person.life == "dead" or bool(status_words().dead & set(self.person.reported))


def derive_persons(
    claims: Iterable[Claim], documents: Mapping[str, DocumentInfo], decisions: Decisions = NONE
) -> list[PersonRow]:
    """One row a public figure, by id. Private persons (no id) get none."""
    words: dict[str, list[_Word]] = {}
    order = sorted(claims, key=lambda c: (published(c.document, documents) or "9999", c.document, c.start, c.id))
    for claim in order:
        if claim.type == "person_status" and claim.person is not None and claim.person.id is not None:
            origin = originator_of(claim, family_of(claim, documents))
            words.setdefault(claim.person.id, []).append(_Word(claim, claim.person, origin))
    return [_row(person, rows, decisions) for person, rows in sorted(words.items())]


def _row(person: str, words: Sequence[_Word], decisions: Decisions) -> PersonRow:
    life, proof = _life(words, decisions)
    whereabouts = [w.person.whereabouts for w in words if w.person.whereabouts]
    confirmed = [x for w in words for x in w.person.confirmed_by]
    if proof is not None and proof.origin is not None:
        confirmed.append(proof.origin.group)
    return PersonRow(
        id=person,
        name=next((w.person.name for w in words if w.person.name), None),
        life=life,
        since=None if proof is None else iso(interval_of(proof.claim.time).first),
        whereabouts=whereabouts[-1] if whereabouts else None,
        reported=tuple(r for w in words for r in _reports(w)),
        confirmed_by=tuple(dict.fromkeys(confirmed)),
    )


def _life(words: Sequence[_Word], decisions: Decisions) -> tuple[Life, _Word | None]:
    """Dead only by a firm word that a reviewer accepted; alive by the last firm word, unless a firm death followed."""
    deaths = [w for w in words if w.dead and w.firm]
    accepted = [w for w in deaths if w.claim.id in decisions.accepted]
    if accepted:
        return "dead", accepted[0]
    lives = [w for w in words if w.person.life == "alive" and w.firm]
    if not lives or (deaths and words.index(deaths[-1]) > words.index(lives[-1])):
        return "unknown", None
    return "alive", lives[-1]


def _reports(word: _Word) -> list[PersonReport]:
    """What is said of the person, hearsay and firm alike, with who says it (None = nobody is named)."""
    denied = word.claim.factuality.endswith("-")
    if denied and (word.origin is None or word.claim.certainty == "not_confirmed"):
        return []
    said = [f"not {what}" for what in word.person.reported] if denied else list(word.person.reported)
    if word.person.life == "dead" and not status_words().dead & set(said) and not denied:
        said.append("dead")
    if word.person.life == "alive" and "alive" not in said:
        said.append("alive")
    by = None if word.origin is None else word.origin.name or word.origin.group
    return [PersonReport(what=what, by=by, claim=word.claim.id) for what in said]
