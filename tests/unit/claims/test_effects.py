"""Who holds what after a claim."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.claims.effects import control_effect, extent_of, is_contrast
from dateline.model import ActorRef, Claim


@pytest.mark.parametrize(
    ("words", "extent"),
    [
        ("half of Khartoum", ("partial", 0.5, None)),
        ("about 60 percent of the city", ("partial", 0.6, None)),
        ("12.5% of the province", ("partial", 0.125, None)),
        ("100 per cent of Bakhmut", ("full", 1.0, None)),
        ("most of Bakhmut", ("partial", None, 0.5)),
        ("much of the\nold town", ("partial", None, 0.5)),
        ("parts of Omdurman", ("partial", None, None)),
        ("fully control Sanaa", ("full", 1.0, None)),
        ("captured Goma", (None, None, None)),
        ("the halfway house at Bor", (None, None, None)),
        ("killed 300 percent of", (None, None, None)),
    ],
)
def test_extent(words: str, extent: tuple[str | None, float | None, float | None]) -> None:
    assert extent_of(words) == extent


@pytest.mark.parametrize(
    ("words", "contrast"),
    [(" rather than ", True), (" rather than the ", True), (" and ", False), (" with ", False), ("", False)],
)
def test_contrast(words: str, contrast: bool) -> None:
    assert is_contrast(words) is contrast


def actor(role: str, actor_id: str | None, text: str = "rebels", resolution: str = "named") -> ActorRef:
    return ActorRef.model_validate({"role": role, "id": actor_id, "text": text, "resolution": resolution})


TAKER, LOSER = actor("controller_new", "M23"), actor("controller_old", "FARDC")


def test_no_effect_without_a_control_word() -> None:
    assert control_effect(None, [TAKER, LOSER], "shelled Goma") is None


def test_a_capture_names_both_sides() -> None:
    found = control_effect("captured", [TAKER, LOSER], "captured Goma")
    assert found is not None
    assert (found.state, found.extent, found.holders_before, found.holders_after) == (
        "held", "full", ("FARDC",), ("M23",),
    )  # fmt: skip


def test_a_loss_without_a_taker_leaves_the_holder_unknown() -> None:
    found = control_effect("captured", [LOSER], "lost Goma")
    assert found is not None
    assert (found.state, found.holders_before, found.holders_after) == ("lost_by_from", ("FARDC",), ())


def test_who_leaves_holds_no_longer() -> None:
    found = control_effect("evacuated", [actor("mover", "FARDC")], "left Goma")
    assert found is not None
    assert (found.state, found.holders_before, found.holders_after) == ("evacuated", ("FARDC",), ())


def test_a_half_is_contested() -> None:
    found = control_effect("held", [actor("controller", "SAF")], "half of Khartoum is held")
    assert found is not None
    assert (found.state, found.share, found.extent) == ("contested", 0.5, "partial")


def test_unknown_holders_are_kept_by_their_words_and_unstated_ones_left_out() -> None:
    found = control_effect("captured", [actor("controller_new", None, "local youths")], "took Bor")
    assert found is not None
    assert found.holders_after == ("local youths",)
    found = control_effect("captured", [actor("controller_new", None, "who", "unstated")], "took Bor")
    assert found is not None
    assert found.holders_after == ()


@pytest.mark.parametrize(
    ("text", "kind", "state", "holders", "extent"),
    [
        ("The Taliban captured Kunduz on Monday.", "event", "held", ("TALIBAN",), "full"),
        ("The Houthis still control Hodeidah.", "control", "held", ("HOUTHIS",), "full"),
        ("Rebels surrounded Goma on Wednesday.", "event", "besieged", (), "unknown"),
        ("The army besieged the city of Mariupol for weeks.", "event", "besieged", (), "unknown"),
        ("Fighters of the M23 entered Rutshuru on Monday.", "event", "contested", (), "unknown"),
        ("Sleeper cells remain in Mosul.", "presence", "presence_only", (), "unknown"),
        ("Colombian troops withdrew from Corinto on Tuesday.", "event", "lost_by_from", (), "full"),
        ("The militia captured about half of Nyala on Monday.", "event", "held", ("RSF_SUDAN",), "partial"),
        ("Rebels captured parts of Khartoum on Tuesday.", "event", "held", ("Rebels",), "partial"),
        ("The army now controls 60 percent of Khartoum.", "control", "held", ("SAF",), "partial"),
        ("Half of Khartoum is controlled by the army.", "control", "contested", ("SAF",), "partial"),
        ("The road into Khartoum is controlled by the army.", "control", "held", ("SAF",), "route"),
    ],
)
def test_effects_of_sentences(
    claim: Callable[..., Claim], text: str, kind: str, state: str, holders: tuple[str, ...], extent: str
) -> None:
    effect = claim(text, kind).control
    assert effect is not None
    assert (effect.state, effect.holders_after, effect.extent) == (state, holders, extent)
    assert effect.object == ("route" if extent == "route" else "place")


@pytest.mark.parametrize(
    "text",
    ["Rebels shelled Goma on Tuesday.", "Hamas attacked a base near Rafah on Monday.", "Clashes went on in Bangui."],
)
def test_fighting_alone_changes_no_control(claim: Callable[..., Claim], text: str) -> None:
    assert claim(text, "event").control is None


def test_who_is_expelled_held_it_before(claim: Callable[..., Claim]) -> None:
    effect = claim("The army expelled the M23 from Goma on Monday.", "event").control
    assert effect is not None
    assert (effect.holders_before, effect.holders_after) == (("M23",), ("FARDC",))
