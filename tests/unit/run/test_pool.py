"""Processes that answer jobs: one that dies takes its job with it and no other, and none is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import CancelledError

import pytest

from dateline.errors import ConfigError, DatelineError, DocumentError
from dateline.run.pool import Pool


def gone(pid: int) -> bool:
    """Whether the process ends within some seconds."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if _is_zombie(pid):
            return True
        time.sleep(0.02)
    return False


def _is_zombie(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[-1].split()[0] == "Z"
    except OSError:
        return False


def test_a_process_that_dies_takes_its_job_with_it_and_no_other() -> None:
    with Pool(2, "pool_work:echo", "g") as pool:
        jobs = ["a", "die", "print", "b", "die", "c"]
        answers = [pool.put(job) for job in jobs]
        for job, answer in zip(jobs, answers, strict=True):
            if job == "die":
                with pytest.raises(DocumentError, match=r"internal error while reading.* ended with -9"):
                    answer.result(timeout=60)
            else:
                assert answer.result(timeout=60) == ("g", job)


def test_closing_ends_a_process_that_is_at_work() -> None:
    pool = Pool(1, "pool_work:echo", None)
    pid = pool.put("pid").result(timeout=60)
    working, waiting = pool.put("sleep"), pool.put("a")
    while not working.running():
        time.sleep(0.01)
    pool.close()
    assert gone(pid)
    assert isinstance(working.exception(), DocumentError)
    with pytest.raises(CancelledError):
        waiting.result()


def test_what_cannot_be_loaded_is_said() -> None:
    with Pool(1, "pool_work:broken", None) as pool:
        error = pool.put("a").exception(timeout=60)
    assert isinstance(error, ConfigError)
    assert error.facts == {"path": "books"}
    with Pool(1, "pool_work:dying", None) as pool, pytest.raises(DatelineError, match=r"ended with 7 .*--workers 1"):
        pool.put("a").result(timeout=60)


_PARENT = """
import os, signal, sys
from dateline.run.pool import Pool
pool = Pool(1, "pool_work:echo", None)
print(pool.put("pid").result(), flush=True)
pool.put("sleep")
signal.pause()
"""


def test_a_process_ends_with_the_one_that_asks_even_when_that_is_killed() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    assert gone(pid)
