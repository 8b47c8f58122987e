"""How hard a text is to read, as a hint to who wrote it: an estimate, and never alone a reason to refuse anything."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

#: Of fewer words an estimate says nothing.
FEWEST_WORDS = 30
#: Flesch-Douma, which textstat has for Dutch: 100 is very easy. Plain Dutch (B1) comes to about 60 and more.
PLAIN, HARD = 60.0, 45.0
#: A sentence of more words than this is worth a look.
LONG_SENTENCE = 20
#: So many of the longest sentences and words are shown.
SHOWN = 5
#: Letters of a word that most readers need a second look for.
LONG_WORD = 15

_WORD = re.compile(r"\w[\w'’-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


class Level(StrEnum):
    """How it reads."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True)
class Reading:
    """An estimate, and what would help most."""

    level: Level
    #: The longest sentence, when it is too long; "" when none is.
    long_sentence: str
    words_in_it: int


def reading(text: str) -> Reading | None:
    """None for a text that is too short to say anything of."""
    found = measured(text)
    if found is None:
        return None
    longest, words = found.longest
    return Reading(found.level, longest if words > LONG_SENTENCE else "", words)


@dataclass(frozen=True)
class Measured:
    """The same in figures, with everything that would help."""

    #: Flesch-Douma, in whole points.
    ease: int
    level: Level
    words: int
    #: The longest sentence, whatever its length, and how many words are in it.
    longest: tuple[str, int]
    #: Sentences that are too long, and words: the longest first.
    long_sentences: tuple[tuple[str, int], ...]
    long_words: tuple[str, ...]


# Measuring a long text takes a while: who measures it before a transaction finds it again in there.
@lru_cache(maxsize=32)
def measured(text: str) -> Measured | None:
    """None for a text that is too short to say anything of."""
    said = _WORD.findall(text)
    if len(said) < FEWEST_WORDS:
        return None
    # A line without a full stop ends a sentence too: people make lists.
    sentences = [one.strip() for one in _SENTENCE_END.split(text) if one.strip()]
    ease: float = _textstat().flesch_reading_ease(". ".join(s.rstrip(".!?…") for s in sentences))
    counted = sorted(((s, len(_WORD.findall(s))) for s in sentences), key=lambda one: -one[1])
    return Measured(
        round(ease),
        _level(ease),
        len(said),
        counted[0],
        tuple(one for one in counted if one[1] > LONG_SENTENCE)[:SHOWN],
        _long_words(said),
    )


def level_of(ease: int | None) -> Level | None:
    """What was measured, in a word; None for what was too short."""
    return None if ease is None else _level(ease)


def _level(ease: float) -> Level:
    return Level.EASY if ease >= PLAIN else Level.MEDIUM if ease >= HARD else Level.HARD


def _long_words(said: list[str]) -> tuple[str, ...]:
    found = dict.fromkeys(one.casefold() for one in said if len(one) >= LONG_WORD)
    return tuple(sorted(found, key=lambda one: -len(one))[:SHOWN])


@cache
def _textstat() -> Any:
    # Loaded by the first who asks: it takes most of a second and 30 MB, and most processes never need it.
    made = import_module("textstat.textstat").textstatistics()
    made.set_lang("nl_NL")
    return made
