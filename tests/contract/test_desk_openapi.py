"""Schemathesis asks the API of the desk whatever its OpenAPI document allows and forbids: it answers as that says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from dateline.desk.slowing import ADDRESS, FORGOTTEN
from desk_accounts import PASSWORD, House, house, sign_in
from desk_ledger import HEADERS, SCRIPT, fill

BASE = "http://127.0.0.1:8484"
#: So many requests for each operation and mode; no seed is drawn, so every run asks the same.
EXAMPLES = 8
QUIET = settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
NAMES = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
         "response_headers_conformance"]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> House:
    return house(fill(tmp_path_factory.mktemp("openapi") / "war.ledger"))


@pytest.fixture(scope="module")
def operations(desk: House) -> dict[str, Any]:
    """Each operation by its name, like `GET /api/v1/events`."""
    load_all_checks()
    raw = desk.http("ana").get("/api/v1/openapi.json").json()
    for methods in raw["paths"].values():
        for one in methods.values():
            # The cookie and the header of writes are sent with each: what happens without is tested elsewhere.
            assert one.pop("security") == [{"session": []}]
            one["parameters"] = [p for p in one.get("parameters", []) if p["in"] != "header"]
    schema = schemathesis.openapi.from_dict(raw)
    schema.app = desk.app
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


def ask(desk: House, strategy: Any, names: list[str]) -> list[int]:
    """Ask what the strategy gives; the statuses of the answers, each of which passed these checks."""
    checks = [CHECKS.get_one(name) for name in names]
    desk.clock.at += FORGOTTEN  # what was guessed at before
    cookies, statuses = dict(desk.http("ana").cookies), []

    @QUIET
    @given(case=strategy)
    def asking(case: Any) -> None:
        answer = case.call(base_url=BASE, headers=HEADERS, cookies=cookies)
        statuses.append(answer.status_code)
        case.validate_response(answer, checks=checks)

    asking()
    return statuses


def test_what_the_document_allows_is_answered_as_it_says(desk: House, operations: dict[str, Any]) -> None:
    answered = {n: ask(desk, o.as_strategy(), NAMES) for n, o in operations.items()}
    assert len(answered) > 20
    assert all(len(statuses) > 0 for statuses in answered.values())
    lists = [n for n in answered if n.startswith("GET") and "{" not in n]
    assert [n for n in lists if 200 not in answered[n]] == []


def test_what_it_forbids_is_refused(desk: House, operations: dict[str, Any]) -> None:
    forbidding = {n: o for n, o in operations.items() if len(o.query) or len(o.body)}
    assert len(forbidding) > 15
    for operation in forbidding.values():
        ask(desk, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), [*NAMES, "negative_data_rejection"])


def test_what_there_is_has_the_shape_that_it_says(desk: House, operations: dict[str, Any]) -> None:
    client = desk.client("ana")
    event = client.get("/events", place="Sake")["items"][0]
    for name, key in (
        ("events", event["id"]),
        ("claims", event["claims"][0]),
        ("documents", f"x{SCRIPT}"),
        ("places", event["place"]["id"]),
    ):
        operation = operations[f"GET /api/v1/{name}/{{key}}"]
        assert set(ask(desk, operation.as_strategy(path_parameters={"key": key}), NAMES)) == {200}, name


def test_being_slowed_is_in_the_document_too(desk: House, operations: dict[str, Any]) -> None:
    for n in range(ADDRESS.free):
        sign_in(desk.http(), f"name{n}", "not the password")
    case = operations["POST /api/v1/session"].Case(body={"name": "ana", "password": PASSWORD})
    answer = case.call(base_url=BASE, headers=HEADERS)
    assert answer.status_code == 429
    case.validate_response(answer, checks=[CHECKS.get_one(name) for name in NAMES])
