from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.errors import LedgerError, NotFoundError
from dateline.ledger import Entry, Ledger

MakeEntry = Callable[..., Entry]
TEXT = "Fighters of Amhara Fano attacked a convoy near Debre Tabor, the governor Lemma Girma said."


def test_a_missing_ledger_is_named_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"no ledger at .*x\.ledger.*dateline run"):
        Ledger(tmp_path / "x.ledger")


def test_other_files_are_not_ledgers(tmp_path: Path) -> None:
    words = tmp_path / "notes.txt"
    words.write_text("Not a database at all, but long enough to be taken for a header." * 20)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE cats (name)")
    db.close()
    for path, message in ((words, "not a Dateline ledger"), (other, "not a Dateline ledger"), (tmp_path, "a folder")):
        with pytest.raises(LedgerError, match=message):
            Ledger(path, create=True)
    assert words.read_text().startswith("Not a database")


def test_a_ledger_of_a_newer_version_is_refused(ledger: Ledger) -> None:
    ledger.close()
    with sqlite3.connect(ledger.path) as db:
        db.execute("INSERT INTO migrations VALUES ('9999_from_the_future', '2030')")
    db.close()
    with pytest.raises(LedgerError, match="newer version"):
        Ledger(ledger.path)


def test_migrations_are_recorded_by_name(ledger: Ledger) -> None:
    ledger.close()
    with sqlite3.connect(ledger.path) as db:
        names = [name for (name,) in db.execute("SELECT name FROM migrations ORDER BY name")]
    db.close()
    assert names == [
        "0001_first_ledger", "0002_reading", "0003_watching", "0004_families", "0005_growing", "0006_key",
        "0007_asking",
        "0008_battles",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claims SET payload = replace(payload, 'convoy', 'market')",
        "UPDATE texts SET text = replace(text, 'convoy', 'market')",
        "UPDATE evidence SET content = x'00'",
        "UPDATE extractions SET id = 'ex_other'",
        "DROP TRIGGER log_is_never_changed; UPDATE log SET facts = replace(facts, 'fano', 'onaf') WHERE seq = 1",
        "DROP TRIGGER log_is_never_deleted; DELETE FROM log WHERE seq = 1",
        "INSERT INTO documents (id, added_at) VALUES ('smuggled', '2020')",
        "DROP TRIGGER log_is_never_changed; UPDATE log SET at = '2020' WHERE seq = 2",
    ],
)
def test_a_change_behind_its_back_shows(ledger: Ledger, entry: MakeEntry, change: str) -> None:
    ledger.append(entry("fano", TEXT, "attacked a convoy"))
    assert ledger.verify() == ()
    ledger.close()
    db = sqlite3.connect(ledger.path)
    db.executescript(change)
    db.close()
    with Ledger(ledger.path) as again:
        assert again.verify() != ()


