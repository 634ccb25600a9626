"""What the pages carry from elsewhere is what its table says, and asks nothing of other machines."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

import pytest
import yaml

from dateline.vocabulary import DATA

FILES: list[dict[str, Any]] = yaml.safe_load((DATA / "desk" / "vendored.yaml").read_text())["files"]
OWN = [p for p in (DATA / "desk").rglob("*") if p.suffix in (".js", ".css", ".html") and "vendor" not in p.parts]


@pytest.mark.parametrize("row", FILES, ids=lambda row: row["path"])
def test_a_vendored_file_is_as_published(row: dict[str, Any]) -> None:
    assert sha256((DATA / row["path"]).read_bytes()).hexdigest() == row["sha256"]
    assert {"package", "version", "licence", "from"} <= row.keys()


def test_nothing_is_carried_that_the_table_does_not_name() -> None:
    there = {*(DATA / "desk" / "static" / "vendor").iterdir(), *(DATA / "basemap").iterdir()}
    assert {p.relative_to(DATA).as_posix() for p in there} == {row["path"] for row in FILES}


def test_it_is_a_few_megabytes() -> None:
    assert sum((DATA / row["path"]).stat().st_size for row in FILES) < 4 << 20


@pytest.mark.parametrize("path", OWN, ids=lambda p: p.name)
def test_our_own_pages_name_no_other_host_and_have_no_inline_script(path: Any) -> None:
    text = path.read_text()
    hosts = set(re.findall(r"https?://([\w.-]+)", text)) - {"www.w3.org", "github.com"}
    assert hosts == set()
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|javascript:|<style|\sstyle=|innerHTML|\|safe", text)
