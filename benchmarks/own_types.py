"""How well a type is told that a user adds with a dozen examples: precision, recall and F1, without training.

    python benchmarks/own_types.py

Two tables. `left out`: a leaf of the package as if a user had added it: its output is dropped, twelve of its examples
are given, the rest and 300 texts of other leaves and of no event are the test. The encoder was trained on these texts,
so this is how well the line finds what the vectors already hold. `new`: types that the package does not know, of
tests/quality/leaves: twelve examples and six near misses are given, the test is 25 texts, 25 that come close, and the
same 300; by the model, and through `annotate`. A text is of the type where that is the likeliest.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from dateline.find.types_learned import NONE, TypeModel, open_model
from dateline.find.types_own import OwnTypes, Sample, examples_of_package, line_of, lines_of, sample_of
from dateline.know.events import OwnFile, OwnType
from dateline.mentions import Document
from dateline.vocabulary import load_yaml

LEAVES = (
    "siege_blockade", "displacement", "chemical_attack", "abduction_disappearance", "mob_violence",
    "humanitarian_access", "ied_mine_uxo", "peaceful_protest",
)  # fmt: skip
GIVEN, OTHERS, SEED = 12, 300, 5
TESTS = Path(__file__).parents[1] / "tests" / "quality" / "leaves"


def row(name: str, of: Sequence[bool], near: Sequence[bool], others: Sequence[bool]) -> str:
    """A line of the table: what was found of the type, and wrongly of near and of other texts."""
    right, wrong = sum(of), sum(near) + sum(others)
    precision, recall = right / max(right + wrong, 1), right / len(of)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    close = f"{sum(near)} of {len(near)}" if near else "–"
    return (
        f"| {name} | {len(of)} | {precision:.2f} | {recall:.2f} | {f1:.2f} | {close} | {sum(others)} of {len(others)} |"
    )


def best(p: Mapping[str, float]) -> str:
    return max(sorted(p), key=p.__getitem__)


def others_of(but: str, given: Sequence[str]) -> list[str]:
    """Texts of other leaves and of no event that no line was fitted to."""
    rows = sorted({text for leaf, text in examples_of_package() if leaf != but} - set(given))
    return random.Random(SEED).sample(rows, OTHERS)


def left_out(model: TypeModel, leaf: str, sample: Sample, sampled: Sequence[str]) -> str:
    texts = list(dict.fromkeys(text for of, text in examples_of_package() if of == leaf))
    random.Random(SEED).shuffle(texts)
    given, tested, others = texts[:GIVEN], texts[GIVEN:], others_of(leaf, [*sampled, *texts])
    rest = sample.vectors[[name != leaf for name in sample.leaves]]
    line = line_of(leaf, np.stack([t.vector for t in model.tell(given)]), np.zeros((0, rest.shape[1])), rest)

    def is_of(text: str) -> bool:
        (told,) = model.tell([text])
        kept = {k: v for k, v in told.leaves.items() if k != leaf}
        kept = {k: v / sum(kept.values()) for k, v in kept.items()}
        chance = line.chance(told.vector, max(v for k, v in kept.items() if k != NONE))
        return chance > (1 - chance) * max(kept.values())

    return row(leaf, [is_of(t) for t in tested], [], [is_of(t) for t in others])


def new(model: TypeModel, own: Sequence[OwnType], sample: Sample, sampled: Sequence[str]) -> list[str]:
    """Each type by itself: the others are not there."""
    tests: dict[str, Any] = yaml.safe_load((TESTS / "test.yaml").read_text(encoding="utf-8"))
    rows = []
    for t in own:
        told = OwnTypes(model, tuple(lines_of(model, [t], sample)))
        of, near, others = (
            [best(p) == t.leaf for p in told.probabilities(texts)]
            for texts in (tests[t.leaf]["of"], tests[t.leaf]["near"], others_of(NONE + "?", sampled))
        )
        rows.append(row(t.leaf, of, near, others))
    return rows


def through_annotate(own: Sequence[OwnType], sampled: Sequence[str]) -> list[str]:
    """All types at once, the extractor `both`: the first event of a text."""
    from dateline.run.pipeline import load_resources, read_document

    os.environ["DATELINE_EVENT_TYPES"] = str(TESTS / "types.yaml")
    resources = load_resources()
    tests: dict[str, Any] = yaml.safe_load((TESTS / "test.yaml").read_text(encoding="utf-8"))
    others = others_of(NONE + "?", sampled)

    def types(text: str) -> set[str | None]:
        read = read_document(Document(id="t", text=text), resources)
        return {c.event_type for c in read.claims if c.type == "event"}

    found = [types(text) for text in others]
    return [
        row(
            t.leaf,
            [t.leaf in types(x) for x in tests[t.leaf]["of"]],
            [t.leaf in types(x) for x in tests[t.leaf]["near"]],
            [t.leaf in f for f in found],
        )
        for t in own
    ]


def main() -> None:
    from dateline.find.types_own import _sampled

    model = open_model()
    sample, sampled = sample_of(model), [text for _, text in _sampled()]
    head = "| type | texts | precision | recall | F1 | wrongly, near | wrongly, others |\n|---|---|---|---|---|---|---|"
    sys.stdout.write(f"left out\n\n{head}\n")
    for leaf in LEAVES:
        sys.stdout.write(left_out(model, leaf, sample, sampled) + "\n")
    own = load_yaml(TESTS / "types.yaml", OwnFile).types
    sys.stdout.write(f"\nnew, by the model\n\n{head}\n" + "\n".join(new(model, own, sample, sampled)) + "\n")
    sys.stdout.write(f"\nnew, through annotate\n\n{head}\n" + "\n".join(through_annotate(own, sampled)) + "\n")


if __name__ == "__main__":
    main()
