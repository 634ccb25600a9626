from __future__ import annotations

import pytest

from dateline.errors import ConfigError
from dateline.know.own_names import OwnName, folded, version_with

SCARVES = OwnName("actor", "RSF_SUDAN", "Blue Scarves")


@pytest.mark.parametrize(
    "text", ["the Blue Scarves came", "BLUE SCARVES", "blue\nscarves.", "(Blue-Scarves)", "Blüe Scarves' men"]
)
def test_a_name_is_found_as_whole_words_whatever_case_and_accents(text: str) -> None:
    assert SCARVES.stands_in(folded(text))


@pytest.mark.parametrize("text", ["", "Blue", "the blue, green scarves", "Blue Scarveshire", "OldBlue Scarves"])
def test_other_words_are_not_the_name(text: str) -> None:
    assert not SCARVES.stands_in(folded(text))


def test_only_texts_that_have_a_name_get_another_version() -> None:
    assert version_with("v", [], "Blue Scarves") == "v"
    assert version_with("v", [SCARVES], "nothing of the kind") == "v"
    one = version_with("v", [SCARVES], "the Blue Scarves")
    assert one != "v"
    assert one == version_with("v", [OwnName("place", "x", "Elsewhere"), SCARVES], "the Blue Scarves")
    assert one != version_with("v", [OwnName("actor", "SAF", "Blue Scarves")], "the Blue Scarves")


@pytest.mark.parametrize("name", ["", "x", "--", "a" * 200, "two\nlines", "a\0b"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ConfigError):
        OwnName("actor", "SAF", name).check()


def test_a_new_place_needs_a_point_on_earth() -> None:
    OwnName("place", "user:1", "Wadi", "SD", 14.0, 30.0).check()
    with pytest.raises(ConfigError):
        OwnName("place", "user:1", "Wadi", "SD", 140.0, 30.0).check()
