"""Documents of a ledger read anew by newer rules, books or vocabulary: which claims changed, how, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from dateline.errors import DocumentError, NotFoundError
from dateline.know.own_names import OwnName, version_with
from dateline.ledger import Ledger
from dateline.model import Claim
from dateline.read import Item
from dateline.run.engine import GATED, Engine, Outcome

#: Fields of a claim that say who read it and how sure, not what it says.
_NOT_SAID = ("extractor", "confidence", "schema", "id", "document")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a claim (dotted) that says otherwise. None = unknown, or not there."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim that is new, is no longer read, or says otherwise. `text`: its words."""

    change: Literal["new", "gone", "changed"]
    claim: str
    document: str
    text: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Reread:
    """A document read anew. `why`: the parts of the resources that changed since; None where no run had noted them.

    `outcome` None: it was only tried.
    """

    document: str
    outcome: Outcome | None
    changes: tuple[ClaimChange, ...]
    why: tuple[str, ...] | None


def outdated(
    ledger: Ledger, resources: str, documents: Collection[str] = (), *, all_: bool = False,
    names: Collection[OwnName] = (),
) -> list[str]:  # fmt: skip
    """Ids of the documents that were read by other resources than these; with `all_` of all that were read.

    `documents`: of these only; `names`: what people added to the books for this ledger. Raises NotFoundError for an id
    that is not there. What was set aside or erased is left out.
    """
    for key in documents:
        ledger.document(key)
    rows = [d.id for d in ledger.documents(set_aside=False) if not documents or d.id in documents]
    return [key for key in rows if all_ or not _is_read_by(ledger, key, resources, names)]


def _is_read_by(ledger: Ledger, key: str, resources: str, names: Collection[OwnName]) -> bool:
    by = (_read_by(ledger, key) or "").removesuffix(GATED)
    if not names:
        return by == resources
    try:
        return by == version_with(resources, names, ledger.text(key))
    except NotFoundError:
        return True


def rerun(
    engine: Engine, documents: Iterable[str], *, store: bool = True, stop: Callable[[], bool] = lambda: False
) -> Iterator[Reread]:
    """Read documents anew from the texts in the ledger, and say of each what changed. What a run had parsed without the
    gate is parsed again. With `store` off nothing is kept."""
    ledger, full = engine.ledger, replace(engine, gate=None, anew=True)
    held_back = replace(engine, anew=True)
    for key in documents:
        try:
            document = ledger.stored(key)
        except NotFoundError:
            continue
        by = _read_by(ledger, key)
        reader = held_back if by is not None and by.endswith(GATED) else full
        item = Item(document=document, where=document.path or document.url or key)
        before = list(ledger.claims(key))
        why = _why(ledger, by, engine)
        if store:
            (outcome,) = reader.outcomes([item])
            yield Reread(key, outcome, difference(before, ledger.claims(key)), why)
        else:
            yield Reread(key, None, difference(before, _tried(reader, item)), why)
        if stop():
            return


def difference(before: Iterable[Claim], after: Iterable[Claim]) -> tuple[ClaimChange, ...]:
    """What two readings of one document say otherwise, in the order of the text."""
    old, new = {c.id: c for c in before}, {c.id: c for c in after}
    rows = []
    for claim in sorted({**old, **new}.values(), key=lambda c: (c.start, c.end, c.id)):
        one, two = old.get(claim.id), new.get(claim.id)
        fields = () if one is None or two is None else _fields(one, two)
        if one is None or two is None or fields:
            change: Literal["new", "gone", "changed"] = "new" if one is None else "gone" if two is None else "changed"
            rows.append(ClaimChange(change, claim.id, claim.document, claim.text, fields))
    return tuple(rows)


def _fields(one: Claim, two: Claim) -> tuple[FieldChange, ...]:
    old, new = dict(_leaves(one.to_json())), dict(_leaves(two.to_json()))
    names = [n for n in {**old, **new} if n.split(".")[0] not in _NOT_SAID]
    return tuple(FieldChange(n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{n}")
    else:
        yield path, value


def _tried(engine: Engine, item: Item) -> tuple[Claim, ...]:
    try:
        return engine.preview(item).claims
    except DocumentError:
        return ()


def _read_by(ledger: Ledger, document: str) -> str | None:
    known = ledger.known(document)
    return None if known is None else known.resources


def _why(ledger: Ledger, by: str | None, engine: Engine) -> tuple[str, ...] | None:
    """Names of the parts that differ between the resources of the last reading and those of this one."""
    read_by = (by or "").removesuffix(GATED)
    version = read_by.partition(".")[0]
    if version == engine.resources:
        return ("names",) if "." in read_by or engine.names else ()
    old = ledger.parts(version)
    if old is None or not engine.parts:
        return None
    return tuple(sorted(k for k in {**old, **engine.parts} if old.get(k) != engine.parts.get(k)))
