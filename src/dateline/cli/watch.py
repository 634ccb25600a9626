"""`dateline watch`: feeds and pages, for hours."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.output import LedgerOption, QuietOption, note, set_quiet, settings_for, warn
from dateline.cli.process import interruptible
from dateline.cli.run import AllowPrivateOption, fetcher_for, open_engine, read_options

if TYPE_CHECKING:
    from dateline.run.watch import Watch


def register(app: typer.Typer) -> None:
    app.command("watch", short_help="Watch feeds and pages, and read what is new.")(watch)


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="Which feeds and pages, and how often.")],
    rounds: Annotated[int | None, typer.Option("--rounds", min=1, help="Stop after so many rounds.")] = None,
    allow_private: AllowPrivateOption = False,
    ledger: LedgerOption = None,
    quiet: QuietOption = False,
) -> None:
    """Example: dateline watch feeds.toml --ledger war.ledger

    Ask RSS and Atom feeds, sitemaps and pages for what is new and read it, until stopped (Ctrl-C). Unchanged ones cost
    one short request, robots.txt is obeyed, a failing server is asked less and less. Stopped in any way, it goes on
    where it stopped. FEEDS.toml: [[feed]] with url, and every (minutes) or source where wanted.
    """
    from dateline.run.watch import Watch, load_feeds

    set_quiet(quiet)
    settings = settings_for(ledger)
    asked_for = load_feeds(feeds)
    with open_engine(settings) as engine, interruptible() as asked:
        watching = Watch(
            ledger=engine.ledger,
            engine=engine,
            polite=fetcher_for(settings, allow_private),
            feeds=asked_for,
            options=read_options(settings, [], None, None),
            stop=lambda: bool(asked),
        )
        try:
            _rounds(watching, rounds, asked)
        finally:
            watching.polite.close()


def _rounds(watching: Watch, rounds: int | None, asked: list[int]) -> None:
    from dateline.run.engine import Summary

    done = 0
    while not asked:
        summary = Summary()
        for outcome in watching.round():
            summary.add(outcome)
            if outcome.status == "set_aside":
                warn(f"set aside: {outcome.where}: {outcome.reason}")
        for url, problem in watching.problems.items():
            warn(f"not read: {url}: {problem}")
        done += 1
        counts = summary.counts
        note(f"Round {done}: {counts['read']:,} read, {counts['gated']:,} unparsed, {summary.claims:,} new claims.")
        if rounds is not None and done >= rounds:
            return
        until = time.monotonic() + max(watching.wait(), 1.0)
        while time.monotonic() < until and not asked:
            time.sleep(min(0.5, max(0.0, until - time.monotonic())))
