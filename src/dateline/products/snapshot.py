"""A citable copy: a data package with CITATION.cff and the hash of each file, the same bytes whenever it is made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dateline.errors import ConfigError
from dateline.products.datapackage import write_package
from dateline.products.loss import Losses
from dateline.products.material import Material, Meta

#: What Frictionless takes as the name of a package.
_NAME = re.compile(r"^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?\Z")
_SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """How a snapshot is to be cited. `licence` is an SPDX id; None = not decided."""

    name: str
    title: str | None = None
    authors: Sequence[str] = ()
    licence: str | None = None

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise ConfigError(
                f"{self.name!r} is no name of a package: small letters, digits, '.', '-' and '_'; say sudan-2025-03",
                name=self.name,
            )


def write_snapshot(material: Material, folder: Path, losses: Losses, citation: Citation) -> str:
    """Write the package into an empty folder and give back its digest. Call `seal` when all other files are there."""
    meta = material.meta
    title = citation.title or f"{citation.name}: claims, events, control and figures, with who said so"
    given: dict[str, object] = {"title": title, "version": meta.recorded_at}
    if citation.licence:
        given["licenses"] = [{"name": citation.licence}]
    written = write_package(material, folder, losses, name=citation.name, given=given)
    text = "\n".join(_citation(citation, title, meta, written.digest)) + "\n"
    (folder / "CITATION.cff").write_text(text, encoding="utf-8")
    return written.digest


def _citation(citation: Citation, title: str, meta: Meta, digest: str) -> Iterator[str]:
    """Citation File Format 1.2; each value is written as JSON, which YAML reads."""
    named = json.dumps
    yield "cff-version: 1.2.0"
    yield f"title: {named(title, ensure_ascii=False)}"
    yield 'message: "If you use this data, cite it with its version and digest."'
    yield "type: dataset"
    yield "authors:"
    for author in citation.authors or ("The makers of this data set",):
        yield f"  - name: {named(author, ensure_ascii=False)}"
    if meta.recorded_at:
        yield f"version: {named(meta.recorded_at)}"
        yield f"date-released: {meta.recorded_at[:10]}"
    if citation.licence:
        yield f"license: {named(citation.licence)}"
    yield "identifiers:"
    yield "  - type: other"
    yield f"    value: {named('sha256:' + digest)}"
    yield '    description: "digest over the names and hashes of the tables"'
    yield f"abstract: {named(_abstract(meta))}"


def _abstract(meta: Meta) -> str:
    kind = "A public copy of what" if meta.public else "What"
    return (
        f"{kind} a Dateline ledger held at {meta.recorded_at} (log head {meta.head}), "
        f"by Dateline {meta.version} under the policy {meta.policy}."
    )


def seal(folder: Path) -> None:
    """`SHA256SUMS` over all other files, as `sha256sum -c` reads it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != _SUMS)
    sums = (f"{sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files)
    (folder / _SUMS).write_text("".join(sums), encoding="utf-8")
