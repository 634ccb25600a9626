"""In which order the boxes of a PDF page are read: column by column, tables row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

#: A gutter is looked for in this middle part of a page; this much of the words may run across it (titles, summaries).
_MIDDLE, _ACROSS = (0.3, 0.7), 0.35
#: At least so much of the words stands on each side; characters of a line of prose, and of a table's cell at most.
_SIDE, _PROSE, _CELL = 0.12, 22, 40
#: Lines whose middles are at most so many points apart stand in one row; a table has at least so many rows.
_SAME_ROW, _ROWS = 3.0, 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its place in points from the lower left corner."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """Lines that belong together."""

    lines: tuple[Line, ...]

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def top(self) -> float:
        return max(line.y1 for line in self.lines)

    @property
    def text(self) -> str:
        return "\n".join(line.text.strip("\n") for line in self.lines)


def ordered(boxes: Sequence[Box], width: float) -> list[Box]:
    """The boxes of a page `width` points wide in reading order, a row of a table as one box."""
    gutter = _gutter(boxes, width)
    if gutter is None:
        return _with_rows(boxes)
    across = sorted((b for b in boxes if _crosses(b, gutter)), key=lambda b: -b.top)
    rest = [b for b in boxes if not _crosses(b, gutter)]
    found: list[Box] = []
    for border in [*across, None]:
        above = [b for b in rest if border is None or b.top > border.top]
        rest = [b for b in rest if b not in above]
        for side in (True, False):
            column = sorted((b for b in above if (b.x1 <= gutter + 1) is side), key=lambda b: -b.top)
            found.extend(_with_rows(column))
        found.extend([border] if border else [])
    return found


def _crosses(box: Box, x: float) -> bool:
    return box.x0 < x - 1 and box.x1 > x + 1


def _gutter(boxes: Sequence[Box], width: float) -> float | None:
    """Where a page of two columns is parted; None for one column, for tables, for pages with a few words."""
    best: tuple[int, float] | None = None
    total = _words(boxes)
    for step in range(int(_MIDDLE[0] * width), int(_MIDDLE[1] * width), 3):
        across = _words(b for b in boxes if _crosses(b, step))
        left, right = [b for b in boxes if b.x1 <= step + 1], [b for b in boxes if b.x0 >= step - 1]
        fits = across <= _ACROSS * total and all(_is_column(side, total) for side in (left, right))
        if fits and (best is None or across < best[0]):
            best = across, float(step)
    return best[1] if best else None


def _is_column(side: Sequence[Box], total: int) -> bool:
    lines = [len(line.text.strip()) for b in side for line in b.lines]
    return len(lines) > 1 and sum(lines) >= _SIDE * total and mean(lines) >= _PROSE


def _words(boxes: Iterable[Box]) -> int:
    return sum(len(line.text.strip()) for b in boxes for line in b.lines)


def _with_rows(boxes: Sequence[Box]) -> list[Box]:
    """The boxes, those that are columns of a table taken apart and put together again as rows."""
    cells = [line for b in boxes if _may_be_cells(b) for line in b.lines]
    rows: list[list[Line]] = []
    for cell in sorted(cells, key=lambda c: -(c.y0 + c.y1)):
        if rows and abs((rows[-1][0].y0 + rows[-1][0].y1) - (cell.y0 + cell.y1)) <= 2 * _SAME_ROW:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    table: list[list[Line]] = []
    for run in _runs(rows):
        if len(run) >= _ROWS:
            table.extend(run)
    taken = {id(cell) for row in table for cell in row}
    found: list[Box] = []
    for box in boxes:
        if not taken.isdisjoint(id(line) for line in box.lines):
            found.extend(_row(row) for row in table)
            table = []
            left = tuple(line for line in box.lines if id(line) not in taken)
            found.extend([Box(left)] if left else [])
        else:
            found.append(box)
    return found


def _may_be_cells(box: Box) -> bool:
    return all(len(line.text.strip()) <= _CELL for line in box.lines)


def _runs(rows: Iterable[list[Line]]) -> Iterable[list[list[Line]]]:
    """Rows that follow each other and have the same number of cells, two or more, side by side."""
    run: list[list[Line]] = []
    for row in rows:
        if run and len(row) != len(run[0]):
            yield run
            run = []
        if len(row) > 1:
            run.append(row)
    yield run


def _row(cells: Iterable[Line]) -> Box:
    row = sorted(cells, key=lambda c: c.x0)
    text = " | ".join(" ".join(c.text.split()) for c in row)
    return Box((Line(row[0].x0, row[0].y0, row[-1].x1, row[0].y1, text),))
