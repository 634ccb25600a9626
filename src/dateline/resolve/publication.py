"""stub"""
from __future__ import annotations
from typing import Literal
from dateline.mentions import Publication
from dateline.text.segment import Parsed
def publication_of(parsed: Parsed, *, order: Literal["DMY", "MDY", "YMD", "unknown"] = "unknown") -> Publication:
    return Publication(day=parsed.document.published, why="given" if parsed.document.published else "no", order=order)
