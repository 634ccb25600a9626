"""Packing, unpacking and the cache."""

from __future__ import annotations

import json
import lzma
from multiprocessing import get_context
from pathlib import Path

import pytest

from dateline.errors import ConfigError
from dateline.know.gazetteer import Gazetteer
from dateline.know.gazetteer_store import CARD, PACKED, content_digest, pack, read_card, shipped_file


@pytest.fixture
def packed(small: Gazetteer, tmp_path: Path) -> tuple[Path, Path]:
    folder = tmp_path / "shipped"
    folder.mkdir()
    pack(small.path, folder / "g.sqlite.xz", folder / "g.json", small.info())
    return folder / "g.sqlite.xz", folder / "g.json"


def test_what_is_packed_is_unpacked_the_same(small: Gazetteer, packed: tuple[Path, Path], tmp_path: Path) -> None:
    path = shipped_file(*packed, cache=tmp_path / "cache")
    assert content_digest(path) == content_digest(small.path)
    assert read_card(packed[1])["sqlite_sha256"][:16] in path.name


def test_indexes_are_not_packed_and_are_there_when_unpacked(
    small: Gazetteer, packed: tuple[Path, Path], tmp_path: Path
) -> None:
    slim = lzma.decompress(packed[0].read_bytes())
    assert len(slim) < small.path.stat().st_size
    with Gazetteer.open(shipped_file(*packed, cache=tmp_path / "cache")) as unpacked:
        assert [m.place.name for m in unpacked.fuzzy("El Faasharr", "SD", cutoff=80)] == ["El Fasher"]
        assert unpacked.names(unpacked.lookup("Kutum")[0].place) == ("kutum",)


def test_the_second_call_unpacks_nothing(packed: tuple[Path, Path], tmp_path: Path) -> None:
    first = shipped_file(*packed, cache=tmp_path / "cache")
    packed[0].unlink()
    assert shipped_file(*packed, cache=tmp_path / "cache") == first


def test_other_bytes_than_the_card_says_are_refused(packed: tuple[Path, Path], tmp_path: Path) -> None:
    card = json.loads(packed[1].read_text())
    packed[1].write_text(json.dumps(card | {"sqlite_sha256": "0" * 64}))
    with pytest.raises(ConfigError, match="install the package again"):
        shipped_file(*packed, cache=tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_several_processes_may_unpack_at_once(packed: tuple[Path, Path], tmp_path: Path) -> None:
    with get_context("spawn").Pool(3) as pool:
        paths = pool.starmap(shipped_file, [(*packed, tmp_path / "cache")] * 3)
    assert len(set(paths)) == 1
    assert [p.name for p in (tmp_path / "cache").iterdir()] == [paths[0].name]


def test_the_cache_folder_can_be_chosen(
    packed: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "elsewhere"))
    assert shipped_file(*packed).parent == tmp_path / "elsewhere"


def test_the_shipped_gazetteer_has_a_card_with_origin_and_licence() -> None:
    card = read_card(CARD)
    assert PACKED.stat().st_size < 30_000_000
    assert card["counts"]["places"] > 250_000
    assert {s["licence"] for s in card["sources"]} == {"CC BY 4.0"}
    assert all(len(s["sha256"]) == 64 and s["origin"] for s in card["sources"])
