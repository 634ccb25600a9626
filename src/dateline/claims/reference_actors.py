"""Anaphors of actors: the subject of the clause before, agreeing in kind and number; else nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from dateline.claims.reference_words import ReferenceWords
from dateline.know.actors import ActorBook
from dateline.mentions import ActorMention, Sentence
from dateline.text.grammar import patients, surface_subjects
from dateline.text.segment import Parsed

_SUBJECT = frozenset({"nsubj", "nsubjpass"})
#: How many paragraphs an anaphor may reach back.
_PRONOUN_REACH, _NOMINAL_REACH = 2, 6
_PARTS = ("member", "fighter", "force", "office", "state_force", "weapon", "security", "police")
_GROUPS = frozenset({"rebel", "political_militia", "identity_militia", "external", "umbrella", "organisation",
                     "government", "state_force", "unidentified", None})  # fmt: skip


@dataclass
class Discourse:
    """The mentions in order with what has been resolved so far."""

    parsed: Parsed
    words: ReferenceWords
    book: ActorBook
    mentions: list[ActorMention]
    heads: dict[int, ActorMention] = field(default_factory=dict)
    found: dict[int, tuple[ActorMention, ...]] = field(default_factory=dict)

    def at(self, token: Token) -> ActorMention | None:
        """The actor of a head token, as far as it is known by now."""
        if token.i in self.found:
            return self.found[token.i][0]
        return self.heads.get(token.i)

    def sentence(self, token: Token) -> Sentence | None:
        return self.parsed.sentence_of(token)


def resolve_actor_anaphors(
    parsed: Parsed, actors: Sequence[ActorMention], words: ReferenceWords, book: ActorBook
) -> dict[int, tuple[ActorMention, ...]]:
    """Token index -> the actor that the pronoun or nominal anaphor there stands for."""
    talk = Discourse(parsed, words, book, sorted(actors, key=lambda m: (m.start, -m.end)))
    for m in talk.mentions:
        talk.heads.setdefault(m.head, m)
        if m.resolution == "coref":
            talk.found[m.head] = (_own(m, talk),)
    anaphors = {m.head: m for m in talk.mentions if _points_back(m, talk)}
    for sentence in parsed.sentences:
        if sentence.kind in ("byline", "caption"):
            continue
        for token in parsed.tokens_of(sentence):
            if token.i in anaphors:
                _keep(talk, token, _nominal(anaphors[token.i], token, talk), anaphors[token.i])
            elif (sort := words.pronoun_class(token.lower_)) and token.pos_ == "PRON":
                _keep(talk, token, _pronoun(token, sort, talk), None)
    return talk.found


def _keep(talk: Discourse, token: Token, actor: ActorMention | None, own: ActorMention | None) -> None:
    """Store the antecedent as a copy that has the anaphor's own span."""
    if actor is None or (actor.id is None and actor.name is None):
        return
    start = own.start if own else token.idx
    end = own.end if own else token.idx + len(token)
    talk.found[token.i] = (
        replace(
            actor, start=start, end=end, text=talk.parsed.text[start:end], head=token.i, resolution="coref",
            backers=own.backers if own else (), traits=own.traits if own else (), noun=own.noun if own else actor.noun,
            confidence=min(actor.confidence, 0.6),
        ),
    )  # fmt: skip


# --- nominal anaphors -------------------------------------------------------------------------------------------


def _points_back(m: ActorMention, talk: Discourse) -> bool:
    """'the group', 'its fighters', plain 'jihadists': a described mention that says only what sort it is."""
    if m.resolution != "described" or m.doc_local or m.alias or m.noun in ("civil", "people", "protest"):
        return False
    if m.country and (m.id is not None or m.noun not in ("group", "jihadist", "militia", "rebel", "alliance")):
        return False
    if m.id is None and m.noun in _PARTS and _has_possessor(m, talk):
        return True
    telling = [
        t for t in m.traits if ":" in t or t in ("allied", "proper", "local", "gaza", "foreign", "anti_government")
    ]
    if telling or talk.words.nominal_class(m.text.lower()) is None:
        return False
    if m.id is not None and m.noun not in ("state_force", "police", "security", "government"):
        return False
    if _has_possessor(m, talk):
        return True
    headline = (s := talk.parsed.sentence_at(m.start)) is not None and s.kind == "headline"
    return headline or m.text.split()[0].lower() in talk.words.determiners


def _nominal(m: ActorMention, token: Token, talk: Discourse) -> ActorMention | None:
    """The antecedent of 'the jihadists': the one actor of such a kind, or the weightiest by far."""
    if m.noun in _PARTS and _has_possessor(m, talk):
        return _part_of(m, _possessor(token, talk), talk)
    sort = talk.words.nominal_class(m.text.lower())
    return _weightiest(token, sort, talk, m.country) if sort else None


