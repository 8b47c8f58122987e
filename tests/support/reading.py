"""How hard a Dutch sentence is to read: its length, its long words, and the Flesch-Douma formula.

A formula knows letters and not people: "gemeenteraad" is long, and on these pages everybody meets it. Such words stand
in `tests/texts/known_words.txt`, with the reason, and count as words of two syllables.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import textstat

KNOWN_WORDS: Final = Path(__file__).parents[1] / "texts" / "known_words.txt"
#: Words in a sentence; what writers of plain Dutch are told is ten on average and fifteen at most.
MOST_WORDS: Final = 15
#: Of Flesch-Douma, where 60 and more is what most people read without effort, and laws stay below 50.
LEAST_EASE: Final = 60.0
#: The formula says nothing about a label of a few words.
LABEL: Final = 4
#: Syllables of a word that has to be known, or be another word.
LONG: Final = 5

_WORD: Final = re.compile(r"[^\W\d_](?:[\w’']|-(?=\w))*")
_PLACE: Final = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@cache
def known_words() -> frozenset[str]:
    """Long words that readers of these pages know, or are told."""
    lines = KNOWN_WORDS.read_text("utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text as a page has it; what is filled in later reads as a short word."""
    plain = _PLACE.sub("drie", re.sub(r"<[^>]+>", "", text))
    for part in re.split(r"(?<=[.!?])\s+|\n+", plain):
        if _WORD.search(part):
            yield part.strip()


def words(sentence: str) -> list[str]:
    return [found.rstrip("’'") for found in _WORD.findall(sentence)]


@cache
def syllables(word: str) -> int:
    """How often the mouth opens; twice for a word that is known."""
    if word.casefold() in known_words():
        return 2
    textstat.set_lang("nl")
    return max(1, int(textstat.syllable_count(word)))


def ease(sentence: str) -> float:
    """Flesch-Douma of one sentence."""
    said = words(sentence)
    return 206.835 - 0.93 * len(said) - 77 * sum(map(syllables, said)) / len(said)


def faults(sentence: str) -> list[str]:
    """Why a sentence is not B1; empty when it may be."""
    said, found = words(sentence), []
    if len(said) > MOST_WORDS:
        found.append(f"{len(said)} words")
    if len(said) > LABEL and ease(sentence) < LEAST_EASE:
        found.append(f"ease {ease(sentence):.0f}")
    found += [f"long word: {word}" for word in said if syllables(word) >= LONG]
    return found
