from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dateline
from dateline.cli import MODULES, build, main
from dateline.errors import DocumentError, LedgerError
from dateline.schemas import SHAPES, schema
from dateline.settings import SETTINGS

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
RUNNER = CliRunner()


def commands() -> list[str]:
    app = build()
    return sorted(str(c.name) for c in app.registered_commands)


@pytest.mark.parametrize("verb", commands())
def test_the_help_of_a_verb_opens_with_an_example(verb: str) -> None:
    shown = RUNNER.invoke(build(), [verb, "--help"]).output
    assert re.search(r"Usage:[^\n]*(\n[^\n]+)*\n\n\s+Example: [^\n]*\b", shown)


@pytest.mark.parametrize("verb", [*commands(), "config explain"])
def test_every_verb_is_documented(verb: str) -> None:
    assert f"`dateline {verb}" in (REFERENCE / "cli.md").read_text()


@pytest.mark.parametrize("name", [s.name for s in SETTINGS])
def test_every_setting_is_documented(name: str) -> None:
    text = (REFERENCE / "settings.md").read_text()
    setting = next(s for s in SETTINGS if s.name == name)
    assert f"| `{name}` | `{setting.variable}` |" in text
    assert setting.help in text


def test_every_module_of_verbs_can_be_registered() -> None:
    assert len(commands()) >= len(MODULES) - 2


def test_bare_dateline_prints_help_and_is_good() -> None:
    result = RUNNER.invoke(build(), [])
    assert result.exit_code == 0
    assert "Commands:" in result.output


@pytest.mark.parametrize(
    ("error", "code"),
    [(LedgerError("held"), 2), (DocumentError("odd"), 1), (ZeroDivisionError("oops"), 3), (KeyboardInterrupt(), 130)],
)
def test_endings_have_their_status(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_name: str) -> None:
        raise error

    monkeypatch.delenv("DATELINE_DEBUG", raising=False)
    monkeypatch.setattr("dateline.schemas.schema", fails)
    with pytest.raises(SystemExit) as ending:
        main(["schema", "claim"])
    assert ending.value.code == code
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert ("DATELINE_DEBUG=1" in said) == (code == 3)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_every_shape_has_a_schema(name: str) -> None:
    made = schema(name)
    assert made["type"] == "object"
    assert made["properties"]


def test_schemas_use_the_names_of_the_json() -> None:
    assert {"from", "to"} <= schema("claim")["$defs"]["TimeRef"]["properties"].keys()
    assert "schema" in schema("claim")["properties"]


def test_public_names_are_sorted_and_all_there() -> None:
    assert dateline.__all__ == sorted(dateline.__all__)
    assert all(getattr(dateline, name) is not None for name in dateline.__all__)
    with pytest.raises(AttributeError, match="nothing_like_it"):
        dateline.nothing_like_it  # noqa: B018


def test_importing_dateline_is_light() -> None:
    code = (
        "import sys, dateline; print([m for m in ('spacy', 'pydantic', 'typer', 'rich', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    code = "import dateline.run.engine, dateline; print(callable(dateline.run))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
