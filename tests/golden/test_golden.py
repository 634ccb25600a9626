"""Golden cases: a folder each with an article, what is expected of it, and why.

`expected.yaml` names claims by some of their words; every field that it gives must agree, fields that it leaves out
are free. `absent` lists claims that must not be made. Update nothing here by machine: a case is what a person reads.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import dateline

HOME = Path(__file__).parent
CASES = sorted(p.parent for p in HOME.glob("*/expected.yaml"))
FIELDS = ("event_type", "factuality", "certainty", "news_role", "outcome")


def annotate(case: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    expected = yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8"))
    record = {"id": case.name, "text": (case / "article.txt").read_text(encoding="utf-8")}
    record |= {k: str(expected[k]) for k in ("published", "source", "title") if expected.get(k)}
    return expected, next(iter(dateline.annotate([record])))


def where(text: str, words: str) -> tuple[int, int]:
    start = text.find(words)
    assert start >= 0, f"the case's own words are not in its article: {words!r}"
    assert text.find(words, start + 1) < 0, f"the case's words stand more than once: {words!r}"
    return start, start + len(words)


def covers(claim: dict[str, Any], span: tuple[int, int]) -> bool:
    spans = [(claim["start"], claim["end"])] + [(m["start"], m["end"]) for m in claim["mentions"]]
    return any(
        max(0, min(span[1], b) - max(span[0], a)) >= 0.5 * min(span[1] - span[0], b - a) for a, b in spans if b > a
    )


def differences(want: dict[str, Any], claim: dict[str, Any]) -> list[str]:
    bad = [f"{k}: {claim[k]!r}, not {want[k]!r}" for k in FIELDS if k in want and claim[k] != want[k]]
    if "said_by" in want:
        said = [s for s in claim["attribution"]["sources"] if s["role"] != "carrier"]
        names = {x for s in said for x in (s["id"], s["name"], s["text"], s["group"]) if x}
        if want["said_by"] is None:
            if claim["attribution"]["kind"] not in ("narration", "headline", "unattributed_passive"):
                bad.append(f"said_by: {names}, not the narrator")
        elif want["said_by"] not in names:
            bad.append(f"said_by: {names}, not {want['said_by']}")
    for key in ("from", "to"):
        if key in want and claim["time"][key] != (str(want[key]) if want[key] else None):
            bad.append(f"time.{key}: {claim['time'][key]}, not {want[key]}")
    if "place" in want:
        names = {x for p in claim["places"] for x in (p["id"], p["name"], p["text"]) if x}
        if (want["place"] is None) != (not names) or (want["place"] and want["place"] not in names):
            bad.append(f"place: {names}, not {want['place']}")
    for role, ids in (want.get("actors") or {}).items():
        have = {x for a in claim["actors"] if a["role"] == role for x in (a["id"], a["name"], a["text"]) if x}
        bad += [f"{role}: {have}, not {i}" for i in ids if i not in have]
    for part in ("figure", "control", "person"):
        for key, value in (want.get(part) or {}).items():
            have = (claim[part] or {}).get(key)
            have = [h["id"] if isinstance(h, dict) else h for h in have] if isinstance(have, list) else have
            if have != value:
                bad.append(f"{part}.{key}: {have!r}, not {value!r}")
    return bad


def value_of(claim: dict[str, Any], key: str) -> Any:
    """A field of a claim, or of its figure."""
    return claim[key] if key in claim else (claim["figure"] or {}).get(key)


def known(case: Path) -> list[pytest.MarkDecorator]:
    """A case that is not met yet says why; the day that it is met, the test fails until the words go."""
    reason = yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8")).get("known_failure")
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name, marks=known(c)) for c in CASES])
def test_golden(case: Path) -> None:
    expected, answer = annotate(case)
    text = (case / "article.txt").read_text(encoding="utf-8")
    problems: list[str] = []
    for want in expected.get("claims") or []:
        span = where(text, want["words"])
        near = [c for c in answer["claims"] if c["type"] == want["type"] and covers(c, span)]
        found = [differences(want, c) for c in near]
        if not found:
            problems.append(f"missing {want['type']} on {want['words']!r}")
        elif all(found):
            problems.append(f"{want['words']!r}: " + "; ".join(min(found, key=len)))
    for bar in expected.get("absent") or []:
        span = where(text, bar["words"]) if "words" in bar else (0, len(text))
        for claim in answer["claims"]:
            whole = "words" not in bar or covers(claim, span)
            if whole and all(value_of(claim, k) == v for k, v in bar.items() if k != "words"):
                problems.append(f"must not be: {bar} but {claim['text']!r}")
    events = [e for e in answer["events"] if not e["background"]]
    if "events" in expected and len(events) != expected["events"]:
        problems.append(f"{len(events)} events, not {expected['events']}: {[(e['type'], e['time']) for e in events]}")
    assert not problems, "\n".join(problems)


def test_there_are_enough_cases_over_enough_wars() -> None:
    wars = {yaml.safe_load((c / "expected.yaml").read_text(encoding="utf-8"))["war"] for c in CASES}
    assert len([c for c in CASES if not known(c)]) >= 150
    assert len(wars) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_a_case_says_what_it_teaches(case: Path) -> None:
    assert len((case / "why.md").read_text(encoding="utf-8").split()) >= 4
