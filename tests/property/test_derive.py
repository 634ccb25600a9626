"""Views do not depend on the order in which claims arrive, nor on documents that have nothing to do with them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.derive.knowledge import PlainActors, PlainLeaves, World
from dateline.derive.policy import load_policies
from dateline.derive.views import Views, derive_all
from dateline.ids import content_id
from dateline.model import Claim, DocumentRow

LEAVES = ("territory_captured", "armed_clash", "air_drone_strike", "shelling_missile", "attack_on_civilians")
TOWNS = {"Sake": (-1.57, 29.04), "Goma": (-1.68, 29.23), "Masisi": (-1.40, 28.81), "Rutshuru": (-1.18, 29.45)}
FAR = (15.60, 32.53)
WORLD = World(
    leaves=PlainLeaves(LEAVES),
    actors=PlainActors({"M23": "rebel", "FARDC": "state_force", "FDLR": "rebel"}, {"FARDC": "CD"}, {}),
    policies=load_policies(),
)


def place(name: str, point: tuple[float, float]) -> dict[str, Any]:
    return {
        "id": f"pl:{name}",
        "name": name,
        "country": "CD",
        "lat": point[0],
        "lon": point[1],
        "precision": "settlement",
        "radius_km": 4,
    }


def claim(document: str, number: int, **fields: Any) -> Claim:
    row = {
        "id": "cl_" + content_id(document, number),
        "document": document,
        "start": 100 * number,
        "end": 100 * number + 50,
        "text": "x",
        "extractor": "test",
        **fields,
    }
    return Claim.model_validate(row)


@st.composite
def claims_of(draw: st.DrawFn, document: str) -> list[Claim]:
    rows = []
    for number in range(draw(st.integers(1, 4))):
        town = draw(st.sampled_from([*TOWNS, None]))
        day = draw(st.sampled_from([None, "2025-01-23", "2025-01-24", "2025-01-26"]))
        who = draw(st.sampled_from(["M23", "FARDC", "UN", "Radio"]))
        leaf = draw(st.sampled_from(LEAVES))
        actor = draw(st.sampled_from(["M23", "FARDC", "FDLR"]))
        kind = draw(st.sampled_from(["event", "event", "figure", "control"]))
        fields: dict[str, Any] = {
            "type": kind,
            "event_type": None if kind == "control" else leaf,
            "factuality": draw(st.sampled_from(["CT+", "CT+", "CT+", "CT-", "Uu"])),
            "places": [place(town, TOWNS[town])] if town else [],
            "time": {"from": day, "to": day},
            "actors": [
                {"role": "controller_new" if leaf == "territory_captured" else "attacker", "id": actor, "name": actor}
            ],
            "attribution": {
                "kind": draw(st.sampled_from(["indirect_speech", "narration"])),
                "sources": [
                    {
                        "role": "organisation",
                        "id": who,
                        "name": who,
                        "group": who,
                        "belligerent": who in ("M23", "FARDC"),
                    }
                ],
            },
        }
        if kind == "figure":
            fields["figure"] = {"measure": "killed", "best": draw(st.integers(1, 40)), "kind": "incident"}
        if kind == "control":
            fields["control"] = {"holders_after": [actor], "state": "held", "extent": "full"}
        rows.append(claim(document, number, **fields))
    return rows


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Claim], dict[str, DocumentRow]]:
    names = [f"d{n}" for n in range(draw(st.integers(1, 5)))]
    documents = {
        name: DocumentRow(
            id=name,
            published=draw(st.sampled_from([None, "2025-01-25", "2025-01-27"])),
            family=draw(st.sampled_from([None, "fm_one", f"fm_{name}"])),
        )
        for name in names
    }
    return [c for name in names for c in draw(claims_of(name))], documents


def shown(views: Views) -> list[Any]:
    rows = [*views.events, *views.control, *views.figures, *views.persons, *views.claims]
    return [row.to_json() for row in rows] + [repr(s) for s in views.suggestions]


@settings(deadline=None, max_examples=60)
@given(corpora(), st.randoms(use_true_random=False))
def test_any_order_of_claims_gives_the_same_views(
    corpus: tuple[list[Claim], dict[str, DocumentRow]], random: Any
) -> None:
    claims, documents = corpus
    mixed = list(claims)
    random.shuffle(mixed)
    assert shown(derive_all(mixed, documents, world=WORLD)) == shown(derive_all(claims, documents, world=WORLD))


@settings(deadline=None, max_examples=60)
@given(corpora())
def test_a_report_from_elsewhere_changes_nothing_here(corpus: tuple[list[Claim], dict[str, DocumentRow]]) -> None:
    claims, documents = corpus
    before = derive_all(claims, documents, world=WORLD)
    far = claim(
        "far", 0, type="event", event_type="armed_clash", places=[place("Khartoum", FAR)],
        time={"from": "2025-01-23", "to": "2025-01-23"},
        attribution={"kind": "indirect_speech", "sources": [{"role": "organisation", "id": "SAF", "group": "SAF"}]},
    )  # fmt: skip
    after = derive_all([*claims, far], {**documents, "far": DocumentRow(id="far")}, world=WORLD)
    kept = [e for e in after.events if "far" not in e.documents]
    assert [e.to_json() for e in kept] == [e.to_json() for e in before.events]
    assert [k.to_json() for k in after.control] == [k.to_json() for k in before.control]


@settings(deadline=None, max_examples=60)
@given(corpora())
def test_every_event_rests_on_claims_and_every_id_leads_home(
    corpus: tuple[list[Claim], dict[str, DocumentRow]],
) -> None:
    claims, documents = corpus
    views = derive_all(claims, documents, world=WORLD)
    ids = [e.id for e in views.events]
    known = {c.id for c in claims}
    assert len(ids) == len(set(ids))
    assert len({k.id for k in views.control}) == len(views.control)
    assert len({f.id for f in views.figures}) == len(views.figures)
    for event in views.events:
        assert set(event.claims) <= known
        assert event.originators == len(event.originator_groups)
        assert all(views.event(f"ev_{c}").id in ids for c in event.claims)
