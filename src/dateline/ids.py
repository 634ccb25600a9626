"""Identifiers. An id hashes a structure, never a joined string, so no two structures share one by accident."""

from __future__ import annotations

import json
import re
from hashlib import sha256

#: Hex digits of a shortened id: enough to tell some hundred thousand rows apart.
_SHORT = 8
_FULL_ID = re.compile(rf"^(?P<kind>[a-z]+)_(?:cl_)?(?P<head>[0-9a-f]{{{_SHORT}}})[0-9a-f]{{16}}(?P<tail>\.\d+)?$")


def text_sha256(text: str) -> str:
    """The hash of a text version: sha256 over its UTF-8 bytes, 64 hex digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content_id(*parts: str | int | None) -> str:
    """24 hex digits (96 bits) over the JSON array of `parts`."""
    raw = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def claim_id(document: str, text_hash: str, kind: str, start: int, end: int, anchors: tuple[int, ...] = ()) -> str:
    """The id of a claim: where it stands, nothing of what it is worth.

    `anchors` are the offsets of the mentions that set it apart from another claim of the same kind on the
    same words (the trigger's start, say). Places, dates and actors never enter: resolving them better keeps
    the id, and the reviews that are bound to it.
    """
    return "cl_" + content_id("claim/1", document, text_hash, kind, start, end, *anchors)


def short_id(key: str) -> str:
    """An id as people are shown it (`ev_889f62b6`)."""
    found = _FULL_ID.match(key)
    return f"{found['kind']}_{found['head']}{found['tail'] or ''}" if found else key
