"""Incident, daily, aggregate, cumulative, stock or flow (CODEBOOK R29-R32, R85)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from spacy.tokens import Token

from dateline.find.quantities_vocabulary import figures, singular
from dateline.text.grammar import is_ranked

#: What may be counted at a time, and not only over one.
_STANDING = ("displaced", "detained", "missing", "besieged", "abducted", "affected", "ill")
Kind = Literal["incident", "daily", "aggregate", "cumulative", "stock", "flow"]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    kinds = figures().kinds
    compiled = {
        name: re.compile(r"\b(?:" + "|".join(re.escape(p) for p in kinds[name]) + r")\b")
        for name in ("daily", "cumulative", "aggregate", "aggregate_verbs", "stock", "stock_places")
    }
    spans = "|".join(kinds["cumulative_spans"])
    openers = "|".join(kinds["cumulative_openers"])
    compiled["span"] = re.compile(rf"\b(?:{openers}) (?:\w+[ -]){{0,4}}(?:{spans})s?\b")
    agents = "|".join(kinds["cumulative_agents"])
    compiled["in_war"] = re.compile(rf"\bin (?:the |its |\w+ 's |a )(?:[\w-]+ ){{0,2}}(?:{agents})\b")
    compiled["since"] = re.compile(r"(?<!long )\bsince (?!then\b)(?=\w|['’‘\"])")
    return compiled


def kind_of(tokens: Sequence[Token], measure: str, *, first: int, last: int, numeric: bool) -> Kind:
    """The kind of a figure told by tokens[first:last] of its sentence."""
    text = " ".join(t.lower_ for t in tokens)
    patterns = _patterns()
    around = tokens[max(0, first - 6) : last + 8]
    near = _words(around)
    if patterns["daily"].search(text):
        return "daily"
    if measure in _STANDING and {t.lower_ for t in tokens[first : last + 2]} & figures().stock_firm:
        return "stock"
    since = _since(_without_asides(tokens, first))
    if measure in figures().flow_measures and not since:
        return "stock" if _stock(around) else "flow"
    if numeric and (patterns["span"].search(text) or since or patterns["cumulative"].search(near)):
        return "cumulative"
    if measure == "attacks" and numeric and patterns["aggregate_verbs"].search(near):
        return "aggregate"
    if numeric and (_agent_is_war(tokens, first, last) or _perfect_in_war(tokens, first, last)):
        return "cumulative"
    if measure in figures().stock_measures or (measure in _STANDING and _stock(around)):
        return "stock"
    if measure in ("killed", "injured", "casualties_unspecified", "detained") and patterns["aggregate"].search(text):
        return "aggregate"
    return "incident"


def _stock(around: Sequence[Token]) -> bool:
    """Whether people are counted at a time: 'are held', 'in prison'; not 'were seized and locked up'."""
    near = _words(around)
    if _patterns()["stock"].search(near):
        return True
    return _patterns()["stock_places"].search(near) is not None and not any(map(_happened, around))


def _happened(verb: Token) -> bool:
    """A verb in the past, by itself or as a passive, that tells what was done and not how things stood."""
    past = verb.tag_ == "VBD" or any(c.dep_ == "auxpass" and c.lower_ in ("was", "were") for c in verb.children)
    return past and verb.pos_ == "VERB" and verb.lemma_.lower() not in figures().kinds["stock_verbs"]


def _since(tokens: Sequence[Token]) -> bool:
    """'since March 2011', 'since the war began', after or before the figure; never 'since then', 'long since'.

    Nor 'the deadliest attack since March', which counts nothing over the months.
    """
    return _patterns()["since"].search(_words(tokens)) is not None


def _without_asides(tokens: Sequence[Token], first: int) -> Sequence[Token]:
    """Without the clauses of nouns beside the figure: '2,300 people who had lived in Kaya since 2021 went home'."""
    aside = {
        t.i
        for clause in tokens
        if clause.dep_ in ("relcl", "acl") and tokens[first] not in clause.subtree
        for t in clause.subtree
    }
    return [t for t in tokens if t.i not in aside]


def _words(tokens: Sequence[Token]) -> str:
    return " ".join(t.lower_ for t in tokens if not (t.lower_ == "since" and (_is_then(t) or is_ranked(t.head))))


def _is_then(since: Token) -> bool:
    """'have since fled': afterwards."""
    return since.tag_ == "RB" or since.dep_ == "advmod"


def _perfect_in_war(tokens: Sequence[Token], first: int, last: int) -> bool:
    """'have been killed in the civil war'."""
    inside = [t.lower_ for t in tokens[first:last]]
    after = " ".join(t.lower_ for t in tokens[last : last + 8])
    return any(w in ("has", "have") for w in inside) and _patterns()["in_war"].match(after) is not None


def _agent_is_war(tokens: Sequence[Token], first: int, last: int) -> bool:
    """'the conflict has killed': a war, not an attack, as what killed, in the perfect tense."""
    before = [t.lower_ for t in tokens[max(0, first - 6) : last]]
    if not any(w in ("has", "have", "had") for w in before):
        return False
    return any(singular(w) in figures().kinds["cumulative_agents"] for w in before)
