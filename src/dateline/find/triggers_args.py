"""The arguments of a trigger, by the parse, and by the neighbouring nouns where the parse is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dateline.text.grammar import agents, by_agents, conjuncts, is_passive, obliques, patients

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_WHEN = frozenset({"DATE", "TIME", "CARDINAL", "QUANTITY"})
_OWN = frozenset({"compound", "amod", "nmod", "poss", "nummod"})
#: Classes that a modifier never lends to its noun: the residents of a town are no town.
_NOT_LENT = frozenset({"place", "name", "number", "past_year", "place_noun", "property", "public_person"})
_SIDES = frozenset({"anti", "pro"})
_AIMS = frozenset({"targeting", "hitting", "striking"})
_SUPPORT = frozenset(
    {"carry", "conduct", "launch", "stage", "mount", "make", "execute", "perform", "undertake", "wage"}
)


@dataclass(frozen=True)
class Arguments:
    """Heads of a trigger's arguments. `oblique` are (preposition, head); `modifier` those before a noun."""

    subject: tuple[Token, ...] = ()
    object: tuple[Token, ...] = ()
    oblique: tuple[tuple[str, Token], ...] = ()
    modifier: tuple[Token, ...] = ()

    def filler(self, function: str) -> tuple[Token, ...]:
        """Tokens that fill 'subject', 'object', 'modifier' or 'obl:PREPOSITION' (alternatives with '|')."""
        if function == "subject":
            return self.subject
        if function == "object":
            return self.object
        if function == "modifier":
            return self.modifier
        names = function.removeprefix("obl:").split("|")
        return tuple(t for prep, t in self.oblique if prep in names)


def verb_arguments(verb: Token, covered: frozenset[int]) -> Arguments:
    """Arguments of a verbal trigger; words of the trigger itself are none."""
    subject = [t for t in agents(verb) if t.i not in covered]
    obj = [t for t in patients(verb) if t.i not in covered]
    obl = [(p, t) for p, t in obliques(verb) if t.i not in covered]
    for i in covered:
        part = verb.doc[i]
        if part.i != verb.i and part.pos_ in _NOMINAL:
            obl += [(p, t) for p, t in obliques(part) if t.i not in covered]
    acronym = _acronym_before(verb)
    if acronym is not None and acronym.i not in covered:
        own = [c for c in verb.children if c.dep_ in ("dobj", "obj")]
        behind = [h for c in own for h in conjuncts(c)] or _right_noun(verb, covered)[:1]
        return Arguments((acronym,), tuple(behind), tuple(obl))
    subject = _inverted_subject(verb) or subject or _resumed_subject(verb)
    if not is_passive(verb):
        subject = subject or _left_noun(verb)
        obj = obj or _right_noun(verb, covered) or _resumed_noun(verb, covered)
    obl += [row for o in obj for row in _misplaced(o) if row not in obl]
    return Arguments(tuple(subject), tuple(obj), tuple(obl))


def _resumed_subject(verb: Token) -> list[Token]:
    """'A drone, believed to be theirs, has struck a car': the words set off seem a clause to the parser."""
    first = min([c.i for c in verb.children if c.dep_ in ("aux", "auxpass")] + [verb.i])
    if first == 0 or verb.doc[first - 1].text != ",":
        return []
    for clause in (c for c in (*verb.head.children, *verb.children) if c.i < first and c.tag_ in ("VBN", "VBD")):
        doers = [c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass")]
        set_off = verb.doc[clause.i - 1].text == "," and clause.right_edge.i == first - 1
        if set_off and doers and doers[0].right_edge.i in (clause.i - 2, clause.i - 1):
            return doers[:1]
    return []


def _acronym_before(verb: Token) -> Token | None:
    """'IS withdrew': a group's name that the parser takes for an auxiliary."""
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].pos_ in ("ADV", "AUX", "PART") and not verb.doc[i].text.isupper():
        i -= 1
    if i < verb.sent.start:
        return None
    token = verb.doc[i]
    return token if token.text.isupper() and len(token) > 1 and token.pos_ == "AUX" else None


def _misplaced(noun: Token, depth: int = 0) -> list[tuple[str, Token]]:
    """'seized the village of Talish from fighters': a 'from' that the parser hangs on the object."""
    rows = list(obliques(noun))
    found = [(p, t) for p, t in rows if p == "from"]
    if depth < 2:
        found += [row for p, t in rows if p == "of" for row in _misplaced(t, depth + 1)]
    return found