def test_the_log_itself_refuses_changes(ledger: Ledger, entry: MakeEntry) -> None:
    ledger.append(entry("fano", TEXT))
    ledger.close()
    db = sqlite3.connect(ledger.path)
    for statement in ("UPDATE log SET at = 'x'", "DELETE FROM log"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            db.execute(statement)
    db.close()


def test_the_log_holds_no_words(ledger: Ledger, entry: MakeEntry) -> None:
    ledger.append(entry("fano", TEXT, "attacked a convoy", title="Governor accuses Fano"))
    ledger.close()
    db = sqlite3.connect(ledger.path)
    log = json.dumps(db.execute("SELECT * FROM log").fetchall())
    db.close()
    assert "convoy" not in log
    assert "Governor" not in log


def files_of(ledger: Ledger) -> bytes:
    folder = ledger.path.parent
    return b"".join(p.read_bytes() for p in sorted(folder.iterdir()) if p.name.startswith(ledger.path.name))


def test_redacted_words_are_gone_from_the_files(ledger: Ledger, entry: MakeEntry) -> None:
    for i in range(30):
        ledger.append(entry(f"other{i}", f"Report {i}: shelling was heard near Bahir Dar again.", "shelling was heard"))
    at = TEXT.index("Lemma Girma")
    ledger.append(entry("fano", TEXT, "attacked a convoy", "the governor Lemma Girma said", actor="Lemma Girma"))
    assert b"Lemma Girma" in files_of(ledger)
    ledger.redact(f"fano:{at}-{at + 11}", reason="private person")
    assert b"Girma" not in files_of(ledger)
    ledger.redact("fano", reason="court order")
    assert b"convoy" not in files_of(ledger)
    assert b"court order" in files_of(ledger)
    assert ledger.verify() == ()


def test_prints_of_erased_words_are_erased_with_them(ledger: Ledger, entry: MakeEntry) -> None:
    ledger.append(entry("fano", TEXT, "attacked a convoy"))
    ledger.append(entry("other", "Shelling was heard near Bahir Dar again.", "Shelling"))
    keys = [str(row.text_sha256) for row in ledger.documents()]
    ledger.keep_prints([(key, b"prints") for key in keys], 1)
    assert sorted(ledger.prints(1)) == sorted((key, b"prints") for key in keys)
    gone = ledger.document("fano").text_sha256
    ledger.redact("fano", reason="court order")
    assert [key for key, _ in ledger.prints(1)] == [key for key in keys if key != gone]
    ledger.keep_prints([], 2)
    assert list(ledger.prints(1)) == []


def test_a_redaction_cut_off_before_the_file_was_rewritten_is_finished_later(
    ledger: Ledger, entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.append(entry("fano", TEXT, "attacked a convoy"))
    with monkeypatch.context() as patch:
        patch.setattr("dateline.ledger.redact.scrub", lambda _: None)
        ledger.redact("fano", reason="court order")
    ledger.close()
    with Ledger(ledger.path) as again:
        again.scrub()
        assert b"convoy" not in files_of(again)


def test_evidence_is_kept_byte_for_byte(ledger: Ledger, entry: MakeEntry) -> None:
    ledger.append(entry("fano", TEXT))
    assert ledger.evidence("fano") == TEXT.encode()
    ledger.redact("fano", reason="court order")
    with pytest.raises(NotFoundError, match="erased"):
        ledger.evidence("fano")


def test_a_new_cleaning_makes_a_new_text_version(ledger: Ledger, entry: MakeEntry) -> None:
    old = entry("fano", TEXT + "  ADVERTISEMENT", "attacked a convoy")
    ledger.append(old)
    new = entry("fano", TEXT, "attacked a convoy")
    same_bytes = replace(new.document, bytes_sha256=old.document.bytes_sha256)
    assert ledger.append(replace(new, document=same_bytes, evidence=old.evidence)) == 1
    assert ledger.text("fano") == TEXT
    versions = [c.id for c in (*old.claims, *new.claims)]
    assert len(set(versions)) == 2
    assert ledger.claim(versions[0]).text == "attacked a convoy"


def test_half_a_surrogate_pair_is_a_document_error(ledger: Ledger, entry: MakeEntry) -> None:
    from dateline.errors import DocumentError

    broken = entry("fano", TEXT)
    with pytest.raises(DocumentError, match="surrogate"):
        ledger.append(replace(broken, document=replace(broken.document, text="half \ud800 pair")))


WRITER = """
import sys
sys.path.insert(0, sys.argv[3])
from ledger_rows import make_entry
from dateline.ledger import Ledger
with Ledger(sys.argv[1], create=True) as ledger:
    for i in range(40):
        ledger.append(make_entry(f"{sys.argv[2]}-{i}", f"Clash {i} near Lashio, {sys.argv[2]} said.", f"Clash {i}"))
"""


def test_two_processes_writing_at_once_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "two.ledger"
    arguments = [sys.executable, "-c", WRITER, str(path)]
    writers = [
        subprocess.Popen([*arguments, name, str(Path(__file__).parents[2])], stderr=subprocess.PIPE)
        for name in ("a", "b")
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors.decode()
    with Ledger(path) as ledger:
        assert ledger.counts()["documents"] == 80
        assert ledger.verify() == ()
