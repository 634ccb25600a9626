"""The vocabulary of figures is data: it loads, and a mistake in it is told with file and line."""

from pathlib import Path

import pytest

from dateline.errors import ConfigError
from dateline.find.quantities_vocabulary import Figures, figures, person_status, singular, verb_forms
from dateline.vocabulary import DATA, load_yaml


def test_every_verb_has_five_forms() -> None:
    lines = [line for verbs in figures().verbs.values() for line in (*verbs.object, *verbs.subject)]
    assert lines
    assert [line for line in lines if len(line.split()) != 5] == []


def test_a_form_knows_its_measure_and_slot() -> None:
    assert verb_forms()["killing"].measure == "killed"
    assert verb_forms()["fled"].slot == "subject"


def test_an_unknown_section_is_a_config_error_with_file_and_line(tmp_path: Path) -> None:
    text = (DATA / "vocabulary" / "figures.yaml").read_text(encoding="utf-8")
    path = tmp_path / "figures.yaml"
    path.write_text(text + "\nmeasurez: {}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"figures\.yaml:\d+: measurez"):
        load_yaml(path, Figures)


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("children", "child"),
        ("bodies", "body"),
        ("soldiers", "soldier"),
        ("families", "family"),
        ("dead", "dead"),
        ("bus", "bus"),
    ],
)
def test_singulars(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_person_nouns_say_whether_they_fight() -> None:
    assert person_status("gunman") == "combatant"
    assert person_status("nurse") == "civilian"
    assert person_status("member") == "any"
    assert person_status("tractor") is None
