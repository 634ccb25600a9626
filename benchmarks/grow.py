"""How the cost of the views grows: a made-up war told by made-up reports, at growing numbers of claims.

    python benchmarks/grow.py 1000 10000 100000        deriving all views, by part
    python benchmarks/grow.py --add 500 100000         500 documents more: to an empty ledger, then to a full one

Each size runs in a process of its own. A day brings some 40 reports of about 15 claims, a quarter of them copies; the
towns are named as unequally as those of a war, so that places and days overlap as there. Seconds are of the processor.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from itertools import accumulate
from pathlib import Path
from typing import Any

from dateline.ids import claim_id, text_sha256
from dateline.ledger import Entry, Ledger
from dateline.mentions import Document
from dateline.model import Claim, DocumentRow

_FIRST_DAY = date(2016, 1, 1)
_REPORTS_A_DAY = 40
_INCIDENTS_A_DAY = 30
#: As many places as UCDP GED 19.1 has of Syria, told of as unequally: the first ten have a fifth of all events there.
_TOWNS = 2_700
_UP_TO = list(accumulate(1 / (rank + 3) for rank in range(1, _TOWNS + 1)))
#: Adding is measured so often, in turn; the quickest counts.
_TURNS = 3
_LEAVES = (
    "air_drone_strike", "shelling_missile", "armed_clash", "ground_offensive", "attack_on_civilians", "ied_mine_uxo",
    "territory_captured", "targeted_killing",
)  # fmt: skip
_ARMED = ("SYR_GOV_FORCES", "ISLAMIC_STATE", "SDF", "HTS")
_WORDS = (
    "forces town strike shells market road hospital fighters army people killed wounded monitor agency spokesman east"
    " north convoy bridge river village camp district morning night residents rescue wave clashes advance front line"
    " control entered left bomb blast factory school house families aid truck border gate hill airport base outskirts"
).split()


@dataclass(frozen=True)
class Incident:
    """Something that happened in the made-up war."""

    day: int
    town: int
    leaf: str
    attacker: str
    defender: str
    killed: int


class War:
    """Reports of a made-up war, always the same: report n is the same whatever the number of reports."""

    def __init__(self, seed: int = 7) -> None:
        rng = random.Random(seed)
        self.towns = [
            (f"test:{n}", f"Town {n}", 32.5 + 4.5 * rng.random(), 36.0 + 6 * rng.random()) for n in range(_TOWNS)
        ]
        self.seed = seed
        self._days: dict[int, list[Incident]] = {}

    def incidents(self, day: int) -> list[Incident]:
        """What happened on a day; popular towns often."""
        if day not in self._days:
            rng = random.Random(f"{self.seed} day {day}")
            self._days[day] = [self._incident(rng, day) for _ in range(_INCIDENTS_A_DAY)]
        return self._days[day]

    def _incident(self, rng: random.Random, day: int) -> Incident:
        attacker, defender = rng.sample(_ARMED, 2)
        town = rng.choices(range(_TOWNS), cum_weights=_UP_TO)[0]
        return Incident(day, town, rng.choice(_LEAVES), attacker, defender, rng.choice((0, 1, 2, 3, 5, 8, 13, 30)))

    def reports(self, first: int, count: int) -> Iterator[Entry]:
        """Reports `first` to `first + count`, in order of their days."""
        return (self.report(n) for n in range(first, first + count))

    def report(self, n: int) -> Entry:
        """Report n; every fourth is a copy, under another publisher, of one of the eight before it."""
        rng = random.Random(f"{self.seed} report {n}")
        original = n - rng.randint(1, 3) if n % 4 == 3 else n
        return _Writer(self, n, random.Random(f"{self.seed} story {original}"), rng).entry()


class _Writer:
    """Writes one report: sentences and the claims in them."""

    def __init__(self, war: War, number: int, rng: random.Random, own: random.Random) -> None:
        self.war, self.rng, self.own = war, rng, own
        self.day = number // _REPORTS_A_DAY
        self.key = f"r{number:07d}"
        self.text = ""
        self.rows: list[dict[str, Any]] = []

    def entry(self) -> Entry:
        """The report with its claims."""
        rng = self.rng
        for _ in range(4):
            happened = rng.choice(self.war.incidents(max(0, self.day - rng.choice((0, 0, 1, 1, 2)))))
            self._tell(happened)
        for _ in range(3):
            self._background()
        published = _FIRST_DAY + timedelta(days=self.day)
        document = Document(id=self.key, text=self.text, published=published, source=f"outlet {self.own.randrange(40)}")
        hashed = text_sha256(self.text)
        return Entry(document=document, claims=tuple(self._claim(row, hashed) for row in self.rows), resources="made/1")

    def _say(self) -> tuple[int, int]:
        start = len(self.text)
        words = " ".join(self.rng.choices(_WORDS, k=self.rng.randint(10, 22)))
        self.text += f"{words.capitalize()} {self.rng.randrange(10**6)}. "
        return start, len(self.text) - 1

    def _tell(self, it: Incident) -> None:
        rng = self.rng
        day = self._date(it.day)
        first = self._date(it.day - it.day % 7)
        vague = rng.random() < 0.08
        base: dict[str, Any] = {
            "event_type": it.leaf,
            "places": [] if rng.random() < 0.15 else [self._place(it.town)],
            "time": {"from": first if vague else day, "to": day, "granularity": "week" if vague else "day",
                     "basis": "explicit"},
            "actors": self._actors(it),
            "attribution": self._attribution(),
        }  # fmt: skip
        taken = it.leaf == "territory_captured"
        effect = {"holders_after": [it.attacker], "holders_before": [it.defender], "state": "held", "extent": "full"}
        if rng.random() < 0.05:
            self._add("event", base, factuality="CT-", certainty="denied")
            return
        self._add("event", base, **({"control": effect} if taken else {}))
        if rng.random() < 0.7:
            again = {**base, "time": {**base["time"]} if rng.random() < 0.6 else {}}
            self._add("event", again, **({"control": effect} if taken else {}))
        if it.killed and rng.random() < 0.8:
            self._add("figure", base, figure=_toll("killed", it.killed + rng.choice((0, 0, 0, 1, 2))))
            if rng.random() < 0.5:
                self._add("figure", base, figure=_toll("injured", 2 * it.killed + rng.choice((0, 0, 3))))
        if rng.random() < 0.06:
            self._add("event", base, factuality="CT-", certainty="denied")
        if rng.random() < 0.2:
            self._add("role", base, factuality=rng.choice(("CT+", "CT-")))

    def _background(self) -> None:
        rng = self.rng
        base: dict[str, Any] = {"attribution": self._attribution(), "places": [], "time": {}}
        pick = rng.random()
        if pick < 0.3:
            total = {"measure": "killed", "best": 100_000 + 40 * self.day, "kind": "cumulative",
                     "period_from": "2011-03-15", "period_to": self._date(self.day)}  # fmt: skip
            country = {"role": "event", "id": "test:SY", "name": "Syria", "country": "SY", "precision": "country"}
            row = {**base, "places": [country] if rng.random() < 0.7 else []}
            self._add("figure", row, figure=total, news_role="background")
        elif pick < 0.45:
            flow = {"measure": "displaced", "best": 100 * rng.randint(1, 90), "kind": "flow"}
            day = self._date(self.day)
            town = rng.choice(self.war.incidents(self.day)).town
            row = {**base, "event_type": "displacement", "places": [self._place(town, "origin")]}
            self._add("figure", {**row, "time": {"from": day, "to": day, "granularity": "day"}}, figure=flow)
        elif pick < 0.75:
            held = {"holders_after": [rng.choice(_ARMED)], "state": "held", "extent": "full"}
            town = rng.choice(self.war.incidents(self.day)).town
            row = {**base, "places": [self._place(town)]}
            self._add("control", row, control=held, news_role="state")
        elif pick < 0.85:
            number = min(int(rng.paretovariate(0.8)), 200)
            person = {
                "id": f"test:person{number}",
                "name": f"Commander {number}",
                "reported": [rng.choice(("dead", "wounded"))],
            }
            self._add("person_status", base, person=person)
        else:
            self._add("event", {**base, "event_type": rng.choice(_LEAVES)}, news_role="background")

    def _add(self, kind: str, base: dict[str, Any], **more: Any) -> None:
        start, end = self._say()
        self.rows.append({**base, **more, "type": kind, "start": start, "end": end, "text": self.text[start:end]})

    def _claim(self, row: dict[str, Any], hashed: str) -> Claim:
        key = claim_id(self.key, hashed, row["type"], row["start"], row["end"])
        return Claim.model_validate({**row, "id": key, "document": self.key, "extractor": "made/1", "confidence": 0.8})

    @staticmethod
    def _date(day: int) -> str:
        return (_FIRST_DAY + timedelta(days=day)).isoformat()

    def _place(self, town: int, role: str = "event") -> dict[str, Any]:
        key, name, lat, lon = self.war.towns[town]
        return {
            "role": role, "id": key, "name": name, "country": "SY", "adm1": f"Province {town % 12}",
            "lat": round(lat, 4), "lon": round(lon, 4), "precision": "settlement", "radius_km": 3.0,
        }  # fmt: skip

    def _actors(self, it: Incident) -> list[dict[str, Any]]:
        one, two = ("controller_new", "controller_old") if it.leaf == "territory_captured" else ("attacker", "target")
        rows = [
            {"role": one, "id": it.attacker, "name": it.attacker},
            {"role": two, "id": it.defender, "name": it.defender},
        ]
        return rows[: self.rng.choice((0, 1, 2, 2))]

    def _attribution(self) -> dict[str, Any]:
        number = min(int(self.rng.paretovariate(0.7)), 60)
        if number > 40:
            return {"kind": "narration"}
        source = {"role": "organisation", "id": f"test:source{number}", "name": f"Source {number}",
                  "group": f"s{number}",
                  "belligerent": number % 3 == 0, "side": _ARMED[number % 4] if number % 3 == 0 else None}  # fmt: skip
        return {"kind": "indirect_speech", "sources": [source]}


def _toll(measure: str, best: int) -> dict[str, Any]:
    return {"measure": measure, "best": best, "kind": "incident"}


def of_claims(war: War, count: int) -> list[Entry]:
    """The first reports that have so many claims together."""
    entries: list[Entry] = []
    claims = 0
    while claims < count:
        entries.append(war.report(len(entries)))
        claims += len(entries[-1].claims)
    return entries


#: Part -> the module and the function in it that is timed.
_PARTS = {
    "telling": ("dateline.derive.events", "tell"),
    "matching": ("dateline.derive.events", "match"),
    "denials": ("dateline.derive.events", "_denied"),
    "events": ("dateline.derive.events", "_event"),
    "control": ("dateline.derive.views", "derive_control"),
    "figures": ("dateline.derive.views", "figure_rows"),
    "persons": ("dateline.derive.views", "derive_persons"),
}


def _timed(spent: dict[str, float]) -> None:
    """Wrap each part, so that its seconds of the processor are added up."""
    import importlib

    for part, (module, name) in _PARTS.items():
        room = importlib.import_module(module)
        inner = getattr(room, name)

        def outer(*given: Any, _inner: Any = inner, _part: str = part, **named: Any) -> Any:
            at = time.process_time()
            try:
                return _inner(*given, **named)
            finally:
                spent[_part] += time.process_time() - at

        setattr(room, name, wraps(inner)(outer))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure_deriving(count: int) -> None:
    """All views of so many claims, in memory, by part."""
    from dateline.derive.views import derive_all

    entries = of_claims(War(), count)
    claims = [c for e in entries for c in e.claims]
    documents = {e.document.id: DocumentRow(id=e.document.id, published=str(e.document.published)) for e in entries}
    spent: dict[str, float] = defaultdict(float)
    _timed(spent)
    before, at = _peak(), time.process_time()
    views = derive_all(claims, documents)
    total = time.process_time() - at
    spent["rest"] = total - sum(spent.values())
    parts = "  ".join(f"{part} {seconds:.1f}" for part, seconds in spent.items())
    sys.stdout.write(
        f"{len(claims):>8,} claims  {len(entries):,} documents  {len(views.events):,} events  {total:7.1f} s  "
        f"{1e6 * total / len(claims):5.0f} us a claim  peak {_peak():,} MB ({before:,} before)  {parts}\n"
    )


def _add(ledger: Ledger, entries: list[Entry]) -> dict[str, float]:
    """Seconds of the processor for storing documents and for the views."""
    from dateline.run.engine_views import grow_views

    gc.collect()
    gc.freeze()  # what this benchmark holds itself is none of the views' work
    at = time.process_time()
    for entry in entries:
        ledger.append(entry)
    stored = time.process_time()
    assert grow_views(ledger)
    return {"store": stored - at, "derive": time.process_time() - stored}


def measure_adding(count: int, more: int, *, scattered: bool) -> None:
    """So many documents more: to an empty ledger, and to one of so many claims. They are those of the next days, or
    `scattered` over all the days before."""
    from dateline.run.engine_views import grow_views

    war = War()
    before = of_claims(war, count)
    batch = [war.report(len(before) + n) for n in range(more)]
    if scattered:
        every = [*before, *batch]
        late = set(range(0, len(every), len(every) // more))
        batch = [e for n, e in enumerate(every) if n in late][:more]
        before = [e for n, e in enumerate(every) if n not in late]
    claims = sum(len(e.claims) for e in before)
    with tempfile.TemporaryDirectory() as folder:
        empty, full = Path(folder) / "empty.ledger", Path(folder) / "full.ledger"
        with Ledger(empty, create=True) as ledger:
            _add(ledger, [])
        with Ledger(full, create=True) as ledger:
            whole = _add(ledger, before)
        before.clear()
        alone, added = [], []
        for _ in range(_TURNS):
            for path, found in ((empty, alone), (full, added)):
                copy = Path(shutil.copy(path, Path(folder) / "copy.ledger"))
                with Ledger(copy) as ledger:
                    found.append(_add(ledger, batch))
                copy.unlink()
        size = full.stat().st_size >> 20
    best = [min(turns, key=lambda took: sum(took.values())) for turns in (alone, added)]
    ratio = sum(best[1].values()) / sum(best[0].values())
    for name, seconds in zip(("to nothing", f"to {claims:,} claims", "all before"), (*best, whole), strict=True):
        parts = "  ".join(f"{part} {took:.2f} s" for part, took in seconds.items())
        sys.stdout.write(f"  {name:>18}  {parts}\n")
    sys.stdout.write(
        f"{claims:>8,} claims + {more} documents: {ratio:.2f} times as long; ledger {size} MB, peak {_peak():,} MB\n"
    )


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    asked.add_argument("--add", type=int, default=0, help="so many documents more")
    asked.add_argument("--scattered", action="store_true", help="documents of all days, not of the next ones")
    asked.add_argument("--one", action="store_true", help="in this process")
    given = asked.parse_args()
    if not given.one:
        for size in given.sizes:
            how = ["--scattered"] if given.scattered else []
            subprocess.run([sys.executable, __file__, "--one", str(size), "--add", str(given.add), *how], check=True)
    elif given.add:
        measure_adding(given.sizes[0], given.add, scattered=given.scattered)
    else:
        measure_deriving(given.sizes[0])
