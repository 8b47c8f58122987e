"""What in a text looks like shouting or advertising: told to whoever judges it, and never a reason by itself."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """What somebody may want to look at."""

    SHOUTING = "shouting"
    MARKS = "marks"
    LINKS = "links"
    REPEATED_SENTENCE = "repeated_sentence"
    REPEATED_WORD = "repeated_word"


@dataclass(frozen=True)
class Noticed:
    """A sign, how often it is there, and the piece of the text that shows it."""

    sign: Sign
    count: int
    text: str


#: Abbreviations have fewer letters, and a heading fewer words.
SHOUTED_LETTERS, SHOUTED_WORDS = 4, 3
#: One link shows an example.
MOST_LINKS = 1
#: Of fewer words none can stand there too often.
FEWEST_WORDS = 20
#: Shorter sentences ("Dank u wel.") and words ("niet") come back in any text.
SENTENCE_WORDS, REPEATED_LETTERS = 4, 5
#: One in so many words.
TOO_OFTEN = 6

_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"']+", re.IGNORECASE)
_MARKS = re.compile(r"(?:[!?]\s?){3,}")
_SENTENCE_END = re.compile(r"[.!?…]+\s+|\n+")


def noticed(text: str) -> tuple[Noticed, ...]:
    """Every sign at most once."""
    plain = _LINK.sub(" ", text)
    found = (_shouting(plain), _marks(text), _links(text), _sentences(plain), _words(plain))
    return tuple(one for one in found if one is not None)


def _shouting(text: str) -> Noticed | None:
    long = [word for word in _WORD.findall(text) if len(word) >= SHOUTED_LETTERS]
    loud = [word for word in long if word.isupper()]
    if len(loud) < SHOUTED_WORDS or len(loud) * 3 < len(long):
        return None
    return Noticed(Sign.SHOUTING, len(loud), " ".join(loud[:5]))


def _marks(text: str) -> Noticed | None:
    found = [one.group().strip() for one in _MARKS.finditer(text)]
    return Noticed(Sign.MARKS, len(found), max(found, key=len)[:20]) if found else None


def _links(text: str) -> Noticed | None:
    found = _LINK.findall(text)
    return Noticed(Sign.LINKS, len(found), found[0][:80]) if len(found) > MOST_LINKS else None


def _sentences(text: str) -> Noticed | None:
    said = Counter(
        " ".join(words)
        for one in _SENTENCE_END.split(text)
        if len(words := _WORD.findall(one.casefold())) >= SENTENCE_WORDS
    )
    return _most(Sign.REPEATED_SENTENCE, said, 2)


def _words(text: str) -> Noticed | None:
    words = _WORD.findall(text.casefold())
    if len(words) < FEWEST_WORDS:
        return None
    long = Counter(word for word in words if len(word) >= REPEATED_LETTERS)
    return _most(Sign.REPEATED_WORD, long, -(-len(words) // TOO_OFTEN))


def _most(sign: Sign, said: Counter[str], at_least: int) -> Noticed | None:
    for text, count in said.most_common(1):
        if count >= at_least:
            return Noticed(sign, count, text[:120])
    return None
