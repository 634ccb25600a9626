"""How two places stand to each other."""

from __future__ import annotations

import pytest

from dateline.derive.places import likeness
from dateline.derive.policy import load_policies
from dateline.model import PlaceRef


def village(name: str, **more: object) -> PlaceRef:
    return PlaceRef.model_validate(
        {"role": "event", "name": name, "country": "CD", "adm1": "CD.11", "lat": -0.556, "lon": 29.312,
         "precision": "part_of_adm1", "radius_km": 129.0, "why": "somewhere in Nord-Kivu", **more}
    )  # fmt: skip


@pytest.mark.parametrize(("other", "like"), [("Kwelba", "same"), ("kwelba", "same"), ("Tarbu", "apart")])
def test_two_unlisted_villages_of_one_province_are_told_apart_by_name(other: str, like: str) -> None:
    assert likeness(village("Kwelba"), village(other), load_policies().identity) == like


def test_an_unlisted_village_is_not_its_province() -> None:
    province = village("Nord-Kivu", id="geonames:206938", precision="adm1", why=None)
    assert likeness(village("Kwelba"), province, load_policies().identity) == "part"
