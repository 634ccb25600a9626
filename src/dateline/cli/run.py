"""`dateline run`: read documents into the ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.output import LedgerOption, QuietOption, is_quiet, note, set_quiet, settings_for, warn
from dateline.cli.process import interruptible, own_stdin

if TYPE_CHECKING:
    from dateline.mentions import Document
    from dateline.read import Item, ReadOptions
    from dateline.read.polite import Polite
    from dateline.run.engine import Engine, Outcome, Summary
    from dateline.settings import Settings

PathsArgument = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Files, folders, globs, addresses, or - for standard input.")
]
AllowPrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Fetch also from this machine and its networks.")
]
MapOption = Annotated[
    list[str], typer.Option("--map", metavar="FIELD=COLUMN", help="Which column of a table is the text, id, title, ...")
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=0, help="How many processes read; 0 is one a core, at most 8."),
]


def register(app: typer.Typer) -> None:
    app.command("run", short_help="Read documents into the ledger.")(run)


def run(
    paths: PathsArgument,
    ledger: LedgerOption = None,
    map: MapOption = [],  # noqa: B006 - typer copies it
    no_gate: Annotated[bool, typer.Option("--no-gate", help="Parse also what is not about conflict.")] = False,
    source: Annotated[str | None, typer.Option("--source", help="Publisher of documents that name none.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DAY", help="Publication day of documents that bring none.")
    ] = None,
    remember: Annotated[
        bool, typer.Option("--remember", help="Keep the columns of this run in dateline.toml for the next ones.")
    ] = False,
    allow_private: AllowPrivateOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be read; store nothing.")] = False,
    workers: WorkersOption = None,
    quiet: QuietOption = False,
) -> None:
    """Example: dateline run reports/ bulletin.txt --ledger war.ledger

    Read documents, extract their claims and store them. Documents already read are left alone; what cannot be read
    is set aside with the reason (exit status 1). What is not about conflict by its words is stored, but not parsed.
    Cut off, it goes on where it stopped when repeated.

    Reads .txt .md .html .pdf .docx .eml .mbox .csv .tsv .xlsx .jsonl .json .parquet .warc and what lies in .zip and
    .tar.gz. Tables: the columns id, text, title, published, source, url are known, others are taken where their names
    are obvious, and shown; --map text=article_content says otherwise, --remember keeps it in dateline.toml.
    """
    from dateline.read import read_paths

    set_quiet(quiet)
    settings = settings_for(ledger, gate=False if no_gate else None, workers=workers)
    found: dict[str, str] = {}
    options = read_options(settings, map, source, published)
    fetcher = fetcher_for(settings, allow_private)
    items = _with_columns(_closing(fetcher, read_paths(paths, options, stdin=own_stdin(), fetcher=fetcher)), found)
    if dry_run:
        _dry_run(items, settings)
        return
    summary = run_items(items, settings)
    if remember:
        _remember({**settings.columns, **found, **_pairs(map)})
    finish(summary, settings)


def finish(summary: Summary, settings: Settings) -> None:
    """Say what became of the documents and end with the status that it means."""
    _report(summary, settings)
    if summary.interrupted:
        raise typer.Exit(130)
    if summary.set_aside:
        raise typer.Exit(1)


def _closing(fetcher: Polite, items: Iterable[Item]) -> Iterator[Item]:
    """The items; the connections are closed after the last one."""
    try:
        yield from items
    finally:
        fetcher.close()


def _with_columns(items: Iterable[Item], found: dict[str, str]) -> Iterator[Item]:
    """The items; columns that were guessed are said once for each table, and collected."""
    from dateline.read.columns import GUESSED

    said: set[str] = set()
    for item in items:
        for issue in item.issues:
            if issue.code == GUESSED and str(issue.facts["where"]) not in said:
                said.add(str(issue.facts["where"]))
                note(f"{issue.facts['where']}: {issue.message}")
                found.update(_pairs(str(issue.facts["columns"]).split("\t")))
        yield item


def _pairs(words: Iterable[str]) -> dict[str, str]:
    """`field=column` words as a mapping."""
    return {field: column for field, _, column in (word.partition("=") for word in words)}


def _remember(columns: dict[str, str]) -> None:
    from dateline.settings import remember_columns

    if columns:
        note(f"Kept in {remember_columns(columns)}: {', '.join(f'{f} = {c}' for f, c in columns.items())}")


def fetcher_for(settings: Settings, allow_private: bool) -> Polite:
    """What fetches addresses, with the limits of the settings."""
    from dateline.read.polite import Polite
    from dateline.read.transport import Transport

    transport = Transport(allow_private=allow_private, max_bytes=settings.max_fetch_bytes)
    return Polite(transport, delay=settings.host_seconds)


def read_options(settings: Settings, map: list[str], source: str | None, published: str | None) -> ReadOptions:
    """The readers' options from the command line's. Raises ConfigError."""
    from dateline.ledger.clock import day
    from dateline.read import ReadOptions, mapping_from

    return ReadOptions(
        mapping=mapping_from(map),
        remembered=settings.columns,
        source=source,
        published=date.fromisoformat(day(published)) if published else None,
        max_chars=settings.max_document_chars,
    )


def run_items(items: Iterable[Item], settings: Settings, *, again: bool = False) -> Summary:
    """Read items into the ledger of the settings. `again`: also those that were set aside before, for good."""
    from dateline.run.engine import Summary

    items = _begun(items)
    summary = Summary()
    with open_engine(settings, again=again, spread=True) as engine:
        _drive(engine, items, summary)
    return summary


@contextmanager
def open_engine(settings: Settings, *, again: bool = False, spread: bool = False) -> Iterator[Engine]:
    """The engine that reads into the ledger of the settings, with all that reading needs.

    `spread`: several processes read, as many as the settings say, and this one stores.
    """
    from dateline.know.gazetteer_supplement import supplement_in_use
    from dateline.ledger import Ledger
    from dateline.run.engine import Engine, Reading
    from dateline.run.gate import load_gate
    from dateline.run.naming import names_at
    from dateline.run.pipeline import load_resources, read_document
    from dateline.run.pool import Pool
    from dateline.run.spread import READER, Needs, Spread, workers_of

    supplement = supplement_in_use(settings.gazetteer_supplement)
    names = names_at(settings.ledger)
    resources = load_resources(settings.gazetteer, supplement, settings.extractor, names)
    workers = workers_of(settings.workers) if spread else 1

    def read(document: Document) -> Reading:
        return read_document(document, resources)

    with (
        Ledger(settings.ledger, create=True, busy_seconds=settings.busy_seconds) as ledger,
        Pool(workers, READER, Needs(settings.gazetteer, supplement, settings.extractor, names=names)) as pool,
    ):
        ledger.scrub()
        engine = Engine(
            ledger=ledger,
            read=read,
            resources=resources.version,
            keep_evidence=settings.keep_evidence,
            gate=load_gate() if settings.gate else None,
            again=again,
            parts=resources.parts,
            names=names,
        )
        if workers == 1:
            yield engine
            return
        readers = Spread(pool, read, workers)
        yield replace(engine, read=readers.read, ahead=readers.ahead)


def _begun(items: Iterable[Item]) -> Iterator[Item]:
    """The items, the first one taken: a path that is not there is said before a ledger is made or a model loaded."""
    iterator = iter(items)
    first = next(iterator, None)

    def rest() -> Iterator[Item]:
        if first is not None:
            yield first
            yield from iterator

    return rest()


def _drive(engine: Engine, items: Iterable[Item], summary: Summary) -> None:
    with interruptible() as asked, _progress() as advance:
        for outcome in engine.outcomes(items, stop=lambda: bool(asked)):
            summary.add(outcome)
            advance(outcome)
        if not asked:
            settled = list(engine.settle_dates())
            if settled:
                note(f"{len(settled):,} read anew: how their publishers write dates is known now")
        summary.interrupted = bool(asked)


class _Silent:
    def __call__(self, outcome: Outcome) -> None: ...


class _Bar:
    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self.bar = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(stderr=True)
        )
        self.task = self.bar.add_task("reading", total=None)
        self.documents = self.claims = 0

    def __call__(self, outcome: Outcome) -> None:
        self.documents += 1
        self.claims += outcome.claims
        where = outcome.where.replace("[", "(")[-50:]
        self.bar.update(self.task, description=f"{self.documents:,} documents, {self.claims:,} claims  {where}")


@contextmanager
def _progress() -> Iterator[_Bar | _Silent]:
    if is_quiet() or not sys.stderr.isatty():
        yield _Silent()
        return
    bar = _Bar()
    with bar.bar:
        yield bar


def _report(summary: Summary, settings: Settings) -> None:
    from dateline.settings import load_settings

    counts = summary.counts
    for outcome in summary.set_aside:
        warn(f"set aside: {outcome.where}: {outcome.reason}")
    parts = [f"{counts['read']:,} read", f"{counts['unchanged']:,} unchanged", f"{counts['set_aside']:,} set aside"]
    if counts["gated"]:
        parts.insert(1, f"{counts['gated']:,} not about conflict and left unparsed")
    if counts["redacted"]:
        parts.append(f"{counts['redacted']:,} redacted before and left alone")
    documents = "1 document" if summary.total == 1 else f"{summary.total:,} documents"
    claims = "1 new claim" if summary.claims == 1 else f"{summary.claims:,} new claims"
    note(f"{documents}: {', '.join(parts)}. {claims} in {settings.ledger}.")
    if summary.interrupted:
        note("Interrupted: run the same command again to go on.")
    elif summary.total == 0:
        note("Nothing was found to read.")
    elif counts["read"]:
        named = settings.ledger == load_settings().ledger
        shown = "" if named else f" --ledger {settings.ledger}"
        note(f"Next: dateline events{shown}   (also: control, figures, persons, claims, explain ID)")


def _dry_run(items: Iterable[Item], settings: Settings) -> None:
    """What a run would do with each document, on standard output."""
    from dateline.cli.output import emit
    from dateline.ids import text_sha256
    from dateline.ledger import Ledger

    ledger = Ledger(settings.ledger) if settings.ledger.exists() else None
    try:

        def row(item: Item) -> dict[str, str | None]:
            known = ledger.known(item.document.id) if ledger else None
            same = known is not None and known.text_sha256 == text_sha256(item.document.text)
            would = "set aside" if item.set_aside else "leave alone, if nothing else has changed" if same else "read"
            return {"id": item.document.id, "where": item.where, "would": would, "reason": item.set_aside}

        emit((row(item) for item in items), columns=("id", "where", "would", "reason"))
    finally:
        if ledger is not None:
            ledger.close()
    note("Nothing was stored (--dry-run).")
