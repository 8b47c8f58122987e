"""Searching for words: what texts are found by, and the one condition that both engines answer alike.

Words are taken apart and brought to their stems here, so that PostgreSQL's full text and SQLite's FTS5 hold the
very same words and give the same answers; FTS5 knows no Dutch. Each word is kept under the stems of two stemmers,
because each misses what the other finds ("fiets" and "fietsen", "huis" and "huizen").
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import snowballstemmer  # type: ignore[import-untyped]  # ships untyped
from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

#: Goes up when the same text gives other words: what is stored then is made anew.
VERSION: Final = 1
#: More words narrow nothing any more.
MOST_WORDS: Final = 8
#: Shorter stems stand for themselves only; longer ones also for what begins with them ("speel", "speelplek").
_BEGINS: Final = 4
#: Longer words are none.
_LONGEST: Final = 60
#: Words that say nothing; kept in texts, left out of what somebody looks for.
_EMPTY: Final = frozenset(
    [
        "aan",
        "als",
        "bij",
        "dat",
        "de",
        "den",
        "der",
        "die",
        "dit",
        "door",
        "een",
        "en",
        "er",
        "het",
        "hij",
        "hun",
        "ik",
        "in",
        "is",
        "je",
        "jij",
        "maar",
        "me",
        "men",
        "met",
        "mijn",
        "na",
        "naar",
        "niet",
        "nog",
        "nu",
        "of",
        "om",
        "ons",
        "ook",
        "op",
        "over",
        "te",
        "tot",
        "u",
        "uit",
        "uw",
        "van",
        "voor",
        "want",
        "was",
        "wat",
        "we",
        "wel",
        "wij",
        "ze",
        "zich",
        "zij",
        "zijn",
        "zo",
        "a",
        "an",
        "and",
        "are",
        "at",
        "for",
        "from",
        "i",
        "in",
        "is",
        "it",
        "my",
        "of",
        "on",
        "our",
        "or",
        "the",
        "to",
        "we",
        "with",
        "you",
        "your",
    ]
)
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: words, each under its stems. Every word has to be there."""

    words: tuple[tuple[str, ...], ...]

    def for_engine(self, dialect: str) -> str:
        """As a question in the language of FTS5 or of PostgreSQL; the words hold letters and figures only."""
        if dialect == "sqlite":
            return " AND ".join(_fts5(stems) for stems in self.words)
        return " & ".join(_tsquery(stems) for stems in self.words)

    def any_for_engine(self, dialect: str) -> str:
        """The same question, where one of the words is enough."""
        if dialect == "sqlite":
            return " OR ".join(_fts5(stems) for stems in self.words)
        return " | ".join(_tsquery(stems) for stems in self.words)


def telling(text: str) -> dict[str, str]:
    """The words of ``text`` that say something, once each: one stem, and the word as it stands there first."""
    found: dict[str, str] = {}
    for word in _words(text):
        if word not in _EMPTY and len(word) > 2:
            found.setdefault(min(_stems(word)), word)
    return found


def wanted(text: str, most: int = MOST_WORDS) -> Wanted | None:
    """None where nothing is left to look for; of the first ``most`` words that say something."""
    words = list(dict.fromkeys(_words(text)))
    telling = [word for word in words if word not in _EMPTY] or words
    made = dict.fromkeys(tuple(sorted(_stems(word))) for word in telling)
    return Wanted(tuple(made)[:most]) if made else None


def findable(*texts: str) -> str:
    """The words that ``texts`` are found by, each once, with a space around each."""
    found = {stem for text in texts for word in _words(text) for stem in _stems(word)}
    return f" {' '.join(sorted(found))} " if found else ""


def _words(text: str) -> Iterator[str]:
    """Without accents and capitals: few type them when they search."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return (word for word in _WORD.findall(letters.casefold()) if len(word) <= _LONGEST)


@lru_cache(maxsize=20_000)
def _stems(word: str) -> frozenset[str]:
    return frozenset(stemmer.stemWord(word) or word for stemmer in _STEMMERS)


_STEMMERS: Final[tuple[Any, ...]] = (
    snowballstemmer.stemmer("dutch_porter"),
    snowballstemmer.stemmer("dutch"),
)


def _fts5(stems: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f'"{s}"*' if len(s) >= _BEGINS else f'"{s}"' for s in stems) + ")"


def _tsquery(stems: tuple[str, ...]) -> str:
    return "(" + " | ".join(f"'{s}':*" if len(s) >= _BEGINS else f"'{s}'" for s in stems) + ")"


class matches(FunctionElement[bool]):
    """Whether a row has the words: ``matches(table.c.doc, table.c.words, question)``.

    On SQLite the words stand in an FTS5 table that is called as the table with ``_fts`` behind it, by ``doc``.
    """

    type = Boolean()
    name = "matches"
    inherit_cache = True


@compiles(matches)
def _to_be_read(element: Any, compiler: Any, **options: Any) -> str:
    return f"matches({compiler.process(element.clause_expr, **options)})"


@compiles(matches, "sqlite")
def _in_fts5(element: Any, compiler: Any, **options: Any) -> str:
    doc, _, question = element.clauses
    fts = f"{doc.table.name}_fts"
    said = compiler.process(question, **options)
    row = compiler.process(doc, **options)
    # Unlikely: else SQLite begins with every initiative of the municipality, and 10,000 take 60 ms and not 3.
    return f"unlikely({row} IN (SELECT rowid FROM {fts} WHERE {fts} MATCH {said}))"  # noqa: S608 - a name of ours


@compiles(matches, "postgresql")
def _in_tsvector(element: Any, compiler: Any, **options: Any) -> str:
    _, words, question = element.clauses
    column, said = compiler.process(words, **options), compiler.process(question, **options)
    # In the very words of the index. No parser: what is stored are stems already.
    return f"array_to_tsvector(string_to_array(btrim({column}), ' ')) @@ CAST({said} AS tsquery)"