def as_passive(args: Arguments, verb: Token) -> Arguments:
    """'Two aid workers seized in Darfur': the subject of a bare participle read as what it is done to."""
    doers = tuple(h for group in by_agents(verb) for h in group)
    return Arguments(doers, args.subject, args.oblique, args.modifier)


def noun_arguments(noun: Token, covered: frozenset[int]) -> Arguments:
    """Arguments of a nominal trigger: possessor and modifiers, 'of' and 'by', and those of its support verb."""
    modifiers = [c for c in noun.children if c.dep_ in _OWN and c.i not in covered]
    # 'an RSF drone strike': the parser hangs whose it is on the weapon.
    weapons = (c for c in noun.children if c.dep_ == "compound" and c.i in covered)
    modifiers += [c for w in weapons for c in w.children if c.dep_ in _OWN and c.i not in covered]
    sided = {c.i: side for c in modifiers if (side := _side(c))}
    modifiers = [c for c in modifiers if c.i not in sided and c.lower_ not in _SIDES]
    obl = [(p, t) for p, t in obliques(noun) if t.i not in covered]
    for part in (noun.doc[i] for i in covered):
        if part.pos_ == "VERB":
            obl += [(p, t) for p, t in obliques(part) if t.i not in covered]
    # 'artillery attacks, targeting positions in X': what an attack aims at is what it is on.
    aims = [c for c in noun.children if c.dep_ == "acl" and c.lower_ in _AIMS and c.i not in covered]
    obl += [("on", t) for c in aims for t in patients(c) if t.i not in covered]
    obl += [("against", noun.doc[i]) for i, side in sided.items() if side == "anti"]
    subject = [t for p, t in obl if p == "by"] + [c for c in modifiers if c.dep_ == "poss"]
    obj = [t for p, t in obl if p == "of"]
    verb = noun.head
    if verb.pos_ == "ADP" and verb.i in covered:
        return _phrase_arguments(verb, obl, modifiers, covered)
    if verb.pos_ in ("VERB", "AUX") and noun.dep_ in ("dobj", "obj", "nsubjpass", "nsubj", "pobj"):
        obl += [(p, t) for p, t in obliques(verb) if t.i not in covered and t.i != noun.i]
        if noun.dep_ in ("nsubj", "nsubjpass") and not any(p == "between" for p, _ in obl):
            obl += [("between", t) for t in _parted_by(verb) if t.i not in covered]
        supports = verb.lemma_.lower() in _SUPPORT or verb.i in covered
        if noun.dep_ in ("dobj", "obj", "nsubjpass") and supports and not subject:
            subject = [t for t in agents(verb) if t.i not in covered]
    return Arguments(tuple(subject), tuple(obj), tuple(obl), tuple(modifiers))


def _parted_by(verb: Token) -> list[Token]:
    """'Clashes are under way around the mill between A on one hand and B on the other': hung elsewhere."""
    preps = [t for t in verb.subtree if t.lower_ == "between" and t.i > verb.i]
    first = next((c for t in preps[:1] for c in t.children if c.dep_ == "pobj"), None)
    if first is None:
        return []
    rest = [c for c in verb.children if c.dep_ == "conj" and c.i > first.i and c.pos_ in _NOMINAL]
    return [*conjuncts(first), *rest]


def _side(modifier: Token) -> str | None:
    """'anti' of 'anti-government protests', 'pro' of 'pro-Russian rallies': whom an act is for or against."""
    before = modifier.doc[max(modifier.sent.start, modifier.i - 2) : modifier.i]
    hyphened = len(before) == 2 and before[1].text == "-" and before[0].lower_ in _SIDES
    return before[0].lower_ if hyphened else None


def _phrase_arguments(
    prep: Token, obl: list[tuple[str, Token]], modifiers: list[Token], covered: frozenset[int]
) -> Arguments:
    """'came under attack by A', 'B with backing from C': the subject is what the preposition hangs on."""
    governor = prep.head
    if governor.pos_ in ("VERB", "AUX"):
        subject = [t for t in agents(governor) if t.i not in covered]
        obl = [*obl, *((p, t) for p, t in obliques(governor) if t.i not in covered and (p, t) not in obl)]
    else:
        subject = [governor] if governor.i not in covered else []
    obj = [t for p, t in obl if p == "of"]
    return Arguments(tuple(subject), tuple(obj), tuple(obl), tuple(modifiers))


