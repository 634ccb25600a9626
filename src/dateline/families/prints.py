"""What is kept of a text to compare it: hashes of its sentences and of the runs of words in them, and its numbers.

Nothing of the words can be read back from them, but a guess can be tried: they are erased with the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from struct import Struct

import numpy as np
from numpy.typing import NDArray

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|\n+")
_NOT_WORD = re.compile(r"[\W_]+")
#: Words of a run. Four are seldom the same by chance, and one changed word spoils only four runs.
RUN = 4
#: Words of the lead, whose runs are looked for first in another text.
LEAD_WORDS = 15
#: What the hashes are made by: prints of another version are made anew.
VERSION = 1

#: Runs are compared two texts at a time: 32 bits are enough for that.
Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Prints:
    """Hashes of a text: `sentences` in order, `runs` sentence after sentence with `ends` (so many runs up to the end of
    each sentence), those of the `lead`, and the `numbers` as they stand."""

    sentences: tuple[int, ...]
    ends: tuple[int, ...]
    runs: Hashes
    lead: Hashes
    numbers: frozenset[int]

    def to_bytes(self) -> bytes:
        """For keeping; `from_bytes` reads it back."""
        sizes = [len(self.sentences), len(self.runs), len(self.lead), len(self.numbers)]
        short = [*sizes, *self.ends, *self.runs, *self.lead, *sorted(self.numbers)]
        return np.array(short, "<u4").tobytes() + np.array(self.sentences, "<u8").tobytes()

    @classmethod
    def from_bytes(cls, content: bytes) -> Prints:
        """Prints as `to_bytes` wrote them. Raises ValueError for anything else."""
        if len(content) < _HEAD:
            raise ValueError("not the prints of a text")
        counts = _SIZES.unpack_from(content)
        at = sum(counts)
        if len(content) != _HEAD + 4 * at + 8 * counts[0]:
            raise ValueError("not the prints of a text")
        # Read by the thousand, so without a copy and with few calls.
        short = np.frombuffer(content, "<u4", count=at, offset=_HEAD)
        sentences = np.frombuffer(content, "<u8", offset=_HEAD + 4 * at)
        ends, runs = counts[0], counts[0] + counts[1]
        lead = runs + counts[2]
        return cls(
            tuple(sentences.tolist()),
            tuple(short[:ends].tolist()),
            short[ends:runs],
            short[runs:lead],
            frozenset(short[lead:].tolist()),
        )


#: Four sizes of four bytes.
_HEAD = 16
_SIZES = Struct("<4I")


def normalised_sentences(text: str, *, least_chars: int = 25) -> tuple[str, ...]:
    """The sentences of a text as words alone, lower case, accents folded; shorter ones are left out."""
    folded = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in folded if not unicodedata.combining(c)).lower()
    rows = (_NOT_WORD.sub(" ", part).strip() for part in _SENTENCE_END.split(plain))
    return tuple(row for row in rows if len(row) >= least_chars)


def prints_of(text: str, *, least_chars: int = 25) -> Prints:
    """The prints of a text. The same sentence twice counts once."""
    rows = list(dict.fromkeys(normalised_sentences(text, least_chars=least_chars)))
    runs: list[int] = []
    ends: list[int] = []
    lead: list[int] = []
    words_before = 0
    for row in rows:
        words = row.split()
        own = [_hash(run) & _SHORT for run in _runs(words)]
        runs += own
        ends.append(len(runs))
        if words_before < LEAD_WORDS:
            lead += own
        words_before += len(words)
    numbers = {_hash(w) & _SHORT for row in rows for w in row.split() if w.isdigit()}
    return Prints(
        tuple(_hash(row) for row in rows),
        tuple(ends),
        np.array(runs, np.uint32),
        np.unique(np.array(lead, np.uint32)),
        frozenset(numbers),
    )


def _runs(words: list[str]) -> Iterator[str]:
    for i in range(max(1, len(words) - RUN + 1)):
        yield " ".join(words[i : i + RUN])


_SHORT = 0xFFFF_FFFF


def _hash(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
