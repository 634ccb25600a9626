"""Event types of a user: a YAML file over the package's vocabulary. A mistake is an error with file and line.

A type needs no training: the model tells it by its examples (find.types_own), the rules by frames, where it has any.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from dateline.know.events import (
    DERIVED_CLASSES,
    EventVocabulary,
    Leaf,
    OwnFile,
    OwnType,
    check_frame,
    load_crosswalk_terms,
    mistake,
    with_defaults,
)
from dateline.vocabulary import load_yaml

#: So many examples does a type need; more are better.
LEAST = 12
#: The name of texts of no event, which no type can have.
_TAKEN = "none"


def with_own(shipped: EventVocabulary, path: Path) -> EventVocabulary:
    """The vocabulary with a user's types and frames. Raises ConfigError naming file, line and what is expected.

    A type may not have the name of one that is there; a frame may speak for a type of either.
    """
    file = load_yaml(path, OwnFile)
    version = sha256(path.read_bytes()).hexdigest()[:16]
    last = max(leaf.rank for leaf in shipped.leaves.values())
    leaves = dict(shipped.leaves)
    for nr, own in enumerate(file.types, 1):
        if own.leaf in leaves or own.leaf == _TAKEN:
            raise mistake(path, f"leaf {own.leaf!r} is there already: give it a name of its own", own.leaf)
        _check_texts(path, own)
        _check_acled(path, own)
        for name in own.within:
            if name not in shipped.leaves:
                near = get_close_matches(name, shipped.leaves, n=1)
                raise mistake(path, f"leaf {own.leaf}: within: {name!r} is no type{_near(near)}", name)
        leaves[own.leaf] = Leaf(
            leaf=own.leaf,
            rank=own.rank or last + nr,
            family=own.family,
            definition=own.definition,
            lasting=own.lasting,
        )
    classes, seen = frozenset(shipped.classes) | DERIVED_CLASSES, {f.id for f in shipped.frames}
    for frame in file.frames:
        check_frame(path, frame, leaves, classes, seen)
    frames = tuple(with_defaults(f, file) for f in file.frames)
    return replace(shipped, leaves=leaves, frames=(*shipped.frames, *frames), own=file.types, own_version=version)


def _near(near: list[str]) -> str:
    return f"; did you mean {near[0]!r}?" if near else " of the package"


def _check_texts(path: Path, own: OwnType) -> None:
    examples = {" ".join(text.split()) for text in own.examples} - {""}
    if len(examples) < LEAST:
        raise mistake(
            path, f"leaf {own.leaf}: {len(examples)} different examples; {LEAST} or more are needed", own.leaf
        )
    counts = Counter(" ".join(text.split()) for text in own.near_misses)
    both = sorted(examples & counts.keys())
    if both:
        raise mistake(path, f"leaf {own.leaf}: a text is an example and a near miss: {both[0]!r}", both[0])


def _check_acled(path: Path, own: OwnType) -> None:
    if own.acled is None:
        return
    known = load_crosswalk_terms()
    pair = (own.acled.event_type, own.acled.sub_event_type)
    if pair not in known:
        near = get_close_matches(str(pair[1]), [str(sub) for _, sub in known], n=1)
        hint = next(f"{kind} / {sub}" for kind, sub in sorted(known) if not near or sub == near[0])
        raise mistake(
            path,
            f"leaf {own.leaf}: acled: {pair[0]} / {pair[1]} is no event and sub-event type of ACLED, as {hint} is",
            str(pair[1]),
        )
