"""How fast the desk answers: a made-up war of 1, 10 and 100 thousand events, the same at every run.

    python benchmarks/desk.py 1000 10000 100000

The reports are put into the ledger by its own functions and the views are made as the desk makes them. Then a desk is
opened as `dateline desk` opens it and asked over HTTP, one request after the other: half and 95 in 100 of the answers of
each kind are as fast or faster. A headless Chromium says when it paints first and when the map is drawn. A claim is
decided, and the views are brought up after it. Last a ledger without views is opened: the page must paint meanwhile.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from dateline.ids import claim_id, text_sha256
from dateline.ledger import Entry, Ledger
from dateline.mentions import Document
from dateline.model import Claim

_FIRST = date(2016, 1, 1)
_TOWNS, _A_DAY = 2_700, 30
_LEAVES = (
    "air_drone_strike",
    "shelling_missile",
    "armed_clash",
    "attack_on_civilians",
    "ied_mine_uxo",
    "territory_captured",
)
_ARMED = ("SYR_GOV_FORCES", "ISLAMIC_STATE", "SDF", "HTS")
_WORDS = (
    "forces town strike shells market road hospital fighters army people killed wounded monitor agency spokesman east"
    " north convoy bridge river village camp district morning night residents rescue wave clashes advance front line"
    " control entered left bomb blast factory school house families aid truck border gate hill airport base outskirts"
).split()
#: Requests of each kind.
_TIMES = 20


class War:
    """Event n happens in one town on one day; the report of event n tells of it and of one that another report told."""

    def __init__(self, seed: int = 11) -> None:
        rng = random.Random(seed)
        self.seed = seed
        self.towns = [(32.5 + 4.5 * rng.random(), 36.0 + 6 * rng.random()) for _ in range(_TOWNS)]
        self.weights = [1 / (n + 4) for n in range(_TOWNS)]

    def event(self, n: int) -> dict[str, Any]:
        rng = random.Random(f"{self.seed} {n}")
        town = rng.choices(range(_TOWNS), self.weights)[0] if n % 3 else rng.randrange(_TOWNS)
        lat, lon = self.towns[town]
        day = (_FIRST + timedelta(days=n // _A_DAY)).isoformat()
        one, two = rng.sample(_ARMED, 2)
        leaf = rng.choice(_LEAVES)
        taken = leaf == "territory_captured"
        roles = ("controller_new", "controller_old") if taken else ("attacker", "target")
        place = {"id": f"test:{town}", "name": f"Town {town}", "country": "SY", "adm1": f"Province {town % 12}",
                 "lat": round(lat, 4), "lon": round(lon, 4), "precision": "settlement", "radius_km": 3.0}  # fmt: skip
        effect = {"holders_after": [one], "holders_before": [two], "state": "held", "extent": "full"}
        return {
            "event_type": leaf, "places": [place], "control": effect if taken else None,
            "time": {"from": day, "to": day, "granularity": "day", "basis": "explicit"},
            "actors": [{"role": r, "id": a, "name": a} for r, a in zip(roles, (one, two), strict=True)],
            "killed": rng.choice((0, 1, 2, 3, 5, 8, 13, 30)),
        }  # fmt: skip

    def report(self, n: int) -> Entry:
        rng = random.Random(f"{self.seed} report {n}")
        told = [self.event(n)] + ([self.event(max(n - rng.randint(1, 20), 0))] if n % 4 == 0 else [])
        if n % 25 == 0:
            told.append({**self.event(max(n - rng.randint(1, 20), 0)), "factuality": "CT-"})
        text, rows = "", []
        by = f"Source {min(int(rng.paretovariate(0.7)), 60)}"
        source = {"role": "organisation", "id": f"test:{by}", "name": by, "group": by}
        for it in told:
            start = len(text)
            text += " ".join(rng.choices(_WORDS, k=rng.randint(12, 24))).capitalize() + f" {rng.randrange(10**6)}. "
            killed = it.pop("killed")
            base = {**it, "attribution": {"kind": "indirect_speech", "sources": [source]}}
            rows.append({**base, "type": "event", "start": start, "end": len(text) - 1})
            if killed and it.get("factuality") != "CT-":
                figure = {"measure": "killed", "best": killed, "kind": "incident"}
                rows.append(
                    {**base, "control": None, "figure": figure, "type": "figure", "start": start, "end": len(text) - 2}
                )
        key, hashed = f"r{n:07d}", text_sha256(text)
        claims = tuple(
            Claim.model_validate({
                **row, "id": claim_id(key, hashed, row["type"], row["start"], row["end"]), "document": key,
                "text": text[row["start"] : row["end"]], "extractor": "made/1", "confidence": 0.7 + 0.2 * rng.random(),
            })
            for row in rows
        )  # fmt: skip
        published = _FIRST + timedelta(days=n // _A_DAY + 1)
        document = Document(
            id=key, text=text, published=published, title=f"Report {n}", source=f"outlet {rng.randrange(40)}"
        )
        return Entry(document=document, claims=claims, resources="made/1")


def fill(path: Path, events: int) -> None:
    """A ledger of so many events, without views."""
    war = War()
    with Ledger(path, create=True) as ledger:
        for first in range(0, events, 2_000):
            with ledger.deciding():
                for n in range(first, min(first + 2_000, events)):
                    ledger.append(war.report(n))


@contextmanager
def served(path: Path) -> Iterator[str]:
    """A desk in a process of its own; its address."""
    line = [
        sys.executable,
        "-m",
        "dateline",
        "desk",
        "--ledger",
        str(path),
        "--port",
        "0",
        "--no-browser",
        "--by",
        "ana",
    ]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stderr.readline())
        assert address is not None
        try:
            yield address[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def asked(client: httpx.Client, path: str) -> Any:
    answer = client.get(f"/api/v1{path}")
    answer.raise_for_status()
    return answer.json()


def kinds(client: httpx.Client, events: int) -> dict[str, list[str]]:
    """Addresses of each kind, others at each request where that matters."""
    rng = random.Random(3)
    page = asked(client, "/events?limit=200")["items"]
    some = [rng.choice(page) for _ in range(_TIMES)]
    documents = [f"r{rng.randrange(events):07d}" for _ in range(_TIMES)]
    days = [(_FIRST + timedelta(days=rng.randrange(max(events // _A_DAY, 1)))).isoformat() for _ in range(_TIMES)]
    deep = asked(client, "/events?limit=500")["next"] or ""
    return {
        "home": ["/home"], "events": ["/events"], "events, a later page": [f"/events?cursor={deep}" if deep else "/events"],
        "events of an actor in a place": [f"/events?actor=SDF&place=Province%20{n % 12}" for n in range(_TIMES)],
        "events within 20 km": [f"/events?place={e['place']['lat']},{e['place']['lon']}&within=20" for e in some],
        "events between days": [f"/events?from={d}&to=2030-01-01&status=contested" for d in days],
        "event": [f"/events/{e['id']}" for e in some], "claim": [f"/claims/{e['claims'][0]}" for e in some],
        "document": [f"/documents/{d}" for d in documents], "documents": ["/documents"],
        "documents by words": [f"/documents?q=report%20{n}7" for n in range(_TIMES)],
        "claims": ["/claims"], "claims of a type": ["/claims?event_type=armed_clash"],
        "control": ["/control"], "control on a day": [f"/control?as_of={d}" for d in days], "figures": ["/figures"],
        "place": [f"/places/{quote(e['place']['id'])}" for e in some], "persons": ["/persons"],
        "queue": ["/queue"], "suggestions": ["/suggestions"], "reviews": ["/reviews"],
        "map, all": ["/map"], "map, a box on a day": [f"/map?box=36,33,39,36&zoom=8&day={d}&window=31" for d in days],
        "gazetteer": ["/gazetteer?q=Aleppo"], "actors": ["/actors?q=army"], "making": ["/making"],
    }  # fmt: skip


def answers(address: str, events: int) -> dict[str, tuple[float, float]]:
    """Median and 95 in 100 of the milliseconds of each kind of request."""
    found = {}
    with httpx.Client(base_url=address, timeout=600) as client:
        while not asked(client, "/making")["ready"]:
            time.sleep(0.2)
        while asked(client, "/home")["changes"] is None and not asked(client, "/home")["too_many"]:
            time.sleep(0.2)
        for kind, paths in kinds(client, events).items():
            taken = []
            for n in range(_TIMES):
                at = time.perf_counter()
                asked(client, paths[n % len(paths)])
                taken.append(1000 * (time.perf_counter() - at))
            found[kind] = statistics.median(taken), sorted(taken)[int(0.95 * _TIMES) - 1]
    return found


def painted(address: str, paths: tuple[str, ...]) -> dict[str, tuple[float, float | None]]:
    """Milliseconds to the first paint of some pages, and to the drawn map where there is one: the median of three."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from browser import browser

    found = {}
    with browser("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader") as opened:
        for path in paths:
            paints, maps = [], []
            for _ in range(3):
                page = opened.new_page(viewport={"width": 1440, "height": 900})
                page.goto(address + path, wait_until="load", timeout=120_000)
                while not (paint := page.evaluate("performance.getEntriesByType('paint').map((p) => p.startTime)")):
                    time.sleep(0.02)
                paints.append(paint[0])
                if path.startswith("/map"):
                    page.wait_for_selector("#map[data-drawn]", timeout=120_000)
                    maps.append(float(page.get_attribute("#map", "data-drawn") or "nan"))
                page.close()
            found[path] = statistics.median(paints), statistics.median(maps) if maps else None
    return found


