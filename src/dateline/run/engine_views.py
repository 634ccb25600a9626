"""Views of a ledger: derived from its claims, reviews and documents, kept in it and grown with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import dateline.derive
from dateline.derive.decisions import decisions_of
from dateline.derive.knowledge import default_world
from dateline.derive.views import Views, derive_all
from dateline.ledger import Ledger
from dateline.ledger.query import Day, Moment
from dateline.model import ControlState, DocumentRow, Event, FamilyRow, FigureRow, PersonRow, Shape
from dateline.run.collecting import no_collecting
from dateline.run.families import families_of, family_rows
from dateline.run.growing import Heard, grow

#: So often is growing tried where others write to the ledger meanwhile.
_TRIES = 4
#: Name of a kept view -> the shape of its rows.
SHAPES: dict[str, type[Shape]] = {"events": Event, "control": ControlState, "figures": FigureRow, "persons": PersonRow}


@dataclass(frozen=True, slots=True)
class Info:
    """What deriving needs of a document."""

    published: str | None
    family: str | None


def views_of(
    ledger: Ledger, policy: str | None = None, *, known_by: Day | None = None, recorded_by: Moment | None = None
) -> Views:
    """All views, derived now from all claims, with the claims and what is suggested. Raises ConfigError."""
    with no_collecting():
        rows = list(ledger.documents(set_aside=False, known_by=known_by, recorded_by=recorded_by))
        return derive_all(
            ledger.claims(known_by=known_by, recorded_by=recorded_by),
            _infos(ledger, rows, recorded_by=recorded_by),
            policy,
            decisions=decisions_of(ledger.decided(recorded_by=recorded_by)),
        )


def view_rows(ledger: Ledger, view: str, policy: str | None = None) -> list[Shape]:
    """Rows of one view as of today: kept ones, brought to what the ledger holds where it has changed since."""
    name, _ = default_world().policies.figure_policy(policy)
    kept = _kept(ledger, name, (view,))
    rows: Iterable[Shape] = getattr(views_of(ledger, name), view) if kept is None else kept[view]
    return list(rows)


def kept_views(ledger: Ledger, policy: str | None = None) -> Views | None:
    """The rows of all views, brought to what the ledger holds, without claims and suggestions; None where others write
    to it all the time."""
    name, _ = default_world().policies.figure_policy(policy)
    kept = _kept(ledger, name, tuple(SHAPES))
    return None if kept is None else Views(policy=name, **kept)  # type: ignore[arg-type]


def _kept(ledger: Ledger, policy: str, views: tuple[str, ...]) -> dict[str, tuple[Shape, ...]] | None:
    for _ in range(_TRIES):
        kept = {view: ledger.get_view(view, f"{policy}/{rules_version()}") for view in views}
        if all(rows is not None for rows in kept.values()):
            return {view: tuple(SHAPES[view].model_validate(r) for r in rows or ()) for view, rows in kept.items()}
        grow_views(ledger, policy)
    return None


def grow_views(ledger: Ledger, policy: str | None = None, heard: Heard | None = None) -> bool:
    """Bring the kept views to what the ledger holds; what has not changed is not derived again.

    `heard` is told how many documents of how many were gone through. False where somebody changed the ledger meanwhile:
    nothing is kept then. Raises ConfigError.
    """
    name, _ = default_world().policies.figure_policy(policy)
    head = ledger.head()
    with no_collecting():
        grown = ledger.grown(f"{name}/{rules_version()}")
        if grown.are_related_as_before():
            documents = {key: Info(*state) for key, state in grown.documents().items()}
        else:
            documents = _infos(ledger, list(ledger.documents(set_aside=False)))
        return grow(ledger, name, rules_version(), documents, head, heard)


def _infos(ledger: Ledger, rows: list[DocumentRow], recorded_by: Moment | None = None) -> dict[str, Info]:
    kin = families_of(ledger, rows, recorded_by=recorded_by).family_of
    return {row.id: Info(row.published, kin.get(row.id)) for row in rows}


def families_in(ledger: Ledger) -> list[FamilyRow]:
    """All families of today's documents, those of one document too."""
    return family_rows(ledger, rules_version())


@lru_cache(maxsize=1)
def rules_version() -> str:
    """Hash of the code and the data that views follow from: a kept view is good for this version only."""
    package = Path(dateline.derive.__file__).parent.parent
    total = sha256()
    files = [
        package / "model.py",
        package / "run" / "growing.py",
        *package.glob("families/*.py"),
        *package.glob("derive/*.py"),
    ]
    files += [p for room in ("vocabulary", "actors", "sources") for p in (package / "data" / room).rglob("*.*")]
    for path in sorted(files):
        total.update(path.relative_to(package).as_posix().encode())
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]
