"""Names that people add to the books for one ledger: decisions in its log, so each can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from dateline.derive.decisions import in_force
from dateline.errors import ConfigError, NotFoundError
from dateline.know.actors import actor_book
from dateline.know.gazetteer import Gazetteer
from dateline.know.own_names import OwnName, folded
from dateline.know.sources import source_book
from dateline.ledger import Ledger, Review
from dateline.run.reviewing import stored

#: How a decision says that it adds a name.
NAME: Literal["name"] = "name"


def names_of(reviews: Iterable[Review]) -> tuple[OwnName, ...]:
    """The names that hold, in the order in which they were added."""
    return tuple(name_in(row) for row in in_force(reviews) if row.action == NAME)


def names_at(path: Path) -> tuple[OwnName, ...]:
    """The names that people added for a ledger; none where it is not there yet."""
    if not path.exists():
        return ()
    with Ledger(path) as ledger:
        return names_of(ledger.reviews())


def add_name(ledger: Ledger, name: OwnName, gazetteer: Gazetteer, *, by: str, reason: str) -> Review:
    """Decide that something is called so. Raises ConfigError for what is no name or is known already, NotFoundError
    for an actor, a source or a place that no book has."""
    name.check()
    if not name.is_new_place:
        _check_known(name, gazetteer)
    if any(n.of == name.of and folded(n.name) == folded(name.name) for n in names_of(ledger.reviews())):
        raise ConfigError(f"{name.name!r} is a name of {name.of} already")
    facts = {"country": name.country, "lat": name.lat, "lon": name.lon, "kind": name.place_kind}
    given = {"name": name.name, **{k: v for k, v in facts.items() if v is not None}}
    new = json.dumps(given, ensure_ascii=False)
    return stored(ledger, Review(target_kind=name.kind, target=name.of, action=NAME, new=new, by=by, reason=reason))


def _check_known(name: OwnName, gazetteer: Gazetteer) -> None:
    known = {
        "actor": lambda: name.of in actor_book(),
        "source": lambda: any(s.id == name.of for s in source_book()),
        "place": lambda: gazetteer.by_id(name.of) is not None,
    }
    if not known[name.kind]():
        raise NotFoundError(f"no {name.kind} is called {name.of!r} in the books", id=name.of)


def touched_by(ledger: Ledger, name: OwnName) -> Iterator[str]:
    """Documents whose texts have a name."""
    for row in ledger.documents(set_aside=False):
        try:
            if name.stands_in(folded(ledger.text(row.id))):
                yield row.id
        except NotFoundError:
            continue


def name_in(row: Review) -> OwnName:
    """The name that a decision adds."""
    given = json.loads(row.new or "{}")
    return OwnName(
        kind=row.target_kind,  # type: ignore[arg-type]
        of=row.target, name=given["name"], country=given.get("country"), lat=given.get("lat"), lon=given.get("lon"),
        place_kind=given.get("kind"),
    )  # fmt: skip
