"""Times the readers alone, without any claim; see docs/method/reading.md.

    python benchmarks/reading.py kinds --folder tmp     # documents and megabytes a second of each kind of file
    python benchmarks/reading.py growth --folder tmp    # cost a document and peak memory as documents grow

The documents are the saved pages of tests/pages, copied with a number in each, so that no two have the same bytes;
`heavy` are the same pages with the scripts and menus of a large site around them. Files are written and read in
processes of their own, so that each reading has a peak memory of its own. Seconds are of the clock, since PDFs are
read in a child process; its memory stands beside that of the reader.
"""

from __future__ import annotations

import argparse
import json
import os
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
from dateline.read.cell import shared

PAGES = Path(__file__).parents[1] / "tests" / "pages" / "files"
COUNTS = {"html": 1000, "heavy": 300, "pdf": 200, "txt": 5000, "eml": 2000}
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


def heavy_pages() -> Iterator[bytes]:
    """Some 120 kB a page, as large sites send them."""
    script = b"<script>" + b"window.q=window.q||[];q.push({slot:'side',size:[300,250]});" * 1200 + b"</script></head>"
    menu = b"".join(b"<li class='item'><a href='/section/%d'>Section %d</a></li>" % (i, i) for i in range(800))
    for page in numbered_pages():
        body = page.find(b">", page.lower().find(b"<body")) + 1
        yield page[:body].replace(b"</head>", script) + b"<nav><ul>" + menu + b"</ul></nav>" + page[body:]


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
    "heavy": heavy_pages,
    "pdf": numbered_pdfs,
    "txt": numbered_texts,
    "eml": numbered_mails,
}


def write(path: Path, kind: str, count: int) -> None:
    """One file of JSON Lines, or a folder with a thousand files a subfolder."""
    contents = enumerate(islice(MAKERS[kind](), count))
    if path.suffix == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({"text": text.decode()}) + "\n" for _, text in contents)
        return
    rmtree(path, ignore_errors=True)
    suffix = "html" if kind == "heavy" else kind
    for number, content in contents:
        file_path = path / f"{number // 1000:04}" / f"{number % 1000:03}.{suffix}"
        file_path.parent.mkdir(parents=True, exist_ok=True)
        file_path.write_bytes(content)


def size_of(folder: Path) -> int:
    """The bytes of all files under a folder. `Path.rglob` would remember each of them."""
    return sum(os.stat(os.path.join(at, name)).st_size for at, _, names in os.walk(folder) for name in names)


def measured(path: Path) -> dict[str, object]:
    """Reads everything once. A first document is read before, so that libraries are loaded."""
    size = path.stat().st_size if path.is_file() else size_of(path)
    next(iter(read_paths([path], ReadOptions())))
    begin, count, pdf_pages = time.perf_counter(), 0, 0
    for item in read_paths([path], ReadOptions()):
        count += item.set_aside is None
        starts = item.document.extra.get("pages")
        pdf_pages += len(starts) if isinstance(starts, list) else 0
    took = time.perf_counter() - begin
    shared().close()
    return {
        "documents": count,
        "seconds": round(took, 2),
        "ms_a_document": round(1000 * took / count, 3),
        "documents_a_second": round(count / took, 1),
        "pdf_pages_a_second": round(pdf_pages / took, 1),
        "megabytes_a_second": round(size / took / 1e6, 3),
        "peak_megabytes": peak_megabytes(resource.RUSAGE_SELF),
        "peak_megabytes_child": peak_megabytes(resource.RUSAGE_CHILDREN),
    }


def peak_megabytes(who: int) -> int:
    """The most memory that this process or one of its children that have ended held. Linux: KiB, macOS: bytes."""
    peak = resource.getrusage(who).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("kinds", "growth"))
    parser.add_argument("--folder", type=Path, default=Path("bench-reading"), help="where the files are made")
    parser.add_argument("--job", nargs=4, metavar=("PHASE", "PATH", "KIND", "COUNT"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        phase, path, kind, count = asked.job
        if phase == "write":
            write(Path(path), kind, int(count))
        else:
            sys.stdout.write(json.dumps({"read": Path(path).name} | measured(Path(path))) + "\n")
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    jobs = [(kind, kind, count) for kind, count in COUNTS.items()]
    if asked.what == "growth":
        jobs = [(name, "txt", n) for n in GROWTH for name in (f"txt-{n}", f"lines-{n}.jsonl")]
    for name, kind, count in jobs:
        for phase in ("write", "read"):
            job = [phase, str(asked.folder / name), kind, str(count)]
            subprocess.run([sys.executable, __file__, asked.what, "--job", *job], check=True)


if __name__ == "__main__":
    main()
