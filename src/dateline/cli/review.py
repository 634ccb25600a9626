"""`dateline review`: accept, reject and correct claims; what waits for a person; what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.decide import ByOption, claim_id, line_of, name
from dateline.cli.output import Format, FormatOption, LedgerOption, emit, fail, note, open_ledger, settings_for

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.ledger import Ledger
    from dateline.run.reviewing import Doubtful

HISTORY = ("at", "by", "decision", "reason", "state", "id")
DOUBTS = ("score", "type", "place", "time", "sides", "figures", "one", "two")


def register(app: typer.Typer) -> None:
    app.command("review", short_help="Accept, reject or correct a claim; list what waits.")(review)


def review(
    claim: Annotated[str | None, typer.Argument(metavar="[CLAIM]", help="Its id, short or whole.")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="It says what the source says, and counts.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="It was misread: leave it out of everything.")] = False,
    set_: Annotated[
        list[str], typer.Option("--set", metavar="FIELD=VALUE", help="Correct a field; no value = unknown. Repeatable.")
    ] = [],  # noqa: B006 - typer copies it
    suggestions: Annotated[bool, typer.Option("--suggestions", help="List pairs of events that may be one.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List what was decided, by whom and why.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the log; a decision needs one.")] = "",
    by: ByOption = None,
    ledger: LedgerOption = None,
    format: FormatOption = "table",
) -> None:
    """Example: dateline review cl_0b1d77e2 --set time.from=2024-11-23 --reason "the report says Saturday"

    Decide about a claim. --set takes the field as `dateline explain CLAIM --format json` shows it (factuality,
    places.0.id, figure.best); an id of a place or an actor brings its name and point along; `factuality=retracted`
    says that the source took it back. The words and where they stand are never changed, and what does not fit is
    refused. Decisions are logged, win over every new reading, and `dateline undo` takes them back.

    --suggestions lists pairs of events between the two thresholds, with the score of each part: answer with
    `dateline merge ONE TWO` or `dateline split ONE TWO`. --list is the history.
    """
    wanted = [accept, reject, bool(set_), suggestions, list_]
    if sum(wanted) != 1:
        fail("one thing at a time: --accept, --reject, --set, --suggestions or --list")
    with open_ledger(ledger) as opened:
        if suggestions:
            _suggestions(opened, format)
        elif list_:
            _history(opened, format)
        elif claim is None:
            fail("which claim? `dateline claims` lists them")
        else:
            key = claim_id(claim, opened.claim_ids())
            _decide(opened, key, "accept" if accept else "reject" if reject else None, set_, name(by), reason, ledger)


def _decide(
    ledger: Ledger, claim: str, action: Any, changes: list[str], by: str, reason: str, path: Path | None
) -> None:
    from dateline.run import reviewing
    from dateline.run.facts import actor_of, place_of

    if action is not None:
        made = [reviewing.review_claim(ledger, claim, action, by=by, reason=reason)]
    else:
        pairs = [_pair(word) for word in changes]
        made = reviewing.edit_claim(
            ledger, claim, pairs, by=by, reason=reason, place_of=place_of(settings_for(path)), actor_of=actor_of
        )
    for row in made:
        note(f"Decided: {line_of(row)}")


def _pair(word: str) -> tuple[str, str | None]:
    field, equals, value = word.partition("=")
    if not equals or not field.strip():
        fail(f"--set: {word!r} is not FIELD=VALUE, as in --set figure.best=27")
    return field.strip(), value.strip() or None


def _history(ledger: Ledger, format: Format) -> None:
    from dataclasses import asdict

    from dateline.run.decision_words import what
    from dateline.run.reviewing import states

    rows = []
    for row, state in states(ledger):
        shown = {"at": row.at[:16].replace("T", " "), "decision": what(row), "state": state}
        rows.append({**asdict(row), **(shown if format == "table" else {"state": state})})
    if not emit(rows, format=format, columns=HISTORY, title="Decisions", wrap=True):
        note("Nothing was decided yet.")


def _suggestions(ledger: Ledger, format: Format) -> None:
    from dateline.derive.decisions import decisions_of
    from dateline.run.engine_views import views_of
    from dateline.run.reviewing import doubts

    found = doubts(views_of(ledger), decisions_of(ledger.decided()))
    rows = [_cells(d) if format == "table" else _row(d) for d in found]
    if not emit(rows, format=format, columns=DOUBTS, title="May be one event", wrap=True):
        note("Nothing waits for a decision.")


def _cells(doubt: Doubtful) -> dict[str, Any]:
    from dateline.ids import short_id

    parts = {p.name: f"{p.score:.2f} {p.words}" for p in (doubt.comparison.parts if doubt.comparison else ())}
    ids = {"one": short_id(doubt.one.id), "two": short_id(doubt.two.id)}
    return {"score": f"{doubt.suggestion.score:.2f}", **parts, **ids}


def _row(doubt: Doubtful) -> dict[str, Any]:
    from dataclasses import asdict

    parts = [asdict(p) for p in doubt.comparison.parts] if doubt.comparison else []
    return {
        "one": doubt.one.id, "two": doubt.two.id, "score": doubt.suggestion.score, "why": doubt.suggestion.why,
        "claims": [doubt.comparison.one, doubt.comparison.two] if doubt.comparison else [], "parts": parts,
    }  # fmt: skip
