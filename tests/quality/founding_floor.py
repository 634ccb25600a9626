"""The floor of the founding article: runs the house on it and fails when a figure falls. Figures only rise.

python tests/quality/founding_floor.py SHARED      SHARED holds seed/ and bench/score.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

FLOORS = {"found": 1.0, "right": 0.95, "must": 1.0}


def dateline(*args: str) -> str:
    done = subprocess.run([sys.executable, "-m", "dateline", *args], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"dateline {' '.join(args)} ended with status {done.returncode}")
    return done.stdout


def main(shared: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ledger = str(home / "seed.ledger")
        dateline("run", str(shared / "seed" / "article.txt"), "--ledger", ledger, "--quiet")
        for view in ("claims", "events", "control"):
            rows = dateline(view, "--ledger", ledger, "--format", "jsonl")
            (home / f"{view}.jsonl").write_text(rows, encoding="utf-8")
        files = [f"--{v}={home / f'{v}.jsonl'}" for v in ("claims", "events", "control")]
        scorer = [sys.executable, str(shared / "bench" / "score.py"), "seed", str(shared / "seed" / "gold.yaml")]
        out = subprocess.run([*scorer, *files], stdout=subprocess.PIPE, text=True, check=True).stdout
    figures = json.loads(out.splitlines()[-1])
    low = {k: figures[k] for k, floor in FLOORS.items() if figures[k] < floor}
    sys.stdout.write(f"founding article: {figures}\n")
    if low:
        sys.stdout.write(f"below the floor: {low}, floors {FLOORS}\n")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
