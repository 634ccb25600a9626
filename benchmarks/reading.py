"""Times the readers alone, without any claim; see docs/method/reading.md.

    python benchmarks/reading.py kinds --folder tmp                  # documents and megabytes a second of each kind of file
    python benchmarks/reading.py growth --folder tmp                 # cost a document and memory as documents grow

The documents are the saved pages of tests/pages, copied with a number in each, so that no two have the same bytes. Each
row is measured in a process of its own. Seconds are of the clock, since PDFs are read in a child process; so is memory
the larger of the two processes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from itertools import cycle, islice
from pathlib import Path
from shutil import rmtree

from dateline.read import ReadOptions, read_paths

PAGES = Path(__file__).parents[1] / "tests" / "pages" / "files"
COUNTS = {"html": 1000, "pdf": 200, "txt": 5000, "eml": 2000}
GROWTH = (1_000, 10_000, 100_000)


def pages() -> list[bytes]:
    """The saved pages that hold one article."""
    return [p.read_bytes() for p in sorted(PAGES.glob("*.html")) if b"charset" in p.read_bytes()]


def texts() -> list[str]:
    """What the readers make of these pages."""
    return [i.document.text for i in read_paths([PAGES], ReadOptions()) if i.document.text]


def numbered_pages() -> Iterator[bytes]:
    for number, page in enumerate(cycle(pages())):
        yield page.replace(b"<p", b"<p>Report %d of the day.</p><p" % number, 1)


def numbered_pdfs() -> Iterator[bytes]:
    """A comment after the last line of a PDF changes its bytes and nothing else."""
    files = [p.read_bytes() for p in sorted(PAGES.glob("*.pdf")) if not p.name.startswith("scan")]
    for number, file in enumerate(cycle(files)):
        yield file + b"%% %d\n" % number


def numbered_texts() -> Iterator[bytes]:
    for number, text in enumerate(cycle(texts())):
        yield f"{text}\n\nThis was report {number} of the day.\n".encode()


def numbered_mails() -> Iterator[bytes]:
    for number, text in enumerate(cycle(texts())):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "Press office <press@office.example>", f"Report {number}"
        mail["Date"] = "Tue, 12 Mar 2024 23:30:00 +0300"
        mail.set_content(text)
        yield mail.as_bytes()


MAKERS: dict[str, Callable[[], Iterator[bytes]]] = {
    "html": numbered_pages,
    "pdf": numbered_pdfs,
    "txt": numbered_texts,
    "eml": numbered_mails,
}


def written(folder: Path, kind: str, count: int) -> int:
    """Fills a folder, a thousand files a subfolder; the bytes written."""
    rmtree(folder, ignore_errors=True)
    total = 0
    for number, content in enumerate(islice(MAKERS[kind](), count)):
        path = folder / f"{number // 1000:04}" / f"{number % 1000:03}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        total += path.write_bytes(content)
    return total


def written_lines(path: Path, count: int) -> int:
    """One file of JSON Lines; the bytes written."""
    with path.open("wb") as file:
        rows = (json.dumps({"text": text.decode()}) for text in islice(numbered_texts(), count))
        return sum(file.write(row.encode() + b"\n") for row in rows)


def measured(path: Path, size: int) -> dict[str, object]:
    """Reads everything once. A first document is read before, so that libraries are loaded."""
    next(iter(read_paths([next(p for p in path.rglob("*.*")) if path.is_dir() else path], ReadOptions())))
    begin, count, pdf_pages = time.perf_counter(), 0, 0
    for item in read_paths([path], ReadOptions()):
        count += item.set_aside is None
        starts = item.document.extra.get("pages")
        pdf_pages += len(starts) if isinstance(starts, list) else 0
    took = time.perf_counter() - begin
    return {
        "documents": count,
        "seconds": round(took, 2),
        "ms_a_document": round(1000 * took / count, 3),
        "documents_a_second": round(count / took, 1),
        "pdf_pages_a_second": round(pdf_pages / took, 1),
        "megabytes_a_second": round(size / took / 1e6, 3),
        "peak_megabytes": peak_megabytes(),
    }


def peak_megabytes() -> int:
    """The most memory that this process or a child that has ended held. Linux counts in KiB, macOS in bytes."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(w).ru_maxrss for w in who)
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("kinds", "growth"))
    parser.add_argument("--folder", type=Path, default=Path("bench-reading"), help="where the files are made")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        sys.stdout.write(json.dumps({"read": asked.read.name} | measured(asked.read, asked.size)) + "\n")
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    jobs: list[tuple[Path, int]] = []
    if asked.what == "kinds":
        jobs = [(asked.folder / kind, written(asked.folder / kind, kind, n)) for kind, n in COUNTS.items()]
    else:
        for count in GROWTH:
            tree, lines = asked.folder / f"txt-{count}", asked.folder / f"lines-{count}.jsonl"
            jobs += [(tree, written(tree, "txt", count)), (lines, written_lines(lines, count))]
    for path, size in jobs:
        command = [sys.executable, __file__, asked.what, "--read", str(path), "--size", str(size)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
