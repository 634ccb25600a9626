from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.desk.marked import stretches
from dateline.model import Attribution, Claim

TEXT = "The army took Singa, a monitor said."


def claim(key: str, start: int, end: int) -> Claim:
    return Claim(
        id=key, document="d", start=start, end=end, text=TEXT[start:end], type="event", extractor="rules/1",
        attribution=Attribution(kind="narration"),
    )  # fmt: skip


def test_a_claim_inside_another_comes_first_where_both_stand() -> None:
    rows = stretches(TEXT, [claim("outer", 0, 19), claim("inner", 9, 19)])
    assert [(r.text, r.claims) for r in rows] == [
        ("The army ", ["outer"]), ("took Singa", ["inner", "outer"]), (", a monitor said.", []),
    ]  # fmt: skip


def test_a_text_without_claims_is_one_stretch() -> None:
    assert [(r.text, r.claims) for r in stretches(TEXT, [])] == [(TEXT, [])]


def test_a_claim_beyond_the_text_is_left_out() -> None:
    assert [r.claims for r in stretches("short", [claim("c", 0, 19)])] == [[]]


@given(st.lists(st.tuples(st.integers(0, 35), st.integers(1, 36)), max_size=12))
def test_stretches_are_the_text_and_each_knows_its_claims(spans: list[tuple[int, int]]) -> None:
    claims = [claim(f"c{n}", a, b) for n, (a, b) in enumerate(spans) if a < b]
    rows = stretches(TEXT, claims)
    assert "".join(r.text for r in rows) == TEXT
    for row in rows:
        assert set(row.claims) == {c.id for c in claims if c.start < row.end and row.start < c.end}
