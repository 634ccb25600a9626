"""A mistake in a vocabulary file is an error with file and line; a right file is read as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from dateline.errors import ConfigError
from dateline.vocabulary import DATA, load_data, load_yaml


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    weight: int = 1


class Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    verbs: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    shares: dict[str, float] = {}


def written(folder: Path, text: str) -> Path:
    path = folder / "words.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_right_file_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "verbs: [seize, “take”]\nrows:\n  - {name: Đông}\n  - name: Wau\n    weight: 3\n")
    words = load_yaml(path, Words)
    assert words.verbs == ("seize", "“take”")
    assert [(r.name, r.weight) for r in words.rows] == [("Đông", 1), ("Wau", 3)]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("verbs: [seize]\nnouns: [raid]\n", 2, "nouns"),
        ("# words\n\nverbs: seize\n", 3, "verbs"),
        ("verbs: []\nrows:\n  - name: Wau\n  - name: Bor\n    wieght: 2\n", 5, "wieght"),
        ("verbs: []\nrows:\n  - name: Wau\n  - weight: 2\n", 4, "name"),
        ("verbs: []\nrows:\n  - name: Wau\n    weight: heavy\n", 4, "weight"),
        ("verbs:\n  - seize\n  - [take]\n", 3, "verbs.1"),
        ("verbs: []\nshares:\n  half: 0.5\n  most: many\n", 4, "shares.most"),
        ("verbs: [seize\nrows: []\n", 2, "not YAML"),
        ("verbs:\n  - a\n\t- b\n", 3, "not YAML"),
        ("rows: []\n", 1, "verbs"),
        ("- verbs\n", 1, ""),
        ("", 1, ""),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_yaml(path, Words)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert says in str(caught.value)
    assert caught.value.facts == {"path": str(path), "line": line}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml"):
        load_yaml(tmp_path / "none.yaml", Words)


def test_a_file_cannot_make_objects(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        load_yaml(written(tmp_path, "verbs: !!python/object/apply:os.getcwd []\n"), Words)


def test_the_packages_own_files_are_loaded_once() -> None:
    class Anything(BaseModel):
        model_config = ConfigDict(extra="allow")

    name = sorted((DATA / "vocabulary").glob("*.yaml"))[0].relative_to(DATA).as_posix()
    assert load_data(name, Anything) is load_data(name, Anything)
