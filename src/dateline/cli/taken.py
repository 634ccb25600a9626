"""What product verbs share: the material of a ledger, protected where the copy is a public one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.output import fail, note_undated, open_ledger, settings_for

if TYPE_CHECKING:
    from dateline.products.books import PackageBooks
    from dateline.products.loss import Losses
    from dateline.products.material import Material
    from dateline.run.engine_products import Asked

PublicOption = Annotated[bool, typer.Option("--public", help="Withhold what could harm people, and say what.")]
ProtectionOption = Annotated[
    Path | None, typer.Option("--protection", metavar="FILE", help="A policy of your own for --public (YAML).")
]


@dataclass(frozen=True)
class Made:
    """Material with the books that exporters look things up in; `withheld` counts what a public copy leaves behind."""

    material: Material
    books: PackageBooks
    withheld: Losses | None = None


@contextmanager
def taken(
    ledger: Path | None, asked: Asked, product: str, *, public: bool = False, protection: Path | None = None
) -> Iterator[Made]:
    """The material of a product, while the ledger is open."""
    from dateline.products.books import PackageBooks
    from dateline.products.protect import Withheld, protect, releases_of
    from dateline.products.protection import load_protection
    from dateline.products.public_ids import PublicIds
    from dateline.run.engine_products import material_of

    if protection is not None and not public:
        fail("--protection is the policy of a public copy; add --public")
    rules = load_protection(protection) if public else None
    with open_ledger(ledger) as opened, PackageBooks(settings_for(ledger).gazetteer) as books:
        note_undated(opened, asked.known_by)
        material = material_of(opened, asked)
        if rules is None:
            yield Made(material, books)
            return
        releases = releases_of(opened.reviews(recorded_by=asked.recorded_by))
        withheld = Withheld(product)
        ids = PublicIds(opened.public_key())
        yield Made(protect(material, rules, books, releases, withheld, ids), books, withheld)


def write_report(path: Path, report: Losses) -> None:
    """A report of what was lost or withheld, as JSON."""
    path.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