def _part_of(m: ActorMention, owner: ActorMention | None, talk: Discourse) -> ActorMention | None:
    """Whom 'its jets', 'his troops' stand for: a state's forces, a leader's body, else the owner itself."""
    actor = talk.book.get(owner.id) if owner is not None and owner.id is not None and owner.id in talk.book else None
    if owner is None or actor is None:
        return owner if owner is not None and owner.kind != "person" else None
    country = talk.book.country(actor.country or "")
    target = actor.of if actor.kind == "person" else None
    if m.noun != "member" and country is not None and (target or actor.id) == country.state_id:
        target = country.forces_id
    if target is None or target not in talk.book:
        return owner if actor.kind != "person" else None
    body = talk.book.get(target)
    return replace(owner, id=body.id, name=body.name, kind=body.kind)


def _weightiest(token: Token, sort: str, talk: Discourse, country: str | None = None) -> ActorMention | None:
    """Of the actors before that can be called so, the one that stands out by nearness, role and number."""
    kinds = talk.words.nominals[sort].kinds
    weights: dict[str, float] = {}
    latest: dict[str, ActorMention] = {}
    for c, distance in _before(token, talk, _NOMINAL_REACH):
        if c.id is None or c.kind not in kinds or c.doc_local or not _suits(c, sort, talk):
            continue
        if country and (c.id not in talk.book or talk.book.get(c.id).country != country):
            continue
        weights[c.id] = weights.get(c.id, 0.0) + _weight(c, distance, talk)
        latest[c.id] = c
    if not weights:
        return None
    ranked = sorted(weights, key=lambda i: -weights[i])
    clear = len(ranked) == 1 or weights[ranked[0]] > 1.5 * weights[ranked[1]]
    return latest[ranked[0]] if clear else None


def _has_possessor(m: ActorMention, talk: Discourse) -> bool:
    return any(c.dep_ == "poss" for c in talk.parsed.doc[m.head].children)


def _possessor(token: Token, talk: Discourse) -> ActorMention | None:
    """'the group's top leaders', 'its fighters': the phrase stands for its possessor."""
    for child in token.children:
        if child.dep_ != "poss":
            continue
        if (found := talk.at(child)) is not None and found.head != token.i:
            return found
        if sort := talk.words.pronoun_class(child.lower_):
            return _pronoun(child, sort, talk)
        if nominal := talk.words.nominal_class(child.lower_):
            return _weightiest(child, nominal, talk)
    return None


def _suits(c: ActorMention, sort: str, talk: Discourse) -> bool:
    """Whether an actor can be called so: jihadists are jihadists, a group is not a state's army."""
    actor = talk.book.get(c.id) if c.id is not None and c.id in talk.book else None
    jihadist = actor is not None and ("jihadist" in actor.nature or actor.side in ("ISLAMIC_STATE", "AL_QAEDA"))
    country = talk.book.country(actor.country or "") if actor is not None else None
    if sort in ("army", "police") and country is not None:
        return (c.id == country.police_id) == (sort == "police")
    if sort == "jihadist":
        return jihadist or (c.noun == "jihadist" and actor is not None)
    if sort == "rebel":
        return not (actor is not None and actor.side == "ISLAMIC_STATE")
    return True


def _weight(c: ActorMention, distance: int, talk: Discourse) -> float:
    token = talk.parsed.doc[c.head]
    role = 1.5 if token.dep_ in _SUBJECT else 1.0
    return role / (1 + distance)


def _before(token: Token, talk: Discourse, reach: int) -> Iterator[tuple[ActorMention, int]]:
    """Mentions before a token with the distance in paragraphs, at most `reach`; each with what it was resolved to."""
    here = talk.sentence(token)
    if here is None:
        return
    for m in talk.mentions:
        if m.head >= token.i or m.start >= token.idx:
            continue
        there = talk.parsed.sentence_at(m.start)
        if there is None or there.kind in ("byline", "caption"):
            continue
        distance = here.paragraph - there.paragraph
        if distance <= reach or there.kind == "headline":
            yield talk.found.get(m.head, (m,))[0], min(distance, reach)


def _own(m: ActorMention, talk: Discourse) -> ActorMention:
    """'Our forces': those of the state that speaks outside the quotation marks of the same sentence (R41)."""
    token = talk.parsed.doc[m.head]
    here = talk.sentence(token)
    for other in talk.mentions:
        outside = (
            here is not None
            and here.start <= other.start < here.end
            and not _in_quote(talk.parsed.doc[other.head], talk)
        )
        actor = talk.book.get(other.id) if outside and other.id is not None and other.id in talk.book else None
        country = talk.book.country(actor.country) if actor is not None and actor.country else None
        if (
            actor is None
            or country is None
            or other is m
            or (actor.side != country.state_id and actor.of != country.state_id)
        ):
            continue
        own_id = country.state_id if m.noun == "government" else country.forces_id
        if own_id in talk.book:
            forces = talk.book.get(own_id)
            return replace(m, id=forces.id, name=forces.name, kind=forces.kind, confidence=0.6)
    return m


