"""Questions to the parse that several rooms ask: who did it, to whom, by which clause. Labels are spaCy's (CLEAR)."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

_SUBJECT = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}
_CLAUSE = {"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "parataxis"}
_RELATIVE = ("WDT", "WP")
_WHERE = frozenset({"in", "near", "at", "around", "outside", "inside", "across"})
_WHERE_ENTS = frozenset({"GPE", "LOC", "FAC"})
_TEXT = "dateline.text"


def text_of(doc: Doc) -> str:
    """The parsed text. (`Doc.text` puts it together from its tokens each time: too dear to ask for each mention.)"""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return str(doc.user_data[_TEXT])


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it to the right: 'Mosul and Raqa' -> [Mosul, Raqa]."""
    return [token, *token.conjuncts] if token.dep_ != "conj" else [token]


def is_passive(verb: Token) -> bool:
    """'was taken', 'the town taken by': a passive auxiliary or subject, or a bare participle after its noun."""
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return True
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return not any(c.dep_ in ("aux", "nsubj") for c in verb.children)  # 'reports that troops have taken the town'
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and verb.head.pos_ == "VERB":
        own = any(c.dep_ in ("nsubj", "aux") for c in verb.children)
        return not own and is_passive(verb.head)
    return False


def by_agents(verb: Token) -> list[list[Token]]:
    """By-phrases of a passive, each a list of coordinated heads; 'by A and by B' gives two lists (CODEBOOK R44)."""
    groups: list[list[Token]] = []
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for prep in [child, *[c for c in child.conjuncts if c.lower_ == "by"]]:
                heads = [h for c in prep.children if c.dep_ == "pobj" for h in conjuncts(c) if not set_against(h)]
                if heads and not set_against(prep):
                    groups.append(heads)
    return groups


def set_against(part: Token) -> bool:
    """'by A rather than (by) B', 'by A, not (by) B': the second is the one that did not do it (CODEBOOK R42)."""
    for at in (part.left_edge.i, part.i):
        words = [t.lower_ for t in part.doc[max(0, at - 2) : at]]
        if words == ["rather", "than"] or (bool(words) and words[-1] == "not"):
            return True
    return False


