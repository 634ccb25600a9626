"""Which files of a folder are read."""

from __future__ import annotations

from pathlib import Path

from dateline.ledger import Ledger
from dateline.read.walk import walk


def test_a_folder_with_its_own_ledger_has_documents_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Shells hit Goma.")
    (tmp_path / "short").write_bytes(b"SQLite format 3\0")
    Ledger(tmp_path / "old.ledger", create=True).close()
    (tmp_path / "old.ledger").rename(tmp_path / "copy.db")
    with Ledger(tmp_path / "war.ledger", create=True):
        assert (tmp_path / "war.ledger-wal").exists()
        assert [found.path.name for found in walk([tmp_path])] == ["a.txt", "short"]


def test_a_ledger_that_is_named_is_refused_with_the_reason(tmp_path: Path) -> None:
    Ledger(tmp_path / "war.ledger", create=True).close()
    (found,) = walk([tmp_path / "war.ledger"])
    assert found.refused == "a ledger of Dateline and no document"
