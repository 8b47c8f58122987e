"""How hard a text is to read, as a hint to who wrote it: an estimate, and never a reason to refuse anything."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any

#: Of fewer words an estimate says nothing.
FEWEST_WORDS = 30
#: Flesch-Douma, which textstat has for Dutch: 100 is very easy. Plain Dutch (B1) comes to about 60 and more.
PLAIN, HARD = 60.0, 45.0
#: A sentence of more words than this is worth a look.
LONG_SENTENCE = 20

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
    if len(_WORD.findall(text)) < FEWEST_WORDS:
        return None
    # A line without a full stop ends a sentence too: people make lists.
    sentences = [one.strip() for one in _SENTENCE_END.split(text) if one.strip()]
    ease: float = _textstat().flesch_reading_ease(". ".join(s.rstrip(".!?…") for s in sentences))
    level = Level.EASY if ease >= PLAIN else Level.MEDIUM if ease >= HARD else Level.HARD
    longest = max(sentences, key=lambda one: len(_WORD.findall(one)))
    words = len(_WORD.findall(longest))
    return Reading(level, longest if words > LONG_SENTENCE else "", words)


@cache
def _textstat() -> Any:
    # Loaded by the first who asks: it takes most of a second and 30 MB, and most processes never need it.
    made = import_module("textstat.textstat").textstatistics()
    made.set_lang("nl_NL")
    return made
