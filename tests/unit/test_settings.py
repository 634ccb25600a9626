from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dateline.errors import ConfigError
from dateline.settings import SETTINGS, load_settings, template


def test_flag_wins_over_environment_over_file_over_default(tmp_path: Path) -> None:
    env: dict[str, str] = {}
    flags: dict[str, str] = {}
    seen = []
    for step in ("default", "file", "env", "flag"):
        if step == "file":
            (tmp_path / "dateline.toml").write_text('ledger = "file.ledger"\n')
        elif step == "env":
            env["DATELINE_LEDGER"] = "env.ledger"
        elif step == "flag":
            flags["ledger"] = "flag.ledger"
        seen.append(load_settings(flags, env=env, folder=tmp_path))
    assert [s.ledger.name for s in seen] == ["dateline.ledger", "file.ledger", "env.ledger", "flag.ledger"]
    assert [s.origins["ledger"].where for s in seen] == [
        "default", str(tmp_path / "dateline.toml"), "DATELINE_LEDGER", "--ledger",
    ]  # fmt: skip


def test_a_path_in_the_file_is_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "own.toml").write_text('ledger = "war.ledger"')
    settings = load_settings(env={"DATELINE_CONFIG": "conf/own.toml"}, folder=tmp_path)
    assert settings.ledger == tmp_path / "conf" / "war.ledger"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\n\nledgr = "x"', r"dateline\.toml:3: unknown setting 'ledgr'; did you mean 'ledger'\?"),
        ("[zzz]\na = 1", r"dateline\.toml:1: unknown setting 'zzz'; known are ledger"),
        ("ledger = 5", r"dateline\.toml:1: ledger must be text in quotes, not 5"),
        ('extractor = "oracle"', r"extractor must be one of both, rules, learned"),
        ("gate = 1", r"gate must be true or false"),
        ("max_document_chars = true", r"max_document_chars must be a whole number"),
        ("max_document_chars = 0", r"max_document_chars must be 1 or more"),
        ('ledger = "\nx', r"dateline\.toml: not TOML: .*line 1"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "dateline.toml").write_text(text)
    with pytest.raises(ConfigError, match=message):
        load_settings(env={}, folder=tmp_path)


def test_variables_are_text_and_read_by_type(tmp_path: Path) -> None:
    env = {"DATELINE_GATE": "no", "DATELINE_MAX_DOCUMENT_CHARS": "500", "DATELINE_POLICY": ""}
    settings = load_settings(env=env, folder=tmp_path)
    assert (settings.gate, settings.max_document_chars, settings.policy) == (False, 500, "range")
    for name, raw in (("DATELINE_GATE", "perhaps"), ("DATELINE_MAX_DOCUMENT_CHARS", "many")):
        with pytest.raises(ConfigError, match=name):
            load_settings(env={name: raw}, folder=tmp_path)


def test_a_configuration_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="DATELINE_CONFIG"):
        load_settings(env={"DATELINE_CONFIG": "gone.toml"}, folder=tmp_path)


def test_the_template_names_every_setting_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text(template())
    assert {o.where for o in load_settings(env={}, folder=tmp_path).origins.values()} == {"default"}
    uncommented = "\n".join(line.removeprefix("# ") for line in template().splitlines() if " = " in line)
    assert tomllib.loads(uncommented) == {s.name: s.default for s in SETTINGS}
