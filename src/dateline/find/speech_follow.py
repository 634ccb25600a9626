"""What goes on after a cue: quotes in the next sentence, quotes over paragraphs, unquoted continuations (R46)."""

from __future__ import annotations

from dateline.find.speech_draft import Draft, opens
from dateline.find.speech_quotes import Quote, quote_at
from dateline.mentions import Sentence
from dateline.text.segment import Parsed


def following(parsed: Parsed, drafts: list[Draft], quotes: tuple[Quote, ...]) -> list[Draft]:
    """Adds to each quoting attribution the quotes that follow it without a cue of their own.

    After reported speech without quotes, a quotation of its own is a further attribution to the same speaker.
    """
    owned = {i for d in drafts for i in d.content}
    homes: dict[int, list[Draft]] = {}
    for draft in drafts:
        home = parsed.sentence_of(parsed.doc[draft.at])
        if home is not None and draft.quotable and not _quoted(parsed, draft.at, quotes):
            homes.setdefault(home.index, []).append(draft)
    statements = [d for rows in homes.values() for d in rows if _opens_statement(parsed, d)]
    last: Draft | None = None
    further: list[Draft] = []
    for sentence in parsed.sentences:
        own = homes.get(sentence.index, [])
        if last in statements and sentence.kind != "body":
            last = None
        if own and not (last in statements and all(_within(parsed, d) for d in own)):
            last = own[-1]
            continue
        tokens = {t.i for t in parsed.tokens_of(sentence) if not (t.is_space or t.is_punct)}
        if last is None or not tokens:
            continue
        quoted = {i for i in tokens if _quoted(parsed, i, quotes)}
        if last in statements and not quoted:
            last.content |= {t.i for t in parsed.tokens_of(sentence)}
            continue
        if len(quoted) < len(tokens) - 1:
            last = None
        elif not quoted <= owned and _may_follow(parsed, last, sentence, quotes):
            last = _go_on(parsed, last, sentence, quotes, further)
    return drafts + further


def _opens_statement(parsed: Parsed, draft: Draft) -> bool:
    """'The minister said:' at the end of a paragraph: the paragraphs that follow are his statement, marks or none."""
    doc = parsed.doc
    home = parsed.sentence_of(doc[draft.at])
    if home is None or not opens(doc, draft.at) or not draft.source:
        return False
    after = next((s for s in parsed.sentences if s.start > doc[draft.at + 1].idx), None)
    return (
        not draft.content
        and after is not None
        and after.paragraph > parsed.sentences[home.index].paragraph
        and doc[draft.at + 1].idx + 1 == home.end
        and not any(c in parsed.text[after.start : after.start + 1] for c in '"“„«`‟•-')
    )


def _within(parsed: Parsed, draft: Draft) -> bool:
    """Speech inside a statement: the speaker's own 'we said', or third parties in a subordinate clause."""
    return parsed.doc[draft.at].dep_ != "ROOT" or all(parsed.doc[i].pos_ == "PRON" for i in draft.source)


def _go_on(parsed: Parsed, last: Draft, sentence: Sentence, quotes: tuple[Quote, ...], further: list[Draft]) -> Draft:
    more = {t.i for t in parsed.tokens_of(sentence)}
    if not last.content or any(_quoted(parsed, i, quotes) for i in last.content):
        last.content |= more
        return last
    draft = Draft(
        at=sentence.first,
        stance="say",
        source=set(last.source),
        content=more,
        carriers=list(last.carriers),
        quotable=True,
    )
    further.append(draft)
    return draft


def _quoted(parsed: Parsed, i: int, quotes: tuple[Quote, ...]) -> bool:
    return quote_at(quotes, parsed.doc[i].idx) is not None


def _may_follow(parsed: Parsed, last: Draft, sentence: Sentence, quotes: tuple[Quote, ...]) -> bool:
    """The speaker goes on in the same paragraph, or in the next where the quote runs on."""
    home = parsed.sentence_of(parsed.doc[max(last.content, default=last.at)])
    if home is None:
        return False
    if home.paragraph == sentence.paragraph or (not last.content and home.paragraph == sentence.paragraph - 1):
        return True
    return home.paragraph == sentence.paragraph - 1 and any(
        q.carries_on and (sentence.start <= q.start < sentence.end or q.holds(sentence.start)) for q in quotes
    )


def continuations(parsed: Parsed, drafts: list[Draft], quotes: tuple[Quote, ...]) -> list[Draft]:
    """Unquoted words that go on after a closing quote: an attribution of kind ambiguous_continuation of their own.

    Only where the quote opens the content and is a clause; a quoted word or two inside reported speech is no border.
    """
    further: list[Draft] = []
    for draft in drafts:
        quote = _opening_quote(parsed, draft, quotes)
        if quote is None or draft.kind:
            continue
        rest = {i for i in draft.content if parsed.doc[i].idx >= quote.end}
        outside = {i for i in rest if not _quoted(parsed, i, quotes)}
        if rest and len([i for i in outside if parsed.doc[i].is_alpha]) >= 3 and outside == rest:
            draft.content -= rest
            further.append(
                Draft(
                    at=draft.at, stance=draft.stance, kind="ambiguous_continuation", source=set(draft.source),
                    cue=set(draft.cue), content=rest, carriers=list(draft.carriers),
                )
            )  # fmt: skip
    return further


def _opening_quote(parsed: Parsed, draft: Draft, quotes: tuple[Quote, ...]) -> Quote | None:
    after = sorted(i for i in draft.content if i > draft.at and not parsed.doc[i].is_space)
    words = [i for i in after if parsed.doc[i].lower_ not in ("that",) and not parsed.doc[i].is_punct]
    if not words:
        return None
    quote = quote_at(quotes, parsed.doc[words[0]].idx)
    if quote is None or not quote.closed:
        return None
    inside = parsed.tokens_in(quote.start, quote.end)
    return quote if any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in inside) and len(inside) >= 7 else None
