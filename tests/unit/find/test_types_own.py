"""Types that a user adds: told by a dozen examples, and hardly ever where the text is of something else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from dateline.find.types_learned import open_model
from dateline.find.types_own import Line, OwnTypes, line_of, lines_of, sample_of, with_own_types
from dateline.know.events import OwnFile, OwnType, load_events
from dateline.vocabulary import load_yaml

LEAVES = Path(__file__).parents[2] / "quality" / "leaves"
OWN = load_yaml(LEAVES / "types.yaml", OwnFile).types
TESTS = yaml.safe_load((LEAVES / "test.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def told() -> OwnTypes:
    model = open_model()
    return OwnTypes(model, tuple(lines_of(model, OWN, sample_of(model))))


@pytest.mark.parametrize(("own", "least"), [(t, n) for t, n in zip(OWN, (19, 16, 13), strict=True)])
def test_a_type_is_told_by_a_dozen_examples(told: OwnTypes, own: OwnType, least: int) -> None:
    """docs/method/types.md: 21, 18 and 16 of 25; the floors lie a little lower."""
    found = [p[own.leaf] > 0.5 for p in told.probabilities(TESTS[own.leaf]["of"])]
    wrong = [p[own.leaf] > 0.5 for p in told.probabilities(TESTS[own.leaf]["near"])]
    assert sum(found) >= least
    assert sum(wrong) <= 3


def test_probabilities_sum_to_one_and_name_every_type(told: OwnTypes) -> None:
    texts = [*TESTS["cyberattack"]["of"][:4], "", "Rebels shelled Kutum on Monday."]
    for p in told.probabilities(texts):
        assert sum(p.values()) == pytest.approx(1)
        assert p.keys() == {*load_events().leaves, "none"} | {t.leaf for t in OWN}
    assert told.probabilities([]) == []


def test_what_is_of_no_own_type_is_told_as_without_them(told: OwnTypes) -> None:
    texts = ["Rebels shelled Kutum on Monday and killed nine traders.", "Students marched in Conakry on 4 May."]
    plain = open_model().probabilities(texts)
    assert [{k: v for k, v in p.items() if v or k in plain[0]} for p in told.probabilities(texts)] == [
        {**p} for p in plain
    ]


def test_without_own_types_the_model_stays_as_it_is() -> None:
    assert with_own_types(open_model(), load_events()) is open_model()


def axis(*rows: tuple[float, float]) -> np.ndarray:
    return np.array(rows)


def test_the_chance_is_small_among_others_and_large_among_examples() -> None:
    """The highest text of another kind gets at most .8; what lies well above it, more; what lies below, none."""
    angles = np.linspace(0.9, 1.5, 200)
    others = np.stack([np.sin(angles), np.cos(angles)], axis=1)
    few = np.linspace(0.0, 0.2, 12)
    line = line_of("x", np.stack([np.sin(few), np.cos(few)], axis=1), np.zeros((0, 2)), others)
    assert line.chance(np.array([0.1, 1.0])) > 0.9
    assert line.chance(np.array([1.0, 0.1])) == 0.0


def test_two_likely_types_share_what_the_likelier_has() -> None:
    sure = [Line(leaf, np.ones(384), 50.0, 0.0, 1.0) for leaf in ("a", "b")]
    (p,) = OwnTypes(open_model(), tuple(sure)).probabilities(["A word."])
    assert p["a"] == p["b"] == pytest.approx(0.5, abs=1e-6)
    assert sum(p.values()) == pytest.approx(1)


def test_examples_of_a_wider_type_do_not_speak_against_it() -> None:
    model, sample = open_model(), sample_of(open_model())
    (plain,) = lines_of(model, OWN[:1], sample)
    (within,) = lines_of(model, [OWN[0].model_copy(update={"within": ("other_strategic",)})], sample)
    assert not np.array_equal(plain.weights, within.weights)


def test_what_is_kept_is_what_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.find import types_own

    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path))
    made = types_own._kept("try", "key", (2, 3), lambda: np.ones((2, 3)))
    again = types_own._kept("try", "key", (2, 3), lambda: pytest.fail("made anew"))
    assert np.array_equal(made, again)
    (path,) = tmp_path.iterdir()
    path.write_bytes(b"cut off")
    assert np.array_equal(types_own._kept("try", "key", (2, 3), lambda: np.ones((2, 3))), made)
    monkeypatch.setenv("DATELINE_CACHE", str(path))  # no folder: nothing is kept, and nothing fails
    assert types_own._kept("try", "other", (1, 1), lambda: np.zeros((1, 1))).shape == (1, 1)