def _inverted_subject(verb: Token) -> list[Token]:
    """'Leading the assault were A and B': the nouns behind the copula."""
    if verb.tag_ != "VBG":
        return []
    copula = next((t for t in (verb.head, *verb.children) if t.lemma_ == "be" and t.i > verb.i), None)
    if copula is None:
        return []
    named = [c for c in copula.children if c.dep_ in ("attr", "nsubj") and c.i > copula.i]
    parts = [h for c in named for h in conjuncts(c)]
    for part in list(parts):
        parts += [h for a in part.children if a.dep_ == "appos" for h in conjuncts(a) if h != a]
    return parts


def _left_noun(verb: Token) -> list[Token]:
    """The nearest noun phrase head to the left, nothing but adverbs and auxiliaries between."""
    i = verb.i - 1
    while i >= verb.sent.start and verb.doc[i].pos_ in ("ADV", "AUX", "PART"):
        i -= 1
    if i < verb.sent.start or verb.doc[i].pos_ not in _NOMINAL:
        return []
    head = verb.doc[i]
    return [head]


def _resumed_noun(verb: Token, covered: frozenset[int]) -> list[Token]:
    """'shelled, this evening, positions in X': an object behind words set off, which the parser takes for a time."""
    after = [c for c in verb.children if c.dep_ in ("npadvmod", "conj") and c.i > verb.i and c.i not in covered]
    own = [c for c in after if c.ent_type_ not in _WHEN and c.pos_ in _NOMINAL and c.left_edge.nbor(-1).text == ","]
    return [own[0]] if len(after) > 1 and own and after[0].ent_type_ in _WHEN else []


def _right_noun(verb: Token, covered: frozenset[int]) -> list[Token]:
    """The head of a noun phrase that begins right after the verb."""
    i = max(covered | {verb.i}) + 1
    last = verb.sent.end
    found: Token | None = None
    while i < last and verb.doc[i].pos_ in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "PART"):
        if verb.doc[i].pos_ in _NOMINAL:
            found = verb.doc[i]
        i += 1
    return conjuncts(found) if found is not None else []


def argument_classes(head: Token, classes: Sequence[set[str]]) -> set[str]:
    """Classes of an argument: its head's, and what modifiers and 'of' phrases lend it."""
    found = set(classes[head.i])
    for child in head.children:
        if child.dep_ in _OWN and child.i < head.i:
            found |= classes[child.i] - _NOT_LENT
            for inner in child.children:
                if inner.dep_ in _OWN:
                    found |= classes[inner.i] - _NOT_LENT
        elif child.lower_ == "of" and not found & {"place", "place_noun"}:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    found |= classes[inner.i] - {"place", "name"}
    return found


def fill_roles(
    args: Arguments, roles: Mapping[str, str], places: Mapping[str, str], classes: Sequence[set[str]]
) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Token indices by role and by place role. A place-bearing argument goes to the places where they ask for it."""
    filled: dict[str, list[int]] = {}
    located: dict[str, list[int]] = {}
    for function, place_role in places.items():
        for token in args.filler(function):
            if _is_place(token, classes):
                located.setdefault(place_role, []).append(token.i)
    taken = {i for rows in located.values() for i in rows}
    for function, role in roles.items():
        for token in args.filler(function):
            if token.i not in taken and _is_party(token, classes, function):
                filled.setdefault(role, []).append(token.i)
    return {k: tuple(dict.fromkeys(v)) for k, v in filled.items()}, {
        k: tuple(dict.fromkeys(v)) for k, v in located.items()
    }


def _is_place(token: Token, classes: Sequence[set[str]]) -> bool:
    own = classes[token.i]
    if own & {"person", "force", "time_word", "weapon"} and not own & {"place", "place_noun"}:
        return False
    if own & {"place", "place_noun", "position", "facility"}:
        return True
    return "name" in own and "actor" not in own and token.ent_type_ not in ("DATE", "TIME", "PERSON", "NORP")


def _is_party(token: Token, classes: Sequence[set[str]], function: str) -> bool:
    own = classes[token.i]
    if token.ent_type_ in ("DATE", "TIME") or "time_word" in own:
        return False
    if function == "modifier":
        return bool(own & {"force", "actor", "nationality"}) or token.ent_type_ in ("NORP", "ORG", "GPE")
    return True
