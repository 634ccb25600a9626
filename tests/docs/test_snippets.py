"""The pages for newcomers say what is true: their shell and Python snippets run, their links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from dateline.cli import build
from dateline.know.events import Frame, Leaf
from dateline.read.walk import walk

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md"]
_HOWTOS = (
    "types",
    "spreadsheet",
    "statuses",
    "deciding",
    "areas",
    "daily",
    "rerun",
    "export",
    "public",
    "snapshot",
    "report",
)
RUN = ["docs/tutorial.md", "README.md", *(f"docs/howto/{name}.md" for name in _HOWTOS)]
PYTHON = ["docs/tutorial.md", "README.md", "docs/howto/python.md", "docs/reference/exports.md"]


def blocks(page: str | Path, language: str) -> list[str]:
    """The fenced snippets of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader has it: the samples, an environment to step into, and the ledger of the tutorial."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "samples", folder / "samples")
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "activate").write_text("")
    (folder / "reports.jsonl").write_text('{"id": 1, "text": "Rebels seized the town of Kutum in Sudan on Friday."}\n')
    done = shell(folder, "".join(blocks("docs/tutorial.md", "sh")))
    assert done.returncode == 0, done.stderr
    (folder / "tutorial.out").write_text(done.stdout)
    (folder / "reports" / "empty.txt").unlink()
    return folder


def shell(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_")}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=env, capture_output=True, text=True, timeout=300
    )


@pytest.mark.parametrize("page", [p for p in RUN if p != "docs/tutorial.md"])
def test_shell_snippets_run(page: str, desk: Path) -> None:
    script = "export DATELINE_LEDGER=war.ledger\n" + "".join(blocks(page, "sh"))
    done = shell(desk, script)
    assert done.returncode == 0, done.stderr
    assert "Nothing matches" not in done.stderr


def test_the_type_of_the_how_to_is_told_as_it_says(tmp_path: Path) -> None:
    done = shell(tmp_path, "".join(blocks("docs/howto/types.md", "sh")))
    (line,) = done.stdout.splitlines()
    told = [(c["event_type"], c["extractor"]) for c in json.loads(line)["claims"] if c["type"] == "event"]
    assert told == [("signal_jamming", "learned/1")]
    rules = shell(
        tmp_path,
        'echo \'{"text": "Russian troops jammed GPS near Pokrovsk."}\''
        " | DATELINE_EVENT_TYPES=types.yaml dateline annotate --extractor rules -",
    )
    assert [c["event_type"] for c in json.loads(rules.stdout)["claims"]] == ["signal_jamming"]


@pytest.mark.parametrize("page", PYTHON)
def test_python_snippets_run(page: str, desk: Path) -> None:
    for snippet in blocks(page, "python"):
        done = subprocess.run([sys.executable, "-c", snippet], cwd=desk, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


def test_the_tutorial_shows_what_it_promises(desk: Path) -> None:
    out = (desk / "tutorial.out").read_text()
    for promised in (
        "Singa, Sudan",
        "contested",
        ">>>",
        "Who denies or disputes it",
        "Kadugli",
        "Zalinjay",
        "El Obeid",
    ):
        assert promised in out
    assert out.count("exit status 1") == 1
    assert out.count("exit status 2") == 1
    assert (desk / "events.csv").read_text().startswith("schema,id,type")


def test_redacted_words_are_gone(desk: Path) -> None:
    done = shell(desk, "dateline claims --ledger war.ledger --document alert-2 --format jsonl")
    assert done.stdout == ""


def test_the_samples_are_reports_only() -> None:
    assert {f.path.suffix for f in walk([ROOT / "samples"])} == {".txt", ".jsonl"}


def test_every_sample_is_described() -> None:
    text = (ROOT / "docs" / "samples.md").read_text()
    assert all(path.name in text for path in (ROOT / "samples").iterdir())


def verbs_in(text: str) -> Iterator[str]:
    """What follows `dateline` in code."""
    code = re.findall(r"```(?!python|yaml)[a-z]*\n(.*?)```", text, re.DOTALL) + re.findall(
        r"`(dateline [^`\n]*)`", text
    )
    for piece in code:
        yield from re.findall(r"(?:^|[$|(]\s*|\n\s*)dateline ([a-z]+)\b", piece)


@pytest.mark.parametrize("page", [p.relative_to(ROOT).as_posix() for p in PAGES if p.parent.name != "reference"])
def test_commands_named_on_a_page_exist(page: str) -> None:
    app = build()
    known = {str(c.name) for c in app.registered_commands} | {str(g.name) for g in app.registered_groups}
    assert set(verbs_in((ROOT / page).read_text())) <= known


@pytest.mark.parametrize("page", [p.relative_to(ROOT).as_posix() for p in PAGES])
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", (ROOT / page).read_text())
    missing = [t for t in targets if "://" not in t and not (ROOT / page).parent.joinpath(t).exists()]
    assert missing == []


def test_the_yaml_of_the_how_tos_is_of_the_right_shape() -> None:
    from dateline.know.actors import ActorFile

    (actors,) = blocks("docs/howto/actors.md", "yaml")
    ActorFile.model_validate(yaml.safe_load(actors))
    frame, leaf, codes = (yaml.safe_load(b) for b in blocks("docs/howto/events.md", "yaml"))
    Frame.model_validate(frame[0])
    Leaf.model_validate(leaf[0])
    assert set(codes) == {leaf[0]["leaf"]}
