"""`dateline explain`: the sentences behind an event, a control state, a figure, a person or a claim, and the rule."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dateline.cli.output import KnownByOption, LedgerOption, RecordedByOption, note_undated, open_ledger, settings_for

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dateline.derive.explain import Evidence, Explanation
    from dateline.ledger import Ledger


def register(app: typer.Typer) -> None:
    app.command("explain")(explain)


def explain(
    id: Annotated[str, typer.Argument(metavar="ID", help="Of an event, control state, figure, person or claim.")],
    ledger: LedgerOption = None,
    policy: Annotated[str | None, typer.Option("--policy", help="The figure policy to explain by.")] = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="For people or for programs.")] = "text",
) -> None:
    """Example: dateline explain ev_cl_0f7b2c

    Who said it, in which words, how it was put together, and what speaks against it.
    """
    from dateline.derive.explain import Sources
    from dateline.derive.explain import explain as explained
    from dateline.derive.knowledge import default_world
    from dateline.run.engine_views import views_of

    with open_ledger(ledger) as opened:
        note_undated(opened, known_by)
        views = views_of(opened, policy or settings_for(ledger).policy, known_by=known_by, recorded_by=recorded_by)
        documents = {d.id: d for d in opened.documents()}
        found = explained(id, views, Sources(documents, _text_of(opened), default_world()))
    if format == "json":
        sys.stdout.write(json.dumps(found.to_json(), ensure_ascii=False, indent=2) + "\n")
    else:
        _print(found)


def _text_of(ledger: Ledger) -> Callable[[str], str | None]:
    from dateline.errors import NotFoundError

    def text(document: str) -> str | None:
        try:
            return ledger.text(document)
        except NotFoundError:
            return None

    return text


def _print(found: Explanation) -> None:
    from rich.console import Console

    live = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if live else 160, highlight=False)
    console.print(found.headline, style="bold", markup=False)
    console.print(f"{found.kind} {found.id}", markup=False)
    _print_answer(console, found.answer)
    console.print("\nWhy", style="bold")
    for rule in found.rules:
        console.print(f"  - {rule}", markup=False)
    _print_evidence(console, "Who says so", found.evidence, live)
    _print_evidence(console, "Who denies or disputes it", found.against, live)
    if found.contradictions:
        console.print("\nWhere they differ", style="bold")
    for row in found.contradictions:
        console.print(f"  - {row.aspect.replace('_', ' ')}: {row.words} ({row.one} / {row.two})", markup=False)


def _print_answer(console: Console, answer: Any) -> None:
    from dateline.cli.output import words

    for name in ("side_a", "side_b", "holders", "reported", "confirmed_by"):
        if answer.get(name):
            rows = [r if isinstance(r, str) else r.get("name") or r.get("what") or r.get("id") for r in answer[name]]
            console.print(f"{name.replace('_', ' ')}: {words(rows)}", markup=False)
    for figure in answer.get("figures") or ():
        value = " / ".join("-" if figure[k] is None else f"{figure[k]:,}" for k in ("min", "best", "max"))
        console.print(f"{figure['measure']}: low / best / high {value} by policy {figure['policy']}", markup=False)


def _print_evidence(console: Console, title: str, rows: tuple[Evidence, ...], live: bool) -> None:
    if not rows:
        return
    console.print(f"\n{title}", style="bold")
    for row in rows:
        console.print(_sentence(row, live))
        chain = [row.speaker, row.organisation, *(f"carried by {c}" for c in row.carriers)]
        said = " > ".join(x for x in chain if x) or "nobody is named"
        console.print(f"      {row.kind.replace('_', ' ')}: {said} | {row.factuality}, {row.certainty}", markup=False)
        place = f"{row.document}:{row.start}-{row.end}"
        console.print(f"      {row.published or 'date unknown'}  {row.title or ''}  {place}  {row.claim}", markup=False)


def _sentence(row: Evidence, live: bool) -> Text:
    """The sentence with the claim's words in colour, or between >>> and <<< where there is none."""
    from rich.text import Text

    from dateline.cli.output import words

    if row.sentence is None or row.marked is None:
        return Text(f"  - {words(row.words)}  (the text is gone)")
    start, end = row.marked
    before, said, after = (words(part) for part in (row.sentence[:start], row.sentence[start:end], row.sentence[end:]))
    text = Text("  - ")
    text.append(before + " " if before else "")
    text.append(said, style="bold yellow") if live else text.append(f">>>{said}<<<")
    text.append((" " if row.sentence[end : end + 1].isspace() else "") + after)
    return text
