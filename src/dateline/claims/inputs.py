"""Everything that the rules know of one document before they make claims of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dateline.claims.reference import Reference, topic_place
from dateline.know.events import EventVocabulary, Frame
from dateline.know.gazetteer_words import place_words
from dateline.mentions import (
    ActorMention,
    PlaceMention,
    Publication,
    QuantityMention,
    Sentence,
    TimeMention,
    TriggerMention,
)
from dateline.model import SourceRef
from dateline.resolve.calendar_link import dates_a_saying
from dateline.resolve.sources import ResolvedSpeech
from dateline.text.segment import Parsed

#: Characters at the beginning of a text in which a date without a preposition is that of the page.
_PAGE_HEAD = 100
#: The longest remark in brackets, in characters.
_REMARK = 60
#: What may stand between the place and the day of a dateline, in characters.
_DATELINE_GAP = 3


#: Word classes of the event vocabulary whose nouns are no side of an event, and those that never do anything.
_NO_PARTIES = ("violent_act", "no_party")
_NO_DOERS = ("weapon", "artillery", "ied", "air_bomb", "aircraft", "drone", "property")


def _words_of(vocabulary: EventVocabulary, classes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(w.casefold() for name in classes for w in vocabulary.classes[name].words)


@dataclass(frozen=True)
class Inputs:
    """The mentions of one document, resolved, in text order. `main`: the leaf of a short note's main event.
    `home`: the country in which most of its places lie, which the text need not name."""

    parsed: Parsed
    publication: Publication
    times: Sequence[TimeMention]
    actors: Sequence[ActorMention]
    places: Sequence[PlaceMention]
    quantities: Sequence[QuantityMention]
    speech: Sequence[ResolvedSpeech]
    narrator: tuple[SourceRef, ...]
    triggers: Sequence[TriggerMention]
    reference: Reference
    vocabulary: EventVocabulary
    main: str | None = None
    home: PlaceMention | None = None

    @cached_property
    def topic(self) -> PlaceMention | None:
        """The place that the document is about, or None."""
        return topic_place(self.parsed, [p for p in self.places if not self.is_no_scene(p) and not self._acts(p)])

    @cached_property
    def located(self) -> list[PlaceMention]:
        """Places of the text that an event may be at, in text order: named ones and what refers to them.

        Left out: datelines, adjectives, and names that only belong to an actor ("Iran's Revolutionary Guards").
        """
        within = [(a.start, a.end) for a in self.actors if a.kind not in ("government", "civilians", None)]
        named = [
            p
            for p in self.places
            if p.usage == "place"
            and not any(a <= p.name_start and p.name_end <= b for a, b in within)
            and not self._names_a_speaker(p)
            and not self.is_no_scene(p)
        ]
        starts = {p.start for p in self.places}
        again = {p.start: p for p in self.reference.places.values() if p.start not in starts and p.usage == "place"}
        return sorted([*named, *again.values()], key=lambda p: (p.start, p.end))

    @cached_property
    def headings(self) -> list[tuple[Sentence, PlaceMention | None]]:
        """Lines between paragraphs that head a passage ('WEST KORDOFAN', 'ACCESS'), in text order, with the place that
        they name if they are nothing else."""
        heads = [s for s in self.parsed.sentences if s.kind in ("headline", "subhead") and s.paragraph > 0]
        return [(s, next((p for p in self.places if self._fills(p, s)), None)) for s in heads]

    def _fills(self, place: PlaceMention, sentence: Sentence) -> bool:
        words = self.parsed.text[sentence.start : sentence.end].strip(" \t\n:-–—*#")
        return sentence.start <= place.start < sentence.end and words == self.parsed.text[place.start : place.end]

    def is_no_scene(self, place: PlaceMention) -> bool:
        """'Daesh (banned in Russia)', 'a monitor based in Britain said': a remark on the law or on who speaks, which
        says nothing of where anything happened."""
        if self._in_remark(place):
            return True
        first = self.parsed.tokens_in(place.start, place.start + 1)[0].i
        before = [t for t in self.parsed.doc[max(0, first - 3) : first] if t.lower_ != "the"][-2:]
        if len(before) < 2 or before[1].lower_ not in ("in", "at"):
            return False
        if before[0].lower_ in place_words().find.banned:
            return True
        sources = [span for s in self.speech for span in s.mention.source]
        above = [before[0], *before[0].ancestors]
        if before[0].lower_ in place_words().find.seats:
            return before[0].dep_ == "nsubj" or any(a <= before[0].idx < b for a, b in sources)
        return before[0].lower_ in place_words().find.seated and any(
            a <= t.idx < b or any(a <= c.idx < b for c in t.children if c.dep_ == "appos")
            for t in above
            for a, b in sources
        )

    def _in_remark(self, place: PlaceMention) -> bool:
        """'the Nusra Front (al-Qaeda in the Levant)': what brackets say of an actor."""
        text = self.parsed.text
        opened = text.rfind("(", max(0, place.start - _REMARK), place.start)
        if opened < 0 or ")" in text[opened : place.start] or ")" not in text[place.end : place.end + _REMARK]:
            return False
        return any(a.end in (opened, opened - 1) or a.start < opened < a.end for a in self.actors)

    def _acts(self, place: PlaceMention) -> bool:
        """'Kabul has freed 400 men': a capital that stands for who governs from it."""
        if not any(a.kind == "government" and (a.start, a.end) == (place.start, place.end) for a in self.actors):
            return False
        root = self.parsed.tokens_in(place.name_start, place.name_end).root
        return root.dep_ == "nsubj" and root.head.lemma_.lower() not in place_words().find.place_subject_verbs

    def _names_a_speaker(self, place: PlaceMention) -> bool:
        """'the Donetsk regional prosecutor's office said': the place is part of what the speaker is called."""
        sources = [span for s in self.speech for span in s.mention.source]
        if not any(a <= place.start and place.end <= b for a, b in sources):
            return False
        if any((place.start, place.end) == span for span in sources):
            return True  # 'which Misrata denied'
        return self.parsed.tokens_in(place.name_start, place.name_end).root.dep_ in ("compound", "amod", "nmod")

    @cached_property
    def telling_times(self) -> list[TimeMention]:
        """Times that may date what is told: not that of a dateline ('NAIROBI, July 19 -', 'AFP Saturday 21 June 2014
        Fighters have ...'), which dates the report."""
        heads = [p.end for p in self.places if p.usage == "dateline"]
        return [
            t
            for t in self.times
            if not any(0 <= t.start - end <= _DATELINE_GAP for end in heads) and not self._dates_the_page(t)
        ]

    def _dates_the_page(self, time: TimeMention) -> bool:
        """The day of publication, written out in the page's first words and in no phrase ('on 21 June 2014')."""
        day = self.publication.day.isoformat() if self.publication.day else None
        if time.start > _PAGE_HEAD or time.basis != "explicit" or day is None or not time.from_ == time.to == day:
            return False
        at = self.parsed.token_at(time.start)
        return at is None or at == 0 or self.parsed.doc[at - 1].pos_ != "ADP"

    @cached_property
    def no_parties(self) -> frozenset[str]:
        """Nouns that are no side of an event: attacks, tolls, numbers."""
        return _words_of(self.vocabulary, _NO_PARTIES)

    @cached_property
    def no_doers(self) -> frozenset[str]:
        """Nouns that do nothing by themselves: weapons, what flies, houses."""
        return _words_of(self.vocabulary, _NO_DOERS)

    @cached_property
    def frames(self) -> Mapping[str, Frame]:
        """The vocabulary's frames by id."""
        return {f.id: f for f in self.vocabulary.frames}

    @cached_property
    def pegs(self) -> list[TimeMention]:
        """Dated expressions of the lead (the first three body paragraphs), in text order: the story's own day."""
        lead = sorted({s.paragraph for s in self.parsed.sentences if s.kind == "body"})[:3]
        spans = [(s.start, s.end) for s in self.parsed.sentences if s.paragraph in lead and s.kind == "body"]
        found = [t for t in self.times if t.to and t.type != "SET" and any(a <= t.start < b for a, b in spans)]
        telling = [t.start for t in self.telling_times]
        return sorted(found, key=lambda t: t.start not in telling or dates_a_saying(t, self.parsed, self.publication))

    @cached_property
    def triggers_by_sentence(self) -> Mapping[int, list[TriggerMention]]:
        rows: dict[int, list[TriggerMention]] = {}
        for trigger in self.triggers:
            sentence = self.parsed.sentence_at(trigger.start)
            if sentence is not None:
                rows.setdefault(sentence.index, []).append(trigger)
        return rows
