"""What every store must do. A new store is added to `STORES` and has to pass all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dateline.errors import ConfigError, DocumentError, LedgerConflictError, NotFoundError
from dateline.ledger import ClaimFilter, Entry, Ledger, Review, Store
from dateline.model import QuotedSpan

MakeEntry = Callable[..., Entry]
STORES: dict[str, Callable[[Path], Store]] = {"sqlite": lambda folder: Ledger(folder / "a.ledger", create=True)}
BARA = "The Sudanese army retook Bara on Monday, residents told Reuters."
GOMA = "M23 fighters shelled a camp near Goma, said witness Amani Bahati."


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with STORES[request.param](tmp_path) as opened:
        yield opened


def test_append_is_idempotent(store: Store, entry: MakeEntry) -> None:
    bara = entry("bara", BARA, "army retook Bara")
    assert store.append(bara) == 1
    before = (store.digest(), store.head())
    assert store.append(bara) == 0
    assert (store.digest(), store.head()) == before


def test_a_claim_comes_back_as_it_went_in(store: Store, entry: MakeEntry) -> None:
    bara = entry("bara", BARA, "army retook Bara", actor="The Sudanese army")
    store.append(bara)
    assert list(store.claims("bara")) == list(bara.claims)
    assert store.claim(bara.claims[0].id) == bara.claims[0]
    assert store.text("bara") == BARA


def test_the_same_id_with_another_text_is_a_conflict(store: Store, entry: MakeEntry) -> None:
    store.append(entry("1", BARA))
    before = store.digest()
    with pytest.raises(LedgerConflictError, match="another text"):
        store.append(entry("1", GOMA))
    assert store.digest() == before


def test_the_same_id_with_another_date_is_a_conflict(store: Store, entry: MakeEntry) -> None:
    store.append(entry("1", BARA, published=date(2025, 9, 15)))
    with pytest.raises(LedgerConflictError, match="published"):
        store.append(entry("1", BARA, published=date(2025, 9, 16)))


def test_what_was_unknown_may_be_filled_in(store: Store, entry: MakeEntry) -> None:
    store.append(entry("1", BARA))
    assert store.append(entry("1", BARA, published=date(2025, 9, 15), source="Reuters")) == 1
    row = next(store.documents())
    assert (row.published, row.publisher) == ("2025-09-15", "Reuters")
    assert store.append(entry("1", BARA)) == 0


def test_invented_words_do_not_enter(store: Store, entry: MakeEntry) -> None:
    good = entry("bara", BARA, "army retook Bara", actor="The Sudanese army")
    claim = good.claims[0]
    wrong = (
        claim.model_copy(update={"text": "army lost Bara!!"}),
        claim.model_copy(update={"end": len(BARA) + 1}),
        claim.model_copy(update={"actors": (claim.actors[0].model_copy(update={"text": "The Chadian armyy"}),)}),
        claim.model_copy(
            update={"attribution": claim.attribution.model_copy(update={"cue": QuotedSpan(start=0, end=3, text="say")})}
        ),
        claim.model_copy(update={"document": "goma"}),
    )
    for bad in wrong:
        with pytest.raises(DocumentError):
            store.append(replace(good, claims=(bad,)))
    assert list(store.claims()) == []
    assert list(store.documents()) == []


def test_a_newer_extraction_retires_the_older_one(store: Store, entry: MakeEntry) -> None:
    old = entry("bara", BARA, "army retook Bara")
    new = entry("bara", BARA, "residents told Reuters", resources="books/2")
    store.append(old)
    assert store.append(new) == 1
    assert [c.text for c in store.claims()] == ["residents told Reuters"]
    assert store.claim(old.claims[0].id) == old.claims[0]


def test_recorded_by_shows_the_ledger_as_it_stood(store: Store, entry: MakeEntry) -> None:
    from dateline.ledger.clock import now

    store.append(entry("bara", BARA, "army retook Bara"))
    then = now()
    store.append(entry("bara", BARA, "residents told Reuters", resources="books/2"))
    store.append(entry("goma", GOMA, "M23 fighters shelled a camp"))
    assert [c.text for c in store.claims(recorded_by=then)] == ["army retook Bara"]
    assert [(d.id, d.claims) for d in store.documents(recorded_by=then)] == [("bara", 1)]
    assert list(store.claims(recorded_by="1999-01-01")) == []


def test_known_by_leaves_out_later_and_undated_documents(store: Store, entry: MakeEntry) -> None:
    store.append(entry("bara", BARA, "army retook Bara", published=date(2025, 9, 15)))
    store.append(entry("goma", GOMA, "M23 fighters shelled a camp"))
    assert list(store.claims(known_by="2025-09-14")) == []
    assert [c.document for c in store.claims(known_by="2025-09-15")] == ["bara"]
    assert store.undated() == 1
    with pytest.raises(ConfigError, match="not a day"):
        list(store.claims(known_by="last week"))


def test_filters(store: Store, entry: MakeEntry) -> None:
    store.append(entry("bara", BARA, "army retook Bara", actor="The Sudanese army"))
    store.append(entry("goma", GOMA, "M23 fighters shelled a camp", actor="M23 fighters"))
    found = store.claims(where=ClaimFilter(actor="the sudanese ARMY"))
    assert [c.document for c in found] == ["bara"]
    assert len(list(store.claims(where=ClaimFilter(source="reuters", type="event")))) == 2
    assert list(store.claims(where=ClaimFilter(place="Goma"))) == []


def test_a_document_set_aside_is_kept_with_its_reason(store: Store, entry: MakeEntry) -> None:
    aside = replace(entry("fr", "L'armée a repris Bara."), set_aside="unread: not English (looks like French)")
    assert store.append(aside) == 1
    assert store.append(aside) == 0
    assert [d.set_aside for d in store.documents(set_aside=True)] == ["unread: not English (looks like French)"]
    assert list(store.documents(set_aside=False)) == []
    assert store.text("fr") == "L'armée a repris Bara."


def test_redacting_a_document_leaves_a_tombstone_and_a_whole_log(store: Store, entry: MakeEntry) -> None:
    goma = entry("goma", GOMA, "M23 fighters shelled a camp", title="Camp shelled")
    store.append(goma)
    done = store.redact("goma", reason="request 7/2025")
    assert (done.document, done.claims, done.start) == ("goma", 1, None)
    assert list(store.claims()) == []
    row = next(store.documents())
    assert (row.title, row.set_aside) == (None, "redacted: request 7/2025")
    with pytest.raises(NotFoundError, match="erased"):
        store.text("goma")
    with pytest.raises(NotFoundError, match="erased"):
        store.claim(goma.claims[0].id)
    assert store.verify() == ()
    assert store.append(goma) == 0
    assert store.append(entry("goma-copy", GOMA)) == 0


def test_redacting_a_span_masks_it_everywhere_and_keeps_offsets(store: Store, entry: MakeEntry) -> None:
    at = GOMA.index("Amani Bahati")
    store.append(entry("goma", GOMA, "M23 fighters shelled a camp", actor="Amani Bahati", title="Amani Bahati speaks"))
    store.redact(f"goma:{at}-{at + 12}", reason="witness at risk")
    text = store.text("goma")
    assert len(text) == len(GOMA)
    assert "Amani" not in text
    (claim,) = store.claims()
    assert (claim.text, claim.actors[0].name) == ("M23 fighters shelled a camp", None)
    assert "Amani" not in str(claim.to_json())
    assert "Amani" not in str(next(store.documents()).title)
    assert store.verify() == ()


def test_a_redaction_needs_a_reason_and_a_document(store: Store, entry: MakeEntry) -> None:
    store.append(entry("goma", GOMA))
    with pytest.raises(ConfigError, match="reason"):
        store.redact("goma", reason=" ")
    with pytest.raises(NotFoundError):
        store.redact("nowhere", reason="x")
    with pytest.raises(ConfigError, match="outside"):
        store.redact("goma:0-9999", reason="x")
    assert store.text("goma") == GOMA


def test_reviews_are_rows_and_the_same_decision_is_stored_once(store: Store, entry: MakeEntry) -> None:
    claim = entry("bara", BARA, "army retook Bara").claims[0]
    no = Review(target_kind="claim", target=claim.id, action="reject", by="rania", reason="an anniversary")
    first = store.review(no)
    assert store.review(no).id == first.id
    store.review(
        Review(target_kind="claim", target=claim.id, action="undo", by="rania", reason="-", supersedes=first.id)
    )
    assert [r.action for r in store.reviews(claim.id)] == ["reject", "undo"]
    assert store.verify() == ()


def test_views_are_good_until_the_log_grows(store: Store, entry: MakeEntry) -> None:
    store.append(entry("bara", BARA))
    head = store.head()
    rows = [{"id": "ev_2", "type": "armed_clash"}, {"id": "ev_1", "type": "displacement"}]
    assert store.put_view("events", "range", rows, head=head)
    assert store.get_view("events", "range") == rows
    assert store.get_view("events", "majority") is None
    assert store.put_view("persons", "range", [], head=head)
    assert store.get_view("persons", "range") == []
    store.append(entry("goma", GOMA))
    assert store.get_view("events", "range") is None
    assert not store.put_view("events", "range", rows, head=head)


def test_order_of_arrival_does_not_change_the_digest(entry: MakeEntry, tmp_path: Path) -> None:
    entries = [entry("bara", BARA, "army retook Bara"), entry("goma", GOMA, "M23 fighters shelled a camp")]
    digests = set()
    for name, make in STORES.items():
        for turn in (1, -1):
            folder = tmp_path / f"{name}{turn}"
            folder.mkdir()
            with make(folder) as one:
                for e in entries[::turn]:
                    one.append(e)
                digests.add(one.digest())
    assert len(digests) == 1
