"""States that act, nationalities of acts, holders of places, and bodies that no book has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.find.actors_chains import ADJECTIVE_TAGS, Chain, View
from dateline.find.actors_words import Piece
from dateline.mentions import ActorMention


def acts(view: View, piece: Piece) -> bool:
    """Whether the name of a country or its capital stands for its government here."""
    token = view.token(piece.last - 1)
    words = view.lex.words
    while token.dep_ == "conj" and token.head.pos_ in ("PROPN", "NOUN"):
        token = token.head
    verb = token.head
    if piece.kind == "capital":
        return token.dep_ in ("nsubj", "dobj") and verb.lemma_.lower() in words.capital_verbs
    if token.dep_ == "nsubj":
        return verb.pos_ in ("VERB", "AUX") and verb.lemma_.lower() not in words.place_verbs
    if token.dep_ == "pobj":
        if verb.lower_ == "from":
            return verb.head.lemma_.lower() in words.support_nouns
        return verb.lower_ in words.agent_prepositions
    return token.dep_ in ("agent", "dative") or (token.dep_ == "dobj" and verb.lemma_.lower() in words.capital_verbs)


def implied(view: View) -> Iterator[ActorMention]:
    """'Russian shelling', "Israel's overnight raids": the nationality stands for that state's forces."""
    for n, piece in enumerate(view.pieces):
        if piece.kind not in ("demonym", "state") and not (piece.holder and piece.holder.kind in ("demonym", "state")):
            continue
        source = piece.holder or piece
        if not piece.holder and not _before_action(view, n):
            continue
        start, end = view.words[source.first].start, view.words[source.last - 1].end
        yield ActorMention(
            start=start, end=end, text=view.parsed.text[start:end], head=view.token(source.last - 1).i,
            kind="state_force", resolution="implied", noun="state_force", country=source.countries[0], confidence=0.5,
        )  # fmt: skip


def _before_action(view: View, n: int) -> bool:
    """Whether the noun that follows, modifiers skipped, is an act of war."""
    for piece in view.pieces[n + 1 : n + 6]:
        if not view.joined(piece.first):
            return False
        if piece.kind == "action":
            return view.token(piece.last - 1).pos_ in ("NOUN", "PROPN")
        if piece.kind == "and" or (piece.kind == "filler" and piece.determiner):
            continue
        if piece.kind in ("modifier", "filler", "poss", "demonym", "state"):
            continue
        if piece.kind == "noun" and piece.noun in ("weapon", "state_force"):
            continue
        if piece.kind == "other" and view.token(piece.first).tag_ in ADJECTIVE_TAGS:
            continue
        return False
    return False


def bodies(view: View, chains: Sequence[Chain]) -> Iterator[ActorMention]:
    """Named bodies that no book has, where the tagger sees an organisation and a word of the name says its sort."""
    words = view.lex.words
    covered = {i for c in chains for i in range(c.pieces[0].first, c.core.last)}
    first = {view.token(i).i: i for i in range(len(view.words))}
    for ent in view.parsed.entities_of(view.sentence):
        own = [t for t in ent if t.i in first]
        keys = {t.lower_ for t in own}
        if ent.label_ != "ORG" or len(own) < 2 or any(first[t.i] in covered for t in own):
            continue
        armed = bool(keys & words.armed_names)
        if not armed and not keys & words.body_names:
            continue
        start = ent[1].idx if ent[0].tag_ == "DT" and len(ent) > 1 else ent.start_char
        text = view.parsed.text[start : ent.end_char].rstrip("'’")
        yield ActorMention(
            start=start, end=start + len(text), text=text, head=ent.root.i, name=text, resolution="named",
            kind="unidentified" if armed else "organisation", noun="group" if armed else "body", confidence=0.4,
            traits=("proper",),
        )  # fmt: skip


def holders(view: View) -> Iterator[ActorMention]:
    """'IS-held villages', 'rebel-held suburbs': who holds is an actor of its own (a nationality: see `implied`)."""
    for piece in view.pieces:
        held = piece.holder
        if held is None or held.kind in ("demonym", "state"):
            continue
        noun = held.noun or ("rebel" if "militant" in held.traits else None)
        alias = view.text(held) if held.kind == "name" else None
        if alias is None and noun is None:
            continue
        state = noun == "government"
        yield _simple(view, held, alias=alias, noun="force" if state else noun, kind="state_force" if state else None,
                      traits=("government",) if state else held.traits, named=alias is not None)  # fmt: skip


def opposed(view: View) -> Iterator[ActorMention]:
    """'anti-government protests', 'anti-Taliban offensive': whom an act is against is an actor of its own."""
    for n, piece in enumerate(view.pieces):
        them = piece.against
        if them is None or not _before_act(view, n):
            continue
        alias = view.text(them) if them.kind == "name" else None
        state = them.kind in ("state", "demonym") or "government" in (them.noun, *them.traits)
        noun = "government" if state else them.noun
        if alias is not None or noun is not None:
            yield _simple(view, them, alias=alias, noun=noun, kind="government" if state else None,
                          traits=("government",) if state else them.traits, named=alias is not None)  # fmt: skip


def _before_act(view: View, n: int) -> bool:
    """Whether what follows is an act, and no people who are called by whom they are against."""
    for piece in view.pieces[n + 1 : n + 4]:
        if not view.joined(piece.first) or piece.kind in ("name", "and"):
            return False
        token = view.token(piece.last - 1)
        if piece.kind == "noun":
            return piece.noun == "protest"
        if token.pos_ == "NOUN" and token.dep_ not in ("compound", "amod", "nmod"):
            return True
    return False


def _simple(
    view: View,
    piece: Piece,
    *,
    alias: str | None,
    noun: str | None,
    kind: str | None,
    traits: tuple[str, ...],
    named: bool,
) -> ActorMention:
    start, end = view.words[piece.first].start, view.words[piece.last - 1].end
    return ActorMention(
        start=start, end=end, text=view.parsed.text[start:end], head=view.token(piece.last - 1).i, kind=kind,
        resolution="named" if named else "described", alias=alias, noun=noun, traits=traits, confidence=0.5,
        country=piece.countries[0] if piece.countries else None,
    )  # fmt: skip


def nationals(view: View, chains: Sequence[Chain]) -> Iterator[ActorMention]:
    """'24 Palestinians', 'Syrians fled': people by their nationality, whatever they do in the war."""
    covered = {i for c in chains for i in range(c.pieces[0].first, c.core.last)}
    for piece in view.pieces:
        token = view.token(piece.last - 1)
        plural = view.words[piece.last - 1].key.endswith("s") and token.tag_ in ("NNS", "NNPS", "NNP")
        if piece.kind == "demonym" and plural and piece.first not in covered and token.dep_ not in ("compound", "amod"):
            yield _simple(view, piece, alias=None, noun="people", kind=None, traits=(), named=False)
