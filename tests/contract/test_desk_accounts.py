"""A desk with accounts over HTTP: who gets in, what each role may do, and what no trick opens."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from dateline.desk.accounts_file import opened
from dateline.desk.guard import POLICY
from dateline.desk.pages import ACCOUNT_PAGES, PAGES
from dateline.desk.reach import reach_of
from dateline.desk.sessions import IDLE, LONGEST
from dateline.desk.slowing import ACCOUNT
from dateline.ledger import Ledger
from desk_accounts import PASSWORD, PEOPLE, House, house, sign_in
from desk_ledger import HEADERS, SCRIPT, fill
from incident_rows import report, told


@pytest.fixture
def desk(tmp_path: Path) -> House:
    return house(fill(tmp_path / "war.ledger"))


def described(desk: House) -> Any:
    return desk.http("ana").get("/api/v1/openapi.json").json()


def reviews(desk: House) -> list[tuple[str, str]]:
    with Ledger(desk.path) as ledger:
        return [(r.by, r.action) for r in ledger.reviews()]


def reject(desk: House, name: str, document: str = "a") -> str:
    """A decision of this person's; its id."""
    client = desk.client(name)
    claim = client.claim(document)
    status, done = client.decide("reject", claim=claim["claim"]["id"], version=claim["version"])
    assert status == 201, done
    return str(done["reviews"][0]["id"])


# Getting in


def test_without_a_session_a_page_leads_to_the_login_and_nothing_is_told(desk: House) -> None:
    nobody = desk.http()
    for path, *_ in (*PAGES, *ACCOUNT_PAGES[:2]):
        answer = nobody.get(path)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/login")
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.content == b""
    assert nobody.get("/queue?limit=3").headers["location"] == "/login?next=%2Fqueue%3Flimit%3D3"


def test_without_a_session_no_route_of_the_api_answers_whatever_it_is(desk: House) -> None:
    nobody = desk.http()
    for path, methods in described(desk)["paths"].items():
        for method in methods:
            if (method, path) == ("post", "/api/v1/session"):
                continue
            answer = nobody.request(method, path.replace("{key}", "a"), headers=HEADERS, json={})
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "sign_in"), path
    for path in ("/home.json", "/documents/a.json", "/audit.json", "/api/v1/openapi.json", "/basemap/countries.json",
                 "/api/v1/nothing", "//api/v1/events", "/static/../api/v1/events", "/API/v1/events"):  # fmt: skip
        answer = nobody.get(path)
        assert answer.status_code in (303, 401), path
        assert "items" not in answer.text
    assert nobody.get("/static/desk.css").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "../../etc/passwd", "a" * 5000, "\x00", "%00", "é"])
def test_no_made_up_token_is_a_session(desk: House, token: str) -> None:
    signed = desk.http("ana")
    (name,) = signed.cookies.keys()
    answer = desk.http().get("/api/v1/events", headers={"cookie": f"{name}={token}".encode("latin-1")})
    assert answer.status_code == 401


def test_odd_cookies_of_other_programs_do_no_harm(desk: House) -> None:
    (name, token), *_ = desk.http("ana").cookies.items()
    cookie = f'odd={{"a": [1,2]}}; x y=z; =; {name}={token}; ,=;'
    assert desk.http().get("/api/v1/session", headers={"cookie": cookie}).json()["name"] == "ana"


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(desk: House) -> None:
    set_cookie = sign_in(desk.http(), "ana").headers["set-cookie"].lower()
    assert "httponly" in set_cookie
    assert "samesite=strict" in set_cookie
    assert "path=/" in set_cookie
    assert "expires" not in set_cookie, "it ends with the browser"
    assert "domain" not in set_cookie


def test_behind_tls_the_cookie_goes_by_tls_only(tmp_path: Path) -> None:
    desk = house(fill(tmp_path / "war.ledger"), reach_of("127.0.0.1", "https://desk.example.org"))
    client = desk.http(base="https://desk.example.org")
    answer = sign_in(client, "ana", origin="https://desk.example.org")
    assert answer.headers["set-cookie"].startswith("__Host-dateline-")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert client.get("/api/v1/events").status_code == 200
    assert client.get("/api/v1/events", headers={"host": "evil.example"}).status_code == 421


