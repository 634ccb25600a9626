"""Event types that a user adds, told by the model without training.

The model's vector of a text is compared with those of the user's examples: one logistic line a type parts them from
the user's near misses, the examples of the user's other types and a fixed sample of the package's own examples. Where
a text is likelier of the type than not is set by texts that the line has not seen, so that others hardly ever get it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from dateline.find.types_learned import FOLDER, NONE, TypeModel
from dateline.know.events import EventVocabulary, OwnType
from dateline.know.gazetteer_store import cache_dir
from dateline.vocabulary import DATA

#: How many of the package's examples of each leaf, and of texts of no event, stand against a user's type.
PER_LEAF, OF_NONE = 12, 240
#: Strength of the line's fit, and what an example and a near miss weigh beside a text of the sample.
_FIT, _EXAMPLE, _NEAR = 100.0, 5.0, 3.0
_FOLDS, _STEPS = 4, 12
#: Half a chance lies between the highest score of a text of another kind and the score that one in 200 of them passes;
#: the highest has this chance.
_HIGHEST, _PASSED = 0.8, 0.995
#: How fast the chance may rise with the score: texts of the world are less tidy than those that the line has seen.
_STEEPEST = 1.5
#: A lower chance is none.
LEAST = 0.5
#: Part of the name of what is kept: another number where the numbers of this module mean something else.
_VERSION = "2"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, eq=False)
class Line:
    """What tells one type: weights (384) and offset over a vector of length one, and how a score becomes a chance."""

    leaf: str
    weights: np.ndarray
    offset: float
    half: float
    slope: float

    def chance(self, vector: np.ndarray, other: float = 0.0) -> float:
        """0..1. A chance below LEAST is 0. `other`: how likely the model holds another event; where it is sure of one
        (above one half), the odds fall by as much."""
        score = float(_unit(vector[None, :])[0] @ self.weights) + self.offset
        odds = float(np.exp(np.clip((score - self.half) * self.slope, -30, 30))) * min(1.0, 2 * (1 - other))
        chance = odds / (1 + odds)
        return chance if chance >= LEAST else 0.0


@dataclass(frozen=True, eq=False)
class OwnTypes:
    """The model with the user's types beside its own leaves."""

    model: TypeModel
    lines: tuple[Line, ...]

    def probabilities(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """For each text leaf -> probability, the user's and `none` too; they sum to one."""
        return [self._with_own(told.leaves, told.vector) for told in self.model.tell(texts)]

    def taker(self, text: str) -> tuple[str, float] | None:
        """As TypeModel.taker."""
        return self.model.taker(text)

    def _with_own(self, leaves: Mapping[str, float], vector: np.ndarray) -> Mapping[str, float]:
        other = max((p for leaf, p in leaves.items() if leaf != NONE), default=0.0)
        chances = {line.leaf: line.chance(vector, other) for line in self.lines}
        total = sum(chances.values())
        taken = max(chances.values())  # two types that are both likely share what the likelier one has
        own = {leaf: chance * taken / total if total else 0.0 for leaf, chance in chances.items()}
        return {leaf: p * (1 - taken) for leaf, p in leaves.items()} | own


@dataclass(frozen=True, eq=False)
class Sample:
    """Examples of the package: their leaves and vectors (texts x 384)."""

    leaves: tuple[str, ...]
    vectors: np.ndarray


def with_own_types(model: TypeModel, vocabulary: EventVocabulary) -> TypeModel | OwnTypes:
    """The model as it is, or with the user's types. At first use it reads the sample, which takes seconds."""
    return OwnTypes(model, _lines(model, vocabulary.own)) if vocabulary.own else model


@lru_cache(maxsize=4)
def _lines(model: TypeModel, own: tuple[OwnType, ...]) -> tuple[Line, ...]:
    given = [(t.leaf, t.within, t.examples, t.near_misses) for t in own]
    size = np.asarray(model.tell(["."])[0].vector).size

    def fit() -> np.ndarray:
        sample = sample_of(model)
        return np.stack([_row(line) for line in lines_of(model, own, sample)])

    rows = _kept("types", repr(given), (len(own), size + 3), fit)
    return tuple(
        Line(t.leaf, row[:-3], float(row[-3]), float(row[-2]), float(row[-1])) for t, row in zip(own, rows, strict=True)
    )


def _row(line: Line) -> np.ndarray:
    return np.concatenate([line.weights, [line.offset, line.half, line.slope]])


def lines_of(model: TypeModel, own: Sequence[OwnType], sample: Sample) -> list[Line]:
    """The lines of a user's types, each against all that is not of it."""
    examples = [_vectors(model, t.examples) for t in own]
    lines = []
    for nr, t in enumerate(own):
        others = np.array([leaf not in t.within for leaf in sample.leaves])
        rest = [v for i, v in enumerate(examples) if i != nr]
        lines.append(
            line_of(t.leaf, examples[nr], _vectors(model, t.near_misses), np.vstack([*rest, sample.vectors[others]]))
        )
    return lines


def line_of(leaf: str, examples: np.ndarray, near: np.ndarray, others: np.ndarray) -> Line:
    """One line from vectors (texts x 384): of the examples, the near misses and of all other texts."""
    x = _unit(np.vstack([examples, near, others]))
    x = np.hstack([x, np.ones((len(x), 1))])
    is_of = np.arange(len(x)) < len(examples)
    weight = np.where(is_of, _EXAMPLE, 1.0)
    weight[len(examples) : len(examples) + len(near)] = _NEAR
    unseen, fold = np.zeros(len(x)), np.arange(len(x)) % _FOLDS
    for f in range(_FOLDS):
        unseen[fold == f] = x[fold == f] @ _fit(x[fold != f], is_of[fold != f], weight[fold != f])
    high = unseen[~is_of]
    half = (float(high.max()) + float(np.quantile(high, _PASSED))) / 2
    slope = float(np.clip(np.log(_HIGHEST / (1 - _HIGHEST)) / max(float(high.max()) - half, 1e-9), 0.5, _STEEPEST))
    line = _fit(x, is_of, weight)
    return Line(leaf, line[:-1], float(line[-1]), half, slope)


def _fit(x: np.ndarray, is_of: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's steps; the last column is the offset, which is not held down."""
    line, hold = np.zeros(x.shape[1]), np.full(x.shape[1], 1 / _FIT)
    hold[-1] = 1e-6
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ line, -30, 30)))
        slope = x.T @ (weight * (p - is_of)) + hold * line
        step = np.linalg.solve((x.T * (weight * p * (1 - p) + 1e-9)) @ x + np.diag(hold), slope)
        line = line - step
        if np.abs(step).max() < 1e-5:
            break
    return line


