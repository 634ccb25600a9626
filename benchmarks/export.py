"""How fast claims are exported, and in how much memory: `python benchmarks/export.py 100000 1000000`.

It makes a ledger of so many claims without reading any text, and exports them as JSON Lines, each size in a process of
its own. Prints claims, seconds, rows a second of the clock and of the processor, and the peak of resident memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from dateline.ids import claim_id, text_sha256
from dateline.ledger import Entry, Ledger
from dateline.mentions import Document
from dateline.model import Attribution, Claim, PlaceRef, TimeRef

_EACH = 100
_SINGA = PlaceRef(id="geonames:366847", name="Singa", country="SD", lat=13.1, lon=33.9, precision="settlement")


def fill(path: Path, claims: int) -> None:
    """A ledger of `claims` claims, a hundred a document."""
    with Ledger(path, create=True) as ledger:
        for n in range(claims // _EACH):
            key, text = f"d{n}", f"Report {n}. " + "Fighting broke out in the town. " * _EACH
            digest = text_sha256(text)
            starts = [len(f"Report {n}. ") + 32 * i for i in range(_EACH)]
            ledger.append(
                Entry(document=Document(id=key, text=text), claims=tuple(_claim(key, digest, s) for s in starts))
            )


def _claim(key: str, digest: str, start: int) -> Claim:
    return Claim(
        id=claim_id(key, digest, "event", start, start + 31), document=key, start=start, end=start + 31,
        text="Fighting broke out in the town.", type="event", event_type="armed_clash",
        attribution=Attribution(kind="narration"), time=TimeRef(from_="2024-01-01", to="2024-01-01", granularity="day"),
        places=(_SINGA,),
        extractor="rules/1",
    )  # fmt: skip


def main() -> None:
    """Measure each size that is asked for."""
    for size in map(int, sys.argv[1:]):
        with TemporaryDirectory() as folder:
            ledger = Path(folder) / "big.ledger"
            fill(ledger, size)
            for more in ([], ["--public"]):
                line = [sys.executable, "-m", "dateline", "-q", "export", "claims", "--ledger", str(ledger), *more]
                begin = time.perf_counter()
                with open(os.devnull, "w") as sink:
                    process = subprocess.Popen(line, stdout=sink)
                    _, status, usage = os.wait4(process.pid, 0)
                took = time.perf_counter() - begin
                assert status == 0
                peak = usage.ru_maxrss / 1024
                of_clock, of_processor = size / took, size / (usage.ru_utime + usage.ru_stime)
                rates = f"{of_clock:8,.0f}/s {of_processor:8,.0f}/s of processor"
                sys.stdout.write(f"{size:>9,} claims {' '.join(more):9} {took:7.1f} s {rates} {peak:6.0f} MiB\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