def test_signing_in_and_out(desk: House) -> None:
    client = desk.http("cara")
    assert client.get("/api/v1/session").json()["role"] == "reader"
    kept = dict(client.cookies)
    assert client.post("/api/v1/session/end", json={}, headers=HEADERS).json() == {"ended": True}
    assert client.get("/api/v1/events").status_code == 401
    again = desk.http(cookies=kept)
    assert again.get("/api/v1/events").status_code == 401, "the token that the browser had is worth nothing"
    assert desk.log("sign_out") == [("cara", "sign_out", None)]


def test_signing_out_everywhere_ends_ones_sessions_and_no_others(desk: House) -> None:
    here, there, other = desk.http("cara"), desk.http("cara"), desk.http("ben")
    assert here.post("/api/v1/session/end", json={"everywhere": True}, headers=HEADERS).status_code == 200
    assert [c.get("/api/v1/session").status_code for c in (here, there, other)] == [401, 401, 200]


def test_signing_in_anew_gives_another_token_and_ends_the_old(desk: House) -> None:
    client = desk.http("cara")
    old = dict(client.cookies)
    assert sign_in(client, "ben").status_code == 201
    assert dict(client.cookies) != old
    assert client.get("/api/v1/session").json()["name"] == "ben"
    assert desk.http(cookies=old).get("/api/v1/session").status_code == 401


def test_a_token_that_somebody_planted_is_not_taken_over(desk: House) -> None:
    (name,) = desk.http("ana").cookies.keys()
    client = desk.http(cookies={name: "planted"})
    answer = sign_in(client, "ana")
    assert answer.cookies[name] != "planted"


def test_sessions_end_by_idleness_and_by_age(desk: House) -> None:
    idle = desk.http("cara")
    desk.clock.at += IDLE + 1
    assert idle.get("/api/v1/events").status_code == 401
    old = desk.http("cara")
    for _ in range(int(LONGEST / IDLE) * 2 + 1):
        last = old.get("/api/v1/session").status_code
        desk.clock.at += IDLE / 2
    assert (last, old.get("/api/v1/session").status_code) == (200, 401)


@pytest.mark.parametrize("change", ["role", "password", "removal"])
def test_a_change_at_the_terminal_ends_what_is_open_in_browsers(desk: House, change: str) -> None:
    client, other = desk.http("cara"), desk.http("ben")
    match change:
        case "role":
            desk.accounts.set_role("cara", "analyst", by="root")
        case "password":
            desk.accounts.set_password("cara", PASSWORD + "!", by="root")
        case _:
            desk.accounts.remove("cara", by="root")
    assert client.get("/api/v1/session").status_code == 401
    assert other.get("/api/v1/session").status_code == 200


def test_a_password_of_ones_own(desk: House) -> None:
    client, other = desk.http("cara"), desk.http("cara")
    body = {"old": "not the password", "new": "five words of no sentence"}
    assert client.post("/api/v1/password", json=body, headers=HEADERS).status_code == 401
    assert client.get("/api/v1/session").status_code == 200
    body["old"] = PASSWORD
    assert client.post("/api/v1/password", json=body | {"new": "short"}, headers=HEADERS).status_code == 400
    assert client.post("/api/v1/password", json=body, headers=HEADERS).status_code == 200
    assert [c.get("/api/v1/session").status_code for c in (client, other)] == [401, 401]
    assert sign_in(desk.http(), "cara").status_code == 401
    assert sign_in(desk.http(), "cara", body["new"]).status_code == 201


def test_guessing_is_slowed_and_tells_not_which_names_there_are(desk: House) -> None:
    seen: dict[str, list[Any]] = {}
    for name in ("cara", "nobody"):
        client = desk.http()
        answers = [sign_in(client, name, f"guess number {n}") for n in range(ACCOUNT.free)]
        answers += [sign_in(client, name, PASSWORD) for _ in range(2)]
        seen[name] = [(a.status_code, a.json(), a.headers.get("retry-after")) for a in answers]
        assert "set-cookie" not in {h for a in answers for h in a.headers}
    assert seen["cara"] == seen["nobody"]
    assert [status for status, *_ in seen["cara"]] == [401] * ACCOUNT.free + [429, 429]
    assert seen["cara"][-1][2] == "1"
    assert seen["cara"][-1][1]["error"]["code"] == "slowed"
    desk.clock.at += 2
    assert sign_in(desk.http(), "cara").status_code == 201


