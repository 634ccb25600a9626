"""How surely a clause says that something happened (CODEBOOK R47 to R51, R64, R74, R87, R88).

Effects are gathered from the clause itself (negation, modals, conditions, adverbs), from what governs it ("failed to",
"plans for") and from the attributions around it, and are then weighed into a FactBank value. The value is relative to
the source that speaks: what an army asserts is CT+ by the army.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from dateline.claims.modality_words import Effect, ModalityWords, modality_words
from dateline.model import Certainty, Factuality, Outcome
from dateline.resolve.sources import ResolvedSpeech
from dateline.text.segment import Parsed

_ORDER = ("CT", "PR", "PS", "U")
_MODIFIERS = ("amod", "compound", "nmod", "det", "advmod")

_TENSED = frozenset({"was", "were", "is", "are", "has", "had", "have", "did", "does", "do"})
#: How sure an effect leaves its clause at best; CT where it is not named.
_LEVELS: dict[str, tuple[Effect, ...]] = {
    "PR": ("future", "would", "expected", "probable", "apparent", "planned", "believed", "warned", "unlikely"),
    "PS": ("possible", "feared", "doubted"),
    "U": ("obligation", "wanted", "condition", "question", "alleged", "hearsay", "silent", "unconfirmed"),
}
_LEVEL: dict[Effect, str] = {effect: level for level, effects in _LEVELS.items() for effect in effects}
_TURNS: frozenset[Effect] = frozenset({"negated", "denied", "counterfactual", "unlikely", "doubted"})
_FUTURE: frozenset[Effect] = frozenset({"future", "would", "expected", "planned", "warned", "unlikely"})
_HYPOTHETICAL: frozenset[Effect] = frozenset({"wanted", "condition", "question", "obligation"})
#: In order of weight: the first row with an effect that is present names the certainty.
_CERTAINTY: tuple[tuple[Certainty, tuple[Effect, ...]], ...] = (
    ("denied", ("denied",)),
    ("not_confirmed", ("unconfirmed",)),
    ("unknown", ("silent", "question")),
    ("not_confirmed", ("doubted",)),
    ("reported_unattributed", ("hearsay", "alleged")),
    ("possible", ("wanted", "condition", "obligation")),
    ("probable_future", ("planned", "expected", "future", "would", "warned", "unlikely")),
    ("possible", ("possible", "feared", "believed", "probable", "apparent")),
    ("estimated", ("estimated",)),
    ("confirmed_by_monitor", ("confirmed",)),
    ("asserted_by_party", ("party",)),
)
_OUTCOME: dict[Effect, Outcome] = {
    "planned": "planned", "expected": "planned", "future": "planned", "would": "planned", "attempted": "attempted",
    "foiled": "foiled", "repelled": "attempted", "ongoing": "ongoing",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Modality:
    """The modality of an event's clause, relative to whoever says it. `hypothetical`: nobody says that it happens.

    `only_alleged`: nothing but a word like 'alleged' before its noun makes it doubtful (R88).
    """

    factuality: Factuality = "CT+"
    certainty: Certainty = "asserted"
    negated: bool = False
    hypothetical: bool = False
    future: bool = False
    outcome: Outcome | None = None
    only_alleged: bool = False


def modality_of(token: Token, parsed: Parsed, speech: Sequence[ResolvedSpeech]) -> Modality:
    """The modality of the event that `token` (a verb or a noun) tells of."""
    words = modality_words()
    effects = [*_of_clause(token, words), *_of_question(token, parsed)]
    for attribution in _around(token, speech):
        effects.extend(_of_attribution(token, attribution, parsed, words, effects))
    return _weigh(effects)


def is_opinion(tokens: Span) -> bool:
    """Whether a sentence ranks or evaluates: 'is the last bastion', 'is very important', 'was never in doubt'."""
    words = modality_words()
    text = tokens.text.lower()
    if any(phrase in text for phrase in words.phrases):
        return True
    for token in tokens:
        if token.dep_ == "acomp" and token.lower_ in words.evaluations:
            return True
        superlative = token.tag_ in ("JJS", "RBS") or token.lower_ in words.ranks
        if superlative and token.dep_ in ("amod", "advmod") and _ranked(token, words):
            return True
    return False


def _ranked(token: Token, words: ModalityWords) -> bool:
    noun = token.head if token.dep_ == "amod" else token.head.head
    return noun.lemma_.lower() in words.rank_of and noun.dep_ in ("attr", "appos", "ROOT", "conj")


def is_set_off_rank(noun: Token) -> Token | None:
    """The first word of a phrase that ranks, behind a comma: ', the last bastion of the rebels'; else None.

    By its words alone: in a headline the parser seldom sees that such a phrase stands for the name before it.
    """
    words = modality_words()
    if noun.lemma_.lower() not in words.rank_of:
        return None
    first = noun
    while first.i > noun.sent.start and first.nbor(-1).pos_ in ("DET", "ADJ", "ADV", "NOUN", "PROPN", "PART"):
        first = first.nbor(-1)
    ranked = any(t.tag_ in ("JJS", "RBS") or t.lower_ in words.ranks for t in noun.doc[first.i : noun.i])
    return first if ranked and first.i > noun.sent.start and first.nbor(-1).text == "," else None


# --- gathering


def _of_clause(token: Token, words: ModalityWords) -> list[Effect]:
    """Effects of the token's own clause and of all that governs it."""
    if token.dep_ in ("aux", "auxpass") and token.head.pos_ in ("VERB", "AUX"):
        token = token.head
    if token.pos_ in ("VERB", "AUX"):
        return [*_of_verb(token, words), *_governed(token, words), _goes_on(token, words)]
    if _not_vouched_for(token, words):
        return ["unconfirmed"]
    found = list(_of_noun(token, words))
    verb = _verb_of(token)
    if verb is not None:
        if verb.lemma_.lower() not in words.object_governor:
            found.extend(e for e in _of_verb(verb, words, token) if not (e == "negated" and _presupposed(token, verb)))
        else:
            found.extend(e for e in _of_verb(verb, words, token))
        found.extend(_governed(verb, words))
        found.append(_predicted(token, verb, words))
    return found


