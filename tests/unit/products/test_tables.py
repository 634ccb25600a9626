"""The catalogue of tables holds all of every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from types import UnionType
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from dateline.ledger import Review
from dateline.model import Claim, ControlState, DocumentRow, Event, FigureRow, PersonRow
from dateline.products.material import Material, View, reach
from dateline.products.tables import lines_of, table_lines, tables

SHAPES: dict[View, type[BaseModel]] = {
    "documents": DocumentRow, "claims": Claim, "events": Event, "control": ControlState, "figures": FigureRow,
    "persons": PersonRow,
}  # fmt: skip
#: What the tables say otherwise: the name of the shape, and the event of a claim (events list their claims).
ELSEWHERE = {"schema", "claims.event"}


def parts(kind: Any) -> Iterator[Any]:
    yield kind
    if isinstance(kind, UnionType) or get_origin(kind) is not None:
        for inner in get_args(kind):
            yield from parts(inner)


def leaves(shape: type[BaseModel], before: str = "") -> Iterator[str]:
    """Dotted paths of all values of a shape, by their names in JSON; lists of things as 'places.*.id'."""
    for name, field in shape.model_fields.items():
        inside = [p for p in parts(field.annotation) if isinstance(p, type) and issubclass(p, BaseModel)]
        path = before + (field.alias or name)
        if not inside:
            yield path
        for inner in inside:
            many = any(get_origin(p) is tuple for p in parts(field.annotation))
            yield from leaves(inner, f"{path}.*." if many else f"{path}.")


@pytest.mark.parametrize("view", SHAPES)
def test_every_value_of_a_row_has_a_column(view: View) -> None:
    held = set()
    for table in tables().values():
        if table.of == view:
            held |= {c.path.replace("each", f"{table.each}.*", 1) for c in table.columns.values()}
            held.add(str(table.each))
    held |= {p.removesuffix(".*") for p in held}
    assert {p for p in leaves(SHAPES[view]) if p not in held} <= {
        *ELSEWHERE, *(p.split(".", 1)[1] for p in ELSEWHERE if p.startswith(f"{view}.")),
        "acled", "ucdp", "plover",
    }  # fmt: skip


def test_reviews_have_every_field() -> None:
    assert {c.path for c in tables()["reviews"].columns.values()} == {f.name for f in fields(Review)}


def test_links_lead_to_keys() -> None:
    for table in tables().values():
        assert set(table.key) <= set(table.columns)
        for column, target in table.links.items():
            name, key = target.split(".")
            assert column in table.columns
            assert tables()[name].key == (key,)


def test_keys_are_unique_and_links_hold(material: Material) -> None:
    lines = {name: list(table_lines(name, material)) for name in tables()}
    for name, table in tables().items():
        keys = [tuple(line[k] for k in table.key) for line in lines[name]]
        assert len(set(keys)) == len(keys)
        for column, target in table.links.items():
            other, key = target.split(".")
            assert {line[column] for line in lines[name]} - {None} <= {line[key] for line in lines[other]}


def test_a_list_gives_a_line_for_each_item() -> None:
    table = tables()["event_side_a"]
    row = {"id": "ev_1", "side_a": [{"id": "A", "name": "a", "role": "x"}, {"id": None, "name": "b", "role": None}]}
    assert [(line["nr"], line["name"]) for line in lines_of(table, [row])] == [(1, "a"), (2, "b")]


def test_reach_follows_stars() -> None:
    assert reach({"a": [{"b": 1}, {"b": None}]}, "a.*.b") == [1, None]
    assert reach({"a": None}, "a.b") is None
