"""What is known before reading, in one bundle with one version: another version reads documents anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import version as installed
from pathlib import Path

from dateline.claims.building import EXTRACTOR
from dateline.find.extractors import EXTRACTORS, Extractor, extractor_of
from dateline.find.triggers_both import Model
from dateline.find.types_learned import FOLDER, open_model
from dateline.find.types_own import with_own_types
from dateline.know.actors import ActorBook, actor_book
from dateline.know.events import EventVocabulary, load_events
from dateline.know.gazetteer import Gazetteer
from dateline.know.own_names import OwnName
from dateline.know.sources import SourceBook, load_sources
from dateline.text.parse import model_name
from dateline.vocabulary import DATA

#: Folders of data that no document is read by: floors of the benchmark, what the model was made of, products.
_NOT_READ = ("bench", "desk", "examples", "products")
#: The card of the model names its sha256.
CARD = FOLDER / "card.md"


@dataclass(frozen=True)
class Resources:
    """Books, vocabulary and gazetteer. `version` changes when any of them, the parser or the rules change; `parts` are
    the versions of each for itself."""

    actors: ActorBook
    sources: SourceBook
    events: EventVocabulary
    gazetteer: Gazetteer
    version: str
    model: Model | None = None
    extractor: Extractor = EXTRACTORS["both"]
    parts: Mapping[str, str] = field(default_factory=dict)


def load_resources(
    gazetteer: Path | None = None, supplement: Path | None = None, extractor: str = "both",
    names: Sequence[OwnName] = (),
) -> Resources:  # fmt: skip
    """The package's own resources, or another gazetteer file in place of the built-in one.

    `supplement`: a table of the user's places over it; its sha256 is part of the version. `extractor`: what tells of
    which kind an event is: 'rules', the 'learned' model, or 'both'. `names`: what people added for the ledger; these
    make a version of their own for the texts that they stand in (`own_names.version_with`).
    The user's event types are those of the settings.
    """
    events, chosen = load_events(), extractor_of(extractor)
    opened = Gazetteer.open(gazetteer, supplement, [n.entry() for n in names if n.kind == "place"])
    actors, sources = actor_book(), load_sources()
    if names:
        actors = actors.with_names((n.of, n.name) for n in names if n.kind == "actor")
        sources = sources.with_names((n.of, n.name) for n in names if n.kind == "source")
    return Resources(
        actors=actors,
        sources=sources,
        events=events,
        gazetteer=opened,
        version=resources_version(str(opened.info()), extractor),
        model=with_own_types(open_model(), events) if chosen.needs_model else None,
        extractor=chosen,
        parts=resources_parts(str(opened.info()), extractor),
    )


def resources_version(gazetteer: str, extractor: str = "both") -> str:
    """16 hex digits over the vocabulary, the gazetteer's card, the parser's, the model's and the rules' versions."""
    total = sha256("\n".join((EXTRACTOR, extractor, installed("dateline"), model_name(), gazetteer)).encode())
    total.update(load_events().own_version.encode())
    card = [] if extractor == "rules" else [CARD]
    for path in (*sorted(p for p in DATA.rglob("*.yaml") if p.parent.name not in _NOT_READ), *card):
        name = path.relative_to(DATA).as_posix() if path.is_relative_to(DATA) else path.name
        total.update(name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def resources_parts(gazetteer: str, extractor: str = "both") -> dict[str, str]:
    """The parts of `resources_version`, each with a version: says which of them changed between two readings."""
    parts = {
        "dateline": installed("dateline"),
        "rules": EXTRACTOR,
        "extractor": extractor,
        "parser": model_name(),
        "gazetteer": sha256(gazetteer.encode()).hexdigest()[:16],
    }
    if extractor != "rules":
        parts["model"] = sha256(CARD.read_bytes()).hexdigest()[:16]
    if load_events().own_version:
        parts["event types"] = load_events().own_version
    rooms: dict[str, bytes] = {}
    for path in sorted(p for p in DATA.rglob("*.yaml") if p.parent.name not in _NOT_READ):
        name = path.relative_to(DATA).as_posix()
        room = name.split("/")[0]
        rooms[room] = rooms.get(room, b"") + name.encode() + b"\0" + path.read_bytes()
    return parts | {room: sha256(content).hexdigest()[:16] for room, content in rooms.items()}