def test_who_is_slowed_does_not_slow_another(desk: House) -> None:
    for n in range(ACCOUNT.free + 1):
        sign_in(desk.http(), "cara", f"guess number {n}")
    assert sign_in(desk.http(), "cara").status_code == 429
    assert sign_in(desk.http(), "ben").status_code == 201


@pytest.mark.parametrize(
    "name", ["' OR '1'='1", '"; DROP TABLE accounts; --', "ana'--", "%", "_na", "ana\x00", "../ana"]
)
def test_a_name_of_sql_is_a_name_that_there_is_not(desk: House, name: str) -> None:
    assert sign_in(desk.http(), name).status_code == 401
    assert [a.name for a in desk.accounts.all()] == sorted(PEOPLE)


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/queue?limit=3", "/queue?limit=3"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:window.ran=1", "/"),
        ("/\t/evil.example", "/"),
        ("", "/"),
        ("/'\"><script>window.ran=1</script>", "/'\"><script>window.ran=1</script>"),
    ],
)
def test_the_login_leads_nowhere_else(desk: House, asked: str, leads: str) -> None:
    client = desk.http()
    assert client.get("/login.json", params={"next": asked}).json() == {"next": leads, "name": None}
    page = client.get("/login", params={"next": asked})
    assert page.status_code == 200
    assert f'data-next="{escape(leads)}"' in page.text
    assert "<script>" not in page.text


# What each may do


def writes(desk: House) -> list[str]:
    """The routes that write, but for those by which one signs in and out and sets one's own password."""
    own = {"/api/v1/session", "/api/v1/session/end", "/api/v1/password"}
    paths = described(desk)["paths"]
    found = [path for path, methods in paths.items() for method in methods if method not in ("get", "head")]
    assert own <= set(found)
    return sorted(set(found) - own)


def test_a_reader_writes_by_no_route(desk: House) -> None:
    routes, client = writes(desk), desk.http("cara")
    assert "/api/v1/reviews" in routes
    claim = desk.client("ana").claim("a")
    body = {"action": "reject", "claim": claim["claim"]["id"], "version": claim["version"], "reason": "x"}
    for path in routes:
        answer = client.post(path.replace("{key}", "a"), json=body, headers=HEADERS)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed"), path
        for method in ("put", "patch", "delete"):
            assert client.request(method, path, json=body, headers=HEADERS).status_code == 405
        for query in ("?_method=GET", "/", "//", "?x=1"):
            assert client.post(path + query, json=body, headers=HEADERS).status_code in (403, 404, 307)
        for header in ("x-http-method-override", "x-method-override"):
            answer = client.get(path, headers={**HEADERS, header: "POST"})
            assert answer.status_code in (200, 404, 405)
    assert reviews(desk) == []
    assert desk.log("refused")[0] == ("cara", "refused", "/api/v1/reviews")


def test_a_route_that_nobody_named_needs_an_analyst(desk: House) -> None:
    answer = desk.http("cara").post("/api/v1/some-day-a-new-route", json={}, headers=HEADERS)
    assert answer.status_code == 403
    assert desk.http("ben").post("/api/v1/some-day-a-new-route", json={}, headers=HEADERS).status_code == 404


def test_every_page_of_a_reader_is_readable_and_offers_no_decision(desk: House) -> None:
    reject(desk, "ben")
    client = desk.http("cara")
    claim = desk.client("cara").get("/claims")["items"][0]["id"]
    event = desk.client("cara").get("/events")["items"][0]["id"]
    addresses = [p for p, *_ in PAGES if "{" not in p] + ["/documents/a", f"/claims/{claim}", f"/events/{event}"]
    for address in (*addresses, "/account"):
        page = client.get(address)
        assert page.status_code == 200, address
        for offer in ("data-act=", "data-undo=", "data-release=", "data-take-back=", 'name="part"'):
            assert offer not in page.text, (address, offer)
        assert "Audit" not in page.text
    assert 'data-act="reject"' in desk.http("ben").get("/documents/a").text


def test_an_analyst_decides_by_name_and_takes_own_decisions_back(desk: House) -> None:
    made = reject(desk, "ben")
    assert reviews(desk) == [("ben", "reject")]
    status, said = desk.client("bo").decide("undo", review=made)
    assert (status, said["error"]["code"]) == (403, "not_allowed")
    assert "ben" in said["error"]["message"]
    assert desk.client("ben").decide("undo", review=made)[0] == 201
    assert reviews(desk) == [("ben", "reject"), ("ben", "undo")]


