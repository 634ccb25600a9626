"""What a page says of itself for machines: its <meta>, its JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml.html import HtmlElement

from dateline.read.page_words import page_words


def meta_of(tree: HtmlElement) -> dict[str, list[str]]:
    """Name (or property, itemprop) of each <meta> in lower case -> its contents, in order."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
    return found


def linked_data(tree: HtmlElement) -> list[dict[str, object]]:
    """The articles that the page's JSON-LD describes; broken JSON is passed over."""
    nodes: list[dict[str, object]] = []
    for element in tree.iter("script"):
        if "ld+json" in (element.get("type") or "").lower() and element.text:
            try:
                value = json.loads(element.text, strict=False)
            except (ValueError, RecursionError):
                continue
            nodes.extend(_articles(value))
    return nodes


def _articles(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for row in value:
            yield from _articles(row, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        named = {kinds} if isinstance(kinds, str) else {k for k in kinds or () if isinstance(k, str)}
        if named & page_words().ld_types:
            yield value
        yield from _articles(value.get("@graph", []), depth + 1)
