"""`dateline explain`: the sentences behind an event, a control state, a figure, a person or a claim, and the rule."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dateline.cli.output import (
    KnownByOption,
    LedgerOption,
    RecordedByOption,
    fail,
    note_undated,
    open_ledger,
    settings_for,
    words,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dateline.derive.explain import Evidence, Explanation
    from dateline.derive.views import Views
    from dateline.ledger import Ledger, Review
    from dateline.model import DocumentRow
    from dateline.products.public_ids import PublicIds

#: Columns of the text where there is no terminal.
_WIDTH = 100
_TOLD = {"CT+": "told as a fact", "PR+": "told as probable", "PS+": "told as possible", "CT-": "denied"}
_TOLD |= {"PR-": "told as unlikely", "PS-": "told as perhaps not so", "CTu": "left open", "Uu": "left open"}
_NOBODY = "The report itself"
_ONES = {"side_a": "By", "side_b": "Against or of", "holders": "Held by", "confirmed_by": "Confirmed by"}


def register(app: typer.Typer) -> None:
    app.command("explain", short_help="Show the sentences behind a row, and the rule.")(explain)


def explain(
    id: Annotated[str, typer.Argument(metavar="ID", help="Of an event, control state, figure, person or claim.")],
    ledger: LedgerOption = None,
    policy: Annotated[str | None, typer.Option("--policy", help="The figure policy to explain by.")] = None,
    known_by: KnownByOption = None,
    recorded_by: RecordedByOption = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="For people or for programs.")] = "text",
) -> None:
    """Example: dateline explain ev_889f62b6

    Who said it, in which words, how it was put together, and what speaks against it. ID as tables show it,
    or whole, or as a public copy has it.
    """
    from dateline.cli.explain_events import decided_about
    from dateline.derive.decisions import decisions_of
    from dateline.derive.explain import Sources
    from dateline.derive.explain import explain as explained
    from dateline.derive.knowledge import default_world
    from dateline.products.public_ids import PublicIds
    from dateline.run.engine_views import views_of

    with open_ledger(ledger) as opened:
        note_undated(opened, known_by)
        views = views_of(opened, policy or settings_for(ledger).policy, known_by=known_by, recorded_by=recorded_by)
        documents = {d.id: d for d in opened.documents()}
        reviews = list(opened.reviews(recorded_by=recorded_by))
        sources = Sources(documents, _text_of(opened), default_world(), decisions=decisions_of(reviews))
        found = explained(_whole(id, views, PublicIds(opened.public_key())), views, sources)
    decided = decided_about(found, views, reviews)
    if format == "json":
        told = {**found.to_json(), "decisions": [asdict(row) for row in decided]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        _print(found, documents, decided)


def _whole(key: str, views: Views, public: PublicIds) -> str:
    """The id that a shortened one, or one of a public copy, stands for; ids that nothing here has are left to
    `explain` to refuse."""
    from dateline.cli.cells import ids_like

    rows: tuple[Iterable[Any], ...] = (views.control, views.figures, views.persons, views.claims)
    known = {row.id for view in rows for row in view}
    known |= {f"ev_{claim}" for claim in views.home}
    found = ids_like(key, known) or ids_like(public.private(key), known)
    if len(found) > 1:
        fail(f"{key} is short for {len(found)} ids: {', '.join(found[:5])}")
    return found[0] if found else key


def _text_of(ledger: Ledger) -> Callable[[str], str | None]:
    from dateline.errors import NotFoundError

    def text(document: str) -> str | None:
        try:
            return ledger.text(document)
        except NotFoundError:
            return None

    return text


def _print(found: Explanation, documents: Mapping[str, DocumentRow], decided: Iterable[Review]) -> None:
    from rich.console import Console

    from dateline.cli.explain_events import print_decided, print_joined

    live = sys.stdout.isatty()
    console = Console(file=sys.stdout, width=None if live else _WIDTH, highlight=False)
    marks = not live or "NO_COLOR" in os.environ or console.is_dumb_terminal
    _heading(console, found)
    _print_evidence(console, "Who says so", found.evidence, documents, marks)
    _print_evidence(console, "Who denies or disputes it", found.against, documents, marks)
    if found.contradictions:
        console.print("\nWhere they differ", style="bold")
    for line in _differences(found):
        paragraph(console, f"- {line}", 2)
    console.print("\nBy which rule", style="bold")
    for rule in found.rules:
        paragraph(console, f"- {words(rule)}", 2)
    print_joined(console, found, documents)
    print_decided(console, decided)
    console.print(f"\n{found.kind} {found.id}", style="dim", markup=False)


def _heading(console: Console, found: Explanation) -> None:
    from dateline.cli.cells import parties, toll

    console.print(_headline(found), style="bold", markup=False, soft_wrap=True)
    for name, label in _ONES.items():
        rows = [{"name": r} if isinstance(r, str) else r for r in found.answer.get(name) or ()]
        if rows:
            paragraph(console, f"{label}: {parties(rows)}", 0)
    if found.answer.get("figures") and (counts := toll(found.answer["figures"])):
        paragraph(console, f"Toll: {counts} (policy: {found.answer['figures'][0]['policy']})", 0)


def _headline(found: Explanation) -> str:
    from dateline.cli.cells import control_cells, event_cells, figure_cells, person_cells

    if found.kind == "event":
        return "{event}, {where}, {date}: {status (voices)}".format(**event_cells(found.answer))
    if found.kind == "control":
        cells = control_cells(found.answer)
        until = "still" if found.answer["to"] is None else "until {to}".format(**cells)
        return "{place}: {state} from {from}, ".format(**cells) + f"{until}: {cells['status']}"
    if found.kind == "figure":
        return "{count} {what} ({kind}), {where}, {date}".format(**figure_cells(found.answer))
    if found.kind == "person":
        return "{name}: {what is known}".format(**person_cells(found.answer))
    return words(found.headline)


def paragraph(console: Console, line: str | Text, indent: int) -> None:
    """One paragraph, wrapped under itself."""
    from rich.text import Text

    paragraph = Text(line) if isinstance(line, str) else line
    for piece in paragraph.wrap(console, max(console.width - indent, 20)):
        piece.rstrip()
        console.print(Text(" " * indent) + piece, soft_wrap=True)


def _print_evidence(
    console: Console, title: str, rows: tuple[Evidence, ...], documents: Mapping[str, DocumentRow], marks: bool
) -> None:
    """Voice by voice, each sentence once: the widest of its claims marked, then the documents that print it."""
    if not rows:
        return
    console.print(f"\n{title}", style="bold")
    voices: dict[str, dict[str, list[Evidence]]] = {}
    for row in rows:
        voices.setdefault(_voice(row), {}).setdefault(words(row.sentence or row.words), []).append(row)
    for voice, sentences in voices.items():
        paragraph(console, voice, 2)
        for passages in sentences.values():
            passages.sort(key=lambda r: (r.start - r.end, r.published or "9999"))
            paragraph(console, _sentence(passages[0], marks), 4)
            for line in dict.fromkeys(_source(row, documents) for row in passages):
                console.print(f"      {line}", style="dim", markup=False, soft_wrap=True)


def _voice(row: Evidence) -> str:
    """'spokesman > army > carried by an agency', and how it is put."""
    told = _TOLD.get(row.factuality, row.factuality)
    way = row.kind.replace("_", " ")
    return f"{_chain(row)}: {told}; {way}" + ("; a party's own word" if row.certainty == "asserted_by_party" else "")


def _chain(row: Evidence) -> str:
    names = dict.fromkeys(x for x in (row.speaker, row.organisation) if x)
    chain = [*names, *(f"carried by {c}" for c in row.carriers if c not in names)]
    return " > ".join(chain) or _NOBODY


def _source(row: Evidence, documents: Mapping[str, DocumentRow]) -> str:
    from dateline.ids import short_id

    document = documents.get(row.document)
    name = document and (document.title or near_path(document.path) or document.url)
    span = f"{row.document}:{row.start}-{row.end}"
    return "  ".join((row.published or "day unknown", words(name or ""), span, short_id(row.claim)))


def near_path(path: str | None) -> str | None:
    """A path as seen from the working folder, where it lies below it."""
    if path is None:
        return None
    here = os.path.join(os.getcwd(), "")
    return path.removeprefix(here)


def _differences(found: Explanation) -> Iterable[str]:
    """Contradictions by who contradicts whom, not by pair of claims. The report itself gives way to those it names."""
    who = {row.claim: _chain(row) for row in (*found.evidence, *found.against)}
    pairs: dict[str, dict[str, bool]] = {}
    for row in found.contradictions:
        sides = [who.get(row.one, row.one), who.get(row.two, row.two)]
        named = _NOBODY not in sides
        pairs.setdefault(f"{row.aspect.replace('_', ' ')}: {row.words}", {})[" / ".join(sorted(sides))] = named
    for aspect, told in pairs.items():
        shown = [pair for pair, named in told.items() if named] or list(told)
        yield f"{aspect} ({'; '.join(shown)})"


def _sentence(row: Evidence, marks: bool) -> Text:
    """The sentence with the claim's words in colour, or between >>> and <<< where there is none."""
    from rich.text import Text

    if row.sentence is None or row.marked is None:
        return Text(f"{words(row.words)}  (the text is gone)")
    start, end = row.marked
    before, said, after = (words(part) for part in (row.sentence[:start], row.sentence[start:end], row.sentence[end:]))
    text = Text(before + " " if before and row.sentence[start - 1].isspace() else before)
    text.append(f">>>{said}<<<" if marks else said, style="" if marks else "bold yellow")
    text.append((" " if row.sentence[end : end + 1].isspace() else "") + after)
    return text
