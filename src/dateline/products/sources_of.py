"""Who stands behind an event, for formats that name sources: originators, publishers, titles, scales."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.products.books import Books
from dateline.products.material import Material, Row

#: How the groups of a state's own bodies begin, before its ISO 3166 alpha-3 code.
_GOVERNMENT = "GOV_"
_SCALES = ("local", "subnational", "national", "regional", "international")


@dataclass(frozen=True, slots=True)
class Cited:
    """A document behind an event: publisher and wire by name, day, title, address; None where it is not known."""

    publisher: str | None
    published: str | None
    title: str | None
    url: str | None


def cited(event: Row, material: Material, books: Books) -> list[Cited]:
    """The documents of an event in their order."""
    found = (material.document(key) for key in event["documents"])
    return [Cited(_publisher(d, books), d["published"], d["title"], d["url"]) for d in found if d is not None]


def _publisher(document: Row, books: Books) -> str | None:
    agency = books.source(document["agency"])
    return document["publisher"] or (agency.name if agency else document["agency"])


def originator_names(event: Row, books: Books) -> list[str]:
    """The independence groups of an event by name; those without a name by what they are ('witness')."""
    return list(dict.fromkeys(group_name(group, books) for group in event["originator_groups"]))


def group_name(group: str, books: Books) -> str:
    """The name of an independence group."""
    source, actor = books.source(group), books.actor(group)
    if source is not None:
        return source.name
    if actor is not None:
        return actor.name
    if group.startswith(_GOVERNMENT):
        state = books.nation(group.removeprefix(_GOVERNMENT))
        return f"Government of {state}" if state else group
    return group.split(" in ")[0].removeprefix("anonymous:").replace("_", " ")


def scales(event: Row, material: Material, books: Books) -> str:
    """The scales of the sources, lowest and highest: 'National' or 'Local-International'."""
    found = sorted({_SCALES.index(scale) for scale in _scales(event, material, books)})
    return "-".join(_SCALES[i].capitalize() for i in dict.fromkeys((*found[:1], *found[-1:])))


def _scales(event: Row, material: Material, books: Books) -> Iterator[str]:
    for key in (*event["originator_groups"], *_agencies(event, material)):
        source = books.source(key)
        if source is not None:
            yield source.scale


def _agencies(event: Row, material: Material) -> Iterable[str]:
    for key in event["documents"]:
        document = material.document(key)
        if document is not None:
            yield from (v for v in (document["agency"], document["publisher"]) if v)


def admin_names(place: Row, books: Books) -> tuple[str, str]:
    """Names of the first and second administrative level of a place; empty where they are not known."""
    known = books.place(place["id"])
    first = books.admin(place["adm1"] or (known.adm1 if known else None))
    second = books.admin(known.adm2 if known else None)
    return (first.name if first else place["adm1"] or "", second.name if second else "")


def country_name(place: Row, books: Books) -> str:
    """The name of a place's country; its letters where no name is known."""
    found = books.country(place["country"])
    return found.name if found else place["country"] or ""