def test_an_editor_takes_back_what_others_decided(desk: House) -> None:
    made = reject(desk, "ben")
    assert desk.client("ana").decide("undo", review=made)[0] == 201
    assert reviews(desk) == [("ben", "reject"), ("ana", "undo")]


def test_an_undo_without_an_id_is_ones_own_last(desk: House) -> None:
    reject(desk, "ben", "a")
    reject(desk, "bo", "b")
    status, done = desk.client("ben").decide("undo")
    assert (status, done["reviews"][0]["by"]) == (201, "ben")
    assert desk.client("ben").decide("undo")[0] == 404
    assert desk.client("ana").decide("undo")[0] == 404


def test_only_an_editor_releases_words(desk: House) -> None:
    claim = desk.client("ana").claim("a")["claim"]["id"]
    for name in ("ben", "cara"):
        for action in ("release", "take_back"):
            assert desk.client(name).decide(action, target=claim)[0] == 403
    status, done = desk.client("ana").decide("release", target=claim)
    assert status == 201
    assert desk.client("ben").decide("undo", review=done["reviews"][0]["id"])[0] == 403
    assert "data-take-back" in desk.http("ana").get(f"/claims/{claim}").text
    assert "data-take-back" not in desk.http("ben").get(f"/claims/{claim}").text
    desk.accounts.set_role("ana", "analyst", by="root")
    assert desk.client("ana").decide("undo", review=done["reviews"][0]["id"])[0] == 403


