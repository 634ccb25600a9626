"""Reading one document: the only place that knows the order of the stages. Stateless, same input same result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.claims.inputs import Inputs
from dateline.claims.reference import resolve_reference, topic_country
from dateline.claims.rules import extract
from dateline.find.actors import find_actors
from dateline.find.extractors import Known
from dateline.find.places import find_places
from dateline.find.quantities import counted_by, find_quantities
from dateline.find.speech import find_speech
from dateline.find.times import find_times
from dateline.issues import Issue
from dateline.know.gazetteer import Gazetteer
from dateline.mentions import ActorMention, Document, PlaceMention, Publication
from dateline.model import Claim
from dateline.resolve.actors import resolve_actors
from dateline.resolve.calendar import resolve_times
from dateline.resolve.numbers import resolve_quantities, without_names, without_staged
from dateline.resolve.places import country_mention, resolve_places
from dateline.resolve.publication import publication_of
from dateline.resolve.sources import narrator, resolve_speech
from dateline.run.annotated import annotated
from dateline.run.pages import with_pages
from dateline.run.profiles import order_of
from dateline.run.resources import Resources, load_resources
from dateline.text.parse import parse
from dateline.text.segment import Parsed

__all__ = ["Reading", "Resources", "inputs_of", "load_resources", "read_document"]


@dataclass(frozen=True)
class Reading:
    """What reading one document gave."""

    document: Document
    publication: Publication
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...] = ()
    language: str | None = "en"
    set_aside: str | None = None
    annotated: dict[str, Any] = field(default_factory=dict)
    main: str | None = None


def read_document(document: Document, resources: Resources) -> Reading:
    """Parse, find, resolve, claim. Raises nothing that a document's content could cause, but DocumentError."""
    inputs = inputs_of(document, resources)
    claims = with_pages(extract(inputs), document)
    return Reading(
        document=document,
        publication=inputs.publication,
        claims=tuple(claims),
        annotated=annotated(inputs, claims),
        main=inputs.main,
    )


def inputs_of(document: Document, resources: Resources) -> Inputs:
    """All mentions of a document, found and resolved, in the one order that the stages need."""
    parsed = parse(document)
    publication = publication_of(parsed, order=order_of(document))
    times = resolve_times(find_times(parsed), parsed, publication)
    found_actors = find_actors(parsed, resources.actors)
    taken = [(m.start, m.end) for m in found_actors if not _is_unknown_person(m)]
    voices = [(f.start, f.end) for f in resources.sources.find(parsed.text) if not f.short]
    found_places = find_places(parsed, resources.gazetteer, [*taken, *voices])
    places = resolve_places(parsed, found_places, resources.gazetteer)
    # 'Al Mezan': what bears a source's whole name and is no place that anybody knows is that source.
    places = [p for p in places if p.lat is not None or (p.name_start, p.name_end) not in voices]
    # The tagger takes towns for persons: where the gazetteer knows the name, it is a place.
    towns = [(p.start, p.end) for p in places if p.id and p.usage == "place" and p.precision != "country"]
    found_actors = [
        m for m in found_actors if not (_is_unknown_person(m) and any(a < m.end and m.start < b for a, b in towns))
    ]
    countries = [p.country for p in places if p.country and p.usage == "place"]
    actors = resolve_actors(
        parsed, found_actors, resources.actors, publication_day=publication.day, countries=countries
    )
    known = Known(resources.events, resources.model)
    judged = resources.extractor.judge(parsed, known, actors, places)
    found = find_quantities(parsed)
    counted = resolve_quantities([*found, *counted_by(parsed, judged.triggers, found)], parsed, times, publication)
    quantities = without_staged(without_names(counted, places, actors), parsed, judged.staged)
    told_by = narrator(parsed, resources.sources, document.source)
    speech = resolve_speech(
        parsed, find_speech(parsed), resources.sources, actors, publisher=document.source, writer=told_by
    )
    return Inputs(
        parsed=parsed,
        publication=publication,
        times=times,
        actors=actors,
        places=places,
        quantities=quantities,
        speech=speech,
        narrator=told_by,
        triggers=judged.triggers,
        main=judged.main,
        home=home_of(parsed, places, resources.gazetteer),
        reference=resolve_reference(parsed, actors, places),
        vocabulary=resources.events,
    )


def home_of(parsed: Parsed, places: Sequence[PlaceMention], gazetteer: Gazetteer) -> PlaceMention | None:
    """The country that the text is about, by where its places lie; None where none leads."""
    country = gazetteer.country(topic_country(parsed, places))
    return country_mention(country) if country is not None else None


def _is_unknown_person(mention: ActorMention) -> bool:
    return mention.kind == "person" and mention.id is None and mention.name is None and mention.alias is None
