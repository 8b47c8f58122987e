"""``<municipality>/wijken-geschiedenis.toml``: neighbourhoods that were split, joined or numbered anew.

A code can come to mean another place: Amersfoort's WK030705 was Bosgebied in 2014 and is Isselt now. So a code means
something only together with a year, and a year between two known lists can be either.
"""

from typing import Self

from pydantic import Field, model_validator

from wijkstem.rules.parts import NeighbourhoodCode, Part, Sourced, Text, twice
from wijkstem.words.sources import Renumbered


class FormerNeighbourhood(Sourced):
    """A neighbourhood of an earlier list, and where it went."""

    code: NeighbourhoodCode
    name: str = Field(min_length=1)
    how: Renumbered
    #: Today's codes; empty where nobody knows, or where it is no neighbourhood any more.
    to: list[NeighbourhoodCode] = []

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        most = {Renumbered.UNKNOWN: 0, Renumbered.SPLIT: 99}.get(self.how, 1)
        least = {Renumbered.UNKNOWN: 0, Renumbered.SPLIT: 2}.get(self.how, 1)
        if not least <= len(self.to) <= most:
            raise ValueError(f"{self.code}: {self.how} goes to {len(self.to)} neighbourhoods")
        return self

    def in_words(self) -> Text:
        """As an administrator reads it."""
        now = ", ".join(self.to) or "?"
        return Text(nl=f"{self.name} ({self.code}): {now}", en=f"{self.name} ({self.code}): {now}")


class EarlierList(Part):
    """The neighbourhoods as they were; one that is not named here is still what it was."""

    #: The last year of which it is known that this list held, and the first of which today's is.
    until: int
    since: int
    neighbourhoods: list[FormerNeighbourhood]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until >= self.since:
            raise ValueError(f"until {self.until} is not before since {self.since}")
        if doubles := twice(one.code for one in self.neighbourhoods):
            raise ValueError(f"former codes stand twice: {doubles}")
        return self


class NeighbourhoodHistory(Part):
    """What the list of neighbourhoods was before; the newest first."""

    lists: list[EarlierList] = []

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if doubles := twice(str(one.until) for one in self.lists):
            raise ValueError(f"lists of the same year: {doubles}")
        if self.lists != sorted(self.lists, key=lambda one: -one.until):
            raise ValueError("lists: the newest first")
        return self


NO_HISTORY = NeighbourhoodHistory()
