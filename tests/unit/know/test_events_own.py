"""A user's event types: read over the package's, and a mistake is an error with file, line and what is expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.errors import ConfigError
from dateline.know.events import events_with, load_crosswalk, load_events

EXAMPLES = [f"On {n} May 2024, officials said that wells near Kutum had been poisoned." for n in range(1, 13)]
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """make(frames=..., **fields of the type): the file, named by the environment."""

    def write(frames: list[dict[str, Any]] | None = None, **fields: Any) -> Path:
        given = {
            "leaf": "water_attack", "family": "strategic", "definition": "Wells are made unusable on purpose.",
            "examples": EXAMPLES,
        }  # fmt: skip
        own = {k: v for k, v in (given | fields).items() if v is not None}
        path = tmp_path / "types.yaml"
        path.write_text(yaml.safe_dump({"types": [own], "frames": frames or []}, sort_keys=False), encoding="utf-8")
        monkeypatch.setenv("DATELINE_EVENT_TYPES", str(path))
        events_with.cache_clear()
        return path

    return write


def test_it_stands_after_the_types_that_ship(make: Make) -> None:
    shipped = events_with(None)
    make()
    vocabulary = load_events()
    assert set(vocabulary.leaves) - set(shipped.leaves) == {"water_attack"}
    assert vocabulary.rank("water_attack") > max(leaf.rank for leaf in shipped.leaves.values())
    assert vocabulary.frames == shipped.frames
    assert "water_attack" not in events_with(None).leaves


def test_codes_that_it_does_not_name_are_unknown(make: Make) -> None:
    make()
    row = load_crosswalk()["water_attack"]
    assert (row.acled.event_type, row.acled.sub_event_type, row.ucdp, row.plover.event) == (None, None, (), None)


def test_codes_that_it_names_are_its_codes(make: Make) -> None:
    make(acled={"event_type": "Strategic developments", "sub_event_type": "Other"}, ucdp=[3], rank=4)
    row = load_crosswalk()["water_attack"]
    assert (row.acled.sub_event_type, row.ucdp) == ("Other", (3,))
    assert load_events().rank("water_attack") == 4


def test_its_frames_are_read_beside_the_others(make: Make) -> None:
    make(frames=[{"id": "poison_well", "leaf": "water_attack", "verbs": ["poison ~3 well"]}])
    assert load_events().frames[-1].id == "poison_well"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"leaf": "armed_clash"}, r"types\.yaml:2: leaf 'armed_clash' is there already: give it a name of its own"),
        ({"leaf": "none"}, r"types\.yaml:2: leaf 'none' is there already"),
        ({"leaf": "Water attack"}, r"types\.yaml:2: types\.0\.leaf: String should match pattern"),
        ({"family": "water"}, r"types\.yaml:3: types\.0\.family: Input should be 'battle', 'explosion'"),
        ({"definition": "Wells."}, r"types\.yaml:4: types\.0\.definition: String should have at least 20"),
        ({"examples": EXAMPLES[:11]}, r"types\.yaml:2: leaf water_attack: 11 different examples; 12 or more"),
        ({"examples": [EXAMPLES[0]] * 12}, r"leaf water_attack: 1 different examples"),
        ({"near_misses": [EXAMPLES[2]]}, r"types\.yaml:8: leaf water_attack: a text is an example and a near miss"),
        ({"within": ["property_destructoin"]}, r"is no type; did you mean 'property_destruction'\?"),
        ({"examples": None}, r"types\.yaml:2: types\.0\.examples: Field required"),
        (
            {"acled": {"event_type": "Strategic developments", "sub_event_type": "Othr"}},
            r"acled: Strategic developments / Othr is no event and sub-event type of ACLED, as .* / Other is",
        ),
        ({"exampels": []}, r"types\.0\.exampels: Extra inputs are not permitted"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_file_line_and_what_is_expected(
    make: Make, fields: dict[str, Any], expected: str
) -> None:
    make(**fields)
    with pytest.raises(ConfigError, match=expected):
        load_events()


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ({"leaf": "water_atack", "verbs": ["foul"]}, "unknown leaf 'water_atack'"),
        ({"leaf": "water_attack"}, "no verbs, nouns or phrases"),
        ({"leaf": "water_attack", "verbs": ["foul ~2 @wells"]}, "unknown class 'wells'"),
    ],
)
def test_a_mistake_in_a_frame_is_said_too(make: Make, frame: dict[str, Any], expected: str) -> None:
    make(frames=[{"id": "foul", **frame}])
    with pytest.raises(ConfigError, match=rf"types\.yaml:\d+: frame foul: {expected}"):
        load_events()


def test_a_file_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_EVENT_TYPES", str(tmp_path / "gone.yaml"))
    with pytest.raises(ConfigError, match=r"gone\.yaml: cannot be read"):
        load_events()


def test_the_file_is_named_in_the_settings_file_too(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make()
    monkeypatch.delenv("DATELINE_EVENT_TYPES")
    (path.parent / "dateline.toml").write_text('event_types = "types.yaml"\n', encoding="utf-8")
    assert "water_attack" not in load_events().leaves
    monkeypatch.chdir(path.parent)
    assert "water_attack" in load_events().leaves
