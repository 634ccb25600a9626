from __future__ import annotations

import pytest

from dateline.desk.guard import MOST_BYTES, POLICY, RefusedError, check_host, check_write

GOOD = {
    "host": "127.0.0.1:8484", "x-dateline": "desk", "content-type": "application/json", "content-length": "10",
    "origin": "http://127.0.0.1:8484", "sec-fetch-site": "same-origin",
}  # fmt: skip


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8484", "localhost:1", "LOCALHOST", "[::1]:8484", "[::1]"])
def test_this_machine_by_its_names(host: str) -> None:
    check_host({"host": host})


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "evil.example:8484", "127.0.0.1.evil.example", "127.0.0.1:8484.evil.example", "0.0.0.0",
     "localhost@evil.example", "127.0.0.1:80:80", "evil.example#127.0.0.1", "192.168.0.7:8484", "[::ffff:1.2.3.4]"],
)  # fmt: skip
def test_a_name_that_was_made_to_lead_here_is_refused(host: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_host({"host": host})
    assert refused.value.status == 421


def test_a_write_of_the_own_page_passes() -> None:
    check_write(GOOD)


def test_a_program_sends_neither_origin_nor_site() -> None:
    check_write({k: v for k, v in GOOD.items() if k not in ("origin", "sec-fetch-site")})


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("x-dateline", "", 403),
        ("x-dateline", "no", 403),
        ("origin", "http://evil.example", 403),
        ("origin", "http://127.0.0.1:9999", 403),
        ("origin", "null", 403),
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("content-type", "text/plain", 415),
        ("content-type", "application/x-www-form-urlencoded", 415),
        ("content-length", str(MOST_BYTES + 1), 413),
        ("content-length", "-1", 413),
    ],
)
def test_a_foreign_write_is_refused(header: str, value: str, status: int) -> None:
    with pytest.raises(RefusedError) as refused:
        check_write({**GOOD, header: value})
    assert refused.value.status == status


def test_the_policy_lets_no_foreign_or_inline_script_run() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "default-src 'none'" in POLICY
