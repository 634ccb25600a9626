"""A build that is killed in the middle of a file goes on there and ends with the same content."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.know import gazetteer_build
from dateline.know.gazetteer_build import Progress, build
from dateline.know.gazetteer_build_files import file_sources
from dateline.know.gazetteer_store import content_digest

_BUILD = """
import sys
from pathlib import Path
from dateline.know import gazetteer_build
from dateline.know.gazetteer_build_files import file_sources
gazetteer_build.BATCH = 500
paths = [Path(p) for p in sys.argv[2:]]
gazetteer_build.build(file_sources(paths), Path(sys.argv[1]), {}, watch=lambda at: print(at.rows, flush=True))
"""


def dump(path: Path, count: int) -> Path:
    """A country dump; every seventh line is of a feature that is not kept, every thousandth is broken."""
    rng = random.Random(3)
    with path.open("w", encoding="utf-8") as file:
        for i in range(1, count + 1):
            name = "".join(rng.choice(("ka", "bu", "dar", "shi", "ma", "ru")) for _ in range(3)).capitalize()
            feature = "WLL" if i % 7 == 0 else "PPL"
            lat = "north" if i % 1000 == 0 else f"{rng.uniform(10, 20):.4f}"
            cells = [str(i), name, name, f"Al {name}", lat, "25.1", feature[0], feature, "SD", "", "55", "", "", ""]
            file.write("\t".join([*cells, "0", "", "", "UTC", "2020-01-01"]) + "\n")
    return path


def test_a_killed_build_ends_as_one_that_was_not(tmp_path: Path) -> None:
    files = [dump(tmp_path / "SD.txt", 30_000), tmp_path / "mine.csv"]
    files[1].write_text("name,lat,lon,country\nShagra,13.7,25.2,SD\n", encoding="utf-8")
    whole = build(file_sources(files), tmp_path / "whole.sqlite", {})
    target = tmp_path / "killed.sqlite"
    for rows in ("4000", "9500"):
        _kill_after(rows, target, files)
        assert not target.exists()
    seen: list[Progress] = []
    info = build(file_sources(files), target, {}, watch=seen.append)
    assert seen[0].rows > 9500
    assert info["sources"] == whole["sources"]
    assert info["sources"][0]["bad"] == 30 - 4  # four of them are of features that are not kept
    assert content_digest(target) == content_digest(tmp_path / "whole.sqlite")
    assert sorted(p.name for p in tmp_path.glob("killed*")) == ["killed.sqlite"]


def _kill_after(rows: str, target: Path, files: list[Path]) -> None:
    """Kill -9 soon after a batch has been committed: somewhere in the one after it."""
    process = subprocess.Popen(
        [sys.executable, "-c", _BUILD, str(target), *map(str, files)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            if line.strip() == rows:
                time.sleep(0.002)
                process.kill()
                break
    assert process.wait() == -signal.SIGKILL


def test_the_size_of_batches_does_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = dump(tmp_path / "SD.txt", 3000)
    digests = set()
    for size in (1, 999, 1000, 50_000):
        monkeypatch.setattr(gazetteer_build, "BATCH", size)
        build(file_sources([path]), tmp_path / "g.sqlite", {})
        digests.add(content_digest(tmp_path / "g.sqlite"))
    assert len(digests) == 1
