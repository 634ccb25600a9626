"""Sentences -> mentions of actors: names of the book, described groups, states that act, bodies and persons.

A mention covers the noun phrase as written ("advisers from Iran's elite Revolutionary Guards"), its `head` is the
token through which the rest of the sentence speaks of it. What it stands for is decided by `resolve.actors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.find.actors_acts import acts, bodies, holders, implied, nationals, opposed
from dateline.find.actors_chains import Chain, View, chains_of
from dateline.find.actors_persons import find_persons
from dateline.find.actors_words import Piece, lexicon, read_pieces
from dateline.know.actors import ActorBook, words_of
from dateline.mentions import ActorMention
from dateline.text.segment import Parsed

_LINKING_NOUNS = frozenset({
    "force", "fighter", "member", "rebel", "jihadist", "gunman", "militia", "state_force", "police", "security",
    "group", "alliance", "office", "government", "weapon", "separatist", "gang", "civil",
})  # fmt: skip
#: Nouns that say of a later noun whose it is: "coalition warplanes", "rebel units".
_QUALIFYING = frozenset({"government", "jihadist", "rebel", "alliance", "gang", "separatist", "militia"})
_ARMED = frozenset({"rebel", "jihadist", "militia", "separatist", "gang", "group", "alliance"})
#: Which nouns stand for what follows: 'the army of Sudan', 'soldiers of the army', 'fighters from the militias'.
_PARTS_OF = {
    "land": ("state_force", "government", "office", "police", "security"),
    "official": ("state_force", "force", "fighter", "member", "weapon", "security", "police"),
    "armed": ("fighter", "member", "force", "gunman"),
}
#: Nouns for some of those whom another noun names.
_PARTS = frozenset({"force", "fighter", "member", "state_force", "gunman"})


def find_actors(parsed: Parsed, book: ActorBook) -> list[ActorMention]:
    """All mentions of actors in a document, by position; spans may nest only where one phrase names two actors."""
    lex = lexicon()
    found: list[ActorMention] = []
    for sentence in parsed.sentences:
        words = words_of(parsed.text, sentence.start, sentence.end)
        if words:
            view = View(parsed, sentence, words, read_pieces(words, book, lex), lex, book)
            found.extend(_of_sentence(view))
    found = [m for m in found if not _is_namesake(m, book)]
    persons = list(find_persons(parsed, found, book, lex))
    found = [m for m in found if m.alias or not any(p.start <= m.start and m.end <= p.end for p in persons)]
    return sorted([*found, *persons], key=lambda m: (m.start, -m.end, m.head))


def _is_namesake(mention: ActorMention, book: ActorBook) -> bool:
    """'Jean Kabila': a public person's surname under another first name is somebody else (R62)."""
    if mention.alias is None or " " in mention.alias or "proper" not in mention.traits:
        return False
    entries = book.entries((mention.alias,))
    return bool(entries) and all(book.get(e.actor).kind == "person" for e in entries)


def _of_sentence(view: View) -> Iterator[ActorMention]:
    chains = list(chains_of(view))
    taken: set[int] = set()
    for i, chain in enumerate(chains):
        if i not in taken:
            yield from _mentions(view, chain, chains, i, taken)
    yield from implied(view)
    yield from holders(view)
    yield from opposed(view)
    yield from bodies(view, chains)
    yield from nationals(view, chains)


def _mentions(view: View, chain: Chain, chains: Sequence[Chain], at: int, taken: set[int]) -> Iterator[ActorMention]:
    core, words = chain.core, view.lex.words
    if core.kind in ("state", "capital"):
        if acts(view, core):
            yield _mention(view, chain, view.words[core.last - 1].end, noun="state")
        return
    if core.kind == "noun" and _is_attributive(view, chain):
        if view.text(core) in words.attributive_only and _next_word(view, core.last) not in words.attributive_heads:
            return
        chain = Chain(_telling(chain.pieces), chain.countries)
    end, noun, links, alias, noun_country = _linked(view, chain, chains, at, taken)
    if noun == "weapon" and not (alias or chain.countries or links or _is_owned(view, chain) or _name_in(chain)):
        return
    lands = chain.countries or ([noun_country] if noun_country else [])
    coordinated = any(p.kind == "and" for p in chain.pieces) and len(chain.countries) > 1
    for land in lands if coordinated else lands[:1] or [()]:
        yield _mention(view, chain, end, noun=noun, lands=land, more=links if not coordinated else (), alias=alias)


def _is_owned(view: View, chain: Chain) -> bool:
    """'its jets', 'government warplanes': somebody's, by the words of the phrase."""
    return "government" in _traits(view, chain) or view.token(chain.pieces[0].first).tag_ == "PRP$"


def _is_attributive(view: View, chain: Chain) -> bool:
    """Whether the phrase only describes a later noun: 'rebel positions', 'army statement'."""
    token = view.token(chain.core.last - 1)
    first = view.token(chain.pieces[0].first).i
    return token.dep_ in ("compound", "amod", "nmod") and token.i < token.head.i <= token.i + 4 and token.head.i > first


