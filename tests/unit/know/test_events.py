"""The event vocabulary: complete, checked on loading, and mapped to ACLED, UCDP and PLOVER."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dateline.errors import ConfigError, NotFoundError
from dateline.know.events import crosswalk, load_crosswalk, load_events, read_crosswalk, read_events
from dateline.vocabulary import DATA

ACLED_SUB_EVENTS = {
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash",
    "Excessive force against protesters",
    "Protest with intervention", "Peaceful protest", "Violent demonstration", "Mob violence", "Chemical weapon",
    "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade",
    "Sexual violence", "Attack", "Abduction/forced disappearance", "Agreement", "Arrests", "Change to group/activity",
    "Disrupted weapons use", "Headquarters or base established", "Looting/property destruction",
    "Non-violent transfer of territory", "Other",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "vocabulary"
    shutil.copytree(DATA / "vocabulary", target)
    return target


def test_the_codebook_has_its_leaves_with_ranks_of_their_own() -> None:
    leaves = load_events().leaves
    assert len(leaves) == 32
    assert sorted(leaf.rank for leaf in leaves.values()) == list(range(1, 33))
    assert load_events().rank("territory_captured") < load_events().rank("air_drone_strike")


def test_every_leaf_can_be_reached_by_a_frame() -> None:
    vocabulary = load_events()
    reached = {frame.leaf for frame in vocabulary.frames}
    reached |= {case.leaf for frame in vocabulary.frames for case in frame.cases}
    assert set(vocabulary.leaves) <= reached


def test_the_crosswalk_reaches_all_sub_event_types_of_acled() -> None:
    reached = set()
    for row in load_crosswalk().values():
        reached |= {row.acled.sub_event_type, *(v.acled.sub_event_type for v in row.variants if v.acled)}
    assert reached - {None} == ACLED_SUB_EVENTS


@pytest.mark.parametrize(
    ("taker", "sub_event"),
    [
        ("government", "Government regains territory"),
        ("non_state", "Non-state actor overtakes territory"),
        ("foreign", "Non-state actor overtakes territory"),
        (None, None),
    ],
)
def test_a_capture_is_named_by_who_took_it(taker: str | None, sub_event: str | None) -> None:
    assert crosswalk("territory_captured", taker_kind=taker)["acled"]["sub_event_type"] == sub_event  # type: ignore[arg-type]


def test_ucdp_has_no_type_without_a_known_death() -> None:
    assert crosswalk("armed_clash", state_side=True)["ucdp"]["type_of_violence"] is None
    assert crosswalk("armed_clash", state_side=True, deaths=0)["ucdp"]["type_of_violence"] is None
    assert crosswalk("armed_clash", state_side=True, deaths=1)["ucdp"]["type_of_violence"] == 1
    assert crosswalk("armed_clash", state_side=False, deaths=4)["ucdp"]["type_of_violence"] == 2
    assert crosswalk("air_drone_strike", civilian_victims=True, deaths=4)["ucdp"]["type_of_violence"] == 3
    assert crosswalk("peaceful_protest", deaths=4)["ucdp"]["type_of_violence"] is None


def test_facts_choose_a_variant() -> None:
    assert crosswalk("shelling_missile", exchange=True)["acled"]["sub_event_type"] == "Armed clash"
    assert crosswalk("withdrawal", replaced=True)["acled"]["sub_event_type"] == "Non-violent transfer of territory"
    assert crosswalk("evacuation", agreed=True)["acled"]["sub_event_type"] == "Agreement"


def test_an_unknown_leaf_has_no_codes() -> None:
    with pytest.raises(NotFoundError, match="tea_party"):
        crosswalk("tea_party")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "    leaf: armed_clash\n    verbs: [ambush",
            "    leaf: armed_crash\n    verbs: [ambush",
            "unknown leaf 'armed_crash'",
        ),
        ("{object: [place, place_noun, position, name]}", "{object: [plaice]}", "unknown class 'plaice'"),
        ("obl:between|among: party\n", "obl:between|among: partier\n", "roles"),
        ("  - id: ambush\n", "  - name: ambush\n", "frames"),
        ("  - id: ambush\n", "  - id: capture\n", "given twice"),
    ],
)
def test_a_mistake_names_file_and_line(folder: Path, old: str, new: str, says: str) -> None:
    path = folder / "events" / "battles.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"battles\.yaml:\d+: .*{says}") as caught:
        read_events(folder)
    assert caught.value.facts["line"] != 1


def test_a_crosswalk_that_misses_a_leaf_is_refused(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"crosswalk\.yaml:\d+: .*no row for new_leaf"):
        read_crosswalk(folder / "crosswalk.yaml", [*load_events().leaves, "new_leaf"])


def test_the_codebook_page_names_every_leaf_with_its_definition() -> None:
    page = (Path(__file__).parents[3] / "docs" / "codebook.md").read_text(encoding="utf-8")
    for leaf in load_events().leaves.values():
        assert f"{leaf.rank}. **{leaf.leaf}** ({leaf.family}): {leaf.definition.strip()}" in page
