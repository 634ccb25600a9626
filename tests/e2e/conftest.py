"""The command line in this process, with a reading that is quick and simple, or as a process of its own."""

from __future__ import annotations

import contextvars
import importlib.util
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline.cli import main

QUICK = Path(__file__).with_name("quick_reader.py")


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Call = Callable[..., Done]


@pytest.fixture
def command() -> Path:
    """A script: `python SCRIPT SECONDS_A_DOCUMENT VERB ...`."""
    return QUICK


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a verb in an empty folder of its own; what it says and how it ends."""
    spec = importlib.util.spec_from_file_location("quick_reader", QUICK)
    assert spec is not None
    assert spec.loader is not None
    quick = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "quick_reader", quick)
    spec.loader.exec_module(quick)
    monkeypatch.setitem(sys.modules, "dateline.run.pipeline", quick.pipeline(0))
    monkeypatch.chdir(tmp_path)
    for name in ("DATELINE_LEDGER", "DATELINE_CONFIG", "DATELINE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATELINE_WORKERS", "1")

    def run(*arguments: object, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ending:
            contextvars.copy_context().run(main, [str(a) for a in arguments])
        said = capsys.readouterr()
        return Done(int(ending.value.code or 0), said.out, said.err)

    return run
