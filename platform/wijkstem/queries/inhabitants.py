"""How many people live where: as the files say it, and for neighbourhoods of today whose code was another then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from wijkstem.domain.neighbourhood_history import meaning
from wijkstem.kit.rows import table_of
from wijkstem.projections.inhabitants import InhabitantsCount
from wijkstem.queries.source_lines import counting
from wijkstem.rules.registry import MunicipalityRules

_counts = table_of(InhabitantsCount)


@dataclass(frozen=True)
class Inhabitants:
    """People on the first of January, by the code of a neighbourhood or of the municipality, and year."""

    by_year: Mapping[tuple[str, int], int]

    def of(self, code: str, year: int) -> int | None:
        """Of that year, or of the last one before it that is known; None: nobody knows."""
        years = [known for place, known in self.by_year if place == code and known <= year]
        return self.by_year[code, max(years)] if years else None


def inhabitants(
    connection: Connection, municipality_id: str, *, as_of: date | None = None
) -> Inhabitants:
    """By the codes that stood in the files."""
    slot = (_counts.c.code, _counts.c.year)
    rows = connection.execute(counting(_counts, slot, municipality_id, as_of))
    return Inhabitants({(row.code, row.year): row.people for row in rows})


def inhabitants_today(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    as_of: date | None = None,
) -> Inhabitants:
    """By the codes of today: places that were joined are added up, and what cannot be divided is left out."""
    found = inhabitants(connection, municipality_id, as_of=as_of)
    today: dict[tuple[str, int], int] = {}
    for (code, year), people in found.by_year.items():
        here = rules.municipality
        one = code if code == here.cbs_code else meaning(rules, code, year).one
        if one is not None:
            today[one, year] = today.get((one, year), 0) + people
    return Inhabitants(today)
