"""Stories told in short reports by several sides, and what an analyst who holds to the codebook must find.

What a check means stands in README.md. Each check of a folder is a test of its own; one that is not met yet is named in
the folder's `known_failures` (the number of the check, and why): the day that it is met, the test fails until
the words go.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import dateline
from dateline.derive.views import Views
from dateline.know.fold import loose
from dateline.know.gazetteer import Gazetteer
from dateline.ledger import Ledger
from dateline.run import reviewing
from dateline.run.engine_views import views_of

HOME = Path(__file__).parent
STORIES = sorted(p.parent for p in HOME.glob("*/expected.yaml"))
_FIELDS = ("min", "best", "max", "unit", "kind")


def expected(story: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((story / "expected.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def ledger_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """The ledger of a story, read once."""
    made: dict[Path, Path] = {}

    def one(story: Path) -> Path:
        if story not in made:
            made[story] = written(story, tmp_path_factory.mktemp(story.name))
        return made[story]

    return one


def written(story: Path, folder: Path) -> Path:
    """The ledger of a story: read at once, or step by step as `ledger` says, each step on a day of its own log."""
    path = folder / "story.ledger"
    rows = (story / "reports.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    for number, step in enumerate(expected(story).get("ledger") or [{"read": [json.loads(r)["id"] for r in rows]}]):
        with pytest.MonkeyPatch.context() as patch:
            if "day" in step:
                noon = f"{step['day']}T12:00:00.000000+00:00"
                for module in ("log", "append", "ledger", "grown", "views"):
                    patch.setattr(f"dateline.ledger.{module}.now", lambda noon=noon: noon)
            if "read" in step:
                batch = folder / f"step{number}.jsonl"
                batch.write_text("".join(r for r in rows if json.loads(r)["id"] in step["read"]), encoding="utf-8")
                assert not dateline.run([batch], ledger=path).set_aside
            else:
                decide(path, step)
    return path


def decide(path: Path, step: Mapping[str, Any]) -> None:
    """One decision of a reviewer. Claims are named by the report and by words of theirs."""
    with Ledger(path) as ledger:
        views = views_of(ledger)
        told = {"by": "ana", "reason": str(step["reason"])}
        if "merge" in step:
            events = [event_of(views, words) for words in step["merge"]]
            reviewing.merge(ledger, views, events, **told)
        elif "split" in step:
            (event,) = {event_of(views, words) for words in step["split"]}
            parts = [c.id for words in step["split"] for c in claims_with(views, words) if c.type == "event"]
            reviewing.split(ledger, views, event, parts, **told)
        elif "undo" in step:
            reviewing.undo(ledger, reviewing.last_by(ledger, "ana").id, **told)
        else:
            action = "accept" if "accept" in step else "reject"
            for words in step[action]:
                for claim in claims_with(views, words):
                    reviewing.review_claim(ledger, claim.id, action, **told)  # type: ignore[arg-type]


def claims_with(views: Views, words: Mapping[str, str]) -> list[Any]:
    found = [c for c in views.claims if c.document == words["report"] and words.get("words", "") in c.text]
    assert found, f"no claim of {words['report']} has these words: {words}"
    return found


def event_of(views: Views, words: Mapping[str, str]) -> str:
    (event,) = {c.event for c in claims_with(views, words) if c.type == "event" and c.event}
    return str(event)


def checks() -> list[Any]:
    rows = []
    for story in STORIES:
        wanted = expected(story)
        known = wanted.get("known_failures") or {}
        for n, check in enumerate(wanted["checks"]):
            marks = [pytest.mark.xfail(reason=known[n], strict=True)] if n in known else []
            rows.append(pytest.param(story, check, id=f"{story.name}-{n}", marks=marks))
    return rows


@pytest.mark.parametrize(("story", "check"), checks())
def test_story(ledger_of: Callable[[Path], Path], story: Path, check: Mapping[str, Any]) -> None:
    known_by, recorded_by = (str(check[key]) if check.get(key) else None for key in ("known_by", "recorded_by"))
    asked = {str(f.get("policy") or "range") for f in check.get("figures") or ()} | {"range"}
    with Ledger(ledger_of(story)) as ledger:
        views = {p: views_of(ledger, p, known_by=known_by, recorded_by=recorded_by) for p in sorted(asked)}
    plain = views["range"]
    problems = [
        *events_missing(check, plain),
        *counts_off(check, plain),
        *(p for row in check.get("control") or () for p in control_off(row, plain, check)),
        *(p for row in check.get("figures") or () for p in figure_off(row, views)),
        *(p for row in check.get("persons") or () for p in person_off(row, plain)),
        *(p for row in check.get("never") or () for p in came_out(row, plain, check)),
    ]
    assert not problems, "\n".join(problems)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@cache
def ids_of(name: str) -> frozenset[str]:
    """Places that are called so, in any spelling that the gazetteer knows."""
    opened = gazetteer()
    return frozenset(m.place.id for m in (*opened.lookup(name), *opened.lookup_loose(name)))


def same_place(wanted: str, place: Any) -> bool:
    if place is None:
        return False
    return place.id in ids_of(wanted) or (place.name is not None and loose(wanted) == loose(place.name))


def same_name(wanted: str, *have: str | None) -> bool:
    one = "".join(c for c in wanted.casefold() if c.isalnum()).removeprefix("the")
    names = ["".join(c for c in h.casefold() if c.isalnum()) for h in have if h]
    return any(one in name or name in one for name in names)


@cache
def actor_ids(name: str) -> frozenset[str]:
    """The actors of the book that a name means, as a reader of the reports would take it: 'South Sudanese army'."""
    (answer,) = dateline.annotate([{"id": "name", "text": f"The {name} said that they held the town."}])
    return frozenset(a["id"] for a in answer["actors"] if a["id"])


def same_actor(wanted: str, holder: Any) -> bool:
    return holder.id in actor_ids(wanted) or same_name(wanted, holder.id, holder.name)


def event_off(want: Mapping[str, Any], event: Any) -> list[str]:
    bad = []
    if "type" in want and event.type != want["type"]:
        bad.append(f"type {event.type}")
    if "place" in want:
        places = [p for p in (event.place, *event.places) if p is not None]
        names = [p.name for p in places]
        if want["place"] is None:
            bad += [f"place {names}"] if event.place is not None and event.place.lat is not None else []
        elif not any(same_place(want["place"], p) for p in places):
            bad.append(f"place {names}")
    if "country" in want and (event.place is None or event.place.country != want["country"]):
        bad.append(f"country {event.place and event.place.country}")
    for key, have in (("from", event.time.from_), ("to", event.time.to)):
        if key in want and have != (str(want[key]) if want[key] else None):
            bad.append(f"{key} {have}")
    for key in ("status", "originators"):
        if key in want and getattr(event, key) != want[key]:
            bad.append(f"{key} {getattr(event, key)}")
    if "reports" in want and not set(want["reports"]) <= set(event.documents):
        bad.append(f"reports {event.documents}")
    for measure in ("killed", "injured"):
        if measure in want:
            rows = [f for f in event.figures if f.measure == measure and f.policy == "range"]
            have = [[f.min if f.min is not None else f.best, f.max if f.max is not None else f.best] for f in rows]
            low, high = want[measure]
            if [low, high] not in have and not (low is None and high is None and not rows):
                bad.append(f"{measure} {have}")
    return bad


def whole_off(want: Mapping[str, Any], event: Any, reports: Mapping[str, Sequence[str]]) -> list[str]:
    """What is wrong with the whole that an event is part of; `reports`: event -> its documents."""
    if "part_of" not in want:
        return []
    have = reports[event.parent] if event.parent else ()
    fits = set(want["part_of"]) <= set(have) if want["part_of"] else event.parent is None
    return [] if fits else [f"part of {have}"]


def events_missing(check: Mapping[str, Any], views: Views) -> list[str]:
    left = [e for e in views.events if not e.background]
    reports = {e.id: e.documents for e in views.events}
    problems = []
    for want in check.get("events") or ():
        hit = next((e for e in left if not event_off(want, e) and not whole_off(want, e, reports)), None)
        if hit is not None:
            left.remove(hit)
            continue
        near = min((event_off(want, e) + whole_off(want, e, reports) for e in left), key=len, default=["there is none"])
        problems.append(f"no event {dict(want)}; nearest is off by: {'; '.join(near)}")
    return problems


def counts_off(check: Mapping[str, Any], views: Views) -> list[str]:
    rows = [e for e in views.events if not e.background]
    told = [(e.type, e.place.name if e.place else None, e.time.from_, e.status) for e in rows]
    bad = []
    if "event_count" in check and len(rows) != check["event_count"]:
        bad.append(f"{len(rows)} events, not {check['event_count']}: {told}")
    for leaf, n in (check.get("event_count_of") or {}).items():
        if sum(e.type == leaf for e in rows) != n:
            bad.append(f"{sum(e.type == leaf for e in rows)} of {leaf}, not {n}: {told}")
    return bad


def control_rows(want: Mapping[str, Any], views: Views, check: Mapping[str, Any]) -> Sequence[Any]:
    day = str(want.get("as_of") or check.get("as_of") or "9999-12-31")
    return [
        c
        for c in views.control
        if same_place(want["place"], c.place) and (c.from_ or "0") <= day and (c.to is None or day <= c.to)
    ]


def holders_agree(want: Mapping[str, Any], row: Any) -> bool:
    named = all(any(same_actor(w, h) for h in row.holders) for w in want["holders"])
    return named and len(row.holders) == len(want["holders"])


def control_agrees(want: Mapping[str, Any], row: Any) -> bool:
    plain = all(getattr(row, k) == want[k] for k in ("state", "status", "extent") if k in want)
    return plain and ("holders" not in want or holders_agree(want, row))


def control_off(want: Mapping[str, Any], views: Views, check: Mapping[str, Any]) -> list[str]:
    rows = control_rows(want, views, check)
    if any(control_agrees(want, r) for r in rows):
        return []
    every = [r for r in views.control if same_place(want["place"], r.place)]
    told = [(r.from_, r.to, [h.name or h.id for h in r.holders], r.state, r.status) for r in every]
    return [f"control {dict(want)}: {told}"]


def figure_agrees(want: Mapping[str, Any], row: Any) -> bool:
    if row.measure != want["measure"]:
        return False
    if want.get("place") and not same_place(want["place"], row.place):
        return False
    single = row.min is None and row.max is None  # one number is the lowest and the highest of itself
    have = {k: row.best if single and k in ("min", "max") else getattr(row, k) for k in _FIELDS}
    return all(have[k] == want[k] for k in _FIELDS if k in want)


def figure_off(want: Mapping[str, Any], views: Mapping[str, Views]) -> list[str]:
    rows = views[str(want.get("policy") or "range")].figures
    if any(figure_agrees(want, r) for r in rows):
        return []
    told = [
        (r.place.name if r.place else None, r.kind, r.min, r.best, r.max) for r in rows if r.measure == want["measure"]
    ]
    return [f"figure {dict(want)}: {told}"]


def person_off(want: Mapping[str, Any], views: Views) -> list[str]:
    rows = [p for p in views.persons if same_name(want["name"], p.name)]
    if any(p.life == want["life"] for p in rows):
        return []
    return [f"person {dict(want)}: {[(p.name, p.life) for p in views.persons]}"]


def came_out(bar: Mapping[str, Any], views: Views, check: Mapping[str, Any]) -> list[str]:
    if "events" in bar:
        hits = [e for e in views.events if not e.background and not event_off(bar["events"], e)]
        return [f"must not be: event {bar['events']}"] if hits else []
    if "control" in bar:
        rows = control_rows(bar["control"], views, check)
        return (
            [f"must not be: control {bar['control']}"] if any(control_agrees(bar["control"], r) for r in rows) else []
        )
    if "figure" in bar:
        rows = [f for f in views.figures if f.measure == bar["figure"]["measure"]]
        rows = [f for f in rows if "unit" not in bar["figure"] or f.unit == bar["figure"]["unit"]]
        rows = [f for f in rows if not bar["figure"].get("place") or same_place(bar["figure"]["place"], f.place)]
        wrong = [f for f in rows if "value" not in bar["figure"] or bar["figure"]["value"] in (f.min, f.best, f.max)]
        return [f"must not be: figure {bar['figure']}"] if wrong else []
    name = bar.get("person_dead") or bar["person"]
    rows = [p for p in views.persons if same_name(name, p.name)]
    rows = [p for p in rows if "person" in bar or p.life == "dead"]
    return [f"must not be: {dict(bar)}"] if rows else []


def test_there_are_enough_stories_of_enough_wars() -> None:
    assert len(STORIES) >= 20
    assert len({expected(s)["war"] for s in STORIES}) >= 12
    assert all(
        len(json.loads(line)) >= 4
        for s in STORIES
        for line in (s / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    )
