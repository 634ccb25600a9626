"""Public figures have a status that no machine makes `dead`; private persons are only counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.model import Claim

TOLD_OF = [
    "Al-Shabaab has never confirmed that Ahmed Diriye was killed.",
    "Hamas has not confirmed that Mohammed Deif was killed.",
    "There are rumours that Abubakar Shekau has been killed.",
    "Abu Bakr al-Baghdadi has been reported killed many times.",
    "The whereabouts of General Burhan are unknown.",
    "Joseph Kony was reportedly killed in Darfur.",
    "Hassan Nasrallah was killed in Beirut on Monday, the Israeli army said.",
    "Abdel Fattah al-Burhan was killed in Khartoum on Monday, the RSF said.",
]


@pytest.mark.parametrize("text", TOLD_OF)
def test_nobody_is_declared_dead(claims: Callable[..., tuple[Claim, ...]], text: str) -> None:
    assert claims(text)
    assert all(c.person.life == "unknown" for c in claims(text) if c.person)
    assert all(c.person.confirmed_by == () for c in claims(text) if c.person)


@pytest.mark.parametrize(
    ("text", "person", "reported", "factuality"),
    [
        (TOLD_OF[0], "AHMED_DIRIYE", ("killed",), "Uu"),
        (TOLD_OF[1], "MOHAMMED_DEIF", ("killed",), "Uu"),
        (TOLD_OF[2], "ABUBAKAR_SHEKAU", ("killed",), "Uu"),
    ],
)
def test_hearsay_is_a_status_and_no_event(
    claim: Callable[..., Claim],
    claims: Callable[..., tuple[Claim, ...]],
    text: str,
    person: str,
    reported: tuple[str, ...],
    factuality: str,
) -> None:
    found = claim(text, "person_status")
    assert found.person is not None
    assert (found.person.id, found.person.reported, found.factuality) == (person, reported, factuality)
    assert [(a.role, a.id) for a in found.actors] == [("person", person)]
    assert all(c.type != "event" for c in claims(text))


def test_whereabouts(claim: Callable[..., Claim]) -> None:
    found = claim("The whereabouts of General Burhan are unknown.", "person_status")
    assert found.person is not None
    assert (found.person.id, found.person.whereabouts) == ("ABDEL_FATTAH_AL_BURHAN", "unknown")
    assert found.person.reported == ()


@pytest.mark.parametrize(
    "text",
    [
        "A farmer, Ahmed Salim, was killed in Darfur on Monday.",
        "Mary Okello, a nurse, was kidnapped in Kitgum on Monday.",
        "A pupil, Amina Yusuf, was shot dead in Maiduguri on Monday, her father said.",
        "Luis Pérez, a shopkeeper, was reportedly killed in Cali.",
        "The whereabouts of Olena Kovalenko, a teacher, are unknown.",
    ],
)
def test_private_persons_get_no_row(claims: Callable[..., tuple[Claim, ...]], text: str) -> None:
    assert all(c.person is None and c.type != "person_status" for c in claims(text))
    assert all(a.id in (None, "CIVILIANS") for c in claims(text) for a in c.actors if a.role in ("victim", "person"))


def test_a_crowd_is_no_person(claims: Callable[..., tuple[Claim, ...]]) -> None:
    assert all(c.person is None for c in claims("Dozens of fighters were reportedly killed in Gao on Monday."))


def test_a_leader_whom_no_book_knows_has_a_status_beside_the_event(claims: Callable[..., tuple[Claim, ...]]) -> None:
    told = claims("The army said it had killed the Al-Shabaab commander Mahad Galeyr near Jilib on Monday.")
    (status,) = [c for c in told if c.type == "person_status"]
    assert status.person is not None
    assert (status.person.id, status.person.life, status.person.reported) == (
        "person:mahad_galeyr", "unknown", ("killed",),
    )  # fmt: skip
    assert any(c.type == "event" for c in told)


def test_alive_and_held(claims: Callable[..., tuple[Claim, ...]]) -> None:
    (alive,) = [c for c in claims("TTP said that its leader Noor Zaman Wazir was alive.") if c.type == "person_status"]
    assert alive.person is not None
    assert alive.person.life == "alive"
    told = claims("Marines captured the cartel leader Ramiro Ochoa Lazo in Mazatlan on Friday, the navy said.")
    (held,) = [c for c in told if c.type == "person_status"]
    assert held.person is not None
    assert (held.person.whereabouts, held.person.life) == ("custody", "unknown")


def test_who_never_confirms_keeps_silent_and_denies_nothing(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Joseph Kony has been reported killed several times, but the LRA has never offered any confirmation."
    (silent,) = [c for c in claims(text) if c.type == "person_status" and "never" in c.text]
    assert (silent.factuality, silent.certainty) == ("CT-", "not_confirmed")
    assert {(a.role, a.id) for a in silent.actors} == {("speaker_silent", "LRA"), ("person", "JOSEPH_KONY")}
    assert silent.person is not None
    assert (silent.person.reported, silent.person.confirmed_by) == ((), ())
    given = claims("Joseph Kony was reported killed near Obo. The LRA gave confirmation of it on Monday.")
    assert all("gave" not in c.text for c in given if c.type == "person_status")


def test_a_death_that_is_not_confirmed_is_named(claims: Callable[..., tuple[Claim, ...]]) -> None:
    text = "Joseph Kony was reported killed near Obo. The LRA has not confirmed his death."
    (silent,) = [c for c in claims(text) if c.type == "person_status" and "not confirmed" in c.text]
    assert silent.person is not None
    assert (silent.certainty, silent.person.reported, silent.person.life) == ("not_confirmed", ("killed",), "unknown")