def _predicted(noun: Token, verb: Token, words: ModalityWords) -> Effect:
    """'The fall of the town is imminent', '... is a matter of days': what is said of the event is that it will be."""
    if verb.lemma_ != "be" or noun.dep_ not in ("nsubj", "conj"):
        return "none"
    for child in verb.children:
        if child.dep_ == "acomp" and words.adjectives.get(child.lower_) in _LEVEL:
            return words.adjectives[child.lower_]
        said = " ".join(t.lower_ for t in child.subtree)
        if child.dep_ == "attr" and any(said.startswith(p) for p in words.ahead):
            return "expected"
    return "none"


def _not_vouched_for(noun: Token, words: ModalityWords) -> bool:
    """'the capture could not be verified', 'no confirmation of the capture': whether it happened is left open (R49)."""
    node = noun
    while node.dep_ in ("pobj", "prep", "conj", "acl", "relcl") and node.head != node and node.head.pos_ != "VERB":
        node = node.head
        if node.lemma_.lower() in words.vouching:
            break
    if node.lemma_.lower() in words.vouching:
        return _is_none(node, words)
    verb = node.head
    denied = node.dep_ in ("nsubjpass", "dobj") and verb.lemma_.lower() in words.vouching
    return denied and any(c.dep_ == "neg" for c in verb.children)


#: Whose absence denies the deed: 'no soldier was killed', 'killed no soldier'.
_COUNTED = ("nsubj", "nsubjpass", "dobj")


def _presupposed(noun: Token, verb: Token) -> bool:
    """'did not condemn the attack': what is negated is the condemning."""
    subject = noun.dep_ in ("nsubj", "nsubjpass") and verb.lemma_ in ("take", "happen", "occur", "materialise", "begin")
    existential = any(c.dep_ == "expl" for c in verb.children)
    return not (
        subject or existential or verb.lemma_ in ("carry", "launch", "conduct", "take", "make", "stage", "commit")
    )


def _verb_of(noun: Token) -> Token | None:
    """The verb that a nominal event is the subject or object of."""
    node = noun
    while node.dep_ == "conj" and node.head.pos_ in ("NOUN", "PROPN"):
        node = node.head
    if node.dep_ in ("nsubj", "nsubjpass", "dobj", "obj", "attr") and node.head.pos_ in ("VERB", "AUX"):
        return node.head
    if node.dep_ == "pobj" and node.head.dep_ in ("prep", "agent") and node.head.head.pos_ == "VERB":
        lemma = node.head.head.lemma_.lower()
        return node.head.head if lemma in modality_words().object_governor else None
    return None