def decided(address: str) -> tuple[float, float]:
    """Seconds that storing a decision takes, and until the views are of it."""
    with httpx.Client(base_url=address, timeout=600) as client:
        item = asked(client, "/queue")["items"][0]
        body = {"action": "accept", "claim": item["claim"]["id"], "version": item["version"], "reason": "measured"}
        at = time.perf_counter()
        client.post("/api/v1/reviews", json=body, headers={"x-dateline": "desk"}).raise_for_status()
        stored = time.perf_counter() - at
        while not asked(client, "/making")["ready"]:
            time.sleep(0.05)
        return stored, time.perf_counter() - at


def measure(events: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, bare = Path(folder) / "war.ledger", Path(folder) / "bare.ledger"
        at = time.perf_counter()
        fill(path, events)
        say(f"{events:>8,} reports stored in {time.perf_counter() - at:.1f} s, {path.stat().st_size >> 20} MB")
        shutil.copy(path, bare)
        with served(bare) as address:
            for page, (paint, _) in painted(address, ("/", "/events")).items():
                say(f"   {page:<34} first paint {paint:7.0f} ms, while the views are being made for the first time")
            at = time.perf_counter()
            with httpx.Client(base_url=address, timeout=600) as client:
                while not asked(client, "/making")["ready"]:
                    time.sleep(0.5)
                total = asked(client, "/events?limit=1")["total"]
            say(
                f"   views of {total:,} events made after another {time.perf_counter() - at:.1f} s, {bare.stat().st_size >> 20} MB"
            )
        with served(bare) as address:
            for page, (paint, drawn) in painted(address, ("/", "/queue", "/events", "/documents", "/map")).items():
                say(f"   {page:<34} first paint {paint:7.0f} ms" + (f", map drawn {drawn:7.0f} ms" if drawn else ""))
            for kind, (half, most) in answers(address, events).items():
                say(f"   GET {kind:<30} p50 {half:7.1f} ms   p95 {most:7.1f} ms")
            stored, known = decided(address)
            say(f"   a decision is stored in {1000 * stored:.0f} ms, in the views after {known:.1f} s")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    for size in given.parse_args().sizes:
        measure(size)