def _next_word(view: View, at: int) -> str:
    return view.words[at].key if at < len(view.words) and view.joined(at) else ""


def _telling(pieces: list[Piece]) -> list[Piece]:
    """Pieces without the determiners and fillers in front."""
    start = 0
    while start < len(pieces) - 1 and pieces[start].kind in ("filler", "other", "and", "poss"):
        start += 1
    return pieces[start:]


def _linked(
    view: View, chain: Chain, chains: Sequence[Chain], at: int, taken: set[int]
) -> tuple[int, str | None, tuple[str, ...], str | None, tuple[str, ...]]:
    """(end, noun class, traits, alias, countries) after 'of', 'from', 'loyal to', 'backed by' and another phrase."""
    core = chain.core
    end = view.words[core.last - 1].end
    plain = end, core.noun, (), None, ()
    if core.kind != "noun" or core.noun not in _LINKING_NOUNS or at + 1 >= len(chains):
        return plain
    n, relation = view.lex.link(view.words, core.last)
    target = chains[at + 1]
    if relation is None or target.pieces[0].first != core.last + n or not view.joined(core.last):
        return plain
    name = _name_in(target)
    lands = target.countries[0] if target.countries else ()
    if relation != "belongs":
        labels = [e.actor for e in name.entries] if name else list(lands)
        return end, core.noun, tuple(f"{relation}:{label}" for label in labels), None, ()
    whole = view.words[target.core.last - 1].end
    if name is not None:
        taken.add(at + 1)
        return whole, core.noun, (), view.text(name), ()
    further = _linked(view, target, chains, at + 1, taken)
    if further[3] is not None and target.core.noun in _PARTS:
        taken.add(at + 1)  # 'a patrol of special forces of the RSF': theirs, whatever the patrol is called
        return further[0], core.noun, (), further[3], ()
    if core.noun not in _PARTS_OF.get(_target_sort(target), ()):
        return plain
    taken.add(at + 1)
    if target.core.kind == "state":
        return whole, core.noun, (), None, lands
    return whole, target.core.noun, _traits(view, target), None, lands


def _target_sort(target: Chain) -> str:
    """The sort of phrase that a noun is linked to: 'land', 'official', 'armed' or 'none'."""
    if target.core.kind == "state":
        return "land"
    if target.core.noun in ("state_force", "government", "police", "security"):
        return "official"
    return "armed" if target.core.noun in _ARMED else "none"


def _name_in(chain: Chain) -> Piece | None:
    """The name that a phrase stands for: the last one, unless only a person's or civilians' phrase follows."""
    names = [p for p in chain.pieces if p.kind == "name"]
    if not names or chain.core.noun in ("civil", "people", "protest"):
        return names[-1] if names and chain.core is names[-1] else None
    return names[-1]


def _traits(view: View, chain: Chain) -> tuple[str, ...]:
    """What the modifiers say; `proper` = a name that no book has, `local` = a place name before the noun."""
    traits = [t for p in chain.pieces for t in p.traits]
    traits += [p.noun for p in chain.pieces[:-1] if p.kind == "noun" and p.noun in _QUALIFYING]
    strange = [
        p
        for p in chain.pieces[:-1]
        if p.kind in ("other", "action")
        and view.words[p.first].text[:1].isupper()
        and view.token(p.first).pos_ in ("PROPN", "ADJ", "NOUN")
    ]
    if strange:
        capital = view.words[chain.core.last - 1].text[:1].isupper()
        traits.append("proper" if capital else "local")
    return tuple(dict.fromkeys(traits))


def _mention(
    view: View,
    chain: Chain,
    end: int,
    *,
    noun: str | None,
    lands: tuple[str, ...] = (),
    more: tuple[str, ...] = (),
    alias: str | None = None,
) -> ActorMention:
    first = chain.pieces[0].first
    start = view.words[first].start
    name = _name_in(chain)
    if alias is None and name is not None:
        alias = view.text(name)
    countries = lands or (chain.countries[0] if chain.countries else ())
    kind = view.lex.words.nouns[noun].kind if noun in view.lex.words.nouns else None
    return ActorMention(
        start=start,
        end=end,
        text=view.parsed.text[start:end],
        head=_head(view, chain, end),
        kind="government" if noun == "state" else kind,
        resolution="named" if alias or noun == "state" else "described",
        alias=alias,
        noun=noun,
        country=countries[0] if countries else None,
        traits=(*_traits(view, chain), *more),
        confidence=0.5,
    )


def _head(view: View, chain: Chain, end: int) -> int:
    """The token of the phrase that is highest in the parse and a noun; else the last word of its core."""
    first = view.token(chain.pieces[0].first).i
    last = view.token(chain.core.last - 1)
    inside = [t for t in view.parsed.doc[first : last.i + 1] if t.pos_ in ("NOUN", "PROPN", "ADJ", "PRON")]
    top = [t for t in inside if not first <= t.head.i <= last.i or t.head == t]
    if top and top[-1].idx < end and top[-1].pos_ != "ADJ":
        return top[-1].i
    return last.i