def _of_verb(verb: Token, words: ModalityWords, noun: Token | None = None) -> Iterator[Effect]:
    """Effects of a verb's own words. `noun`: the nominal event asked about, whose own 'no' is counted with the noun."""
    leader = verb
    while leader.dep_ == "conj" and leader.head.pos_ in ("VERB", "AUX"):
        if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "neg") for c in leader.children):
            break
        leader = leader.head
    for child in {c.i: c for v in (verb, leader) for c in v.children}.values():
        negator = child.dep_ == "neg" or (child.lower_ in words.negators and child.dep_ in ("advmod", "preconj"))
        # 'no longer hold'
        negator |= child.dep_ == "advmod" and any(c.lower_ in words.negative_determiners for c in child.children)
        if negator or (child != noun and child.dep_ in _COUNTED and _is_none(child, words)):
            yield "negated"
        elif child.dep_ == "aux" and child.lower_ in words.modals:
            yield from _of_modal(child, verb, words)
        elif child.dep_ == "advmod" and child.lower_ in words.adverbs:
            yield words.adverbs[child.lower_]
        elif child.dep_ == "mark" and child.lower_ in words.conditions:
            yield "condition"
    if verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children):
        yield "ongoing"


def _is_none(noun: Token, words: ModalityWords) -> bool:
    """'no soldier', 'none of them', 'not a single soldier'; not 'not one but two soldiers', nor 'bulletin no. 44'."""
    if noun.lower_ in words.negative_subjects:
        return not (noun.i + 2 < len(noun.doc) and noun.nbor(1).text == "." and noun.nbor(2).like_num)
    own = list(noun.children)
    if any(c.dep_ == "det" and c.lower_ in words.negative_determiners for c in own):
        return True
    single = any(c.dep_ in ("det", "nummod") and c.lower_ in ("a", "an", "one") for c in own)
    return single and any(c.dep_ == "neg" for c in own) and not any(c.lower_ == "but" for c in noun.subtree)


def _of_modal(modal: Token, verb: Token, words: ModalityWords) -> Iterator[Effect]:
    effect = words.modals[modal.lower_]
    perfect = any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)
    if modal.lower_ in ("could", "can", "ca") and not perfect and any(c.dep_ == "neg" for c in verb.children):
        return  # "could not enter": it did not
    if effect == "ability":
        yield "possible"
    elif effect == "would" and perfect:
        yield "counterfactual"
    elif effect == "obligation" and perfect and modal.lower_ == "must":
        yield "probable"
    else:
        yield effect


def _governed(verb: Token, words: ModalityWords) -> Iterator[Effect]:
    """Effects from verbs, adjectives and nouns above: 'failed to take', 'plans to attack', 'without firing'."""
    node = verb
    for _ in range(6):
        head = node.head
        while node.dep_ == "conj" and head != node and head.pos_ in ("VERB", "AUX"):
            node, head = head, head.head
        if head is node:
            return
        lemma = head.lemma_.lower()
        if node.dep_ == "pcomp" and head.dep_ == "prep":
            effect = words.prepositions.get(head.lower_, "none")
            if effect != "none":
                yield effect
            outer = head.head.lemma_.lower()
            if head.head.pos_ in ("NOUN", "PROPN"):
                yield words.carriers.get(outer, "none")
            elif head.lower_ not in _THEN:
                effect = words.governor.get(outer, "none")
                # 'stopped them from entering' they did not
                yield "negated" if effect == "ended" and head.lower_ == "from" else effect
                yield from _of_verb(head.head, words)
            node = head.head
            continue
        infinitive = _not_finite(node) and node.dep_ in ("xcomp", "ccomp", "advcl", "acl", "oprd", "relcl")
        if node.dep_ == "advcl" and head.pos_ in ("VERB", "AUX"):
            if not (infinitive and _to(node)):
                return
            if not _is_done(node, lemma, words) and lemma not in words.governor:
                yield "planned"  # a purpose is no deed
                return
        elif not infinitive:
            return
        if node.dep_ in ("acl", "relcl"):
            if not _to(node):
                return
            if head.lower_ in words.achieved_ranks:
                return
            yield words.carriers.get(lemma, "planned")
            noun_verb = head.head if head.dep_ in ("dobj", "nsubj") else None
            if noun_verb is None:
                return
            node = head
            continue
        done = _is_done(node, lemma, words)
        yield words.governor.get(lemma, "none") if _governs(node, head) and not done else "none"
        yield from (e for e in _of_verb(head, words))
        for child in head.children:
            if child.dep_ in ("acomp", "oprd") and child.lower_ in words.governor:
                yield words.governor[child.lower_]
        node = head


