"""The temporal vocabulary: every form compiles, is read by a resolver, and mistakes are named by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import ConfigError
from dateline.find.times_forms import compiled, read_form
from dateline.find.times_words import TimeWords, time_words, word_value
from dateline.resolve.calendar_read import _READERS
from dateline.vocabulary import DATA, load_yaml


def test_every_form_has_a_reader_and_an_anchor() -> None:
    words = time_words()
    assert {rule.form for rule in words.forms} <= set(_READERS)
    assert {rule.anchor for rule in words.forms} <= set(words.anchors)
    assert {name for names in words.inner.values() for name in names} <= {rule.form for rule in words.forms}


def test_every_anchor_compiles() -> None:
    assert all(compiled(pattern) for pattern in time_words().anchors.values())


def test_words_are_known_with_and_without_their_dot() -> None:
    assert word_value("month", "Nov") == word_value("month", "Nov.") == 11
    assert word_value("month", "Smarch") is None


def test_what_is_no_time_has_no_form() -> None:
    assert read_form("artillery") is None


def test_a_mistake_names_file_and_line(tmp_path: Path) -> None:
    text = (DATA / "vocabulary" / "times.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "times.yaml"
    broken.write_text(text.replace("language: en", "language: en\nlanguages: [en]"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"times\.yaml:\d+"):
        load_yaml(broken, TimeWords)
