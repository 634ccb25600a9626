"""Names in a sentence that the gazetteer knows: token sequences, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Span, Token

from dateline.know.demonyms import country_of_demonym
from dateline.know.gazetteer import Gazetteer, Match
from dateline.know.gazetteer_words import place_words
from dateline.text.segment import Parsed

#: The longest name in tokens; 'Deir ez-Zor' is four, 'Democratic Republic of the Congo' five.
MAX_TOKENS = 8
_LANDSCAPE = frozenset({"region", "valley", "desert", "river", "mountain", "sea", "lake", "island", "camp", "facility"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
#: Kinds of what has a name of its own; a base or an airport is called by the town that it stands in.
_TOWNS = frozenset({"settlement", "neighbourhood", "adm1", "adm2"})
#: What the tagger calls a lone name that it does not know.
_GUESSES = frozenset({"ORG", "PERSON", "PRODUCT", "NORP", "WORK_OF_ART"})
#: Words of the name of a part of a town, at most.
_QUARTER_WORDS = 4
#: Small words inside a hyphened name: 'Qala-e Naw', 'Band-i Amir'.
_LINKS = frozenset({"e", "i", "ye", "yi", "ul", "al", "el"})
_JOINERS = frozenset("-–'’.`‘")
#: An all-capital word of this length or less is an abbreviation: only countries and provinces have them.
_ABBREVIATION = 4
_ELIDED = re.compile(r"\w{0,2}['’‘`][A-ZÀ-Þ]")
#: Articles that may stand alone before a name in English without being an English word.
_OPEN_ARTICLES = frozenset({"al", "el", "ez", "ul"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name that may be a place. `first`/`last` are token indices (last exclusive) into the parsed text.

    `listed`: it stands in a list that words such as 'the villages of' open.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    matches: tuple[Match, ...]
    listed: bool = False


#: The shortest name whose 's' may be what an apostrophe is lost from.
_OWNER = 4
_APOSTROPHE = re.compile(r"\w['’]s\b")
#: People of a town that is known by its own name, whatever follows it.
_LARGE = 100_000
#: Kinds of what has a name of its own; a base or an airport is called by the town that it stands in.
_TOWNS = frozenset({"settlement", "neighbourhood", "adm1", "adm2"})
#: What the tagger calls a name that may be a place's.
_NAMED = frozenset({"GPE", "LOC", "FAC", "PRODUCT"})


def names_in(sentence: Span, text: str, gazetteer: Gazetteer) -> Iterator[Name]:
    """Names that do not overlap, from left to right; at each token the longest wins.

    `text` is the whole document's. The plain fold is tried for all sequences, the loose one only where the tagger
    sees a proper noun.
    """
    tokens = [t for t in sentence if not t.is_space]
    at = 0
    while at < len(tokens):
        found = _longest(tokens, at, text, gazetteer) if _may_begin(tokens, at) else None
        if found is None:
            at += 1
            continue
        yield found[0]
        at += found[1]


def _longest(tokens: list[Token], at: int, text: str, gazetteer: Gazetteer) -> tuple[Name, int] | None:
    runs = list(_runs(tokens, at, text))
    found: tuple[Name, int] | None = None
    for loosely in (False, True):
        for run in reversed(runs):
            if found is not None and (len(run) <= found[1] or not all(t.pos_ == "PROPN" for t in run)):
                break  # another spelling of a longer name tells more than a part of it: 'Bulo' of 'Bulo Burte'
            start, end = run[0].idx, run[-1].idx + len(run[-1])
            matches = _look_up(run, text[start:end], gazetteer, loosely)
            rest = tokens[at + len(run) :]
            if matches and (_goes_on(run, rest, text) or _is_a_part(run, rest, matches)):
                continue
            if matches:
                found = Name(run[0].i, run[-1].i + 1, start, end, text[start:end], matches), len(run)
                break
    return found or _owner(tokens, at, text, gazetteer)


def _owner(tokens: list[Token], at: int, text: str, gazetteer: Gazetteer) -> tuple[Name, int] | None:
    """'Syrias war', of a text that has lost its apostrophes: the country."""
    token = tokens[at]
    name = token.text[:-1]
    if not token.is_title or token.text[-1:] != "s" or len(name) < _OWNER or at + 1 == len(tokens):
        return None
    if _APOSTROPHE.search(text) or not tokens[at + 1].is_alpha or tokens[at + 1].pos_ not in ("NOUN", "ADJ", "PROPN"):
        return None
    matches = tuple(m for m in gazetteer.lookup(name) if m.main and m.place.kind == "country")
    if not matches:
        return None
    return Name(token.i, token.i + 1, token.idx, token.idx + len(name), name, matches), 1


def _goes_on(run: list[Token], rest: list[Token], text: str) -> bool:
    """The name is longer than what the gazetteer knows of it: 'Tell Qarnafiyya', 'Mai-Kadra', 'Qala-e Mirzadin'."""
    if len(run) > 1 or not rest:
        return False
    after = rest[0]
    if after.lower_ in place_words().fold.articles and _ends_in_kind(rest[1:]):
        return True
    if after.text in "-–" and not after.whitespace_ and not run[0].whitespace_ and len(rest) > 1:
        return rest[1].text[:1].isupper() or rest[1].text in _LINKS
    if run[0].lower_ not in _generic_parts() or "\n" in text[run[0].idx : after.idx]:
        return False
    return after.text[:1].isupper() or after.lower_ in place_words().fold.articles


def _ends_in_kind(rest: list[Token]) -> bool:
    """'Kuwait al-Rahma Camp' after 'Kuwait al': capitals up to the word for what it is."""
    words = [t for t in rest[:5] if t.text != "-"]
    if len(words) < 2 or not words[0].text[:1].isupper():
        return False
    kind = next((t for t in words[1:3] if t.lower_ in place_words().kind_of), None)
    return kind is not None and all(t.text[:1].isupper() for t in words[: words.index(kind)])


def _is_a_part(run: list[Token], rest: list[Token], matches: tuple[Match, ...]) -> bool:
    """'Kyi' of 'Kyi Su Village': a small place's name that begins a longer, unlisted one, by the tagger's word."""
    if not rest or any(m.place.kind != "settlement" or m.place.population > _LARGE for m in matches):
        return False
    last, after = run[-1], rest[0]
    named = after.pos_ == "PROPN" and after.text[:1].isupper() and after.ent_iob_ == "I" and last.ent_iob_ != "O"
    entity = [t for t in rest if t.ent_iob_ == "I"]
    if entity and not set(place_words().kind_of.get(entity[-1].lower_, ())) <= _TOWNS:
        return False  # 'Mengh Military Airport' is called by the town
    return named and after.ent_type_ in _NAMED and after.lower_ not in place_words().kind_of and last.i + 1 == after.i


@lru_cache(maxsize=1)
def _generic_parts() -> frozenset[str]:
    """'Tall', 'Kafr', 'Wadi': what many names begin with, and none is by itself."""
    words = place_words().fold.words
    return frozenset(w for key, row in words.items() for w in (key, *row) if key != "st")


def _look_up(run: list[Token], text: str, gazetteer: Gazetteer, loosely: bool) -> tuple[Match, ...]:
    if loosely:
        capital = [t for t in run if t.text[:1].isupper()]
        if len(text) < 5 or any(t.pos_ != "PROPN" and t.ent_type_ not in _PLACES for t in capital):
            return ()
        return gazetteer.lookup_loose(text)
    matches = gazetteer.lookup(text)
    if run[-1].text.islower() and run[-1].text in place_words().kind_of:
        return tuple(m for m in matches if m.place.kind in _LANDSCAPE)
    letters = text.replace(".", "")
    if len(letters) <= _ABBREVIATION and letters.isalpha():
        if letters.isupper() and not (len(letters) == _ABBREVIATION and run[0].is_sent_start):
            return tuple(m for m in matches if m.place.kind in ("country", "adm1", "continent"))
        if len(letters) <= 2 or (len(letters) <= 3 and "." in text):
            return ()
        if len(letters) == 3:
            return tuple(m for m in matches if m.main or m.place.population > 100_000)
    return matches


def _may_begin(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if at and tokens[at - 1].text in "-–" and tokens[at - 1].i == token.i - 1 and not tokens[at - 1].whitespace_:
        # The second half of 'pro-Russia', 'Anglo-Egypt'; a route 'Homs-Damascus' has a name before the hyphen.
        return token.text[:1].isupper() and at >= 2 and tokens[at - 2].text[:1].isupper()
    if token.text[:1].isupper() or (token.text[:1] in "'‘’`" and len(token.text) > 1 and token.text[1].isupper()):
        return True
    nxt = tokens[at + 1] if at + 1 < len(tokens) else None
    after = tokens[at + 2] if at + 2 < len(tokens) else None
    if token.lower_ in place_words().fold.articles and nxt is not None:
        hyphened = nxt.text == "-" and after is not None and after.text[:1].isupper()
        return hyphened or (token.text in _OPEN_ARTICLES and nxt.text[:1].isupper())
    # 'al-Bab' may also be one token.
    head, _, tail = token.text.partition("-")
    return head.casefold() in place_words().fold.articles and tail[:1].isupper()


def _runs(tokens: list[Token], at: int, text: str) -> Iterator[list[Token]]:
    """Sequences from `at` that end in a capitalised word, shortest first."""
    particles, kinds = place_words().find.particles, place_words().kind_of
    run: list[Token] = []
    for token in tokens[at : at + MAX_TOKENS]:
        word = token.text
        if run and "\n" in text[run[-1].idx : token.idx]:
            return
        begins = word[:1].isupper() or word[:1].isdigit() or bool(_ELIDED.match(word))
        if run and word in kinds and not run[-1].text.endswith("-"):
            # 'Euphrates valley', 'Gaza strip': the noun written small may belong to the name.
            yield [*run, token]
            return
        if run and not begins and word not in _JOINERS and token.lower_ not in particles:
            tail = word.partition("-")[2]
            hyphened = run[-1].text in "-–" and not run[-1].whitespace_ and word.isalpha()
            if not tail[:1].isupper() and not hyphened:
                return
            begins = not hyphened
        run.append(token)
        if begins or (len(run) == 1 and "-" in word) or _is_initial_stop(run):
            yield list(run)
        elif len(run) > 2 and run[-2].text in _JOINERS and word.isalpha():
            # 'Bab el-hawa', 'Beit-lahia': the part after a hyphen is often written small.
            yield list(run)


def _is_initial_stop(run: list[Token]) -> bool:
    """'Washington D.C.': the full stop belongs to the name only after a single letter."""
    return run[-1].text == "." and len(run) > 1 and len(run[-2].text.rpartition(".")[2]) == 1


def unknown_names(parsed: Parsed, known: Sequence[Name]) -> list[Name]:
    """Names that the tagger takes for places and the gazetteer does not have: villages, mostly. Without matches."""
    covered = {i for name in known for i in range(name.first, name.last)}
    found = []
    for entity in parsed.doc.ents:
        tokens = [t for t in entity if not (t.lower_ == "the" and t.i == entity.start)]
        if not (entity.label_ in _PLACES or _is_done_to(entity)) or not tokens or covered & {t.i for t in tokens}:
            continue
        if any(t.lower_ in place_words().find.organisation_heads for t in tokens):
            continue
        if " ".join(t.lower_ for t in tokens) in place_words().find.not_places or _is_a_people(entity, tokens):
            continue
        first, last = tokens[0], tokens[-1]
        while last.i > first.i and not last.text[:1].isupper():
            last = last.nbor(-1)
        rest = list(parsed.doc[last.i + 1 : entity.sent.end])
        if rest and rest[0].lower_ in place_words().fold.articles and _ends_in_kind(rest[1:]):
            last = next(t for t in rest[2:] if t.lower_ in place_words().kind_of).nbor(-1)
        text = parsed.text[first.idx : last.idx + len(last)]
        if first.text[:1].isupper() and "\n" not in text and not text.isupper() and len(text) > 3:
            found.append(Name(first.i, last.i + 1, first.idx, last.idx + len(last), text, ()))
    for more in (_quarters(parsed), _called(parsed), _pointed_at(parsed), _of_a_kind(parsed)):
        covered |= {i for name in found for i in range(name.first, name.last)}
        found += [n for n in more if not covered & set(range(n.first, n.last))]
    return found


def _is_a_people(entity: Span, tokens: list[Token]) -> bool:
    """'freed three villages from the Khawarij': no village that is unheard of has an article before its bare name."""
    before = tokens[0].nbor(-1) if tokens[0].i else None
    after = tokens[-1].nbor() if tokens[-1].i + 1 < len(tokens[-1].doc) else None
    bare = after is None or after.pos_ not in ("NOUN", "PROPN")
    return (
        entity.label_ in ("GPE", "LOC") and len(tokens) == 1 and bare and before is not None and before.lower_ == "the"
    )


def _is_done_to(entity: Span) -> bool:
    """'shelled X', 'encircled X', 'had entered X': one name as the object of what is done to places alone."""
    root = entity.root
    governed = root.dep_ in ("dobj", "nsubjpass") and root.head.lemma_.lower() in place_words().find.place_object_verbs
    return governed and len(entity) <= 2 and root.pos_ == "PROPN" and entity.label_ in _GUESSES


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """'the villages of', one name behind it, and what stands between two names of a list."""
    kinds = place_words().kinds
    said = [w for kind in ("settlement", "neighbourhood", "adm2") for w in kinds[kind]]
    nouns = "|".join(re.escape(w) for w in sorted(said, key=len, reverse=True))
    many = "|".join(re.escape(re.sub("(?<![aeiou])y$", "ie", w) + "s") for w in sorted(said, key=len, reverse=True))
    articles = "|".join(sorted(place_words().fold.articles, key=len, reverse=True))
    opening = re.compile(rf"\b(?:{nouns}|(?P<many>{many})) of ", re.I)
    name = re.compile(
        rf"(?:the \w+ of |the )?(?P<name>(?:(?:{articles})[- ])?[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){{0,3}})"
    )
    return opening, name, re.compile(r"(?: [a-z]+)?(?:,? and |, )")


def _called(parsed: Parsed) -> Iterator[Name]:
    """'the village of X', 'the towns and villages of X, Y and Z': names by what they are called."""
    opening, one, between = _patterns()
    for match in opening.finditer(parsed.text):
        at, first = match.end(), True
        while name := one.match(parsed.text, at):
            start, end = name.span("name")
            tokens = parsed.tokens_in(start, end)
            if name.group("name").partition("-")[0].isupper():
                break
            if tokens[0].idx == start and tokens[-1].idx + len(tokens[-1]) == end:
                yield Name(tokens[0].i, tokens[-1].i + 1, start, end, name.group("name"), (), not first)
            goes_on = between.match(parsed.text, end)
            if match.group("many") is None or goes_on is None:
                break
            at, first = goes_on.end(), False


@lru_cache(maxsize=1)
def _pointing() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """'near', '12 km north of' before a name; ', a farming village' behind one that 'in' or 'at' stands before."""
    kinds = place_words().kinds
    nouns = "|".join(re.escape(w) for kind in ("settlement", "neighbourhood") for w in (*kinds[kind], "community"))
    ways = "|".join(re.escape(w) for w in sorted(place_words().find.directions, key=len, reverse=True))
    articles = "|".join(sorted(place_words().fold.articles, key=len, reverse=True))
    name = rf"(?P<name>(?:(?:{articles})[- ])?[A-ZÀ-Þ][a-zà-þ][\w'’-]+(?: [A-ZÀ-Þ][a-zà-þ][\w'’-]+)?)"
    beside = re.compile(rf"\b(?:[Nn]ear|(?:{ways})(?:ern)? of|km (?:from|of)|kilomet(?:er|re)s (?:from|of)) {name}")
    told = re.compile(rf"\b(?:in|at|of|from|on) {name}(?=, (?:a|an|the) (?:[\w-]+ ){{0,2}}(?:{nouns})\b)")
    return beside, told


def _pointed_at(parsed: Parsed) -> Iterator[Name]:
    """'near X', '12 km north of X', 'in X, a farming village': names that their place in the sentence gives away."""
    for pattern in _pointing():
        for match in pattern.finditer(parsed.text):
            start, end = match.span("name")
            tokens = parsed.tokens_in(start, end)
            whole = tokens[0].idx == start and tokens[-1].idx + len(tokens[-1]) == end
            named = tokens[0].pos_ not in ("DET", "PRON", "NUM", "ADP", "CCONJ", "SCONJ", "AUX")
            other = any(t.ent_type_ in ("DATE", "TIME", "NORP", "EVENT") for t in tokens)
            goes_on = tokens[-1].i + 1 < len(parsed.doc) and tokens[-1].nbor().pos_ == "PROPN"
            words = {t.lower_ for t in tokens}
            titled = words & (place_words().find.titles | place_words().find.organisation_heads)
            if whole and named and not other and not goes_on and not titled:
                yield Name(tokens[0].i, tokens[-1].i + 1, start, end, match.group("name"), (), listed=True)


@lru_cache(maxsize=1)
def _before_kind() -> re.Pattern[str]:
    kinds = "|".join(sorted(place_words().find.small_kinds))
    articles = "|".join(sorted(place_words().fold.articles, key=len, reverse=True))
    return re.compile(
        rf"\b(?P<name>(?:(?:{articles})[- ])?[A-ZÀ-Þ][a-zà-þ'’]+(?:[ -][A-ZÀ-Þ][a-zà-þ'’]+)?) (?:{kinds})\b"
    )


def _of_a_kind(parsed: Parsed) -> Iterator[Name]:
    """'al-Zer village': a name that says itself what it is of, and is no people's, day's or holder's of an office."""
    for match in _before_kind().finditer(parsed.text):
        start, end = match.span("name")
        tokens = [t for t in parsed.tokens_in(start, end) if t.text[:1].isupper()]
        words = {t.lower_ for t in tokens}
        # The tagger takes 'al Zer' for anything; an article before it is word enough.
        plain_word = any(t.pos_ != "PROPN" or t.ent_type_ in ("NORP", "DATE", "EVENT", "PERSON") for t in tokens)
        if (
            (plain_word and match.group("name")[:1].isupper())
            or words & place_words().find.titles
            or any(country_of_demonym(t.text) for t in tokens)
        ):
            continue
        first, last = parsed.tokens_in(start, end)[0], tokens[-1]
        if first.idx == start and last.idx + len(last) == end:
            yield Name(first.i, last.i + 1, start, end, match.group("name"), ())


def _quarters(parsed: Parsed) -> list[Name]:
    """'the Banat Jadida neighbourhood': capitals between an article and the word for a part of a town."""
    found = []
    for token in parsed.doc:
        if token.lower_ not in place_words().resolve.quarters or token.i < 2:
            continue
        first = token.i
        while first > 0 and token.i - first < _QUARTER_WORDS and parsed.doc[first - 1].text[:1].isupper():
            first -= 1
        if first == token.i or parsed.doc[first - 1].lower_ not in ("the", "in", "of", "from"):
            continue
        start, last = parsed.doc[first].idx, parsed.doc[token.i - 1]
        end = last.idx + len(last)
        text = parsed.text[start:end]
        if "\n" not in text:
            found.append(Name(first, token.i, start, end, text, ()))
    return found
