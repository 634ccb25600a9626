"""Mentions of actors -> who they are: by dated name, by description, by nationality and kind of noun.

No guess is silent: what stays unknown keeps id None. Generic ids (CIVILIANS, UNIDENTIFIED_GUNMEN) say "some of these".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Token

from dateline.find.actors_words import land_at, lexicon
from dateline.know.actors import ActorBook, Description, Entry, fold, words_of
from dateline.know.demonyms import country_of_demonym
from dateline.mentions import ActorMention
from dateline.text.grammar import surface_subjects
from dateline.text.segment import Parsed

#: Noun classes that stand for a state's forces once the country is known.
_FORCES = frozenset({"state_force", "security", "weapon"})
#: "its jets", "his troops": whose they are is for reference to say.
_OWNED = re.compile(r"(?:its|their|his|her)\b", re.IGNORECASE)
_GENERIC = {"civil": "CIVILIANS", "protest": "PROTESTERS", "gunman": "UNIDENTIFIED_GUNMEN"}
_ETHNIC = ("kurdish", "shiite", "sunni", "druze", "palestinian", "islamist", "militant", "separatist", "arab", "tuareg")


@dataclass
class Scene:
    """What the document as a whole says: its day, its countries in order of weight, whom it names for certain."""

    book: ActorBook
    day: date | None
    countries: tuple[str, ...]
    certain: frozenset[str] = frozenset()

    @property
    def main(self) -> str | None:
        """The one country that the document is about, as far as that is clear."""
        return self.countries[0] if self.countries else None


def resolve_actors(
    parsed: Parsed,
    mentions: Sequence[ActorMention],
    book: ActorBook,
    *,
    publication_day: date | None,
    countries: Sequence[str] = (),
) -> list[ActorMention]:
    """Copies of the mentions with id, name, kind, backers and members where these are known.

    `countries` are ISO codes of the document's places, repeats welcome: each is a vote, as are the nationality words.
    """
    scene = Scene(book, publication_day, _countries_of(parsed, mentions, book, countries))
    certain = [m for m in mentions if (e := _sure(m, scene)) is not None and e]
    scene.certain = frozenset(i for m in certain if (i := _sure(m, scene)))
    parts = _sections(parsed, book)
    rows = _sent_by(parsed, [_in_section(m, scene, parts) for m in mentions], book)
    rows = _link_surnames(rows)
    rows = _own_side(rows)
    return _umbrellas(parsed, rows)


def _sections(parsed: Parsed, book: ActorBook) -> list[tuple[int, str]]:
    """Where the parts of a brief begin whose headings are names of countries, and of which country each is."""
    found = []
    for sentence in parsed.sentences:
        if sentence.kind not in ("headline", "subhead"):
            continue
        country = book.state([w.key for w in words_of(parsed.text, sentence.start, sentence.end)])
        if country is not None:
            found.append((sentence.end, country))
    return found


def _in_section(m: ActorMention, scene: Scene, parts: Sequence[tuple[int, str]]) -> ActorMention:
    """A mention resolved where it stands: in a part of a brief the heading's country comes first, and says whose army
    'the army' is."""
    country = next((c for start, c in reversed(parts) if start <= m.start), None)
    if country is None:
        return _resolve(m, scene)
    own = replace(scene, countries=(country, *(c for c in scene.countries if c != country)))
    found = _resolve(m, own)
    land = scene.book.country(country)
    of_state = land is not None and found.id in (land.forces_id, land.police_id, land.state_id)
    return replace(found, country=country) if of_state and found.country is None else found


def _countries_of(
    parsed: Parsed, mentions: Sequence[ActorMention], book: ActorBook, given: Sequence[str]
) -> tuple[str, ...]:
    """Countries by how often the text names or points to them; an actor of one country counts three."""
    votes: Counter[str] = Counter(given)
    words = words_of(parsed.text)
    at = 0
    while at < len(words):
        n, _, countries = land_at(words, at, book)
        at += max(n, 1)
        if n and not (at < len(words) and words[at].hyphen):
            votes[countries[0]] += 1
    for m in mentions:
        if m.country:
            votes[m.country] += m.resolution != "implied"
        if m.alias:
            readings = book.entries(tuple(m.alias.split()))
            homes = {None if e.ambiguous or e.countries else book.get(e.actor).country for e in readings}
            if len(homes) == 1 and (home := next(iter(homes))):
                votes[home] += 3
    return tuple(c for c, _ in votes.most_common(4))


def _sure(mention: ActorMention, scene: Scene) -> str | None:
    """The id of a mention whose name has one reading whatever the rest of the text says."""
    if not mention.alias:
        return None
    rows = {e.actor for e in scene.book.entries(tuple(mention.alias.split())) if e.holds(scene.day)}
    plain = [e for e in scene.book.entries(tuple(mention.alias.split())) if not e.ambiguous and not e.countries]
    return next(iter(rows)) if len(rows) == 1 and plain else None


def _resolve(m: ActorMention, scene: Scene) -> ActorMention:
    m = replace(m, backers=_backers(m, scene))
    if any(t.startswith("anti:") for t in m.traits) and m.noun not in ("protest", "civil"):
        slug = re.sub(r"\W+", "-", fold_text(m.text)).strip("-")
        return replace(m, id=f"local:{slug}", name=m.text, kind="umbrella", doc_local=True, resolution="described")
    if m.alias:
        return _named(m, scene)
    if "proper" in m.traits and not (m.country and m.noun == "force" and any(c.isdigit() for c in m.text)):
        name = re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", m.text)
        return replace(m, id=None, name=name, resolution="named", confidence=0.4)
    if _OWNED.match(m.text) and not m.country and m.noun not in _GENERIC:
        return replace(m, id=None, confidence=0.3)
    if found := _described(m, scene):
        actor = scene.book.get(found)
        return replace(m, id=found, name=actor.name, kind=actor.kind, resolution="described", confidence=0.8)
    return _by_noun(m, scene)


def fold_text(text: str) -> str:
    """Lower case without a leading article."""
    return re.sub(r"^(?:the|an?)\s+", "", text.lower())


def _backers(m: ActorMention, scene: Scene) -> tuple[str, ...]:
    """Actors that the phrase calls backers (R38): 'Turkish-backed', 'backed by Russia'."""
    ids: list[str] = []
    for trait in m.traits:
        relation, _, label = trait.partition(":")
        if relation != "backed":
            continue
        country = scene.book.country(label)
        if country:
            ids.append(country.state_id)
        elif label in scene.book:
            ids.append(label)
    return tuple(dict.fromkeys(ids))


# --- by name ----------------------------------------------------------------------------------------------------


def _with_nationality(m: ActorMention) -> ActorMention:
    """'Shells of the Russian occupation forces': the nationality of the name that a phrase for a weapon holds."""
    before, found, _ = m.text.casefold().rpartition((m.alias or "").casefold())
    words = before.split()
    country = country_of_demonym(words[-1]) if found and words and not m.country else None
    return replace(m, country=country) if country else m


def _named(m: ActorMention, scene: Scene) -> ActorMention:
    m = _with_nationality(m)
    entries = scene.book.entries(tuple((m.alias or "").split()))
    entry = _choose(entries, m, scene)
    if entry is None and m.noun in _FORCES and m.country:
        return _by_noun(m, scene)
    own = scene.book.country(m.country or "")
    if entry is None and own is not None and all(scene.book.get(e.actor).kind == "state_force" for e in entries):
        forces = scene.book.get(own.forces_id)
        return replace(m, id=forces.id, name=forces.name, kind=forces.kind, resolution="described", confidence=0.7)
    if entry is None:
        return replace(m, id=None, name=None, confidence=0.2)
    actor = scene.book.get(entry.actor)
    if actor.kind == "person" and m.noun not in (None, "office") and actor.of in scene.book:
        actor = scene.book.get(actor.of or "")
        return replace(m, id=actor.id, name=actor.name, kind=actor.kind, resolution="described", confidence=0.7)
    confidence = 0.95 if entry.holds(scene.day) and not entry.ambiguous else 0.7
    described = any(w in (m.alias or "") for w in ("former", "led", "backed", "affiliate", "loyal"))
    return replace(m, id=actor.id, name=actor.name, kind=actor.kind, confidence=confidence,
                   resolution="described" if described else "named")  # fmt: skip


def _choose(entries: Sequence[Entry], m: ActorMention, scene: Scene) -> Entry | None:
    """The reading of a name that its date, the phrase's nationality and the document's countries leave."""
    if not entries:
        return None
    in_time = [e for e in entries if e.holds(scene.day)]
    pool = in_time or [e for e in entries if not e.countries and not e.ambiguous]
    about = {c for c in (m.country, *scene.countries) if c}
    if m.country:
        pool = [e for e in pool if not e.countries or m.country in e.countries]
        # 'The Russian occupation forces' are not those of the state that the bare words mostly stand for.
        pool = [
            e for e in pool if scene.book.get(e.actor).kind != "state_force" or _home(e, scene) in (None, m.country)
        ]
    unsaid = not scene.countries and len({e.actor for e in pool}) == 1
    pool = [e for e in pool if not e.countries or about & set(e.countries) or (unsaid and not e.ambiguous)]
    if m.country and len({e.actor for e in pool}) > 1:
        pool = [e for e in pool if _home(e, scene) == m.country] or pool
    pool = [e for e in pool if not e.ambiguous or _supported(e, about, scene)]
    if len({e.actor for e in pool}) > 1:
        pool = _nearest(pool, scene)
    return pool[0] if pool and len({e.actor for e in pool}) == 1 else None


def _nearest(pool: list[Entry], scene: Scene) -> list[Entry]:
    """Of several readings the one named elsewhere, else the one at home in the weightiest country."""
    main, near = {scene.main}, set(scene.countries)
    tests: tuple[Callable[[Entry], bool], ...] = (
        lambda e: e.actor in scene.certain,
        lambda e: bool(main & {*e.countries, _home(e, scene)}),
        lambda e: bool(near & {*e.countries, _home(e, scene)}),
        lambda e: not e.ambiguous,
    )
    for test in tests:
        left = [e for e in pool if test(e)]
        if len({e.actor for e in left}) == 1:
            return left
        pool = left or pool
    return pool


def _home(entry: Entry, scene: Scene) -> str | None:
    return scene.book.get(entry.actor).country


def _supported(entry: Entry, about: set[str], scene: Scene) -> bool:
    """Whether something beside the ambiguous name itself points to this actor."""
    homes = set(entry.countries) or {c for c in [_home(entry, scene)] if c}
    return entry.actor in scene.certain or bool(about & homes)


# --- by description ---------------------------------------------------------------------------------------------


def _described(m: ActorMention, scene: Scene) -> str | None:
    """The actor whose description fits best (R36): all its traits, its noun, its country, its dates."""
    best: tuple[int, str] | None = None
    for actor_id, row in scene.book.descriptions:
        score = _fit(row, m, scene)
        if score is not None and (best is None or score > best[0]):
            best = (score, actor_id)
    return best[1] if best else None


def _fit(row: Description, m: ActorMention, scene: Scene) -> int | None:
    if m.noun not in row.nouns or not set(row.traits) <= set(m.traits):
        return None
    if scene.day and ((row.from_ and scene.day < row.from_) or (row.to and scene.day > row.to)):
        return None
    rest = set(m.traits) - set(row.traits)
    if any(t.partition(":")[0] in ("linked", "pro", "led") and ":" in t for t in rest):
        return None
    if m.noun == "alliance" and not row.traits and (m.country or rest & {*_ETHNIC}):
        return None  # 'the Syrian Coalition', 'the Shiite coalition': not the one that fights in that land
    if not row.of:
        return 4 * len(row.traits)
    if m.country:
        return 4 * len(row.traits) + 2 if m.country in row.of else None
    if row.traits and set(scene.countries[:2]) & set(row.of):
        return 4 * len(row.traits) + (2 if scene.main in row.of else 1)
    return 1 if scene.main in row.of else None


# --- by nationality and noun ------------------------------------------------------------------------------------


def _by_noun(m: ActorMention, scene: Scene) -> ActorMention:
    if m.noun in _GENERIC:
        actor = scene.book.get(_GENERIC[m.noun])
        return replace(m, id=actor.id, name=actor.name, kind=actor.kind, confidence=0.7)
    actor_id = _of_state(m, scene) or _of_leader(m, scene)
    if actor_id is None:
        return replace(m, id=None, confidence=0.3)
    actor = scene.book.get(actor_id)
    return replace(m, id=actor.id, name=actor.name, kind=actor.kind, confidence=0.85 if m.country else 0.6)


def _of_leader(m: ActorMention, scene: Scene) -> str | None:
    """'fighters led by Khalifa Haftar': the body that the person leads."""
    leaders = [t.partition(":")[2] for t in m.traits if t.startswith("led:")]
    known = [scene.book.get(i) for i in leaders if i in scene.book]
    return known[0].of if len(known) == 1 and known[0].kind == "person" else None


def _of_state(m: ActorMention, scene: Scene) -> str | None:
    """The state, its forces or its police that an unnamed phrase stands for; a country must be said or be clear."""
    official = "government" in m.traits or m.noun in _FORCES or m.noun in ("police", "government", "state")
    local = "local" in m.traits or "gaza" in m.traits
    country = scene.book.country(m.country or (scene.main if official and not local else None) or "")
    if country is None:
        return None
    ethnic = any(t in _ETHNIC or t.partition(":")[0] in ("linked", "pro", "led") for t in m.traits)
    if m.noun == "state" or (m.noun == "government" and not ethnic):
        return country.state_id
    if m.noun == "police" and not ethnic:
        return country.police_id
    if m.noun in _FORCES and not ethnic:
        return country.forces_id
    if m.noun == "force" and not ethnic and (m.country or "government" in m.traits):
        return country.forces_id
    if m.noun in ("fighter", "member") and "government" in m.traits:
        return country.forces_id
    return None


def _sent_by(parsed: Parsed, rows: list[ActorMention], book: ActorBook) -> list[ActorMention]:
    """'Uganda deployed special forces': forces without a nationality are those of the state that sends them."""
    heads = {m.head: m for m in rows}
    verbs = lexicon().words.sending_verbs
    out: list[ActorMention] = []
    for m in rows:
        token = parsed.doc[m.head]
        if m.noun in _FORCES and not m.country and not m.alias and token.dep_ == "dobj" and token.head.lemma_ in verbs:
            senders = [heads[s.i] for s in _subjects(token.head) if s.i in heads]
            country = book.country(senders[0].country or "") if senders else None
            if country is not None and country.forces_id != m.id:
                forces = book.get(country.forces_id)
                m = replace(m, id=forces.id, name=forces.name, kind=forces.kind, country=country.iso2, confidence=0.7)
        out.append(m)
    return out


def _subjects(verb: Token) -> list[Token]:
    """Who does it; for 'accused X of sending', X."""
    if verb.dep_ == "pcomp" and verb.head.head.pos_ == "VERB":
        return [c for c in verb.head.head.children if c.dep_ == "dobj"]
    return surface_subjects(verb)


# --- over the whole document ------------------------------------------------------------------------------------


def _link_surnames(rows: list[ActorMention]) -> list[ActorMention]:
    """A surname alone is the person who was named in full before."""
    known: dict[str, ActorMention] = {}
    out: list[ActorMention] = []
    for m in rows:
        if m.kind == "person" and m.id is None and (words := fold(m.text).split()):
            first = known.get(words[-1])
            if first is not None and set(words) <= set(fold(first.text).split()):
                m = replace(m, id=first.id, name=first.name, confidence=first.confidence)
        if m.kind == "person" and m.id is not None:
            known.setdefault((fold(m.text).split() or [""])[-1], m)
        out.append(m)
    return out


def _own_side(rows: list[ActorMention]) -> list[ActorMention]:
    """'Our forces' in a quote are the speaker's (R41): a guess from the country until reference knows the speaker."""
    own = re.compile(r"^(?:our|my)\b", re.IGNORECASE)
    return [
        replace(m, resolution="coref", confidence=0.3)
        if own.match(m.text) and not m.alias and m.noun in (*_FORCES, "force", "fighter", "police", "government")
        else m
        for m in rows
    ]


def _umbrellas(parsed: Parsed, rows: list[ActorMention]) -> list[ActorMention]:
    """Members of document-local umbrellas: the forces that are the subjects of the first sentence that names any."""
    if not any(m.doc_local for m in rows):
        return rows
    return [replace(m, members=_members(parsed, rows, m)) if m.doc_local else m for m in rows]


def _members(parsed: Parsed, rows: Sequence[ActorMention], umbrella: ActorMention) -> tuple[str, ...]:
    enemies = {t.partition(":")[2] for t in umbrella.traits if t.startswith("anti:")}
    for sentence in parsed.sentences:
        if sentence.kind != "body":
            continue
        ids = [
            m.id
            for m in rows
            if sentence.start <= m.start < sentence.end and m.id and not m.doc_local and m.id not in enemies
            and m.kind not in ("civilians", "person", "government", "organisation") and _is_subject(parsed, m)
        ]  # fmt: skip
        if ids:
            return tuple(dict.fromkeys(ids))
    return ()


def _is_subject(parsed: Parsed, m: ActorMention) -> bool:
    token = parsed.doc[m.head]
    while token.dep_ == "conj":
        token = token.head
    return token.dep_ == "nsubj"
