from __future__ import annotations

import pytest

from dateline.desk.guard import RefusedError, check_host, check_write
from dateline.desk.reach import reach_of
from dateline.errors import ConfigError

WRITE = {"x-dateline": "desk", "content-type": "application/json", "content-length": "2"}


def test_an_origin_gives_a_name_and_says_whether_it_is_by_tls() -> None:
    reach = reach_of("127.0.0.1", "https://Desk.Example.org/")
    assert reach.origin == "https://desk.example.org"
    assert reach.secure
    for host in ("desk.example.org", "desk.example.org:443", "127.0.0.1:8484"):
        check_host({"host": host}, reach)
    for host in ("evil.example", "example.org", "desk.example.org.evil.example", ""):
        with pytest.raises(RefusedError):
            check_host({"host": host}, reach)


def test_an_address_is_its_own_name() -> None:
    check_host({"host": "192.168.0.7:8484"}, reach_of("192.168.0.7", None))
    check_host({"host": "[fe80::7]:8484"}, reach_of("fe80::7", None))
    assert not reach_of("192.168.0.7", None).secure


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_listening_everywhere_needs_a_name(host: str) -> None:
    with pytest.raises(ConfigError, match="--origin"):
        reach_of(host, None)
    assert "desk.example.org" in reach_of(host, "https://desk.example.org").names


@pytest.mark.parametrize(
    "origin",
    ["desk.example.org", "ftp://desk.example.org", "https://", "https://desk.example.org/x", "https://a:b@c",
     "https://desk.example.org:port", "https://desk.example.org?x", "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(ConfigError, match="--origin"):
        reach_of("127.0.0.1", origin)


@pytest.mark.parametrize(
    ("origin", "host", "passes"),
    [
        ("https://desk.example.org", "desk.example.org", True),
        ("https://desk.example.org", "127.0.0.1:8484", True),  # a proxy that puts its own name
        ("http://127.0.0.1:8484", "127.0.0.1:8484", True),  # from the machine itself
        ("http://desk.example.org", "desk.example.org", False),  # without TLS it is another origin
        ("https://evil.example", "desk.example.org", False),
        ("https://desk.example.org.evil.example", "desk.example.org", False),
        ("null", "desk.example.org", False),
    ],
)
def test_a_write_comes_from_the_desks_own_origin(origin: str, host: str, passes: bool) -> None:
    reach = reach_of("127.0.0.1", "https://desk.example.org")
    if passes:
        check_write({**WRITE, "origin": origin, "host": host}, reach)
    else:
        with pytest.raises(RefusedError):
            check_write({**WRITE, "origin": origin, "host": host}, reach)
