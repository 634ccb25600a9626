from __future__ import annotations

import base64

import pytest

from dateline.desk.cursors import cut
from dateline.errors import ConfigError


def test_pages_together_are_the_list() -> None:
    rows, seen, cursor = [str(n) for n in range(23)], [], None
    while True:
        page, cursor = cut(rows, str, cursor, 5)
        seen += page
        if cursor is None:
            break
    assert seen == rows


def test_a_row_that_came_in_before_shows_none_twice() -> None:
    first, cursor = cut(["a", "b", "c", "d"], str, None, 2)
    second, _ = cut(["new", "a", "b", "c", "d"], str, cursor, 2)
    assert (first, second) == (["a", "b"], ["c", "d"])


def test_a_last_row_that_is_gone_goes_on_at_its_number() -> None:
    _, cursor = cut(["a", "b", "c", "d"], str, None, 2)
    assert cut(["a", "c", "d"], str, cursor, 2) == (["d"], None)


def test_an_empty_list_has_no_next() -> None:
    assert cut([], str, None, 5) == ([], None)


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "....", "é", base64.urlsafe_b64encode(b"[-1, \"a\"]").decode(), base64.b64encode(b"{}").decode(),
     base64.b64encode(b"[1, 2]").decode(), base64.b64encode(b"\xff").decode()],
)  # fmt: skip
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(ConfigError):
        cut(["a"], str, cursor, 5)