def _is_done(node: Token, lemma: str, words: ModalityWords) -> bool:
    """An infinitive that was done: 'helped them to flee'; or what a crowd does by coming: 'marched to demand'."""
    return lemma in words.achieved or (_to(node) and node.lemma_.lower() in words.voiced)


#: Before a gerund these tell when, and leave open nothing: 'advanced on Goma after taking Sake'.
_THEN = ("after", "before", "since", "upon", "while")


def _governs(node: Token, head: Token) -> bool:
    """'said to have' and 'reported killed' govern; 'said that it took' is speech, and its own affair."""
    return node.dep_ == "xcomp" or _not_finite(node) or head.pos_ == "ADJ"


def _not_finite(node: Token) -> bool:
    """An infinitive, a gerund or a participle that stands without modal, mark or tense of its own."""
    if node.tag_ not in ("VB", "VBG", "VBN"):
        return False
    aux = {c.lower_ for c in node.children if c.dep_ in ("aux", "auxpass")}
    if any(c.dep_ == "mark" for c in node.children) or aux & (modality_words().modals.keys() | _TENSED):
        return False
    if node.tag_ == "VBN" and not aux and any(c.dep_ == "nsubj" for c in node.children):
        return False  # a past tense that the tagger took for a participle
    return node.tag_ != "VB" or "to" in aux or not any(c.dep_ == "nsubj" for c in node.children) or not aux


def _to(node: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in node.children)


def _of_noun(noun: Token, words: ModalityWords) -> Iterator[Effect]:
    for child in noun.children:
        if child.dep_ in _MODIFIERS and child.i < noun.i:
            if child.dep_ == "det" and child.lower_ in words.negative_determiners:
                yield "negated"
            elif child.dep_ == "det" and child.lower_ in words.open_determiners:
                yield "condition"
            yield words.adjectives.get(child.lower_, "none")
            yield from (words.adverbs.get(c.lower_, "none") for c in child.children)
    node = noun
    while node.dep_ == "conj" and node.head.pos_ in ("NOUN", "PROPN"):
        node = node.head
    if node.dep_ == "pobj":
        prep = node.head
        yield words.prepositions.get(prep.lower_, "none")
        if prep.head.pos_ == "NOUN" and prep.lower_ in ("of", "for", "about", "against"):
            yield words.carriers.get(prep.head.lemma_.lower(), "none")
        elif prep.head.pos_ == "VERB":
            yield (
                words.object_governor.get(prep.head.lemma_.lower(), "none") if prep.lower_ in ("for", "of") else "none"
            )
    elif node.dep_ in ("dobj", "obj", "nsubjpass"):
        effect = words.object_governor.get(node.head.lemma_.lower(), "none")
        yield effect if effect in words.object_effects else "none"
    elif node.dep_ == "nsubj":
        yield _goes_on(node, words)
    elif node.dep_ == "compound":
        yield words.carriers.get(node.head.lemma_.lower(), "none")


def _goes_on(event: Token, words: ModalityWords) -> Effect:
    """'Fighting continued': an event that is the subject of such a verb has not ended."""
    return "ongoing" if event.dep_ == "nsubj" and event.head.lemma_.lower() in words.goes_on else "none"


def _of_question(token: Token, parsed: Parsed) -> list[Effect]:
    sentence = parsed.sentence_of(token)
    if sentence is None:
        return []
    return ["question"] if parsed.text[sentence.start : sentence.end].rstrip("\"”’' ").endswith("?") else []


# --- attributions


def _around(token: Token, speech: Sequence[ResolvedSpeech]) -> list[ResolvedSpeech]:
    """Attributions whose content holds the token, innermost first; never one whose own cue it is."""
    holding = [
        s
        for s in speech
        if any(a <= token.idx < b for a, b in s.mention.content)
        and not any(a <= token.idx < b for a, b in s.mention.cue)
    ]
    return sorted(holding, key=lambda s: sum(b - a for a, b in s.mention.content))


