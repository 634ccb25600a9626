"""`dateline families`: copies of one story, which is the fullest, and what people decided about them."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.output import FormatOption, LedgerOption, emit, fail, note, open_ledger

if TYPE_CHECKING:
    from dateline.ledger import Ledger
    from dateline.model import FamilyRow

COLUMNS = ("id", "size", "published", "agencies", "fullest", "score", "title")
MEMBERS = ("document", "published", "publisher", "agency", "fullest", "of", "score", "shared", "rule", "also", "title")


def register(app: typer.Typer) -> None:
    app.command("families", short_help="Copies of one story: one voice.")(families)


def families(
    key: Annotated[
        str | None, typer.Argument(metavar="FAMILY|DOC", help="One family, or that of a document, by document.")
    ] = None,
    apart: Annotated[
        tuple[str, str] | None,
        typer.Option("--apart", metavar="DOC DOC", help="Decide: these two do not tell one story."),
    ] = None,
    together: Annotated[
        tuple[str, str] | None,
        typer.Option("--together", metavar="DOC DOC", help="Decide: these two are copies of one story."),
    ] = None,
    undo: Annotated[str | None, typer.Option("--undo", metavar="REVIEW", help="Take a decision back.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else the user's name.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the log.")] = "",
    ledger: LedgerOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline families doc_4a4ead665b02c28e5d1c9bb8

    List the families of two and more documents: copies of one story count as one voice, however many print it. With
    an id, its documents: which one each copies, by what share of its words, by which rule, and which is the fullest.

    Decisions are logged and win over any score: --apart, --together, and --undo with the id that they print.
    """
    with open_ledger(ledger) as opened:
        if sum(x is not None for x in (apart, together, undo)) > 1:
            fail("one decision at a time: --apart, --together or --undo")
        if undo is not None:
            _undo(opened, undo, by, reason)
        elif apart is not None or together is not None:
            _decide(opened, together or apart or ("", ""), "merge" if together else "split", by, reason)
        else:
            _show(opened, key, format)


def _show(ledger: Ledger, key: str | None, form: Any) -> None:
    from dateline.errors import NotFoundError
    from dateline.run.engine_views import families_in

    rows = families_in(ledger)
    if key is None:
        found = [row for row in rows if row.size > 1]
        emit([_line(row) for row in found], format=form, columns=COLUMNS, title="Families")
        return
    family = next((r for r in rows if key == r.id or any(key == m.document for m in r.documents)), None)
    if family is None:
        raise NotFoundError(f"no family and no document {key} in this ledger", id=key)
    emit(
        [{**m.to_json(), "fullest": m.document == family.fullest or None} for m in family.documents],
        format=form, columns=MEMBERS, title=f"Family {family.id}",
    )  # fmt: skip


def _line(row: FamilyRow) -> dict[str, Any]:
    """A family in a line, with the lowest score that holds it together."""
    scores = [m.score for m in row.documents if m.score is not None]
    return {**row.to_json(), "score": min(scores, default=None), "title": row.documents[0].title}


def _decide(ledger: Ledger, two: tuple[str, str], action: Any, by: str | None, reason: str) -> None:
    from dateline.families.decided import ordered
    from dateline.ledger import Review

    for key in two:
        ledger.document(key)
    if two[0] == two[1]:
        fail("a document and itself are one story")
    one, other = ordered(*two)
    made = ledger.review(
        Review(target_kind="document", target=one, action=action, new=other, by=_name(by), reason=reason)
    )
    note(f"Decided: {one} and {other} are {'one story' if action == 'merge' else 'two stories'}. --undo {made.id}")


def _undo(ledger: Ledger, key: str, by: str | None, reason: str) -> None:
    from dateline.errors import NotFoundError
    from dateline.ledger import Review

    row = next((r for r in ledger.reviews() if r.id == key and r.target_kind == "document"), None)
    if row is None or row.action == "undo":
        raise NotFoundError(f"no decision {key} about documents in this ledger that could be taken back", id=key)
    ledger.review(
        Review(target_kind="document", target=row.target, action="undo", by=_name(by), reason=reason, supersedes=row.id)
    )
    note(f"Taken back: {row.target} and {row.new} are judged by their words again.")


def _name(by: str | None) -> str:
    return by or getpass.getuser()
