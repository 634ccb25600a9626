"""Times Dateline's reading against spaCy's own `nlp.pipe` on the same texts, in one process, and prints peak memory.

    python benchmarks/speed.py REPORTS.csv --map text=article_content --map published=date --limit 300

Both are warmed up on the first text and then timed in turn on batches of ten, spaCy with a batch in one `pipe`, so
that load from elsewhere on the machine falls on both alike. Seconds are of the processor (`time.process_time`); see
docs/method/speed.md.

    python benchmarks/speed.py REPORTS.csv --map text=article_content --commands --workers 1 --workers 2

Times whole commands by the clock on the wall, one after the other: `dateline annotate` with so many processes, its
start and its output included, against `nlp.pipe` over the same texts in one process, without its start.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from dateline.mentions import Document
from dateline.read import ReadOptions, mapping_from, read_paths
from dateline.run.gate import load_gate
from dateline.run.pipeline import load_resources, read_document
from dateline.text.parse import load

BATCH = 10


@dataclass
class Watch:
    """Seconds of processor time, one entry a piece of work."""

    seconds: list[float] = field(default_factory=list)

    def time(self, work: Callable[[], object]) -> None:
        begin = time.process_time()
        work()
        self.seconds.append(time.process_time() - begin)


def documents(paths: list[str], maps: list[str], limit: int | None) -> list[Document]:
    """The readable documents of the paths, each text once."""
    found: dict[str, Document] = {}
    for item in read_paths(paths, ReadOptions(mapping=mapping_from(maps))):
        if item.set_aside is None:
            found.setdefault(item.document.text, item.document)
        if len(found) == limit:
            break
    return list(found.values())


def measure(rows: list[Document], extractor: str) -> dict[str, float]:
    """Seconds, ratio, documents a second, the slowest document against the median (a character), peak megabytes."""
    resources, nlp, gate = load_resources(extractor=extractor), load(), load_gate()
    list(nlp.pipe([rows[0].text]))
    read_document(rows[0], resources)
    gated, parsed, read = Watch(), Watch(), Watch()
    for first in range(0, len(rows), BATCH):
        batch = rows[first : first + BATCH]
        texts = [d.text for d in batch]
        parsed.time(lambda texts=texts: sum(1 for _ in nlp.pipe(texts)))  # type: ignore[misc]
        for document in batch:
            gated.time(lambda d=document: gate.passes(d))  # type: ignore[misc]
            read.time(lambda d=document: read_document(d, resources))  # type: ignore[misc]
    pace = [s / len(d.text) for s, d in zip(read.seconds, rows, strict=True)]
    total = sum(read.seconds)
    return {
        "documents": len(rows),
        "characters": sum(len(d.text) for d in rows),
        "spacy_seconds": round(sum(parsed.seconds), 1),
        "dateline_seconds": round(total, 1),
        "ratio": round(total / sum(parsed.seconds), 2),
        "documents_a_second": round(len(rows) / total, 2),
        "slowest_to_median": round(max(pace) / median(pace), 1),
        "gate_milliseconds": round(1000 * sum(gated.seconds), 1),
        "peak_megabytes": peak_megabytes(),
    }


def commands(rows: list[Document], extractors: list[str], workers: list[int]) -> dict[str, float]:
    """Documents a second by the wall clock of each command, and of spaCy's pipe in this process before and after it.

    A ratio is to the mean of these two, so that load from elsewhere falls on both; seconds of the processor beside.
    """
    nlp = load()
    texts = [d.text for d in rows]
    list(nlp.pipe(texts[:1]))
    before, spent = _timed(lambda: sum(1 for _ in nlp.pipe(texts)))
    found: dict[str, float] = {"cores": os.cpu_count() or 1, "documents": len(rows)}
    found |= {"spacy a second": round(len(rows) / before, 2), "spacy processor seconds": round(spent, 1)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        path.write_text("".join(json.dumps({"id": d.id, "text": d.text}) + "\n" for d in rows))
        for extractor, number in itertools.product(extractors, workers):
            words = ["annotate", str(path), "--extractor", extractor, "--workers", str(number)]
            command = [sys.executable, "-m", "dateline", *words]
            wall, spent = _timed(lambda command=command: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))  # type: ignore[misc]
            after, _ = _timed(lambda: sum(1 for _ in nlp.pipe(texts)))
            name = f"{extractor}, workers {number}"
            found[f"{name}, a second"] = round(len(rows) / wall, 2)
            found[f"{name}, times spacy"] = round((before + after) / 2 / wall, 2)
            found[f"{name}, processor s"] = round(spent, 1)
            before = after
    return found


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the wall clock, and seconds of the processor that this process and those that it waited for took."""
    begin, spent = time.perf_counter(), sum(os.times()[:4])
    work()
    return time.perf_counter() - begin, sum(os.times()[:4]) - spent


def peak_megabytes() -> int:
    """The most memory that this process has held. Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="CSV, JSONL or text files, or folders")
    parser.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN")
    parser.add_argument("--extractor", default="both", choices=("both", "rules", "learned"))
    parser.add_argument("--limit", type=int, default=None, help="at most so many documents")
    parser.add_argument("--commands", action="store_true", help="whole commands by the wall clock, rules and both")
    parser.add_argument("--workers", action="append", type=int, default=[], help="with --commands; default 1 and 0")
    asked = parser.parse_args()
    rows = documents(asked.paths, asked.map, asked.limit)
    if not rows:
        parser.error("nothing to read")
    if asked.commands:
        found = commands(rows, ["rules", "both"], asked.workers or [1, 0])
    else:
        found = measure(rows, asked.extractor)
    for name, value in found.items():
        sys.stdout.write(f"{name:32} {value:>12,}\n")


if __name__ == "__main__":
    main()
