from __future__ import annotations

import pytest

from dateline.read import language_of

ENGLISH = [
    "The army said on Saturday that its forces had entered the town of Wad Madani after the paramilitaries withdrew.",
    "RSF shells El Fasher; 7 killed, 12 hurt. Army drone strikes Nyala airport. Talks in Jeddah are put off again.",
    "At least 30 people were killed in Plateau State when gunmen raided Bokkos, a local official told AFP by phone.",
]
OTHER = [
    (
        "fr",
        "Au moins trente personnes ont été tuées dans une attaque contre un village du centre du Mali, selon des élus.",
    ),
    (
        "es",
        "El grupo armado se atribuyó el ataque contra la base del ejército en el que murieron al menos ocho soldados.",
    ),
    (
        "de",
        "Bei einem Angriff auf die Stadt sind nach Angaben der Behörden mindestens drei Menschen ums Leben gekommen.",
    ),
    ("arab", "قالت مصادر محلية إن القوات سيطرت على البلدة بعد معارك عنيفة استمرت أياما"),
    ("cyrl", "За даними Генштабу, протягом доби на Покровському напрямку відбулося сорок боєзіткнень"),
    ("my", "တပ်မတော်က မြို့ကို လေကြောင်းမှ တိုက်ခိုက်ခဲ့သည်"),
    (
        "sw",
        "Waasi wa M23 wameteka mji wa Sake baada ya mapigano makali na jeshi la serikali ya Kongo katika mkoa wa Kivu.",
    ),
    (
        "so",
        "Ciidamada dowladda ayaa sheegay in ay la wareegeen magaalada kadib dagaal ka dhacay gobolka.",
    ),
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_readable(text: str) -> None:
    assert language_of(text).readable


@pytest.mark.parametrize(("code", "text"), OTHER)
def test_other_languages_are_named_and_not_read(code: str, text: str) -> None:
    guess = language_of(text)
    assert (guess.code, guess.readable) == (code, False)
    assert str(guess.reason).startswith("unread: not English (looks like ")


@pytest.mark.parametrize(
    "text", ["", "Army retakes Khartoum", "Ma'arrat al-Nu'man, al-Dana, al Bab: 3 dead", "123 456"]
)
def test_too_few_words_decide_nothing(text: str) -> None:
    guess = language_of(text)
    assert (guess.code, guess.readable) == (None, True)


def test_english_that_quotes_another_language_stays_english() -> None:
    text = (
        ENGLISH[0]
        + ' "قالت مصادر محلية" was the only statement, and "la guerre est finie" a slogan on the walls of the town.'
    )
    assert language_of(text).code == "en"


def test_words_of_no_known_language_are_not_read() -> None:
    guess = language_of("zorgle blarp trint " * 40)
    assert guess.reason == "unread: not English (looks like unknown)"