def sample_of(model: TypeModel) -> Sample:
    """The fixed sample of the package's examples, with its vectors: read once and kept in the cache folder."""
    rows = _sampled()
    texts = [text for _, text in rows]
    vectors = _kept("sample", repr(rows), (len(rows), 384), lambda: _vectors(model, texts))
    return Sample(tuple(leaf for leaf, _ in rows), vectors)


@lru_cache(maxsize=1)
def _sampled() -> tuple[tuple[str, str], ...]:
    """(leaf, text) of the sample: of each leaf those whose hashes come first, so that it stays as others change."""
    found: dict[str, dict[str, None]] = {}
    for leaf, text in examples_of_package():
        found.setdefault(leaf, {})[text] = None
    rows = []
    for leaf, texts in sorted(found.items()):
        first = sorted(texts, key=lambda t: sha256(t.encode()).digest())[: OF_NONE if leaf == NONE else PER_LEAF]
        rows += [(leaf, text) for text in first]
    return tuple(rows)


def examples_of_package() -> list[tuple[str, str]]:
    """(leaf, text) of data/examples; near misses under the leaf that they are of."""
    rows: list[tuple[str, str]] = []
    for path in sorted((DATA / "examples").glob("*.yaml")):
        sheet: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # a safe loader
        for row in (*sheet["examples"], *sheet.get("sentences", ())):
            rows.append((sheet["leaf"], row if isinstance(row, str) else row["text"]))
        rows += [(row["is"], row["text"]) for row in sheet.get("near_misses", ())]
    return rows


def _vectors(model: TypeModel, texts: Sequence[str]) -> np.ndarray:
    rows = [told.vector for told in model.tell(texts)]
    return np.stack(rows) if rows else np.zeros((0, 384))


def _unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors of length one."""
    made: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return made


def _kept(name: str, key: str, shape: tuple[int, int], make: Callable[[], np.ndarray]) -> np.ndarray:
    """Numbers from the cache folder, or made and put there under a hash of the model and of what they were made of."""
    card = (FOLDER / "card.md").read_text(encoding="utf-8")
    digest = sha256("\0".join((_VERSION, card, key)).encode()).hexdigest()[:24]
    path = cache_dir() / f"event-{name}-{digest}.npy"
    try:
        found: np.ndarray = np.load(path, allow_pickle=False)
        if found.shape == shape and found.dtype == np.float64 and bool(np.isfinite(found).all()):
            return found
    except (OSError, ValueError, EOFError):
        pass  # not there yet, or not whole
    made = make()
    _keep(path, made)
    return made


def _keep(path: Path, numbers: np.ndarray) -> None:
    """Safe with several processes at once: each writes a file of its own. A folder that takes none is no hindrance."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            np.save(out, numbers, allow_pickle=False)
        os.replace(part, path)
    except OSError:
        return
