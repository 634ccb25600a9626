from __future__ import annotations

import base64

import pytest

from dateline.desk.cursors import Place, page, read, write
from dateline.errors import ConfigError

ROWS: list[tuple[Place, str]] = [((n // 2, str(n)), str(n)) for n in range(23)]


def behind(rows: list[tuple[Place, str]], cursor: str | None, limit: int) -> tuple[list[str], str | None]:
    after = read(cursor, (int, str))
    found = [row for row in rows if after is None or (row[0][0], int(str(row[0][1]))) > (after[0], int(str(after[1])))]
    return page(found[: limit + 1], limit)


def test_pages_together_are_the_list() -> None:
    seen: list[str] = []
    cursor = None
    while True:
        shown, cursor = behind(ROWS, cursor, 5)
        seen += shown
        if cursor is None:
            break
    assert seen == [row for _, row in ROWS]


def test_a_row_that_came_in_before_or_a_last_row_that_is_gone_shows_none_twice() -> None:
    first, cursor = behind(ROWS[1:], None, 2)
    second, _ = behind([ROWS[0], ROWS[1], *ROWS[3:]], cursor, 2)
    assert (first, second) == (["1", "2"], ["3", "4"])


def test_an_empty_list_has_no_next() -> None:
    assert page([], 5) == ([], None)


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[1]", b"[1, 2]", b'["a", "b"]', b'[true, "a"]', b"\xff", b'[1, "a", 2]', b"[" * 9999,
            b'[99999999999999999999, "a"]', b"x"]
)  # fmt: skip
def test_what_is_no_cursor_is_refused(raw: bytes) -> None:
    with pytest.raises(ConfigError):
        read(base64.urlsafe_b64encode(raw).decode(), (int, str))


@pytest.mark.parametrize("cursor", ["x", "....", "é"])
def test_what_is_not_even_encoded_is_refused(cursor: str) -> None:
    with pytest.raises(ConfigError):
        read(cursor, (int, str))


def test_a_place_comes_back_as_it_was() -> None:
    assert read(write((-2.5, "a\x01é", 7)), (float, str, int)) == (-2.5, "a\x01é", 7)