@pytest.mark.parametrize("name", ["ben", "cara"])
def test_only_an_editor_sees_the_audit(desk: House, name: str) -> None:
    client = desk.http(name)
    for path in ("/api/v1/audit", "/audit.json"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    page = client.get("/audit")
    assert page.status_code == 403
    assert page.headers["content-type"].startswith("text/html")
    assert "signed in" not in page.text


def test_offers_of_undo_are_those_that_would_work(desk: House) -> None:
    made = reject(desk, "ben")
    for name, offered in (("ben", True), ("bo", False), ("ana", True)):
        assert (f'data-undo="{made}"' in desk.http(name).get("/reviews").text) == offered, name


# The audit


def test_the_audit_has_what_everybody_did(desk: House) -> None:
    sign_in(desk.http(), "cara", "not the password")
    made = reject(desk, "ben")
    desk.client("ana").decide("undo", review=made)
    desk.client("ana").decide("release", target="a")
    ben = desk.http("ben")
    ben.post("/api/v1/session/end", json={}, headers=HEADERS)
    desk.accounts.set_role("cara", "analyst", by="root")
    done = desk.log("sign_in_failed", "reject", "undo", "release", "sign_out", "role_changed")
    assert sorted((who, what) for who, what, _ in done) == [
        ("ana", "release"), ("ana", "undo"), ("ben", "reject"), ("ben", "sign_out"), ("cara", "sign_in_failed"),
        ("root", "role_changed"),
    ]  # fmt: skip
    assert len(desk.log("account_added")) == len(PEOPLE)


def test_the_audit_is_filtered_and_comes_in_pages(desk: House) -> None:
    reject(desk, "ben")
    ana = desk.client("ana")
    whole = ana.get("/audit", limit=500)["items"]
    assert [r["at"] for r in whole] == sorted((r["at"] for r in whole), reverse=True)
    assert {r["who"] for r in ana.get("/audit", who="BEN")["items"]} == {"ben"}
    assert {r["what"] for r in ana.get("/audit", what="sign_in")["items"]} == {"sign_in"}
    day = whole[-1]["at"][:10]
    within = ana.get("/audit", **{"from": day, "to": day})["items"]
    assert {r["at"][:10] for r in within} == {day}
    assert ana.get("/audit", to="2001-01-01")["total"] == 0
    assert ana.get("/audit", who="", what="", to="")["total"] == len(whole)
    seen: list[Any] = []
    cursor: dict[str, Any] = {}
    while cursor is not None:
        page = ana.get("/audit", limit=3, **cursor)
        seen += page["items"]
        cursor = {"cursor": page["next"]} if page["next"] else None  # type: ignore[assignment]
    assert seen == whole
    for query, status in (("what=party", 422), ("from=x", 400), ("cursor=x", 400), ("limit=0", 422)):
        assert ana.http.get(f"/api/v1/audit?{query}").status_code == status


def test_the_pages_of_accounts_have_their_twins(desk: House) -> None:
    ana = desk.http("ana")
    for path, *_ in ACCOUNT_PAGES:
        page, twin = ana.get(path), ana.get(f"{path}.json")
        assert (page.status_code, twin.status_code) == (200, 200), path
        assert page.headers["content-security-policy"] == POLICY
        assert page.headers["cache-control"] == "no-store"
        assert f'href="{path}.json"' in page.text
    assert ana.get("/audit.json?what=sign_in").json() == ana.get("/api/v1/audit?what=sign_in").json()


def test_hostile_words_in_the_audit_are_words(desk: House) -> None:
    ana = desk.client("ana")
    claim = ana.claim(f"x{SCRIPT}")
    assert ana.decide("reject", SCRIPT, claim=claim["claim"]["id"], version=claim["version"])[0] == 201
    page = ana.http.get("/audit")
    assert "&lt;script&gt;" in page.text
    assert "<script>window" not in page.text
    assert "<img" not in page.text


# Other sites


def test_another_site_can_neither_sign_in_nor_out_nor_decide(desk: House) -> None:
    client = desk.http("ben")
    claim = desk.client("ben").claim("a")
    decision = {"action": "reject", "claim": claim["claim"]["id"], "version": claim["version"], "reason": "x"}
    bodies = {
        "/api/v1/reviews": decision, "/api/v1/session": {"name": "ben", "password": PASSWORD},
        "/api/v1/session/end": {}, "/api/v1/password": {"old": PASSWORD, "new": PASSWORD + "!"},
    }  # fmt: skip
    for path, body in bodies.items():
        for headers in (
            {},
            {**HEADERS, "origin": "http://evil.example"},
            {**HEADERS, "origin": "null"},
            {**HEADERS, "sec-fetch-site": "cross-site"},
            {**HEADERS, "sec-fetch-site": "same-site"},
            {**HEADERS, "content-type": "text/plain"},
            {**HEADERS, "content-type": "application/x-www-form-urlencoded"},
        ):
            answer = client.post(path, json=body, headers=headers)
            assert answer.status_code in (403, 415), (path, headers)
            assert "set-cookie" not in answer.headers
    assert reviews(desk) == []
    assert client.get("/api/v1/session").json()["name"] == "ben"


# Beside a run


def test_three_decide_while_a_run_writes_and_nothing_is_lost(desk: House) -> None:
    decided, went_on = threading.Event(), threading.Event()
    written: list[str] = []

    def run() -> None:
        with Ledger(desk.path) as ledger:
            for n in itertools.count():
                after = decided.is_set()
                ledger.append(report(f"run{n}", told("Masisi", leaf="armed_clash"), published="2025-01-26"))
                written.append(f"run{n}")
                if after:
                    went_on.set()
                    break

    clients = {name: desk.client(name) for name in ("ana", "ben", "bo")}
    waiting = clients["ana"].get("/queue", limit=6)["items"]
    made: dict[str, list[str]] = {name: [] for name in clients}

    def decide(name: str, items: list[Any]) -> None:
        for item in items:
            status, done = clients[name].decide("accept", claim=item["claim"]["id"], version=item["version"])
            assert status == 201, done
            made[name].append(done["reviews"][0]["id"])

    runner = threading.Thread(target=run, daemon=True)
    people = [threading.Thread(target=decide, args=(name, waiting[n::3])) for n, name in enumerate(clients)]
    runner.start()
    for thread in people:
        thread.start()
    for thread in people:
        thread.join()
    decided.set()
    runner.join()
    assert went_on.is_set(), "the run went on after they had decided"
    with Ledger(desk.path) as ledger:
        assert {r.id for r in ledger.reviews()} == {key for keys in made.values() for key in keys}
        assert {r.by for r in ledger.reviews()} == set(clients)
        assert {d.id for d in ledger.documents()} >= set(written)
        assert ledger.verify() == ()


def test_the_ledger_has_no_word_of_accounts(desk: House) -> None:
    desk.http("ana")
    with opened(desk.accounts.path) as db:
        secrets = [
            row[0] for row in db.execute("SELECT password FROM accounts UNION SELECT token_sha256 FROM sessions")
        ]
    raw = desk.path.read_bytes()
    assert len(secrets) == len(PEOPLE) + 1
    assert not [s for s in secrets if s.encode() in raw]
