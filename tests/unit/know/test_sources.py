"""The book of sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import ConfigError, NotFoundError
from dateline.know.actors import actor_book
from dateline.know.sources import load_sources, source_book
from dateline.vocabulary import DATA

WARS = "SY IQ UA RU PS IL LB YE SD SS ET SO ML BF NE NG CD CF MZ MM AF CO HT MX"


@pytest.mark.parametrize("country", WARS.split())
def test_every_war_has_sources_of_its_own(country: str) -> None:
    assert len([s for s in source_book() if s.country == country]) >= 2


def test_the_book_is_large_enough() -> None:
    assert len(source_book()) >= 250


@pytest.mark.parametrize(
    ("name", "source", "group"),
    [
        ("AFP", "AFP", "AFP"),
        ("Agence France-Presse", "AFP", "AFP"),
        ("the official SANA news agency", None, None),
        ("official SANA news agency", "SANA", "GOV_SYR"),
        ("U.N.", "UN", "UN"),
        ("OCHA", "UN_OCHA", "UN"),
        ("Sudan Doctors' Network", "SUDAN_DOCTORS_NETWORK", "SUDAN_DOCTORS_NETWORK"),
        ("the Ukrainian General Staff", "UKR_GENERAL_STAFF", "GOV_UKR"),
        ("Gaza’s health ministry", "GAZA_MOH", "HAMAS"),
        ("the Malian army", "MLI_ARMY_CMD", "GOV_MLI"),
        ("Sudan's foreign ministry", "SDN_MFA", "GOV_SDN"),
        ("the defence ministry in Kyiv", "UKR_MOD", "GOV_UKR"),
        ("Ministry of Defence of Ukraine", "UKR_MOD", "GOV_UKR"),
    ],
)
def test_lookup(name: str, source: str | None, group: str | None) -> None:
    found = source_book().lookup(name)
    assert (found.id if found else None) == (source or ("SANA" if "SANA" in name else None))
    if found and group:
        assert found.independence_group == group


@pytest.mark.parametrize("name", ["who", "the army", "dawn", "a farmer", "", "'s"])
def test_words_that_name_no_source(name: str) -> None:
    assert source_book().lookup(name) is None


def test_capitals_tell_a_source_from_a_word() -> None:
    found = source_book().lookup("WHO")
    assert found is not None
    assert found.id == "WHO"


def test_one_government_is_one_independence_group() -> None:
    book = source_book()
    assert {book.by_id(i).independence_group for i in ("SANA", "SYR_MOD", "SYR_MFA", "SYR_ARMY_CMD")} == {"GOV_SYR"}
    assert book.by_id("SOHR").independence_group == "SOHR"


def test_state_bodies_of_warring_states_speak_for_a_belligerent() -> None:
    book = source_book()
    assert book.by_id("SDN_MFA").belligerent
    assert not book.by_id("NOR_MFA").belligerent
    assert not book.by_id("SDN_RED_CROSS").belligerent


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(NotFoundError):
        source_book().by_id("NO_SUCH_SOURCE")


def test_found_sources_are_where_they_are_said_to_be() -> None:
    text = "Reuters and Radio Okapi reported it; Human Rights Watch did not."
    found = source_book().find(text)
    assert [(text[f.start : f.end], f.source.id) for f in found] == [
        ("Reuters", "REUTERS"),
        ("Radio Okapi", "RADIO_OKAPI"),
        ("Human Rights Watch", "HRW"),
    ]


def test_state_bodies_in_a_text() -> None:
    text = "The Congolese army fled, the defence ministry admitted."
    assert [(b.body.key, b.country) for b in source_book().find_bodies(text)] == [("ARMY_CMD", "CD"), ("MOD", None)]


def test_sides_are_actors_of_the_actor_book() -> None:
    actors = actor_book()
    unknown = sorted({s.side for s in source_book() if s.side and s.side not in actors})
    assert unknown == []


def test_a_mistake_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "patterns.yaml").write_text((DATA / "sources" / "patterns.yaml").read_text(encoding="utf-8"), "utf-8")
    (tmp_path / "bad.yaml").write_text("sources:\n- {id: X, name: X, type: rumour_mill}\n", "utf-8")
    with pytest.raises(ConfigError, match=r"bad\.yaml:2"):
        load_sources(tmp_path)
