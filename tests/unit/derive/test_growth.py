"""What keeps deriving from growing faster than the claims: nothing is compared with all the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.derive import events
from dateline.derive.figures import _by_period, period_of
from dateline.derive.times import overlap
from dateline.model import Claim

ATTACK: dict[str, Any] = {"event_type": "air_drone_strike", "day": "2024-03-02"}


def test_a_denial_is_compared_with_its_neighbourhood_alone(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(40):
        point = {"role": "event", "id": f"pl:{n}", "lat": float(n), "lon": 30.0, "precision": "settlement"}
        desk.claim(desk.document(f"d{n}", "2024-03-03"), at=[point], **ATTACK)
        if n == 7:
            desk.claim(
                desk.document("no", "2024-03-04"), at=[point], **ATTACK, by="UN", factuality="CT-", certainty="denied"
            )
    compared = []
    inner = events.across
    monkeypatch.setattr(events, "across", lambda *args: compared.append(args) or inner(*args))
    views = desk.views()
    assert [e.status for e in views.events].count("contested") == 1
    assert len(compared) == 1


def figure(number: int, document: str, kind: str, first: int | None, last: int | None) -> Claim:
    period = {f"period_{n}": d and f"2024-03-{d:02}" for n, d in (("from", first), ("to", last))}
    return Claim.model_validate(
        {
            "id": f"cl_{number:03}", "document": document, "start": number, "end": number + 1, "text": "x",
            "type": "figure", "attribution": {"kind": "narration"}, "extractor": "test",
            "figure": {"measure": "killed", "kind": kind, "best": 1, **period},
        }
    )  # fmt: skip


def fits(one: Claim, two: Claim, kind: str) -> bool:
    """Whether two figures are of one period, as the codebook has it."""
    a, b = period_of(one), period_of(two)
    if kind == "cumulative":
        return a.first == b.first
    if kind == "stock":
        return a.last is not None and b.last is not None and a.last // 7 == b.last // 7
    return overlap(a, b) if a.known and b.known else one.document == two.document


DAYS = st.none() | st.integers(1, 20)


@given(
    st.sampled_from(["flow", "incident", "cumulative", "stock"]),
    st.lists(st.tuples(st.sampled_from("abc"), DAYS, DAYS)),
)
def test_periods_are_grouped_as_comparing_each_with_all_groups_them(
    kind: str, rows: list[tuple[str, int | None, int | None]]
) -> None:
    claims = [figure(n, document, kind, first, last) for n, (document, first, last) in enumerate(rows)]
    if not claims:
        return
    expected: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda c: (period_of(c).first or 0, period_of(c).last or 0, c.document, c.start)):
        home = next((g for g in expected if all(fits(claim, other, kind) for other in g)), None)
        if home is None:
            expected.append([claim])
        else:
            home.append(claim)
    assert [[c.id for c in g] for g in _by_period(claims)] == [[c.id for c in g] for g in expected]