# --- pronouns ---------------------------------------------------------------------------------------------------


def _pronoun(token: Token, sort: str, talk: Discourse) -> ActorMention | None:
    """The antecedent of a pronoun: a subject before it that agrees, nearest clause first."""
    if token.lower_ == "it" and token.dep_ == "dobj" and token.head.lemma_.lower() in talk.words.speech_verbs:
        return None  # what was said, no actor
    if token.dep_ == "expl" or _is_empty(token) or _in_quote(token, talk):
        return None
    here = talk.sentence(token)
    if here is None:
        return None
    if sort == "plural" and (body := _speaking_body(token, talk)) is not None:
        return body
    leading = _leading_verb(token)
    barred = surface_subjects(leading) if leading is not None else []
    acted_on = [t for t in patients(leading) if t.i < token.i] if leading is not None else []
    for subject in (*acted_on, *(t for t in _subjects_before(token, talk, here) if t not in barred)):
        decision = _try(subject, token, sort, talk)
        if decision is not None:
            return decision if decision.start >= 0 else None
    if token.dep_ == "poss" and (near := _right_before(token, sort, talk, here)) is not None:
        return near
    return _from_earlier(token, sort, talk, here)


def _speaking_body(token: Token, talk: Discourse) -> ActorMention | None:
    """'The ministry said that they killed five': who speaks of its own deeds, though its name is no plural."""
    verb = token.head
    if token.dep_ not in _SUBJECT or verb.dep_ != "ccomp" or verb.head.lemma_.lower() not in talk.words.speech_verbs:
        return None
    speakers = [talk.at(c) for c in verb.head.children if c.dep_ == "nsubj" and c.i < token.i]
    actor = speakers[0] if speakers else None
    return actor if actor is not None and actor.kind in _GROUPS and _acts(token, talk) else None


def _leading_verb(token: Token) -> Token | None:
    """'A ambushed B, killing six of them': 'ambushed', whose subject does the killing and is not killed by it; None
    for a pronoun that is no object of such a verb."""
    node = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else token
    verb = node.head
    led = verb.dep_ == "advcl" and verb.tag_ == "VBG" and not any(c.dep_ in _SUBJECT for c in verb.children)
    return verb.head if node.dep_ == "dobj" and led and verb.head.pos_ == "VERB" else None


def _right_before(token: Token, sort: str, talk: Discourse, here: Sentence) -> ActorMention | None:
    """'saw IS lose its bastions': the actor a few words before a possessive."""
    for m in reversed(talk.mentions):
        if here.start <= m.start and m.end <= token.idx:
            head = talk.parsed.doc[m.head]
            actor = talk.found.get(m.head, (m,))[0]
            return actor if token.i - m.head <= 4 and _agrees(actor, head, sort) else None
    return None


def _try(subject: Token, token: Token, sort: str, talk: Discourse) -> ActorMention | None:
    """The subject's actor if it agrees; a mention at -1 = another thing that agrees stands in the way; None = go on."""
    actor = talk.at(subject)
    if actor is not None:
        return actor if _agrees(actor, subject, sort) else None
    if _rivals(subject, sort) and not _acts(token, talk):
        return ActorMention(start=-1, end=-1, text="", head=subject.i)
    return None


def _rivals(subject: Token, sort: str) -> bool:
    """Whether a noun that is no actor could be meant by the pronoun."""
    if subject.pos_ not in ("NOUN", "PROPN"):
        return False
    plural = subject.tag_ in ("NNS", "NNPS")
    return (sort == "plural" and plural) or (sort == "thing" and not plural)


def _acts(token: Token, talk: Discourse) -> bool:
    """Whether the pronoun is the subject of a verb of purpose."""
    return token.dep_ in _SUBJECT and token.head.lemma_.lower() in talk.words.agent_verbs and token.dep_ == "nsubj"


def _subjects_before(token: Token, talk: Discourse, here: Sentence) -> Iterator[Token]:
    """Subjects of the same sentence before the pronoun, nearest first; its own clause's only for a possessive."""
    possessive = token.dep_ == "poss"
    for t in reversed(list(talk.parsed.doc[here.first : token.i])):
        if t.dep_ not in _SUBJECT or t.i == token.i or t.tag_ in ("WDT", "WP"):
            continue
        if not possessive and token.dep_ in ("dobj", "pobj") and token.is_ancestor(t.head):
            continue
        if not possessive and t.head == token.head:
            continue
        if not possessive and token.dep_ in ("dobj", "pobj") and t.head in token.ancestors and token.dep_ == "dobj":
            continue
        yield t


