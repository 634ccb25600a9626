"""The desk over HTTP: what it answers, what it refuses, and that no decision is lost."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dateline.desk.guard import POLICY
from dateline.desk.pages import PAGES
from dateline.ledger import Ledger
from desk_ledger import HEADERS, SCRIPT, Client, client_on, fill
from incident_rows import report, told

LISTS = ["events", "control", "figures", "persons", "claims", "documents", "queue", "suggestions", "reviews"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return fill(tmp_path / "war.ledger")


@pytest.fixture
def desk(path: Path) -> Client:
    return client_on(path)


def addresses(desk: Client) -> dict[str, str]:
    """Each page with the key of something that there is."""
    event = desk.event("armed_clash")["event"]
    with_place = desk.get("/events", place="Sake")["items"][0]
    keys = {"/events": event["id"], "/documents": "a", "/places": with_place["place"]["id"],
            "/claims": event["claims"][0], "/persons": None}  # fmt: skip
    found = {}
    for path, *_ in PAGES:
        head, has_key, _ = path.partition("/{")
        if not has_key:
            found[path] = path
        elif keys[head]:
            found[path] = f"{head}/{quote(keys[head], safe='')}"
    return found


def test_every_page_answers_has_a_twin_and_lets_nothing_run(desk: Client) -> None:
    for path, address in addresses(desk).items():
        page = desk.http.get(address)
        assert page.status_code == 200, address
        assert page.headers["content-type"].startswith("text/html")
        assert page.headers["content-security-policy"] == POLICY
        assert "<script>" not in page.text
        assert "onerror='" not in page.text
        twin = desk.http.get("/home.json" if address == "/" else f"{address}.json")
        assert twin.status_code == 200
        assert twin.headers["content-type"] == "application/json"
        assert twin.headers["x-content-type-options"] == "nosniff"
        assert path


def test_a_twin_says_what_the_api_says(desk: Client) -> None:
    assert desk.http.get("/events.json?place=Sake").json() == desk.get("/events", place="Sake")


def test_hostile_names_are_shown_as_words(desk: Client) -> None:
    page = desk.http.get(f"/documents/{quote(f'x{SCRIPT}', safe='')}")
    assert page.status_code == 200
    assert "&lt;script&gt;" in page.text
    assert "<script>window" not in page.text
    assert "<img" not in page.text
    assert 'href="javascript:' not in page.text


@pytest.mark.parametrize("name", LISTS)
def test_a_list_in_pages_is_the_list(desk: Client, name: str) -> None:
    whole = desk.get(f"/{name}", limit=500)
    seen: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = desk.get(f"/{name}", limit=1, **cursor)
        seen += page["items"]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == whole["items"]
    assert whole["total"] == len(seen)


@pytest.mark.parametrize("name", LISTS)
def test_errors_have_one_shape(desk: Client, name: str) -> None:
    for query, status in (("cursor=nonsense", 400), ("limit=0", 422), ("limit=x", 422), ("no_such=1", 422)):
        answer = desk.http.get(f"/api/v1/{name}?{query}")
        assert answer.status_code == status, query
        assert answer.json()["error"].keys() == {"code", "message", "details"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/events/ev_none", 404),
        ("/api/v1/claims/cl_none", 404),
        ("/api/v1/documents/none", 404),
        ("/api/v1/documents/..%2F..%2Fetc%2Fpasswd", 404),
        ("/api/v1/places/'%20OR%201=1%20--", 404),
        ("/api/v1/claims/cl_x'%20UNION%20SELECT%20*%20FROM%20texts%20--", 404),
        ("/api/v1/persons/%00", 404),
        ("/api/v1/events?from=yesterday", 400),
        ("/api/v1/events?known_by=x", 400),
        ("/api/v1/events?policy=mean", 400),
        ("/api/v1/events?from=2025-02-01&to=2025-01-01", 400),
        ("/api/v1/events?within=5", 400),
        ("/api/v1/home?since=x", 400),
        ("/api/v1/nothing", 404),
        ("/static/..%2f..%2f..%2fmodel.py", 404),
        ("/static/%2e%2e/%2e%2e/%2e%2e/model.py", 404),
        ("/basemap/..%2fdesk%2fqueue.yaml", 404),
        ("/static/", 404),
    ],
)
def test_what_is_not_there_and_what_does_not_fit(desk: Client, address: str, status: int) -> None:
    answer = desk.http.get(address)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    if address.startswith("/api"):
        assert answer.json()["error"]["message"]


def test_a_word_of_sql_is_a_word(desk: Client) -> None:
    for word in ("' OR 1=1 --", "%", "_", '"; DROP TABLE claims; --'):
        assert desk.get("/claims", actor=word)["total"] == 0
        assert desk.get("/documents", q=f"{word} nowhere")["total"] == 0
    assert desk.get("/claims")["total"] > 0


def test_another_host_gets_no_answer(desk: Client) -> None:
    answer = desk.http.get("/api/v1/events", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "items" not in answer.text


def test_a_write_without_the_header_or_from_another_page_changes_nothing(desk: Client) -> None:
    claim = desk.claim("a")
    body = {"action": "reject", "claim": claim["claim"]["id"], "version": claim["version"], "reason": "x"}
    for headers in (
        {},
        {**HEADERS, "origin": "http://evil.example"},
        {**HEADERS, "sec-fetch-site": "cross-site"},
        {**HEADERS, "content-type": "text/plain"},
    ):
        assert desk.http.post("/api/v1/reviews", json=body, headers=headers).status_code in (403, 415)
    assert desk.http.post("/api/v1/reviews", content=b"x" * 300_000, headers=HEADERS).status_code in (413, 415)
    for method in ("put", "delete", "patch"):
        assert getattr(desk.http, method)("/api/v1/reviews", headers=HEADERS).status_code == 405
    assert desk.get("/reviews")["total"] == 0


def test_no_method_but_post_to_reviews_writes(desk: Client) -> None:
    described = desk.http.get("/api/v1/openapi.json").json()
    writes = [(p, m) for p, ms in described["paths"].items() for m in ms if m != "get"]
    assert writes == [("/api/v1/reviews", "post")]
    assert "ErrorAnswer" in str(described["paths"]["/api/v1/reviews"]["post"]["responses"]["409"])


def test_accept_then_undo_gives_the_queue_back(desk: Client) -> None:
    before = [w["claim"]["id"] for w in desk.get("/queue")["items"]]
    first = desk.get("/queue")["items"][0]
    status, done = desk.decide("accept", claim=first["claim"]["id"], version=first["version"])
    assert status == 201
    assert done["claim"]["decided"] == "accepted"
    assert first["claim"]["id"] not in [w["claim"]["id"] for w in desk.get("/queue")["items"]]
    status, done = desk.decide("undo", review=done["reviews"][0]["id"])
    assert (status, done["claim"]["decided"]) == (201, None)
    assert [w["claim"]["id"] for w in desk.get("/queue")["items"]] == before


def test_undo_without_an_id_takes_back_ones_own_last(path: Path) -> None:
    ana, ben = client_on(path, "ana"), client_on(path, "ben")
    of_a, of_b = ana.claim("a"), ben.claim("b")
    ana.decide("reject", claim=of_a["claim"]["id"], version=of_a["version"])
    ben.decide("reject", claim=of_b["claim"]["id"], version=of_b["version"])
    assert ana.decide("undo")[1]["reviews"][0]["target"] == of_a["claim"]["id"]
    assert ben.get(f"/claims/{of_b['claim']['id']}")["decided"] == "rejected"


def test_an_edit_is_seen_everywhere(desk: Client) -> None:
    claim = desk.claim("c")
    changes = [{"field": "time.from", "value": "2025-01-20"}, {"field": "time.to", "value": "2025-01-21"}]
    status, done = desk.decide("edit", claim=claim["claim"]["id"], version=claim["version"], changes=changes)
    assert status == 201
    assert done["claim"]["claim"]["time"]["from"] == "2025-01-20"
    event = desk.event("attack_on_civilians")["event"]
    assert (event["time"]["from"], event["time"]["to"]) == ("2025-01-20", "2025-01-21")
    assert [r["action"] for r in desk.event("attack_on_civilians")["reviews"]] == ["edit", "edit"]


def test_a_place_is_mended_with_its_point_and_a_missing_one_added(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.append(report("e", told(None, leaf="armed_clash"), published="2025-02-01"))
    desk = client_on(path)
    singa = next(p for p in desk.get("/gazetteer", q="Singa") if p["country"] == "SD")
    for document in ("c", "e"):
        claim = desk.claim(document)
        changes = [{"field": "places.0.id", "value": singa["id"]}]
        status, done = desk.decide("edit", claim=claim["claim"]["id"], version=claim["version"], changes=changes)
        assert status == 201, done
        place = done["claim"]["claim"]["places"][0]
        assert (place["name"], place["country"], place["lat"]) == ("Singa", "SD", singa["lat"])
    assert {e["type"] for e in desk.get(f"/places/{singa['id']}")["events"]} == {"attack_on_civilians", "armed_clash"}


def test_other_words_are_chosen_by_their_offsets_and_only_these_are_stored(desk: Client, path: Path) -> None:
    claim = desk.claim("a")
    key, text = claim["claim"]["id"], desk.get("/documents/a")["text"]
    words = text.index("Sentence 1"), text.index("Sentence 1") + len("Sentence 1 of report a")
    changes = [
        {"field": "span", "value": json.dumps({"start": words[0], "end": words[1]})},
        {"field": "places.0.span", "value": json.dumps({"start": words[0], "end": words[0] + 8})},
    ]
    status, done = desk.decide("edit", claim=key, version=claim["version"], changes=changes)
    assert status == 201, done
    now = done["claim"]["claim"]
    assert (now["start"], now["end"], now["text"]) == (*words, "Sentence 1 of report a")
    assert now["places"][0]["text"] == "Sentence"
    assert now["id"] == key
    assert done["claim"]["sentence"][slice(*done["claim"]["marked"])] == now["text"]
    held = [s for s in desk.get("/documents/a")["stretches"] if key in s["claims"]]
    assert (held[0]["start"], held[-1]["end"]) == words
    with Ledger(path) as ledger:
        assert all("Sentence" not in (r.new or "") for r in ledger.reviews())
        ledger.redact("a", reason="asked for")
        assert all(json.loads(r.new or "{}")["text"] is None for r in ledger.decided())


@pytest.mark.parametrize(
    "value", ["{}", "x", "[1, 2]", '{"start": 5, "end": 5}', '{"start": -1, "end": 5}', '{"start": 0, "end": 99999}',
              '{"start": 0, "end": 5, "text": "made up"}', '{"start": true, "end": 5}', None]
)  # fmt: skip
def test_a_span_that_does_not_fit_the_text_is_refused(desk: Client, value: str | None) -> None:
    claim = desk.claim("a")
    changes = [{"field": "span", "value": value}]
    status, said = desk.decide("edit", claim=claim["claim"]["id"], version=claim["version"], changes=changes)
    assert status == 400, said
    assert desk.get("/reviews")["total"] == 0


def test_an_actor_a_place_and_a_source_that_a_claim_lacks_are_added(desk: Client) -> None:
    claim = desk.claim("d")
    assert claim["claim"]["actors"] == []
    source = {k: v for k, v in desk.get("/sources", q="reuters")[0].items() if k not in ("type", "country")}
    changes = [
        {"field": "actors.0", "value": '{"role": "attacker"}'},
        {"field": "actors.0.id", "value": "M23"},
        {"field": "actors.0.span", "value": '{"start": 0, "end": 8}'},
        {"field": "attribution.sources.0", "value": json.dumps({"role": "organisation", **source})},
    ]
    status, done = desk.decide("edit", claim=claim["claim"]["id"], version=claim["version"], changes=changes)
    assert status == 201, done
    actor, first = done["claim"]["claim"]["actors"][0], done["claim"]["claim"]["attribution"]["sources"][0]
    assert (actor["role"], actor["id"], actor["text"]) == ("attacker", "M23", "Sentence")
    assert (first["id"], first["group"]) == (source["id"], source["group"])


@pytest.mark.parametrize(
    "change",
    [
        {"field": "id", "value": "x"},
        {"field": "text", "value": "x"},
        {"field": "places.0.start", "value": "1"},
        {"field": "time.from", "value": "yesterday"},
        {"field": "event_type", "value": "party"},
        {"field": "places.0.id", "value": "geonames:0"},
        {"field": "places.9.id", "value": "geonames:366847"},
        {"field": "places.1", "value": "[]"},
        {"field": "__class__", "value": "x"},
    ],
)
def test_an_edit_that_does_not_fit_stores_nothing(desk: Client, change: dict[str, str]) -> None:
    claim = desk.claim("a")
    changes = [{"field": "news_role", "value": "background"}, change]
    status, said = desk.decide("edit", claim=claim["claim"]["id"], version=claim["version"], changes=changes)
    assert status in (400, 404), said
    assert desk.get("/reviews")["total"] == 0
    assert desk.claim("a")["version"] == claim["version"]


def test_of_two_who_edit_one_claim_the_second_sees_the_first_and_nothing_is_lost(path: Path) -> None:
    ana, ben = client_on(path, "ana"), client_on(path, "ben")
    seen = ana.claim("a")
    claim, version = seen["claim"]["id"], seen["version"]
    first = [{"field": "news_role", "value": "background"}]
    assert ana.decide("edit", claim=claim, version=version, changes=first)[0] == 201
    second = [{"field": "certainty", "value": "estimated"}]
    status, refused = ben.decide("edit", claim=claim, version=version, changes=second)
    assert (status, refused["error"]["code"]) == (409, "changed")
    current = refused["error"]["details"]["current"]
    assert current["claim"]["news_role"] == "background"
    assert "ana" in refused["error"]["message"]
    assert ben.decide("accept", claim=claim, version=version)[0] == 409
    assert ben.decide("edit", claim=claim, version=current["version"], changes=second)[0] == 201
    now = ana.get(f"/claims/{claim}")
    assert (now["claim"]["news_role"], now["claim"]["certainty"]) == ("background", "estimated")


def test_many_at_once_only_one_decides(path: Path) -> None:
    clients = [client_on(path, f"user{n}") for n in range(6)]
    seen = clients[0].claim("a")
    statuses: list[int] = []

    def reject(client: Client) -> None:
        statuses.append(client.decide("reject", claim=seen["claim"]["id"], version=seen["version"])[0])

    threads = [threading.Thread(target=reject, args=(c,)) for c in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 409, 409, 409, 409, 409]


def test_merge_then_undo(desk: Client) -> None:
    suggestion = desk.get("/suggestions")["items"][0]
    one, two = suggestion["one"]["id"], suggestion["two"]["id"]
    events = [{"id": one, "version": suggestion["one_version"]}, {"id": two, "version": suggestion["two_version"]}]
    status, done = desk.decide("merge", events=events)
    assert status == 201
    assert desk.get(f"/events/{two}")["event"]["id"] == desk.get(f"/events/{one}")["event"]["id"]
    assert desk.decide("merge", events=events)[0] == 409
    assert desk.decide("undo", review=done["reviews"][0]["id"])[0] == 201
    assert desk.get(f"/events/{two}")["event"]["id"] != desk.get(f"/events/{one}")["event"]["id"]


def test_split_takes_a_claim_out(desk: Client) -> None:
    event = desk.event("shelling_missile")
    assert len(event["event"]["documents"]) > 1
    part = next(e["claim"] for e in event["evidence"] if e["document"] == "b" and e["claim"] in event["tells"])
    key = event["event"]["id"]
    status, _ = desk.decide("split", event=key, version=event["version"], parts=[part])
    assert status == 201
    assert "b" not in desk.get(f"/events/{key}")["event"]["documents"]
    assert desk.decide("split", event=key, version=event["version"], parts=[part])[0] == 409


def test_release_and_take_back(desk: Client) -> None:
    claim = desk.claim("a")["claim"]["id"]
    assert desk.decide("release", target=claim)[0] == 201
    assert desk.get(f"/claims/{claim}")["released"]
    assert desk.decide("take_back", target=claim)[0] == 201
    assert not desk.get(f"/claims/{claim}")["released"]
    assert desk.decide("take_back", target=claim)[0] == 400
    assert desk.decide("release", target="nobody")[0] == 404


def test_a_decision_needs_a_reason_and_a_known_action(desk: Client) -> None:
    claim = desk.claim("a")
    given = {"claim": claim["claim"]["id"], "version": claim["version"]}
    assert desk.decide("accept", reason="", **given)[0] == 422
    assert desk.decide("accept", reason="  ", **given)[0] == 400
    assert desk.decide("drop", **given)[0] == 422
    assert desk.decide("accept", claim=given["claim"])[0] == 422
    assert desk.get("/reviews")["total"] == 0


def test_the_desk_writes_while_a_run_reads(path: Path) -> None:
    desk = client_on(path)
    stop = threading.Event()

    def run() -> None:
        with Ledger(path) as ledger:
            for n in range(400):
                if stop.is_set():
                    break
                ledger.append(report(f"run{n}", told(killed=n + 1), published="2025-01-26"))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        made = []
        for item in desk.get("/queue", limit=10)["items"]:
            status, done = desk.decide("accept", claim=item["claim"]["id"], version=item["version"])
            assert status == 201
            made.append(done["reviews"][0]["id"])
    finally:
        stop.set()
        thread.join()
    with Ledger(path) as ledger:
        assert [r.id for r in ledger.reviews()] == made
        assert ledger.verify() == ()


def test_what_was_known_then(desk: Client) -> None:
    early = desk.get("/events", known_by="2025-01-24")["items"]
    assert {d for e in early for d in e["documents"]} <= {"a", f"x{SCRIPT}"}
    assert desk.get("/events", recorded_by="2001-01-01")["items"] == []


def test_the_map_has_points_and_says_what_it_lacks(desk: Client) -> None:
    found = desk.get("/map", zoom=14)
    assert {f["geometry"]["type"] for f in found["events"]["features"]} == {"Point"}
    counted = sum(f["properties"].get("count", 1) for f in found["events"]["features"])
    assert counted == found["shown"] == len(found["listed"])
    assert counted + found["unplaced"] == found["total"] == desk.get("/events")["total"]
    assert found["first"] <= found["last"]


def test_the_map_gathers_what_is_near_and_shows_the_box_and_the_day_that_are_asked_for(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.append(report("e", told("Goma", "2025-03-02", leaf="armed_clash"), published="2025-03-03"))
    desk = client_on(path)
    far, near = desk.get("/map", zoom=1), desk.get("/map", zoom=12)
    assert len(far["events"]["features"]) < len(near["events"]["features"])
    assert far["shown"] == near["shown"]
    around_goma = desk.get("/map", zoom=12, box="29.2,-1.7,29.3,-1.6")
    assert 0 < around_goma["shown"] < near["shown"]
    assert around_goma["total"] == near["total"]
    early = desk.get("/map", zoom=12, day="2025-01-23", window=7)
    assert early["total"] < near["total"]
    assert "2025-03-02" not in {p["from"] for p in early["listed"]}
    only = desk.get("/map", zoom=12, day="2025-03-02", window=1)
    assert {p["from"] for p in only["listed"] if p["from"]} == {"2025-03-02"}
    for wrong in ("1,2,3", "x", "0,0,0,-1", "nan,0,0,0"):
        assert desk.http.get("/api/v1/map", params={"box": wrong}).status_code == 400


def test_views_are_never_made_in_a_request_and_the_page_says_how_far_they_are(path: Path) -> None:
    desk = client_on(path, patience=0.0)
    first = desk.http.get("/events")
    assert first.status_code == 200
    assert "data-making" in first.text
    deadline = time.monotonic() + 60
    while not (state := desk.get("/making"))["ready"] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert state == {"ready": True, "made": True, "making": None}
    found = desk.get("/events")
    assert (found["total"], found["stale"], found["made"]) == (5, False, True)
    with Ledger(path) as ledger:
        ledger.append(report("e", told("Goma", "2025-03-02", leaf="armed_clash"), published="2025-03-03"))
    behind = desk.get("/events")
    assert (behind["total"], behind["stale"], behind["made"]) == (5, True, True)


def test_home_says_what_changed_and_what_waits(desk: Client) -> None:
    found = desk.get("/home", since="2001-01-01")
    assert found["waiting"] == desk.get("/queue")["total"]
    assert {c["kind"] for c in found["changes"]} >= {"new"}
    assert desk.get("/home", since="2100-01-01")["changes"] == []


def test_an_event_of_a_battle_leads_to_it(path: Path) -> None:
    with Ledger(path) as ledger:
        battle = report("battle", told("Goma", "2025-02-20", leaf="armed_clash"), published="2025-02-21")
        weeks = [
            c.model_copy(update={"time": c.time.model_copy(update={"from_": "2025-02-01"})}) for c in battle.claims
        ]
        ledger.append(replace(battle, claims=tuple(weeks)))
        day = told("Goma", "2025-02-09", leaf="armed_clash")
        ledger.append(report("day", day, published="2025-02-10"))
    desk = client_on(path)
    whole, part = (
        next(e for e in desk.get("/events", limit=500)["items"] if document in e["documents"])
        for document in ("battle", "day")
    )
    assert part["parent"] == whole["id"]
    page = desk.http.get(f"/events/{part['id']}").text
    assert f'href="/events/{whole["id"]}"' in page
    assert "part of armed clash, Goma, 2025-02-01 to 2025-02-20" in page


def test_every_way_of_telling_has_words(desk: Client) -> None:
    choices = desk.get("/choices")
    assert set(choices["told"]) == set(choices["factuality"])
    assert all(words.islower() and words != key for key, words in choices["told"].items())
