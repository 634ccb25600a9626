"""Persons whom the book does not know: those with a stated office are public, all others stay without an id (R76)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from dateline.find.actors_words import Lexicon
from dateline.know.actors import ActorBook, fold_name
from dateline.know.gazetteer_words import place_words
from dateline.mentions import ActorMention
from dateline.text.grammar import opens_sentence
from dateline.text.segment import Parsed


def find_persons(
    parsed: Parsed, found: Sequence[ActorMention], book: ActorBook, lex: Lexicon
) -> Iterator[ActorMention]:
    """Names of persons outside the book's, each with the title before it ("Colonel Idris Hassan").

    A run of capitalised words is a person after an office or a civil title, or where the tagger says so and the
    sentence treats it as one. `noun` is "office" for holders of an office, "private" for others.
    """
    taken = {i for m in found if m.alias for i in range(m.start, m.end)}
    names: dict[str, str] = {}
    for first, last, office in sorted(_candidates(parsed, lex)):
        start, end = parsed.doc[first].idx, parsed.doc[last].idx + len(parsed.doc[last])
        before = _title_before(parsed, first, lex)
        title, name_start = before if before else (None, start)
        if any(i in taken for i in range(start, end)) or _is_known(parsed.doc[first : last + 1], book):
            continue
        public = office or title == "office"
        surname = parsed.doc[last].lower_
        if first == last and surname not in names and not title:
            continue
        sort = "office" if public else names.get(surname, "private")
        names[surname] = sort
        taken.update(range(start, end))
        yield ActorMention(
            start=name_start, end=end, text=parsed.text[name_start:end], head=last, kind="person", noun=sort,
            name=parsed.text[start:end] if sort == "office" else None, resolution="named", confidence=0.5,
        )  # fmt: skip


def _candidates(parsed: Parsed, lex: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """(first token, last token, has an office) of what may be persons."""
    seen: set[int] = set()
    surnames: set[str] = set()
    for ent in parsed.doc.ents:
        if ent.label_ != "PERSON":
            continue
        first, last = _trimmed(ent)
        if first > last or any(t.pos_ not in ("PROPN", "PUNCT", "NOUN", "PART") for t in parsed.doc[first : last + 1]):
            continue
        titled = _title_before(parsed, first, lex) is not None
        if titled or _treated_as_person(parsed.doc[first : last + 1], lex):
            seen.update(range(first, last + 1))
            surnames.add(parsed.doc[last].lower_)
            yield first, last, _office_after(parsed, last, lex)
    for token in parsed.doc:
        if token.i in seen or token.pos_ != "PROPN" or not token.text[:1].isupper():
            continue
        if token.lower_ in surnames and (token.i == 0 or parsed.doc[token.i - 1].pos_ != "PROPN"):
            yield token.i, token.i, False


def _trimmed(ent: Span) -> tuple[int, int]:
    first, last = ent.start, ent.end - 1
    if (
        first < last
        and opens_sentence(ent.doc[first])
        and ent.doc[first].lower_ in place_words().find.strong_prepositions
    ):
        return first, first - 1  # 'Near X, two strikes ...': the tagger's name is a place with its preposition
    while first <= last and not ent.doc[first].text[:1].isupper():
        first += 1
    while last >= first and (ent.doc[last].tag_ == "POS" or not ent.doc[last].text[:1].isalpha()):
        last -= 1
    return first, last


def _title_before(parsed: Parsed, first: int, lex: Lexicon) -> tuple[str, int] | None:
    """The title right before a name, ('office' or 'civil', its offset); None if there is none."""
    for n in (3, 2, 1):
        if first - n < 0:
            continue
        before = parsed.doc[first - n : first]
        words = fold_name(before.text)
        if not words or not before[0].is_alpha or any(t.is_punct and t.text not in ("-", ".") for t in before):
            continue
        if lex.noun_of(words) == "office":
            return "office", before[0].idx
        if n == 1 and words[0] in lex.words.civil_titles:
            return "civil", before[0].idx
    return None


def _office_after(parsed: Parsed, last: int, lex: Lexicon) -> bool:
    """'Idris Hassan, the governor of ...': an office in apposition."""
    if last + 1 >= len(parsed.doc) or parsed.doc[last + 1].text != ",":
        return False
    for token in parsed.doc[last + 2 : last + 9]:
        if token.text in (",", ".") or token.pos_ == "VERB":
            return False
        if lex.noun_of((token.lower_,)) == "office":
            return True
    return False


def _treated_as_person(name: Span, lex: Lexicon) -> bool:
    """The subject of saying, a name with an age, or one told of with an apposition for people."""
    doc, last = name.doc, name.end - 1
    root: Token = name.root
    if len(name) < 2:
        return False
    if root.dep_ == "nsubj" and root.head.lemma_.lower() in lex.words.capital_verbs:
        return True
    following = doc[last + 1 : last + 4]
    if len(following) >= 2 and following[0].text == "," and following[1].like_num:
        return True
    near = [t for t in root.children if t.dep_ == "appos"] + ([root.head] if root.dep_ == "appos" else [])
    return any(lex.noun_of((t.lower_,)) in ("office", "civil", "people", "member") for t in near)


def _is_known(name: Span, book: ActorBook) -> bool:
    key = fold_name(name.text)
    return bool(book.entries(key) or book.state(key) or book.demonym(key) or book.capital(key))
