"""Neighbourhoods that a text names: a plan that was filed for one can be about another, or about several."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from wijkstem.rules.schema import Municipality, Neighbourhood

#: Words that are the name of a neighbourhood only with a capital: "in het centrum" is any centre.
COMMON = frozenset(
    [
        "centrum",
        "binnenstad",
        "noord",
        "oost",
        "zuid",
        "west",
        "noordoost",
        "noordwest",
        "zuidoost",
        "zuidwest",
        "buitengebied",
        "bosgebied",
    ]
)
_JOINED = re.compile(r"\s+-\s+|\s*/\s*|\s+en\s+")
#: What is joined to a name and is none itself.
_NO_NAME = frozenset({"omgeving", "kernen", "landelijk gebied"})
#: A shorter part ("T.H.T.") is too easily something else.
_SHORTEST = 4


@dataclass(frozen=True)
class Named:
    """A neighbourhood, as the text has it."""

    code: str
    name: str
    said: str


def named(texts: Iterable[str], municipality: Municipality) -> tuple[Named, ...]:
    """Every neighbourhood that is named, once, in the order of the texts."""
    pattern, of = _names(municipality.name, tuple(_pairs(municipality.neighbourhoods)))
    found: dict[str, Named] = {}
    for text in texts:
        for hit in pattern.finditer(text) if pattern else ():
            said = hit.group()
            if said.casefold() in COMMON and not said[0].isupper():
                continue
            code, name = of[_key(said)]
            found.setdefault(code, Named(code, name, said))
    return tuple(found.values())


def elsewhere(texts: Iterable[str], municipality: Municipality, chosen: str) -> tuple[Named, ...]:
    """Those that are named and were not chosen."""
    return tuple(one for one in named(texts, municipality) if one.code != chosen)


def _pairs(neighbourhoods: Iterable[Neighbourhood]) -> Iterator[tuple[str, str]]:
    return ((one.code, one.name) for one in neighbourhoods)


@lru_cache(maxsize=16)
def _names(
    town: str, neighbourhoods: tuple[tuple[str, str], ...]
) -> tuple[re.Pattern[str] | None, dict[str, tuple[str, str]]]:
    """A pattern for every way to write a name, the longest first, and whose it is.

    What two share ("Vathorst") names neither, and a neighbourhood that is called as the town is named all the time.
    """
    of: dict[str, tuple[str, str]] = {}
    shared: set[str] = {town.casefold()}
    for code, name in neighbourhoods:
        for part in {name, *_JOINED.split(name)}:
            key = _key(part)
            if len(key) < _SHORTEST or key in _NO_NAME:
                continue
            if key in of and of[key][0] != code:
                shared.add(key)
            of[key] = (code, name)
    ways = sorted(set(of) - shared, key=len, reverse=True)
    if not ways:
        return None, of
    either = "|".join(re.escape(way).replace(r"\ ", r"[\s-]+") for way in ways)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE), of


def _key(name: str) -> str:
    """A hyphen is often left out: "Schothorst Noord"."""
    return " ".join(re.split(r"[\s-]+", name.casefold())).strip()
