"""What is known before reading, in one bundle with one version: another version reads documents anew."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version as installed
from pathlib import Path

from dateline.claims.building import EXTRACTOR
from dateline.know.actors import ActorBook, actor_book
from dateline.know.events import EventVocabulary, load_events
from dateline.know.gazetteer import Gazetteer
from dateline.know.sources import SourceBook, load_sources
from dateline.text.parse import model_name
from dateline.vocabulary import DATA

#: The folder of data that no document is read by: floors of the benchmark.
_NOT_READ = "bench"


@dataclass(frozen=True)
class Resources:
    """Books, vocabulary and gazetteer. `version` changes when any of them, the parser or the rules change."""

    actors: ActorBook
    sources: SourceBook
    events: EventVocabulary
    gazetteer: Gazetteer
    version: str


def load_resources(gazetteer: Path | None = None, supplement: Path | None = None) -> Resources:
    """The package's own resources, or another gazetteer file in place of the built-in one.

    `supplement`: a table of the user's places over it; its sha256 is part of the version.
    """
    opened = Gazetteer.open(gazetteer, supplement)
    return Resources(
        actors=actor_book(),
        sources=load_sources(),
        events=load_events(),
        gazetteer=opened,
        version=resources_version(str(opened.info())),
    )


def resources_version(gazetteer: str) -> str:
    """16 hex digits over the vocabulary files, the gazetteer's own card, the parser's and the rules' versions."""
    total = sha256("\n".join((EXTRACTOR, installed("dateline"), model_name(), gazetteer)).encode())
    for path in sorted(p for p in DATA.rglob("*.yaml") if p.parent.name != _NOT_READ):
        total.update(path.relative_to(DATA).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]
