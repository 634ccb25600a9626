"""Looking ahead: in order, bounded, and never in the way of what is done already."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from dateline.mentions import Document
from dateline.read import Item
from dateline.run import ahead as module
from dateline.run.ahead import A_WORKER, FEW, ahead


def item(number: int, text: str = "x") -> Item:
    return Item(document=Document(id=str(number), text=text), where=str(number))


def begin(given: Item) -> str:
    return "begun " + given.document.id


def test_few_documents_are_not_begun_ahead() -> None:
    rows = list(ahead(map(item, range(FEW)), begin, workers=2))
    assert [(r.document.id, b) for r, b in rows] == [(str(n), None) for n in range(FEW)]


def test_many_come_in_order_each_with_its_own() -> None:
    rows = list(ahead(map(item, range(500)), begin, workers=2))
    assert [(r.document.id, b) for r, b in rows] == [(str(n), f"begun {n}") for n in range(500)]


@pytest.mark.parametrize(("length", "most"), [(1, A_WORKER * 2 + FEW + 2), (module.BYTES // 4, 16)])
def test_an_endless_input_is_held_in_bounds(length: int, most: int) -> None:
    taken = 0
    text = "x" * length

    def endless() -> Iterator[Item]:
        nonlocal taken
        while True:
            taken += 1
            yield item(taken, text)

    with closing(ahead(endless(), begin, workers=2)) as rows:
        for number in range(1, 201):
            assert next(rows)[0].document.id == str(number)
            assert taken <= number + most


def test_what_is_done_is_told_while_the_input_waits() -> None:
    """A program that writes a record and waits for its row gets it, before and after others have begun to help."""
    asked: list[threading.Event] = [threading.Event() for _ in range(10)]

    def live() -> Iterator[Item]:
        yield from map(item, range(100))
        for number, event in enumerate(asked):
            event.wait(30)
            yield item(100 + number)

    rows = ahead(live(), begin, workers=2)
    for number in range(100):
        assert next(rows)[0].document.id == str(number)
    for number, event in enumerate(asked):
        event.set()
        assert next(rows)[0].document.id == str(100 + number)
    assert next(rows, None) is None


def test_drop_by_drop_from_the_start() -> None:
    event = threading.Event()

    def live() -> Iterator[Item]:
        yield item(0)
        event.wait(30)

    rows = ahead(live(), begin, workers=2)
    assert next(rows)[0].document.id == "0"
    event.set()
    assert next(rows, None) is None


def test_a_broken_input_breaks_where_it_did() -> None:
    def broken() -> Iterator[Item]:
        yield from map(item, range(60))
        raise ZeroDivisionError

    rows = ahead(broken(), begin, workers=2)
    assert [next(rows)[0].document.id for _ in range(60)] == [str(n) for n in range(60)]
    with pytest.raises(ZeroDivisionError):
        next(rows)
