"""The real commands with several processes: the same bytes, and a clean end whatever ends them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.ledger import Ledger

WARS = (
    "Fighters of M23 captured the town of Sake on Tuesday, a United Nations official said. Twelve people were killed.",
    "Russian missiles hit two apartment blocks in Kharkiv overnight, killing at least five people, the governor said.",
    "Suspected jihadists killed 11 soldiers in an ambush near Djibo. JNIM claimed responsibility for the attack.",
)


def record(number: int) -> str:
    text = f"{WARS[number % len(WARS)]} It was report number {number}." if number % 20 != 3 else ""
    row = {"id": f"r{number}", "text": text, "published": "2024-05-16", "source": "Radio"}
    return json.dumps(row) + "\n"


def start(*words: str, folder: Path, stdin: int | None = None) -> subprocess.Popen[bytes]:
    # A shell's background job ignores SIGINT, and so would all that it starts.
    heed = (lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)) if sys.platform != "win32" else None
    return subprocess.Popen(
        [sys.executable, "-m", "dateline", *words],
        stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, preexec_fn=heed,
    )  # fmt: skip


def children(process: subprocess.Popen[bytes]) -> set[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, check=False)
    return {int(pid) for pid in listed.stdout.split()}


def alive(pid: int) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout.strip() not in ("", "Z", "Zs")


def test_the_same_bytes_and_the_same_ledger(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("".join(map(record, range(50))))
    lines, digests = [], []
    for workers in ("1", "2"):
        process = start("annotate", "in.jsonl", "--workers", workers, folder=tmp_path)
        said, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        lines.append(said)
        process = start("run", "in.jsonl", "--ledger", f"{workers}.ledger", "--workers", workers, folder=tmp_path)
        _, error = process.communicate(timeout=120)
        assert process.returncode == 1, error
        assert b"50 documents: 47 read, 0 unchanged, 3 set aside" in error
        with Ledger(tmp_path / f"{workers}.ledger") as ledger:
            assert ledger.verify() == ()
            digests.append(ledger.digest())
    assert lines[0] == lines[1]
    assert digests[0] == digests[1]
    rows = [json.loads(line) for line in lines[1].splitlines()]
    assert [row["id"] for row in rows] == [f"r{n}" for n in range(50)]
    assert {row["id"] for row in rows if "error" in row} == {"r3", "r23", "r43"}


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("cut", [signal.SIGINT, signal.SIGTERM])
def test_a_stream_goes_on_without_the_dead_and_leaves_nobody_behind(tmp_path: Path, cut: signal.Signals) -> None:
    """A process is killed, its document is told of; then the command itself is ended while it waits for more."""
    with start("annotate", "--extractor", "rules", "--workers", "2", folder=tmp_path, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("".join(map(record, range(100))).encode())
        process.stdin.flush()
        rows = [json.loads(process.stdout.readline())]
        readers = children(process)
        assert len(readers) == 2
        os.kill(min(readers), signal.SIGKILL)
        rows += [json.loads(process.stdout.readline()) for _ in range(99)]
        assert [row["id"] for row in rows] == [f"r{n}" for n in range(100)]
        lost = [row for row in rows if "ended with -9" in row.get("error", "")]
        assert len(lost) <= 1
        assert all("claims" in row for row in rows if "error" not in row)
        readers |= children(process)
        process.send_signal(cut)
        process.wait(timeout=30)  # its input stays open until it is gone: the end of it would be an end too
        _, error = process.communicate(timeout=30)
        assert process.returncode == 130
        assert b"Traceback" not in error
    for _ in range(100):
        if not any(map(alive, readers)):
            return
        time.sleep(0.05)
    raise AssertionError(f"left behind: {readers}")