def _of_attribution(
    token: Token, speech: ResolvedSpeech, parsed: Parsed, words: ModalityWords, inner: list[Effect]
) -> Iterator[Effect]:
    negated = any(t.dep_ == "neg" for a, b in speech.mention.cue for t in parsed.tokens_in(a, b))
    if speech.kind == "unattributed_passive" and not _has_speaker(speech):
        yield words.unattributed.get(speech.stance, "hearsay")
        return
    if negated:
        yield "unconfirmed" if speech.stance in ("confirm", "deny", "acknowledge", "say", "report") else "none"
        return
    yield _of_rumour(speech, parsed, words)
    rule = words.stances.get(speech.stance)
    belligerent = any(s.belligerent for s in speech.sources if s.role != "carrier")
    if rule is None:
        yield "party" if belligerent else "none"
        return
    if rule.clause and (token.pos_ not in ("VERB", "AUX") or _finite_inside(token, speech)):
        return
    if rule.effect == "confirmed":
        yield "party" if belligerent else "confirmed" if any(s.id for s in speech.sources) else "none"
    elif rule.effect == "warned":
        yield "warned" if not _past(token) and not set(inner) & {"possible", "negated"} else "none"
    elif rule.effect == "denied" and "denied" in inner:
        yield "none"
    else:
        yield rule.effect


def _of_rumour(speech: ResolvedSpeech, parsed: Parsed, words: ModalityWords) -> Effect:
    """'Unconfirmed reports say that': a word that nobody vouches for, whoever is named as its place (R74)."""
    for a, b in speech.mention.source:
        for token in parsed.tokens_in(a, b):
            doubts = (words.adjectives.get(c.lower_, "none") for c in token.children if c.dep_ in _MODIFIERS)
            if words.carriers.get(token.lemma_.lower()) == "alleged" and "alleged" in doubts:
                return "hearsay"
    return "none"


def _has_speaker(speech: ResolvedSpeech) -> bool:
    return any(s.role != "carrier" for s in speech.sources)


def _finite_inside(token: Token, speech: ResolvedSpeech) -> bool:
    """A verb in a relative or adverbial clause of the content tells what is, not what is wanted."""
    node = token
    while node.head != node and any(a <= node.head.idx < b for a, b in speech.mention.content):
        if node.dep_ in ("relcl", "advcl") and node.tag_ in ("VBD", "VBZ", "VBP"):
            return True
        node = node.head
    return node.dep_ in ("relcl", "advcl") and node.tag_ in ("VBD", "VBZ", "VBP")


def _past(token: Token) -> bool:
    """Past or perfect: told as having happened."""
    if token.tag_ == "VBD":
        return True
    perfect = {"was", "were", "had", "has", "have"}
    return token.tag_ == "VBN" and any(c.dep_ in ("aux", "auxpass") and c.lower_ in perfect for c in token.children)


# --- weighing


def _weigh(effects: Sequence[Effect]) -> Modality:
    present = [e for e in effects if e != "none"]
    level = max((_ORDER.index(_LEVEL.get(e, "CT")) for e in present), default=0)
    turned = sum(e in _TURNS for e in present) % 2 == 1
    sign = "-" if turned else "+"
    factuality: Factuality = "Uu" if _ORDER[level] == "U" else _FACTUALITY[_ORDER[level] + sign]
    if "silent" in present:
        factuality = "CTu"
    certainty: Certainty = next((name for name, rows in _CERTAINTY if set(rows) & set(present)), "asserted")
    outcome = next((_OUTCOME[e] for e in present if e in _OUTCOME), None)
    return Modality(
        factuality=factuality,
        certainty=certainty,
        negated=turned,
        hypothetical=any(e in _HYPOTHETICAL for e in present),
        future=any(e in _FUTURE for e in present),
        outcome=outcome,
        only_alleged={e for e in present if e in _LEVEL} == {"alleged"},
    )


_FACTUALITY: dict[str, Factuality] = {
    "CT+": "CT+", "CT-": "CT-", "PR+": "PR+", "PR-": "PR-", "PS+": "PS+", "PS-": "PS-",
}  # fmt: skip
