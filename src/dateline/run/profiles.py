"""Publishers' habits in reading: handed to the reader beside the document, never stored with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from dateline.mentions import Document
from dateline.resolve.publication import Order

_KEY = "date_order"


def with_order(document: Document, order: Literal["DMY", "MDY"] | None) -> Document:
    """The document as a reader sees it who knows how its publisher writes dates."""
    return replace(document, extra={**document.extra, _KEY: order}) if order else document


def order_of(document: Document) -> Order:
    """The publisher's habit that came with a document; 'unknown' where none did."""
    order = document.extra.get(_KEY)
    return "DMY" if order == "DMY" else "MDY" if order == "MDY" else "unknown"
