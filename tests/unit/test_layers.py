"""The house: data flows one way, each room imports only what stands before it (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

import dateline

HOME = Path(dateline.__file__).parent
GROUND = {"errors", "ids", "issues", "model", "mentions", "vocabulary", "settings", "registry", "schemas"}
#: Rooms from front to back. A room may import the ground floor, itself and what stands before it.
ORDER = [
    "know", "read", "text", "find", "resolve", "claims", "families",
    "ledger", "derive", "products", "run", "desk", "bench", "cli",
]  # fmt: skip
#: Rooms that stand side by side: neither imports the other.
APART = [("desk", "bench")]


def modules() -> list[Path]:
    return sorted(p for p in HOME.rglob("*.py") if p.parent != HOME or p.stem not in ("__init__", "__main__"))


def room_of(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "dateline" else [f"dateline.{a.name}" for a in node.names]
        elif isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        rooms |= {n.split(".")[1] for n in names if n.startswith("dateline.")}
    return rooms


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(HOME)))
def test_a_room_imports_only_what_stands_before_it(path: Path) -> None:
    room = room_of(path)
    for other in imported_rooms(path) - {room}:
        if room in GROUND:
            assert other in GROUND, f"the ground floor ({room}) imports {other}"
        elif other not in GROUND:
            assert ORDER.index(other) < ORDER.index(room), f"{room} imports {other}"
            assert (room, other) not in APART
            assert (other, room) not in APART


def test_every_room_is_on_the_plan() -> None:
    assert {room_of(p) for p in modules()} <= set(ORDER) | GROUND
