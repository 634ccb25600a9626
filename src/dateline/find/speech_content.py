"""What a cue verb's complements say: clauses, infinitives, objects, each by the class of the verb."""

from __future__ import annotations

from spacy.tokens import Token

from dateline.find.speech_draft import CUE_PARTS, SUBJECTS, Draft, subtree
from dateline.find.speech_vocabulary import SpeechWords, VerbCue

_MARKS = frozenset({'"', "“", "‘", "``", "''", "'"})


def complements(verb: Token, entry: VerbCue, draft: Draft, words: SpeechWords) -> set[int]:
    """Tokens of the complements that hold the content, by what this class of verbs takes."""
    content: set[int] = set()
    if entry.pair and not _is_naming(verb):
        return content
    if "clause" in entry.takes:
        content |= _clauses(verb, words)
    for child in verb.children:
        if child.i in draft.source or child.i in content:
            continue
        if _takes_child(child, verb, entry):
            content |= subtree(child)
    return content


def _is_naming(verb: Token) -> bool:
    """'called it a crime', 'called the attack "barbaric"' name something; 'called a meeting' calls people."""
    parts = [c for c in verb.children if c.dep_ in ("dobj", "obj", "oprd", "attr", "acomp", "ccomp", "xcomp", "nsubj")]
    after = [c for c in parts if c.i > verb.i]
    before = [c for c in parts if c.i < verb.i and (c.tag_ in ("WP", "WDT") or c.dep_ in ("dobj", "oprd"))]
    quoted = any(t.text in _MARKS for c in after for t in c.subtree)
    small = any(c.dep_ in ("oprd", "attr", "acomp", "ccomp", "xcomp") for c in after)
    return small or quoted or bool(before) or len(after) > 1


def _takes_child(child: Token, verb: Token, entry: VerbCue) -> bool:
    takes = entry.takes
    if child.dep_ == "xcomp" or (child.dep_ == "advcl" and _infinitive(child) and child.i > verb.i):
        return "infinitive" in takes or ("gerund" in takes and child.tag_ == "VBG") or "as" in takes
    if child.dep_ in ("ccomp", "pcomp") and child.tag_ == "VBG":
        return "gerund" in takes
    if child.dep_ == "ccomp" and "infinitive" in takes and _infinitive(child):
        return True
    counted = child.dep_ == "advmod" and any(c.dep_ == "nummod" for c in child.children)  # 'counted 14 dead'
    if (child.dep_ in ("dobj", "obj", "oprd", "attr") or counted) and not entry.addressee:
        return ("object" in takes or "as" in takes) and child.i > verb.i and _object_fits(child, entry)
    if child.dep_ == "prep" and child.i > verb.i:
        return child.lower_ in entry.preps or (child.lower_ == "as" and "as" in takes)
    return False


def _object_fits(child: Token, entry: VerbCue) -> bool:
    """'claimed responsibility' is speech, 'claimed 12 lives' is not; 'denied the raid' is, 'denied access' is not."""
    lemma = child.lemma_.lower()
    if child.pos_ == "NUM" and entry.objects is not None:  # 'counted one dead'
        return any(c.lemma_.lower() in entry.objects for c in child.children)
    return lemma not in entry.not_objects and (entry.objects is None or lemma in entry.objects)


def _infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(c.lower_ == "to" and c.i < token.i for c in token.children)


def _clauses(verb: Token, words: SpeechWords) -> set[int]:
    content: set[int] = set()
    finite = [c for c in verb.children if c.dep_ == "ccomp" and not (_infinitive(c) and c.i > verb.i)]
    finite += [
        c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i and any(m.lower_ == "that" for m in c.children)
    ]
    right = [c for c in finite if c.i > verb.i]
    for child in right:
        content |= (subtree(child) | _after(verb, child)) - _own_conjuncts(child, words)
    if not right:
        for child in finite:
            content |= subtree(child) | _before(verb)
    if not content:
        content |= _stated(verb)
    if not content and verb.dep_ == "parataxis" and verb.head.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
        content = subtree(verb.head) - subtree(verb)
    return content


def _stated(verb: Token) -> set[int]:
    """'confirmed in a statement that ...': a clause that the parser hangs on the noun is what the verb says."""
    nouns = [n for p in verb.children if p.dep_ == "prep" and p.i > verb.i for n in p.children if n.dep_ == "pobj"]
    clauses = [c for n in nouns for c in n.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > n.i]
    told = [c for c in clauses if any(m.lower_ == "that" and m.dep_ == "mark" for m in c.children)]
    return {i for c in told for i in subtree(c)}


def _own_conjuncts(clause: Token, words: SpeechWords) -> set[int]:
    """'said that it would leave and warned that ...': the second cue goes with the first, not with its clause."""
    for child in clause.children:
        if child.dep_ == "conj" and shares_speaker(child, words):
            return set(range(child.i, max(subtree(child)) + 1)) | {c.i for c in clause.children if c.dep_ == "cc"}
    return set()


def shares_speaker(verb: Token, words: SpeechWords) -> bool:
    """A coordinated cue with a that-clause of its own and no subject: its speaker is that of the cue before it."""
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.lemma_.lower() not in words.by_lemma:
        return False
    parts = list(verb.children)
    if any(c.dep_ in SUBJECTS for c in parts):
        return False
    says = any(c.dep_ == "ccomp" and any(m.lower_ == "that" for m in c.children) for c in parts)
    outer = verb.head.dep_ == "ccomp" and verb.head.head.lemma_.lower() in words.by_lemma
    return says and outer and verb.head.head.tag_ == verb.tag_


def _before(verb: Token) -> set[int]:
    """For "X, the army said": everything of the sentence before the cue's own words."""
    if verb.dep_ != "ROOT":
        return set()
    own = [verb.i]
    for child in verb.children:
        if (child.dep_ in SUBJECTS and child.i < verb.i) or child.dep_ in CUE_PARTS:
            own.extend(subtree(child))
    return set(range(verb.sent.start, min(own)))


def _after(verb: Token, clause: Token) -> set[int]:
    """What the parser hangs on the cue though it stands behind the reported clause: it belongs to that clause."""
    found: set[int] = set()
    for child in verb.children:
        if child.i <= clause.i or child.dep_ not in ("prep", "npadvmod", "advcl", "advmod", "punct", "dep"):
            continue
        part = subtree(child)
        left = verb.doc[min(part) - 1]
        marked = any(c.dep_ in ("mark", "advmod") and c.i < child.i for c in child.children)
        if child.dep_ == "advcl" and (child.tag_ == "VBG" or (left.text == "," and not marked)):
            continue
        if child.dep_ == "prep" and child.tag_ == "VBG":
            continue
        found |= part
    return found