def _from_earlier(token: Token, sort: str, talk: Discourse, here: Sentence) -> ActorMention | None:
    """An antecedent in the sentences before: subjects, what was said before who said it unless the pronoun speaks."""
    speaks = token.dep_ in _SUBJECT and token.head.lemma_.lower() in talk.words.speech_verbs
    looked = 0
    for sentence in reversed(talk.parsed.sentences[: here.index]):
        if sentence.kind in ("byline", "caption", "subhead"):
            continue
        if here.paragraph - sentence.paragraph > _PRONOUN_REACH or looked >= 3:
            return None
        looked += 1
        if sort == "person":
            persons = {(m.id or m.text): m for m in _mentions_in(sentence, talk) if m.kind == "person"}
            if len(persons) == 1:
                return next(iter(persons.values()))
        subjects = _ordered_subjects(sentence, talk, speaks)
        for subject in subjects:
            decision = _try(subject, token, sort, talk)
            if decision is not None:
                return decision if decision.start >= 0 else None
        if sort == "person" and not subjects:
            continue
    return None


def _mentions_in(sentence: Sentence, talk: Discourse) -> Iterator[ActorMention]:
    for m in talk.mentions:
        if sentence.start <= m.start < sentence.end:
            yield talk.found.get(m.head, (m,))[0]


def _ordered_subjects(sentence: Sentence, talk: Discourse, speaks: bool) -> list[Token]:
    """Subjects of a sentence, main clause first; for 'X said Y did', Y first unless a speaker is wanted."""
    subjects = [t for t in talk.parsed.tokens_of(sentence) if t.dep_ in _SUBJECT and t.tag_ not in ("WDT", "WP")]

    def order(t: Token) -> tuple[int, int]:
        says = t.head.lemma_.lower() in talk.words.speech_verbs
        main = t.head.dep_ == "ROOT" or (t.head.dep_ == "conj" and t.head.head.dep_ == "ROOT")
        if says:
            return (0 if speaks else 2, t.i)
        if main:
            return (1, t.i)
        return (1 if t.head.dep_ == "ccomp" and t.head.head.lemma_.lower() in talk.words.speech_verbs else 3, t.i)

    ordered = [t for t in sorted(subjects, key=order) if order(t)[0] < 3]
    opening = _opening(sentence, talk)
    return [opening, *ordered] if opening is not None and opening not in subjects and not ordered else ordered


def _opening(sentence: Sentence, talk: Discourse) -> Token | None:
    """The head of the mention that opens a sentence: its subject, whatever the parser made of it."""
    for m in talk.mentions:
        if sentence.start <= m.start <= sentence.start + 1:
            token = talk.parsed.doc[m.head]
            return None if token.dep_ in ("poss", "compound", "amod") else token
    return None


def _agrees(actor: ActorMention, subject: Token, sort: str) -> bool:
    """Number and animacy: he is a person, it a body or a state, they a group or several people."""
    if sort == "person":
        return actor.kind == "person"
    if actor.kind == "person" or actor.kind not in (*_GROUPS, "civilians", "protesters"):
        return False
    plural = subject.tag_ in ("NNS", "NNPS")
    if sort == "thing":
        body = not plural or (actor.alias is not None and actor.noun is None)
        return body and actor.kind not in ("civilians", "protesters")
    return plural or actor.kind not in ("government", "organisation") or subject.lower_ in ("they",)


def _is_empty(token: Token) -> bool:
    """'It is clear that', 'it was unclear whether': the pronoun stands for no thing."""
    if token.lower_ != "it" or token.dep_ not in _SUBJECT:
        return False
    clause = any(c.dep_ in ("ccomp", "xcomp", "advcl") for c in token.head.children)
    predicate = [c for c in token.head.children if c.dep_ in ("acomp", "attr", "oprd")]
    deeper = any(g.dep_ in ("ccomp", "xcomp", "relcl") for c in predicate for g in c.children)
    if token.head.lemma_ == "be" and predicate and (clause or deeper):
        return True
    return token.head.lemma_.lower() in ("seem", "appear", "rain", "happen", "emerge", "transpire") or (
        token.dep_ == "nsubjpass" and clause and any(c.dep_ == "mark" or c.dep_ == "ccomp" for c in token.head.children)
    )


def _in_quote(token: Token, talk: Discourse) -> bool:
    """Whether the token stands in quotation marks that open in its own sentence."""
    here = talk.sentence(token)
    if here is None:
        return False
    before = talk.parsed.text[here.start : token.idx]
    return (before.count('"') % 2 == 1) or before.rfind("“") > before.rfind("”")
