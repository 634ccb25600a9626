"""Several processes give what one gives: the same lines, the same ledger, whatever becomes of one of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.ledger import Ledger
from dateline.mentions import Document
from dateline.read import Item
from dateline.run import spread
from dateline.run.engine import Engine, Outcome
from dateline.run.gate import load_gate
from dateline.run.pool import Pool
from dateline.run.spread import Needs, Spread, annotate_lines, usable_cores, workers_of
from pool_work import read

#: Publishers' habits are known after two dates that read one way only; the dates before and after read both ways.
_DATES = ("03/04/2024", "25/04/2024", "05/06/2024", "28/04/2024", "07/08/2024", "30/04/2024", "09/10/2024")


def items(count: int) -> list[Item]:
    rows = []
    for n in range(count):
        # Every ninth id comes again, with the same words or with others.
        key = n if n % 9 else (n - 1) // 2
        words = key if n % 18 == 0 else n
        text = f"Shelling of the market of Kherson killed {words} people. The army was said to have shelled the town."
        text += {11: " UNREADABLE", 12: " DIE"}.get(words % 30, "")
        text = "Rezepte für den Sommer und was wir sonst noch kochen, wenn es heiß ist." if words % 17 == 5 else text
        extra = {"published_raw": _DATES[(n // 3) % len(_DATES)]}
        document = Document(id=f"d{key}", text=text, source=f"Paper {words % 3}", extra=extra)
        rows.append(Item(document=document, where=str(n), set_aside="no text" if n % 23 == 7 else None))
    return rows


def stored(path: Path, rows: list[Item], *, workers: int) -> tuple[list[Outcome], str]:
    with Ledger(path, create=True) as ledger, Pool(workers, "pool_work:reader", None) as pool:
        engine = Engine(ledger=ledger, read=read, resources="books/1", gate=load_gate())
        if workers > 1:
            readers = Spread(pool, read, workers)
            engine = replace(engine, read=readers.read, ahead=readers.ahead)
        outcomes = [*engine.outcomes(rows), *engine.settle_dates()]
        assert ledger.verify() == ()
        return outcomes, ledger.digest()


def test_the_ledger_is_what_one_process_makes(tmp_path: Path) -> None:
    rows = [replace(i, document=replace(i.document, text=i.document.text.replace("DIE", ""))) for i in items(150)]
    one = stored(tmp_path / "one.ledger", rows, workers=1)
    two = stored(tmp_path / "two.ledger", rows, workers=2)
    assert one == two
    assert {o.status for o in one[0]} >= {"read", "set_aside", "unchanged"}
    with Ledger(tmp_path / "two.ledger") as ledger:
        assert any(p.order == "DMY" for p in ledger.profiles())


def test_a_dead_process_sets_its_document_aside_and_the_next_run_tries_it_again(tmp_path: Path) -> None:
    rows = [replace(i, document=replace(i.document, extra={})) for i in items(60)]
    outcomes, _ = stored(tmp_path / "a.ledger", rows, workers=2)
    dead = [o for o in outcomes if o.reason and "ended with -9" in o.reason]
    assert {o.where for o in dead} == {"12", "42"}
    assert [o.where for o in outcomes[:60]] == [str(n) for n in range(60)]
    outcomes, _ = stored(tmp_path / "a.ledger", rows, workers=1)
    assert [o.status for o in outcomes if o.where in ("12", "42")] == ["read", "read"]


def test_lines_come_in_order_and_a_dead_process_costs_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "ANNOTATOR", "pool_work:annotator")
    rows = [Item(document=Document(id=str(n), text="DIE" if n % 40 == 5 else "y" * n), where="") for n in range(120)]
    lines = [json.loads(line) for line in annotate_lines(rows, Needs(), 2)]
    assert [line["id"] for line in lines] == [str(n) for n in range(120)]
    assert [n for n, line in enumerate(lines) if "error" in line] == [5, 45, 85]
    assert all(line["length"] == n for n, line in enumerate(lines) if "error" not in line)


def test_as_many_as_there_are_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_DEBUG", raising=False)
    monkeypatch.setattr(spread, "usable_cores", lambda: 96)
    assert workers_of(0) == spread.MOST
    assert [workers_of(n) for n in (1, 3, 20)] == [1, 3, 20]
    monkeypatch.setenv("DATELINE_DEBUG", "1")
    assert workers_of(0) == workers_of(4) == 1


@pytest.mark.parametrize(("quota", "most"), [("max 100000", 96), ("250000 100000", 2), ("50000 100000", 1), ("", 96)])
def test_a_containers_quota_counts(quota: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cpu.max").write_text(quota)
    monkeypatch.setattr(spread, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(96)), raising=False)
    assert usable_cores() == most
