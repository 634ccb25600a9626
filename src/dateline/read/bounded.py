"""A stream that unpacks, watched: it stops at a size, and where it grows out of proportion to what was packed."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from dateline.errors import DocumentError

#: Text packs to a tenth; so much more than was packed is no text. Looked at beyond the first bytes only.
_RATIO, _FREE = 200, 8 << 20


@dataclass(slots=True)
class Budget:
    """Bytes that may still come out of an archive: `limit` in all, and in proportion to `packed`."""

    packed: int
    limit: int
    spent: int = 0
    whole: Budget | None = field(default=None)

    def of(self, packed: int) -> Budget:
        """The budget of one member, which spends from this one too."""
        return Budget(packed=packed, limit=self.limit, whole=self)

    def spend(self, count: int) -> None:
        """Raises DocumentError when the budget is used up; the archive is then not read on (`stop`)."""
        self.spent += count
        if self.whole is not None:
            self.whole.spent += count
            if self.whole.spent > self.limit:
                raise DocumentError(f"the archive unpacks to more than {self.limit:,} bytes: not read on", stop=True)
        if self.spent > self.limit:
            raise DocumentError(f"unpacks to more than {self.limit:,} bytes: not read on", stop=True)
        if self.spent > max(_FREE, _RATIO * self.packed):
            raise DocumentError(
                f"unpacks to more than {_RATIO} times its size ({self.packed:,} bytes packed): taken for a bomb",
                bomb=True,
            )


class _Counted(io.RawIOBase):
    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self.stream, self.budget = stream, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # a buffer, as typeshed names it
        piece = self.stream.read(len(buffer))
        self.budget.spend(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self.stream.close()
        super().close()


def bounded(stream: object, budget: Budget) -> BinaryIO:
    """The stream, of which each byte is taken from the budget."""
    return cast("BinaryIO", io.BufferedReader(_Counted(cast("BinaryIO", stream), budget), 1 << 16))
