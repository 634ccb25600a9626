"""Triggers: the words that tell of an event or a state, with their frame, leaf and arguments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dateline.find.triggers_frames import Candidate, Scene, read_sentence
from dateline.find.triggers_guard import GuardHit, apply_guards, barred_leaves, dropped_leaves, guard_hits
from dateline.know.events import VIOLENT, EventVocabulary, Guard
from dateline.mentions import ActorMention, PlaceMention, TriggerMention
from dateline.text.grammar import by_agents, is_passive, noun_phrase_span, set_against
from dateline.text.segment import Parsed


def find_triggers(
    parsed: Parsed,
    vocabulary: EventVocabulary,
    actors: Sequence[ActorMention] = (),
    places: Sequence[PlaceMention] = (),
) -> list[TriggerMention]:
    """Every trigger of a text, in order of its head token.

    `note` names the guard that doubts it ('denial', 'forecast', 'history', ...), or is 'definite' for a noun that
    points back ("the attack"); None for plain news. Figurative and staged uses give no trigger at all.
    """
    return read_triggers(parsed, vocabulary, actors, places).triggers


#: Tokens of a text that is short enough for the model to tell of what no rule sees.
_NOTE = 200


@dataclass(frozen=True, slots=True)
class Read:
    """The triggers, and the leaves that guards took away: what the text only seems to tell of.

    `staged`: the paragraphs that tell of a film, a match or a drill.
    """

    triggers: list[TriggerMention]
    dropped: frozenset[str] = frozenset()
    staged: frozenset[int] = frozenset()


def read_triggers(
    parsed: Parsed,
    vocabulary: EventVocabulary,
    actors: Sequence[ActorMention] = (),
    places: Sequence[PlaceMention] = (),
) -> Read:
    """The triggers of a text as `find_triggers` gives them, with the leaves that no event of it can be of."""
    scene = Scene.of(parsed, vocabulary, actors, places)
    found: list[TriggerMention] = []
    dropped: set[str] = set()
    staged: set[int] = set()
    hits: dict[int, list[GuardHit]] = {}
    for sentence in (s for s in parsed.sentences if s.kind != "teaser"):
        rows = _without_doubles(read_sentence(scene, sentence), vocabulary)
        if (rows or len(parsed.doc) < _NOTE) and sentence.paragraph not in hits:
            hits[sentence.paragraph] = guard_hits(scene, sentence)
        dropped |= barred_leaves(scene, sentence, hits.get(sentence.paragraph, ()))
        for candidate, note in apply_guards(scene, sentence, rows, hits.get(sentence.paragraph, ())):
            if isinstance(note, Guard):
                dropped |= dropped_leaves(note, vocabulary)
                staged |= {sentence.paragraph} if note.staged else set()
            else:
                found += _mentions(scene, candidate, note)
    return Read(found, frozenset(dropped - {t.leaf for t in found}), frozenset(staged))


def _without_doubles(rows: list[Candidate], vocabulary: EventVocabulary) -> list[Candidate]:
    """One trigger for one event: words inside a longer trigger and generic verbs beside a telling one go."""
    rows = [r for r in rows if not any(_says_more(other, r) for other in rows)]
    kept: list[Candidate] = []
    for row in sorted(rows, key=lambda c: (-len(c.covered), -c.confidence, c.token)):
        if not any(row.token in other.covered for other in kept):
            kept.append(row)
    kept = [r for r in kept if not _is_a_doer(r, kept)]
    events = {r.token for r in kept if r.nominal and r.leaf and not r.frame.generic}
    kept = [r for r in kept if r.nominal or not r.leaf or not any(t.i in events for t in r.args.subject)]
    kept = [r for r in kept if not _only_describes(r, kept, vocabulary) and not _names_a_thing(r, kept)]
    telling = [r for r in kept if not r.frame.generic and any(_is_of(r, f, vocabulary) for f in VIOLENT)]
    hit = {t.i for r in telling for t in (*r.args.object, *r.args.subject)}
    kept = [r for r in kept if not (r.nominal and r.token in hit and _is_of(r, "population", vocabulary))]
    if telling:
        kept = [r for r in kept if not r.frame.generic or _own_clause(r, telling)]
    return sorted(kept, key=lambda c: c.token)


def _says_more(noun: Candidate, verb: Candidate) -> bool:
    """'carried out artillery attacks': the noun with its own words says more than the verb with the bare noun."""
    if not noun.nominal or verb.nominal or noun.token not in verb.covered or noun.token == verb.token:
        return False
    return noun.leaf != verb.leaf and noun.confidence > verb.confidence and bool({*noun.covered} - {*verb.covered})


def _is_a_doer(row: Candidate, rows: Sequence[Candidate]) -> bool:
    """'Protesters burned shops': the noun is of those who do it, and a surer verb says what they do."""
    if not row.nominal or not row.frame.people:
        return False
    surer = (r for r in rows if r.leaf and not r.nominal and not r.frame.generic and r.confidence > row.confidence)
    return any(t.i == row.token for r in surer for t in r.args.subject)


def _is_of(row: Candidate, family: str, vocabulary: EventVocabulary) -> bool:
    return row.leaf is not None and vocabulary.leaves[row.leaf].family == family


def _only_describes(row: Candidate, rows: Sequence[Candidate], vocabulary: EventVocabulary) -> bool:
    """'killed 15 displaced people': an adjective of those to whom another verb of the sentence does something."""
    token = row.scene.parsed.doc[row.token]
    if not _is_of(row, "population", vocabulary):
        return False
    if token.dep_ != "amod" or token.i > token.head.i:
        return False
    others = (r for r in rows if r is not row and not r.nominal)
    return any(token.head in (*r.args.object, *r.args.subject) for r in others)


def _names_a_thing(row: Candidate, rows: Sequence[Candidate]) -> bool:
    """'fighting positions', 'forces-held areas': words of a thing's name, which tell of nothing."""
    token = row.scene.parsed.doc[row.token]
    if row.frame.claim_type != "event":
        return False
    if token.tag_ == "VBN" and token.i > 0 and token.nbor(-1).text == "-":
        return True
    between = row.scene.parsed.doc[token.i + 1 : token.head.i]
    beside = token.i < token.head.i and all(t.pos_ in ("NOUN", "PROPN", "ADJ") for t in between)
    if not row.frame.alone or not row.nominal or token.dep_ not in ("compound", "amod") or not beside:
        return False
    return not any(token.head.i in other.covered for other in rows)


