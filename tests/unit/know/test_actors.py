"""The book of actors: what it holds, how names are found, what a mistake in a file says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dateline.errors import ConfigError, NotFoundError
from dateline.know.actors import ActorBook, actor_book, fold, fold_name, load_book, words_of


@pytest.fixture(scope="module")
def book() -> ActorBook:
    return actor_book()


def first_match(book: ActorBook, text: str) -> tuple[int, set[str]]:
    n, entries = book.match(words_of(text), 0)
    return n, {e.actor for e in entries}


def test_the_book_covers_many_wars_and_only_public_persons(book: ActorBook) -> None:
    persons = [a for a in book if a.kind == "person"]
    organised = [a for a in book if a.kind not in ("person", "government", "state_force", "organisation")]
    assert len(persons) >= 120
    assert all(p.office for p in persons)
    assert len(organised) >= 150
    assert len({a.country for a in organised}) >= 22


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Hay'at Tahrir al-Sham", "HTS"),
        ("Hayat Tahrir al Sham", "HTS"),
        ("Ta’ang National Liberation Army", "TNLA"),
        ("Islamic State group", "ISLAMIC_STATE"),
        ("Lord's Resistance Army", "LRA"),
        ("Jama'at Nusrat al-Islam wal-Muslimin", "JNIM"),
        ("March 23 Movement", "M23"),
        ("Iván Mordisco", "IVAN_MORDISCO"),
        ("Hashed al-Shaabi", "PMF"),
    ],
)
def test_spelling_variants_find_one_actor(book: ActorBook, name: str, actor: str) -> None:
    n, found = first_match(book, name)
    assert (n, found) == (len(words_of(name)), {actor})


def test_the_longest_name_wins(book: ActorBook) -> None:
    assert first_match(book, "Islamic State West Africa Province said")[1] == {"ISWAP"}
    assert first_match(book, "Islamic State said")[1] == {"ISLAMIC_STATE"}


@pytest.mark.parametrize("text", ["is a town", "who came", "aa batteries", "who"])
def test_acronyms_are_names_only_in_capitals(book: ActorBook, text: str) -> None:
    assert first_match(book, text) == (0, set())


def test_a_name_does_not_run_over_a_comma_or_a_paragraph(book: ActorBook) -> None:
    assert first_match(book, "Boko, Haram")[0] == 0
    assert first_match(book, "Boko\n\nHaram")[0] == 0
    assert first_match(book, "Boko\nHaram")[0] == 2


def test_ambiguous_names_keep_all_their_readings(book: ActorBook) -> None:
    assert set(book.find("SNA")) == {"SNA", "SOMALI_NATIONAL_ARMY"}


def test_every_country_has_a_state_and_forces(book: ActorBook) -> None:
    country = book.country("NP")
    assert country is not None
    assert book.get(country.forces_id).side == country.state_id == "NEPAL"
    assert book.get("SYR_GOV_FORCES").side == "SYR_GOV"


def test_words_keep_offsets_and_fold_accents() -> None:
    text = "U.S.-backed fighters of Hay’at and the jihadists' 1,200 men"
    words = words_of(text)
    assert [text[w.start : w.end] for w in words] == [w.text for w in words]
    assert [w.key for w in words][:5] == ["us", "backed", "fighters", "of", "hayat"]
    assert words[1].hyphen
    assert "1,200" in [w.text for w in words]
    assert fold("Touadéra") == "touadera"
    assert fold_name("Iran's army") == ("iran", "'s", "army")


def test_a_reading_has_dates(book: ActorBook) -> None:
    spla = [e for e in book.entries(fold_name("SPLA")) if e.actor == "SSPDF"]
    assert [e.holds(date(2014, 1, 1)) for e in spla] == [True]
    assert [e.holds(date(2020, 1, 1)) for e in spla] == [False]
    assert [e.holds(None) for e in spla] == [True]


def test_unknown_ids_are_an_error(book: ActorBook) -> None:
    with pytest.raises(NotFoundError):
        book.get("NOBODY")


def test_the_version_changes_with_the_files(tmp_path: Path) -> None:
    file = tmp_path / "war.yaml"
    file.write_text("war: test\nactors:\n  - {id: A_FRONT, name: A Front, kind: rebel}\n", encoding="utf-8")
    before = load_book([tmp_path]).version
    file.write_text("war: test\nactors:\n  - {id: A_FRONT, name: The A Front, kind: rebel}\n", encoding="utf-8")
    assert load_book([tmp_path]).version != before


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("  - {id: A_FRONT, name: A Front, kind: rebels}", 3),
        ("  - {id: a front, name: A Front, kind: rebel}", 3),
        ("  - {id: A_FRONT, name: A Front, kind: rebel}\n  - {id: B_FRONT, name: B, kind: rebel, nickname: x}", 4),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, rows: str, line: int) -> None:
    file = tmp_path / "war.yaml"
    file.write_text(f"war: test\nactors:\n{rows}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"war\.yaml:{line}:"):
        load_book([tmp_path])


def test_a_reference_to_nobody_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "war.yaml").write_text(
        "war: test\nactors:\n  - {id: A_FRONT, name: A Front, kind: rebel, parent: B_FRONT}\n", encoding="utf-8"
    )
    with pytest.raises(ConfigError, match="B_FRONT"):
        load_book([tmp_path])


def test_an_id_used_twice_is_an_error(tmp_path: Path) -> None:
    row = "  - {id: A_FRONT, name: A Front, kind: rebel}\n"
    (tmp_path / "war.yaml").write_text(f"war: test\nactors:\n{row}{row}", encoding="utf-8")
    with pytest.raises(ConfigError, match="twice"):
        load_book([tmp_path])
