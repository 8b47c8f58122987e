"""How many people live where: as the files say it, and for neighbourhoods of today whose code was another then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from wijkstem.domain.neighbourhood_history import meaning
from wijkstem.kit.rows import table_of
from wijkstem.projections.inhabitants import InhabitantsCount
from wijkstem.queries.source_lines import counting
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.sources import SourceDocument

_counts = table_of(InhabitantsCount)
_document = table_of(SourceDocument)


@dataclass(frozen=True, order=True)
class CountedBy:
    """Where a count was read."""

    name: str
    publication: str
    #: "": no address.
    url: str

    def in_words(self) -> str:
        """Name, publication and address, as far as there are any."""
        return ", ".join(filter(None, (self.name, self.publication, self.url)))


@dataclass(frozen=True)
class Inhabitants:
    """People on the first of January, by the code of a neighbourhood or of the municipality, and year."""

    by_year: Mapping[tuple[str, int], int]
    #: Of the counts of which the file says it; of places that were joined there can be more.
    sources: Mapping[tuple[str, int], frozenset[CountedBy]] = field(default_factory=dict)

    def of(self, code: str, year: int) -> int | None:
        """Of that year, or of the last one before it that is known; None: nobody knows."""
        found = self._year(code, year)
        return None if found is None else self.by_year[code, found]

    def counted_by(self, code: str, year: int) -> frozenset[CountedBy]:
        """Where `of` was read."""
        found = self._year(code, year)
        return frozenset() if found is None else self.sources.get((code, found), frozenset())

    def _year(self, code: str, year: int) -> int | None:
        years = (known for place, known in self.by_year if place == code and known <= year)
        return max(years, default=None)


def inhabitants(
    connection: Connection, municipality_id: str, *, as_of: date | None = None
) -> Inhabitants:
    """By the codes that stood in the files."""
    rows = connection.execute(_counted(municipality_id, as_of)).all()
    return Inhabitants(
        {(row.code, row.year): row.people for row in rows},
        {
            (row.code, row.year): frozenset({CountedBy(row.name, row.publication, row.url)})
            for row in rows
            if row.name
        },
    )


def _counted(municipality_id: str, as_of: date | None) -> Select[Any]:
    """Each count that holds, with the words of where it was read."""
    slot = (_counts.c.code, _counts.c.year)
    lines = counting(_counts, slot, municipality_id, as_of).subquery()
    its_own = and_(
        _document.c.municipality_id == lines.c.municipality_id, _document.c.id == lines.c.source_id
    )
    return (
        select(
            *(lines.c[name] for name in ("code", "year", "people")),
            *(_document.c[name] for name in ("name", "publication", "url")),
        )
        .outerjoin_from(lines, _document, its_own)
        .where(lines.c.municipality_id == municipality_id)
    )


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
    sources: dict[tuple[str, int], frozenset[CountedBy]] = {}
    for (code, year), people in found.by_year.items():
        here = rules.municipality
        one = code if code == here.cbs_code else meaning(rules, code, year).one
        if one is not None:
            today[one, year] = today.get((one, year), 0) + people
            said = found.sources.get((code, year), frozenset())
            sources[one, year] = sources.get((one, year), frozenset()) | said
    return Inhabitants(today, sources)


def people_there(
    connection: Connection, municipality_id: str, *, rules: MunicipalityRules, year: int
) -> dict[str, int]:
    """By neighbourhood how many people live there: of a file, else of the rules; where nobody knows, it is not there."""
    found = inhabitants_today(connection, municipality_id, rules=rules)
    said = {
        one.code: found.of(one.code, year) or one.inhabitants
        for one in rules.municipality.neighbourhoods
    }
    return {code: people for code, people in said.items() if people}
