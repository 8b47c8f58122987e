"""Signs of shouting and advertising: seen where they are, and not in an ordinary plan."""

import pytest

from wijkstem.domain.spam import Noticed, Sign, noticed

PLAN = (
    "Wij willen een bankje bij de vijver. Ouderen kunnen daar even rusten. Nu is er niets om op te zitten. "
    "Een voorbeeld staat op https://bankjes.example/vijver. De OZB hoeft daar niet voor omhoog. Doet de gemeente mee?"
)


def signs(text: str) -> list[Sign]:
    return [one.sign for one in noticed(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        PLAN,
        "Minder lawaai van de A35 en de NS!",
        "Waarom niet?! Het kan toch.",
        "BOMEN ERBIJ",
        # A short text says the same word often without meaning anything by it.
        "Bomen, bomen en nog eens bomen.",
    ],
)
def test_nothing_to_notice(text: str) -> None:
    assert noticed(text) == ()


def test_shouting() -> None:
    assert noticed("DIT MOET ECHT STOPPEN want het is niet goed") == (
        Noticed(Sign.SHOUTING, 3, "MOET ECHT STOPPEN"),
    )


def test_some_loud_words_in_a_long_text_are_no_shouting() -> None:
    assert signs("Het moet NIET NOOIT WEER gebeuren. " + PLAN) == []


@pytest.mark.parametrize(
    "text", ["Doe iets!!!", "Wanneer dan???", "Nu ! ! ! alstublieft", "Hoe?!?"]
)
def test_marks(text: str) -> None:
    assert signs(text) == [Sign.MARKS]


def test_links_are_counted_and_are_no_words() -> None:
    text = "Koop op https://a.example/KOOP-NU-SNEL-HIER en www.b.example vandaag."
    assert noticed(text) == (Noticed(Sign.LINKS, 2, "https://a.example/KOOP-NU-SNEL-HIER"),)


def test_sentence_that_comes_back() -> None:
    again = "Kom naar onze winkel in de stad! " * 3
    assert noticed(again + PLAN)[0] == Noticed(
        Sign.REPEATED_SENTENCE, 3, "kom naar onze winkel in de stad"
    )
    assert signs("Dank u wel. Dank u wel.") == []


def test_word_that_stands_there_too_often() -> None:
    once = "Wie goedkoop wil rijden komt met goedkoop geld naar ons voor een goedkoop en mooi en goedkoop ding met wielen"
    assert noticed(once) == (Noticed(Sign.REPEATED_WORD, 4, "goedkoop"),)
