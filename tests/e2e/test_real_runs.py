"""The real pipeline over reports of many wars: cut off, in another order, under another hash seed: one result."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import dateline
from dateline.ledger import Ledger
from dateline.ledger.spans import check_claims

REPORTS = (
    "Fighters of M23 captured the town of Sake on Tuesday, a United Nations official said. Twelve people were killed.",
    "KHARKIV, Ukraine (Reuters) - Russian missiles hit two apartment blocks overnight, killing at least five people "
    "and wounding 20, the governor said. Rescuers were still looking for survivors, he added.",
    "The Rapid Support Forces shelled the Zamzam camp near El Fasher on Friday, doctors said. Hundreds fled the camp.",
    "The junta's aircraft bombed a village school in Sagaing on 5 May 2023, the Karen National Union said in a "
    "statement. The military denied the attack and said that rebels had fired rockets from the village.",
    "Houthi fighters withdrew from the port of Hodeidah, the mission said, but residents saw them at two checkpoints.",
    "Suspected jihadists killed 11 soldiers in an ambush near Djibo. JNIM claimed responsibility for the attack.",
    "Gang members opened fire on a church march in Port-au-Prince, and seven worshippers died, a rights group said.",
    'Talks failed. "We will not leave the city," the rebel commander told Al Jazeera. The army said it had encircled '
    "the rebels in Goma and that a corridor was open for civilians, while aid groups spoke of 3,000 displaced people.",
)


def corpus(path: Path, *, backwards: bool = False) -> Path:
    rows = []
    for i in range(24):
        text = f"{REPORTS[i % len(REPORTS)]} {REPORTS[(i + 1 + i // 8) % len(REPORTS)]} It was report number {i}."
        rows.append({"id": f"r{i:02}", "text": text, "published": f"2023-05-{i + 1:02}", "source": "Radio"})
    path.write_text("\n".join(map(json.dumps, reversed(rows) if backwards else rows)))
    return path


def start(corpus: Path, ledger: Path, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dateline", "run", str(corpus), "--ledger", str(ledger)]
    env = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env, cwd=corpus.parent)


def wait_for_documents(process: subprocess.Popen[str], path: Path, count: int) -> None:
    while process.poll() is None:
        if path.exists() and path.stat().st_size:
            with Ledger(path) as ledger:
                if ledger.counts()["documents"] >= count:
                    return
        time.sleep(0.02)


def test_cut_off_and_in_another_order_the_ledger_says_the_same(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.ledger", tmp_path / "cut.ledger"
    first = start(corpus(tmp_path / "forth.jsonl"), whole, seed=1)
    killed = start(corpus(tmp_path / "back.jsonl", backwards=True), cut, seed=2)
    wait_for_documents(killed, cut, 3)
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=60)
    _, said = first.communicate(timeout=120)
    assert first.returncode == 0, said
    again = start(tmp_path / "back.jsonl", cut, seed=3)
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    with dateline.open(whole) as a, dateline.open(cut) as b:
        assert a.verify() == b.verify() == ()
        assert a.digest() == b.digest()
        assert a.counts()["claims"] > 50
        events = [event.to_json() for event in a.events()]
        assert [event.to_json() for event in b.events()] == events
        assert len(events) > 5
        claims = list(a.claims())
        assert {claim.document for claim in claims} == {f"r{i:02}" for i in range(24)}
        for claim in claims:
            check_claims((claim,), claim.document, a.text(claim.document))


def test_debris_is_read_in_bounded_stretches() -> None:
    """A line without end, quotes without sense, brackets: read, and cut into stretches of bounded cost."""
    debris = [
        '"he said" ' * 800,
        "(((( " * 800,
        "killed 5 people and wounded 3, " * 150,
        "the town of Homs and the town of Hama, " * 100,
    ]
    rows = list(dateline.annotate([{"id": str(i), "text": f"The army spoke. {t}"} for i, t in enumerate(debris)]))
    assert [row.get("error") for row in rows] == [None] * len(debris)
    for text, row in zip(debris, rows, strict=True):
        longest = max(s["end"] - s["start"] for s in row["sentences"])
        assert longest < len(f"The army spoke. {text}") / 2
