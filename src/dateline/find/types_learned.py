"""The small model of event types: which leaf a note or a sentence tells of, with a probability for each.

It was trained on the project's own examples alone (data/examples; scripts/train). Nothing is fetched: the model is
carried in data/models/event_types, with its card.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dateline.errors import ConfigError
from dateline.vocabulary import DATA

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = DATA / "models" / "event_types"
#: The label of texts that report no event.
NONE = "none"
#: Pieces of words that are looked at, and texts in one go.
_LENGTH, _BATCH = 96, 16
_OUTPUTS = ("logits", "sentence_vector")


class Told(NamedTuple):
    """What the model makes of a text: leaf -> probability, the vector of 384 numbers that these rest on, and of a
    capture who takes -> probability, together that of the capture."""

    leaves: Mapping[str, float]
    vector: np.ndarray
    takers: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class TypeModel:
    """The model, opened. `labels` are leaves, captures split by taker ('territory_captured:government'), and `none`."""

    session: InferenceSession
    tokenizer: Tokenizer
    labels: tuple[str, ...]

    def probabilities(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """For each text leaf -> probability, `none` too; they sum to one."""
        return [told.leaves for told in self.tell(texts)]

    def taker(self, text: str) -> tuple[str, float] | None:
        """Who takes the place, of a text that tells of a capture: 'government' or 'nonstate', and how surely, of the
        two; None where the model has no such labels."""
        (told,) = self.tell([text])
        total = sum(told.takers.values())
        if not total:
            return None
        likelier = max(sorted(told.takers), key=told.takers.__getitem__)
        return likelier, told.takers[likelier] / total

    def tell(self, texts: Sequence[str]) -> list[Told]:
        """The probabilities and the vector of each text."""
        found: dict[int, Told] = {}
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            rows, vectors = self._rows([texts[i] for i in batch])
            for i, row, vector in zip(batch, rows, vectors, strict=True):
                leaves: dict[str, float] = {}
                takers: dict[str, float] = {}
                for label, value in zip(self.labels, row, strict=True):
                    leaf, _, taker = label.partition(":")
                    leaves[leaf] = leaves.get(leaf, 0.0) + float(value)
                    if taker:
                        takers[taker] = float(value)
                found[i] = Told(leaves, vector, takers)
        return [found[i] for i in range(len(texts))]

    def _rows(self, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
        encoded = self.tokenizer.encode_batch(texts)
        feed = {
            "input_ids": np.array([e.ids for e in encoded], np.int64),
            "attention_mask": np.array([e.attention_mask for e in encoded], np.int64),
        }
        logits, vectors = (np.asarray(out, np.float64) for out in self.session.run(_OUTPUTS, feed))
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        rows: np.ndarray = odds / odds.sum(axis=1, keepdims=True)
        return rows, vectors


@cache
def open_model(folder: Path = FOLDER) -> TypeModel:
    """The model of a folder, opened once, on one thread."""
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_LENGTH)
    tokenizer.enable_padding()
    labels = tuple(json.loads((folder / "labels.json").read_text(encoding="utf-8")))
    return TypeModel(session, tokenizer, labels)


def check_model(folder: Path = FOLDER) -> str:
    """The sha256 of the model. Raises ConfigError where it is not the one that its card names."""
    found = sha256((folder / "model.onnx").read_bytes()).hexdigest()
    if found not in (folder / "card.md").read_text(encoding="utf-8"):
        raise ConfigError(f"{folder / 'model.onnx'}: not the bytes that its card names: install Dateline again")
    return found