def _own_clause(row: Candidate, telling: Sequence[Candidate]) -> bool:
    """A generic trigger stands beside the telling ones only where it has a by-phrase or a subject of its own."""
    doers = {t.i for t in row.args.subject}
    doc = row.scene.parsed.doc
    told = (doc[other.token] for other in telling if other.leaf == row.leaf)
    if not doers or row.nominal or any(t.dep_ == "advcl" and t.head.i == row.token for t in told):
        return False  # 'lost a leg when he stepped on a mine': what the clause below it tells is all that happened
    covered = {i for other in telling for i in other.covered}
    shared = {t.i for other in telling for t in other.args.subject}
    return not doers & covered and not doers & shared and any("force" in row.classes_of(t) for t in row.args.subject)


def _mentions(scene: Scene, row: Candidate, note: str | None) -> list[TriggerMention]:
    """One mention, or one for each coordinated by-phrase ('by A and by B', CODEBOOK R44)."""
    doc = scene.parsed.doc
    verb = doc[row.token]
    roles, places = row.roles()
    groups, role = _by_phrases(verb, row)
    if len(groups) < 2 or role is None:
        return [_mention(scene, row, note, roles, places, *row.span())]
    found = []
    for k, heads in enumerate(groups):
        own = {**roles, role: tuple(h.i for h in heads)}
        start, end = row.span()
        if k:
            start, end = noun_phrase_span(heads[0])
            start = min(start, heads[0].head.idx) if heads[0].head.lower_ == "by" else start
        found.append(_mention(scene, row, note, own, places, start, end))
    return found


def _by_phrases(head: Token, row: Candidate) -> tuple[list[list[Token]], str | None]:
    """Coordinated by-phrases of a trigger and the role that they fill."""
    frame_roles = row.frame.roles or {}
    if not row.nominal:
        return (by_agents(head) if is_passive(head) else []), frame_roles.get("subject")
    role = next((r for f, r in frame_roles.items() if "by" in f.removeprefix("obl:").split("|")), None)
    groups = [group for index in {*row.covered, head.i} for group in _by_groups(head.doc[index])]
    return sorted(groups, key=lambda g: g[0].i), role


def _by_groups(token: Token) -> list[list[Token]]:
    """By-phrases below a word of the trigger, one that is coordinated with its preposition included."""
    groups = by_agents(token)
    for prep in (c for c in token.conjuncts if c.lower_ == "by" and c.pos_ == "ADP" and not set_against(c)):
        groups.append([c for c in prep.children if c.dep_ == "pobj"])
    return [g for g in groups if g]


def _mention(
    scene: Scene,
    row: Candidate,
    note: str | None,
    roles: dict[str, tuple[int, ...]],
    places: dict[str, tuple[int, ...]],
    start: int,
    end: int,
) -> TriggerMention:
    return TriggerMention(
        start=start,
        end=end,
        text=scene.parsed.text[start:end],
        token=row.token,
        frame=row.frame.id,
        leaf=row.leaf,
        claim_type=row.frame.claim_type,
        nominal=row.nominal,
        roles=roles,
        places=places,
        control=row.control,
        outcome=row.frame.outcome,
        confidence=round(row.confidence, 2),
        note=note,
    )
