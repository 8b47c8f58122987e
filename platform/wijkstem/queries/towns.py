"""What formulas need of a municipality besides what is counted: its neighbourhoods, and how many people live there."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy import Connection

from wijkstem.domain.neighbourhood_history import meaning
from wijkstem.queries.formulas import Town
from wijkstem.queries.inhabitants import CountedBy, Inhabitants, inhabitants_today
from wijkstem.rules.registry import MunicipalityRules


@dataclass(frozen=True)
class Towns:
    """The municipality in each year."""

    rules: MunicipalityRules
    inhabitants: Inhabitants
    #: Asked for again and again, for every formula and neighbourhood.
    _made: dict[int | None, Town] = field(default_factory=dict, compare=False)

    @cached_property
    def neighbourhoods(self) -> frozenset[str]:
        return frozenset(one.code for one in self.rules.municipality.neighbourhoods)

    def of(self, year: int | None) -> Town:
        """In ``year``, by the last count up to then, else by what the rules say; None: by the last one there is."""
        if year not in self._made:
            self._made[year] = self._of(year)
        return self._made[year]

    def _of(self, year: int | None) -> Town:
        here = self.rules.municipality
        at = self._at(year)
        said = {one.code: one.inhabitants for one in here.neighbourhoods}
        # Where nobody lives that was counted too.
        counted = {code: self.inhabitants.of(code, at) for code in sorted(self.neighbourhoods)}
        living = {code: said[code] if some is None else some for code, some in counted.items()}
        whole = self.inhabitants.of(here.cbs_code, at)
        return Town(
            self.neighbourhoods,
            {code: number for code, number in living.items() if number is not None},
            here.inhabitants.value if whole is None else whole,
        )

    def _at(self, year: int | None) -> int:
        """A year, or the last of which there is a count."""
        last = max((known for _, known in self.inhabitants.by_year), default=0)
        return last if year is None else year

    def counted_by(self, year: int | None) -> tuple[CountedBy, ...]:
        """Where the inhabitants of neighbourhoods in ``year`` were read, and those of the municipality, by name."""
        places = (*self.neighbourhoods, self.rules.municipality.cbs_code)
        found = (self.inhabitants.counted_by(code, self._at(year)) for code in places)
        return tuple(sorted(frozenset().union(*found)))

    def today(self, code: str, year: int) -> str:
        """The neighbourhood of today that a code of a year is; an older one that was divided keeps its own.

        "": the code is another place's today, so that what is known of then belongs to none of today's.
        """
        if not code or not self.rules.history.lists:
            return code
        return meaning(self.rules, code, year).one or ("" if code in self.neighbourhoods else code)


def towns_of(
    connection: Connection, municipality_id: str, rules: MunicipalityRules, as_of: date | None
) -> Towns:
    """In one statement; inhabitants only where they are known, as far as that was known on a day."""
    living = inhabitants_today(connection, municipality_id, rules=rules, as_of=as_of)
    return Towns(rules, living)
