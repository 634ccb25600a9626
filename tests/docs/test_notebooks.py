"""The notebooks run, offline, and what stands in them was made by running them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
#: Bytes of a notebook with its outputs.
MOST = 60_000
#: Runs in the notebook's process before it: any way to another machine is an error.
OFFLINE = """
import socket
_connect = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"a notebook asked for {address}")
    return _connect(self, address)
socket.socket.connect = connect
"""


def cells(path: Path) -> list[dict[str, Any]]:
    return [c for c in json.loads(path.read_text())["cells"] if c["cell_type"] == "code"]


def kinds(rows: list[dict[str, Any]]) -> list[list[tuple[str, list[str]]]]:
    """What the outputs of each cell are, without what stands in them: events change as reading gets better."""
    return [[(o["output_type"], sorted(o.get("data", {}))) for o in row["outputs"]] for row in rows]


def test_there_are_two() -> None:
    assert [p.name for p in NOTEBOOKS] == ["beside-acled.ipynb", "ledger-to-chart.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_what_stands_in_it_was_made_by_running_and_is_small(path: Path) -> None:
    rows = cells(path)
    assert [row["execution_count"] for row in rows] == list(range(1, len(rows) + 1))
    assert path.stat().st_size < MOST
    outputs = [o for row in rows for o in row["outputs"]]
    assert any("image/png" in o.get("data", {}) for o in outputs)
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    assert str(Path.home()) not in path.read_text()
    assert "/tmp" not in path.read_text()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_runs_offline(path: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(OFFLINE)
    (tmp_path / "go.py").write_text(
        "import sys, nbformat\nfrom pathlib import Path\nsys.path.insert(0, sys.argv[1])\nfrom notebooks import run\n"
        "nbformat.write(run(Path(sys.argv[2])), sys.argv[3])\n"
    )
    env = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")}
    env["PYTHONPATH"] = os.pathsep.join(filter(None, (str(tmp_path), env.get("PYTHONPATH"))))
    env["IPYTHONDIR"], env["MPLCONFIGDIR"] = str(tmp_path / "ipython"), str(tmp_path / "mpl")
    line = [sys.executable, str(tmp_path / "go.py"), str(ROOT / "scripts"), str(path), str(tmp_path / "out.ipynb")]
    done = subprocess.run(line, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert kinds(cells(tmp_path / "out.ipynb")) == kinds(cells(path))
