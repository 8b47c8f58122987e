"""What a neighbourhood's code of some year means today: the same place, another, several, or nobody knows."""

from collections.abc import Iterator
from dataclasses import dataclass

from wijkstem.rules.neighbourhood_history import EarlierList, FormerNeighbourhood
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.words.sources import Renumbered


@dataclass(frozen=True)
class Meaning:
    """Where a figure of an earlier year belongs today."""

    #: As the list of that year called it; "" when the list had it as today's has.
    former_name: str
    how: Renumbered | None
    #: Today's codes. More than one: a figure of then cannot be divided over them.
    codes: tuple[str, ...]
    #: Whether the year lies between two known lists, in which the code meant different places.
    unsure: bool = False

    @property
    def one(self) -> str | None:
        """The one neighbourhood of today that it is about; None when there is none, or it cannot be told."""
        return self.codes[0] if len(self.codes) == 1 and not self.unsure else None


def meaning(rules: MunicipalityRules, code: str, year: int | None) -> Meaning:
    """What a code of a year is today; no year is today."""
    today = (code,) if rules.municipality.neighbourhood(code) else ()
    found = _in_force(rules, year)
    former = _named(found, code) if found else None
    if former is None or found is None or year is None:
        return Meaning("", None, today)
    between = year > found.until
    same = former.how is Renumbered.NAME
    # Between two lists a code that meant one place and means another can be either.
    unsure = between and bool(today) and not same
    return Meaning(former.name, former.how, tuple(former.to), unsure)


def _in_force(rules: MunicipalityRules, year: int | None) -> EarlierList | None:
    """The oldest list that can have held in a year; None: today's alone."""
    if year is None:
        return None
    fitting = [one for one in rules.history.lists if year < one.since]
    return min(fitting, key=lambda one: one.until, default=None)


def _named(found: EarlierList, code: str) -> FormerNeighbourhood | None:
    return next((one for one in found.neighbourhoods if one.code == code), None)


@dataclass(frozen=True)
class Predecessor:
    """A neighbourhood of an earlier list that a neighbourhood of today comes from."""

    former: FormerNeighbourhood
    until: int
    since: int


def predecessors(rules: MunicipalityRules, code: str) -> Iterator[Predecessor]:
    """What a neighbourhood of today was, the newest list first."""
    for one in rules.history.lists:
        for former in one.neighbourhoods:
            if code in former.to:
                yield Predecessor(former, one.until, one.since)


def reused(rules: MunicipalityRules, code: str) -> Iterator[Predecessor]:
    """Other places that had this code before: figures of then are not this neighbourhood's."""
    for one in rules.history.lists:
        for former in one.neighbourhoods:
            if former.code == code and code not in former.to:
                yield Predecessor(former, one.until, one.since)
