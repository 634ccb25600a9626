"""The ledger: who said what, word for word, kept for good. One SQLite file, one hash-chained log."""

from dateline.ledger.entry import Conflict, Entry, Evidence, Known, Redaction, Review
from dateline.ledger.ledger import Ledger
from dateline.ledger.query import ClaimFilter
from dateline.ledger.store import Store

__all__ = ["ClaimFilter", "Conflict", "Entry", "Evidence", "Known", "Ledger", "Redaction", "Review", "Store"]
