"""An estimate of how hard a text is, against texts that people judged."""

import pytest

from wijkstem.domain.reading import Level, Reading, reading

PLAIN = (
    "Wij willen een bankje bij de vijver. Daar kunnen mensen even zitten. Veel ouderen lopen elke dag naar de"
    " winkel. Dat is ver voor hen. Met een bankje halen zij het wel. Het kost niet veel. Wij zorgen er samen voor."
)
OFFICIAL = (
    "Ten aanzien van de herinrichtingsproblematiek van het stationsgebied verzoeken ondergetekenden de"
    " gemeenteraad de bestuurlijke verantwoordelijkheid inzake de participatieverordening nadrukkelijk te betrekken"
    " bij de uitvoeringsprogrammering, teneinde de besluitvormingsprocedure overeenkomstig te optimaliseren."
)


def test_plain_text_reads_easily() -> None:
    assert reading(PLAIN) == Reading(Level.EASY, "", 8)


def test_official_text_is_hard_and_its_sentence_is_named() -> None:
    found = reading(OFFICIAL)
    assert found is not None
    assert (found.level, found.long_sentence, found.words_in_it) == (Level.HARD, OFFICIAL, 30)


@pytest.mark.parametrize("text", ["", "Een bankje.", "12 34 " * 3, "\u200d \N{GRINNING FACE}" * 40])
def test_short_text_has_no_estimate(text: str) -> None:
    assert reading(text) is None


def test_list_is_no_long_sentence() -> None:
    lines = "\n".join(
        ["een bankje bij de vijver", "een boom op het plein", "een lamp bij de brug"] * 4
    )
    found = reading(lines)
    assert found is not None
    assert found.long_sentence == ""
