"""Whatever comes in, in whatever order: the ledger says the same, and what was erased is gone."""

from __future__ import annotations

import tempfile
from datetime import date
from hashlib import sha256
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.ids import claim_id, text_sha256
from dateline.ledger import Entry, Evidence, Ledger
from dateline.mentions import Document
from dateline.model import ActorRef, Attribution, Claim

FEW = settings(max_examples=25, deadline=None)
words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=80)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    texts = draw(st.lists(words, min_size=1, max_size=6))
    return [draw(entry_of(f"d{i}", text)) for i, text in enumerate(texts)]


@st.composite
def entry_of(draw: st.DrawFn, key: str, text: str) -> Entry:
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=4))
    document = Document(
        id=key,
        text=text,
        title=draw(st.none() | words),
        published=draw(st.none() | st.dates(date(2010, 1, 1), date(2026, 1, 1))),
        bytes_sha256=sha256(text.encode()).hexdigest(),
    )
    claims = {c.id: c for a, b in spans if a != b for c in [claim(key, text, min(a, b), max(a, b))]}
    return Entry(
        document=document,
        claims=tuple(claims.values()),
        evidence=Evidence(content=text.encode()),
        set_aside=draw(st.none() | st.just("unread")) if not claims else None,
        resources=draw(st.sampled_from(["books/1", "books/2"])),
    )


def claim(key: str, text: str, start: int, end: int) -> Claim:
    return Claim(
        id=claim_id(key, text_sha256(text), "event", start, end),
        document=key,
        start=start,
        end=end,
        text=text[start:end],
        type="event",
        attribution=Attribution(kind="narration"),
        actors=(ActorRef(role="attacker", text=text[start : start + 1], start=start, end=start + 1),),
        extractor="rules/1",
    )


@FEW
@given(entries(), st.randoms())
def test_order_and_repetition_change_nothing(rows: list[Entry], random: object) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "a.ledger", create=True) as one:
        assert [one.append(r) for r in rows] == [1] * len(rows)
        assert [one.append(r) for r in rows] == [0] * len(rows)
        shuffled = list(rows)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        with Ledger(Path(folder) / "b.ledger", create=True) as two:
            for row in (*shuffled, *rows):
                two.append(row)
            assert two.digest() == one.digest()
        for row in rows:
            assert one.text(row.document.id) == row.document.text
            assert {c.id: c for c in one.claims(row.document.id)} == {c.id: c for c in row.claims}
        assert one.verify() == ()


@FEW
@given(entries(), st.integers(0, 5), st.data())
def test_erasing_keeps_the_log_whole_and_the_offsets(rows: list[Entry], which: int, data: st.DataObject) -> None:
    target = rows[which % len(rows)].document
    start = data.draw(st.integers(0, len(target.text) - 1))
    end = data.draw(st.integers(start + 1, len(target.text)))
    gone = target.text[start:end]
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "a.ledger", create=True) as ledger:
        for row in rows:
            ledger.append(row)
        if gone.strip(" \n\t\u2588"):
            ledger.redact(f"{target.id}:{start}-{end}", reason="request")
            text = ledger.text(target.id)
            assert len(text) == len(target.text)
            assert not gone.strip() or gone not in text or gone.isspace()
            assert all(text[c.start : c.end] == c.text for c in ledger.claims(target.id))
        ledger.redact(target.id, reason="order")
        assert list(ledger.claims(target.id)) == []
        assert ledger.verify() == ()
        assert [ledger.append(r) for r in rows if r.document == target] == [0]


@FEW
@given(st.text("abcdefghijklmnop", min_size=24, max_size=60))
def test_erased_bytes_are_in_none_of_the_files(secret: str) -> None:
    text = f"It was {secret} who spoke of the shelling."
    content = text.encode()
    document = Document(id="d", text=text, title=secret, bytes_sha256=sha256(content).hexdigest(), extra={"by": secret})
    entry = Entry(document=document, claims=(claim("d", text, 0, len(text)),), evidence=Evidence(content=content))
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "a.ledger", create=True) as ledger:
        ledger.append(entry)
        ledger.redact(f"d:7-{7 + len(secret)}", reason="request")
        assert all(secret.encode() not in p.read_bytes() for p in Path(folder).iterdir())
