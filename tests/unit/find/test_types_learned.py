"""The small model of event types: carried whole, and of use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dateline.errors import ConfigError
from dateline.find.types_learned import FOLDER, check_model, open_model
from dateline.know.events import load_events


def test_it_knows_every_leaf_and_none() -> None:
    assert {label.partition(":")[0] for label in open_model().labels} == {*load_events().leaves, "none"}


def test_probabilities_sum_to_one_in_the_order_of_the_texts() -> None:
    texts = [
        "On 4 May 2021, a roadside mine went off under a lorry of the army near Gao. Three soldiers died.",
        "",
        "On 9 June 2020, some 300 students marched to the town hall of Conakry with banners and went home at noon.",
    ]
    rows = open_model().probabilities(texts)
    assert [round(sum(p.values()), 6) for p in rows] == [1.0] * 3
    assert max(rows[0], key=rows[0].__getitem__) == "ied_mine_uxo"
    assert max(rows[2], key=rows[2].__getitem__) == "peaceful_protest"
    assert open_model().probabilities([]) == []


def test_each_text_has_a_vector_that_likens_what_tells_of_the_same() -> None:
    one, same, other = (
        told.vector / np.linalg.norm(told.vector)
        for told in open_model().tell(
            [
                "On 4 May 2021, a roadside mine went off under a lorry of the army near Gao.",
                "A landmine killed two herders on the track to Menaka on Friday.",
                "Some 300 students marched to the town hall of Conakry with banners and went home at noon.",
            ]
        )
    )
    assert one.shape == (384,)
    assert one @ same > 0.5 > one @ other


def test_a_note_is_judged_the_same_in_any_company() -> None:
    text = "On 4 May 2021, a roadside mine went off under a lorry of the army near Gao. Three soldiers died."
    alone, beside = open_model().probabilities([text])[0], open_model().probabilities(["A word.", text])[1]
    assert all(abs(alone[leaf] - beside[leaf]) < 0.1 for leaf in alone)


def test_its_bytes_are_those_of_its_card(tmp_path: Path) -> None:
    assert len(check_model()) == 64
    (tmp_path / "card.md").write_text((FOLDER / "card.md").read_text(encoding="utf-8"))
    (tmp_path / "model.onnx").write_bytes(b"other")
    with pytest.raises(ConfigError, match="its card"):
        check_model(tmp_path)


def test_every_processor_hears_the_same() -> None:
    """Signed weights are cut off where there is no VNNI: this text's chance was .57 there, and .45 elsewhere."""
    text = (
        "The army, backed by the coalition's fighter jets, repelled an attack by the insurgents on the Baydah front on "
    )
    (p,) = open_model().probabilities([text + "Monday, an officer said."])
    assert p["ground_offensive"] == pytest.approx(0.4535, abs=0.01)
