"""What `explain` tells of an event beside its sentences: what joins its reports, what comes near, who decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from dateline.cli.explain import near_path, paragraph
from dateline.cli.output import words

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.derive.comparison import Comparison
    from dateline.derive.explain import Explanation
    from dateline.derive.views import Views
    from dateline.ledger import Review
    from dateline.model import DocumentRow

_BASES = {
    "scored": "{:.2f} = type x place x time x sides x figures",
    "copies": "the same words in copies of one story",
    "one_document": "one document tells of both, {:.2f}",
    "decided_one": "a person decided so; by the parts {:.2f}",
    "decided_apart": "held together by other reports, {:.2f}",
}


def decided_about(found: Explanation, views: Views, reviews: Iterable[Review]) -> list[Review]:
    """What people decided about the claims behind an answer, as far as it holds."""
    from dateline.derive.decisions import claim_of, in_force, keys_of

    about = {row.claim for row in (*found.evidence, *found.against)}
    about |= {key for key, event in views.home.items() if event == found.id}
    return [
        row
        for row in in_force(reviews)
        if row.action != "undo" and about & {claim_of(row.target), *(keys_of(row.new) if row.field is None else ())}
    ]


def print_joined(console: Console, found: Explanation, documents: Mapping[str, DocumentRow]) -> None:
    """Why the reports are one event, and why near ones are not."""
    from dateline.ids import short_id

    if found.together:
        console.print("\nWhy these reports are one event", style="bold")
    for row in found.together:
        both = " and ".join(_named(d, documents) for d in dict.fromkeys(row.documents))
        paragraph(console, f"{both}: {_BASES[row.basis].format(row.score)}", 2)
        _print_parts(console, row)
    if found.near:
        console.print("\nWhat comes near and is another event", style="bold")
    for near in found.near:
        paragraph(console, f"{words(near.headline)}  {short_id(near.event)}", 2)
        paragraph(console, f"apart by {near.because}" if near.comparison.forbidding else near.because, 4)
        _print_parts(console, near.comparison)


def _print_parts(console: Console, row: Comparison) -> None:
    for part in row.parts:
        console.print(f"    {part.name:<8}{part.score:.2f}  {words(part.words)}", style="dim", markup=False)


def print_decided(console: Console, decided: Iterable[Review]) -> None:
    from dateline.cli.decide import line_of

    for n, row in enumerate(decided):
        if n == 0:
            console.print("\nWhat people decided", style="bold")
        paragraph(console, f"- {words(line_of(row))}", 2)


def _named(document: str, documents: Mapping[str, DocumentRow]) -> str:
    """A document by its day and its title, or what else names it."""
    row = documents.get(document)
    name = row and (row.title or near_path(row.path) or row.url)
    return words(f"{(row and row.published) or 'day unknown'} {name or document}")