def _own_subjects(verb: Token) -> list[Token]:
    return [h for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") for h in conjuncts(c)]


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Grammatical subjects: own, shared by coordination, raised or controlled, or the noun of a relative clause."""
    own = _own_subjects(verb)
    place = _place_before(verb, own)
    if place is not None and depth <= 4:
        governor = place.head if place.pos_ == "ADP" else place
        while governor.pos_ not in ("VERB", "AUX") and governor.head.i != governor.i:
            governor = governor.head
        return surface_subjects(governor, depth + 1) if governor.pos_ in ("VERB", "AUX") else []
    if own:
        return _antecedents(verb) or own if own[0].tag_ in _RELATIVE else own
    if depth > 4:
        return []
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return surface_subjects(verb.head, depth + 1)
    if verb.dep_ in ("xcomp", "advcl", "pcomp") and verb.tag_ in ("VB", "VBG", "VBN", "VBP"):
        governor = verb.head if verb.dep_ != "pcomp" else verb.head.head
        if governor.pos_ in ("VERB", "AUX"):
            # 'accused the rebels of killing them': what somebody is accused of or kept from is what they do
            if verb.dep_ == "xcomp" or verb.head.lower_ in ("of", "from"):
                objects = [c for c in governor.children if c.dep_ in ("dobj", "obj")]
                if objects:
                    return [h for c in objects for h in conjuncts(c)]
            return surface_subjects(governor, depth + 1)
        return []
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return conjuncts_of_noun(verb.head)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return conjuncts_of_noun(verb.head)
    return []


def _place_before(verb: Token, own: list[Token]) -> Token | None:
    """'struck a house in Idlib killing three', 'a strike in Syria targeting X': the preposition of a place that the
    parser takes for the doer of a participle. What does it is who does what the place belongs to."""
    if verb.tag_ != "VBG":
        return None
    if verb.dep_ == "pcomp" and own and own[0].ent_type_ in _WHERE_ENTS and verb.head.lower_ in _WHERE:
        return verb.head
    noun = verb.head
    if verb.dep_ == "acl" and not own and noun.ent_type_ in _WHERE_ENTS and noun.dep_ == "pobj":
        return noun.head if noun.head.lower_ in _WHERE else None
    return None


def _antecedents(verb: Token) -> list[Token]:
    """What a relative pronoun stands for: the noun before its clause, or X of 'it was X that did it'."""
    governor = verb.head
    if governor.lemma_ == "be" and verb.dep_ in ("relcl", "advcl", "ccomp", "acl"):
        return [h for c in governor.children if c.dep_ == "attr" and c.i < verb.i for h in conjuncts(c)]
    if verb.dep_ != "relcl":
        return []
    told = governor
    while told.dep_ in ("appos", "conj"):
        told = told.head
    if told.dep_ == "attr" and any(c.dep_ == "nsubj" and c.lower_ == "it" for c in told.head.children):
        return [told]
    return conjuncts_of_noun(governor)


def conjuncts_of_noun(noun: Token) -> list[Token]:
    """A noun that a clause hangs on, with the nouns coordinated before it."""
    return [noun]


def agents(verb: Token) -> list[Token]:
    """Deep subjects: who does it. For a passive, all by-phrases."""
    if is_passive(verb):
        return [h for group in by_agents(verb) for h in group]
    return surface_subjects(verb)


def patients(verb: Token) -> list[Token]:
    """Deep objects: to whom or what it is done. For a passive, its subject."""
    if is_passive(verb):
        return surface_subjects(verb)
    found = [h for c in verb.children if c.dep_ in ("dobj", "obj", "dative") for h in conjuncts(c)]
    found += left_over(verb) if found else []
    if found and found[0].tag_ in _RELATIVE and verb.dep_ == "relcl":
        return conjuncts_of_noun(verb.head)
    if found and found[0].lower_ == "that" and found[0].tag_ == "IN" and found[0].i > 0:
        # 'the town that X took': what the tagger takes for a conjunction stands for the noun before it
        before = found[0].nbor(-1)
        return [before] if before.pos_ in ("NOUN", "PROPN") else found
    if not found and verb.dep_ == "relcl" and _own_subjects(verb) and verb.head.pos_ in ("NOUN", "PROPN"):
        gap = not any(c.tag_ in ("WRB",) for c in verb.children)
        subject_is_relative = _own_subjects(verb)[0].tag_ in ("WDT", "WP")
        if gap and not subject_is_relative:
            return [verb.head]
    if not found and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.i > verb.head.i:
        return []
    return found


def left_over(verb: Token) -> list[Token]:
    """Names that a clause without its verb leaves: 'took Goma, and then Bukavu', where the parser coordinates verbs."""
    return [c for c in verb.children if c.dep_ == "conj" and c.pos_ == "PROPN"] if verb.pos_ == "VERB" else []


def obliques(head: Token) -> Iterator[tuple[str, Token]]:
    """Prepositional arguments of a verb or noun: (preposition, head of its object), coordination expanded.

    Chains such as 'from positions in Idlib' give ('from', positions) only: ask `positions` for the rest.
    """
    for child in head.children:
        if set_against(child):
            continue
        if child.dep_ in ("prep", "agent", "dative", "prt") or (child.pos_ == "ADP" and child.dep_ != "mark"):
            yield from _objects_of_preposition(child, child.lower_)


def _objects_of_preposition(prep: Token, name: str) -> Iterator[tuple[str, Token]]:
    for c in prep.children:
        if c.dep_ in ("pobj", "pcomp"):
            for h in conjuncts(c):
                yield name, h
        elif c.dep_ == "prep":
            yield from _objects_of_preposition(c, f"{name} {c.lower_}" if name in ("out", "because") else c.lower_)
        elif c.dep_ == "conj" and c.pos_ == "ADP":
            yield from _objects_of_preposition(c, c.lower_)


def clause_head(token: Token) -> Token:
    """The verb (or root) of the clause that the token stands in."""
    while token.dep_ not in _CLAUSE and token.head != token:
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX") and token.head.pos_ in ("VERB", "AUX"):
            break
        token = token.head
    return token


def subtree_span(token: Token, *, without: tuple[str, ...] = ()) -> tuple[int, int]:
    """Character span of a token's subtree, branches with a dependency in `without` left out, punctuation trimmed."""
    keep: list[Token] = []
    stack = [token]
    while stack:
        t = stack.pop()
        keep.append(t)
        stack.extend(c for c in t.children if c.dep_ not in without)
    keep = sorted((t for t in keep if not t.is_space), key=lambda t: t.i)
    # Cut away what a left-out branch has torn off: only the run of tokens around the head stays.
    kept = {t.i for t in keep}
    first = last = token.i
    while first - 1 in kept or (first > 0 and token.doc[first - 1].is_space and first - 2 in kept):
        first -= 1
    while last + 1 in kept or (last + 2 in kept and token.doc[last + 1].is_space):
        last += 1
    return _trim(token, first, last)


def _trim(token: Token, first: int, last: int) -> tuple[int, int]:
    doc = token.doc
    while first < token.i and (doc[first].is_punct or doc[first].is_space) and not doc[first].is_quote:
        first += 1
    while last > token.i and (doc[last].is_punct or doc[last].is_space) and not doc[last].is_quote:
        last -= 1
    return doc[first].idx, doc[last].idx + len(doc[last])


def noun_phrase_span(head: Token) -> tuple[int, int]:
    """Character span of a noun phrase: its modifiers and prepositional parts, no clauses or coordinated nouns."""
    return subtree_span(head, without=("relcl", "acl", "conj", "cc", "appos", "advcl", "parataxis"))


def opens_sentence(token: Token) -> bool:
    """The first word of its sentence, white space and the bullet of a list left out."""
    while not token.is_sent_start and token.i > 0:
        token = token.nbor(-1)
        if not (token.is_space or token.is_punct):
            return False
        if token.is_punct and not token.is_space:
            return True
    return True


def is_ranked(noun: Token) -> bool:
    """'the deadliest attack', 'one of the worst attacks': compared with others, and not told by these words."""
    own = [c for c in noun.children if c.dep_ in ("amod", "compound")]
    return any(c.tag_ == "JJS" or any(g.tag_ == "RBS" for g in c.children) for c in own)
