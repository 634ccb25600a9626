"""Rows as JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
#: Characters that some readers take for the end of a line.
_ENDS = re.compile("[\x85\u2028\u2029]")


def json_line(row: Mapping[str, Any]) -> str:
    """A row as one line of JSON, whatever its reader takes for a line."""
    text = _ENCODE(row)
    return (_ENDS.sub(lambda m: f"\\u{ord(m[0]):04x}", text) if _ENDS.search(text) else text) + "\n"
