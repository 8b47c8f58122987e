"""What surveys found, and where it was read: what counts now, or what counted on a day before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.observations import Observation
from wijkstem.queries.source_lines import ranked
from wijkstem.tables.sources import SourceDocument
from wijkstem.words.sources import FigureKind

_seen = table_of(Observation)
_document = table_of(SourceDocument)

#: What makes two lines say the same thing. Two publications can differ, and then both stand.
_SLOT = (
    _seen.c.indicator_code,
    _seen.c.kind,
    _seen.c.period_from,
    _seen.c.period_to,
    _seen.c.neighbourhood_code,
    _seen.c.source_id,
)


@dataclass(frozen=True)
class Observed:
    """A figure from outside, exactly as its source has it."""

    indicator: str
    definition_version: str
    kind: FigureKind
    #: None: the source does not tell the period.
    period_from: date | None
    period_to: date | None
    #: "": of the whole municipality.
    neighbourhood_code: str
    #: None: not shown.
    value: Decimal | None
    #: How many answered; None: the source does not tell.
    sample_size: int | None
    source: str
    publication: str
    #: "": no address, so the figure is not verified.
    url: str
    #: Since when it counts here, and of which file.
    taken_on: date
    file_id: UUID
    #: Whether it stands in the place of another figure of the same source and period.
    corrects: bool
    #: It is about too few people to be shown: `shown_observations.py`.
    hidden: bool = False

    @property
    def year(self) -> int | None:
        return self.period_to.year if self.period_to else None


def observations(
    connection: Connection,
    municipality_id: str,
    *,
    as_of: date | None = None,
    indicators: Collection[str] | None = None,
) -> list[Observed]:
    """Every figure that counts; of each slot the one that was taken in last. By indicator, kind and period."""
    lines = _ranked(municipality_id, as_of, indicators).subquery()
    found = (
        select(lines, _document.c.name, _document.c.publication, _document.c.url)
        .join_from(
            lines,
            _document,
            and_(
                _document.c.municipality_id == lines.c.municipality_id,
                _document.c.id == lines.c.source_id,
            ),
        )
        .where(lines.c.newest == 1, lines.c.municipality_id == municipality_id)
        .order_by(
            lines.c.indicator_code,
            lines.c.kind,
            lines.c.period_from,
            lines.c.neighbourhood_code,
            lines.c.place,
            lines.c.line,
        )
    )
    return [_observed(row) for row in connection.execute(found)]


def _ranked(
    municipality_id: str, as_of: date | None, indicators: Collection[str] | None
) -> Select[Any]:
    found = ranked(_seen, _SLOT, municipality_id, as_of).add_columns(
        # Other digits in the same slot, in a file that counts as well.
        func.min(_seen.c.value).over(partition_by=_SLOT).label("lowest"),
        func.max(_seen.c.value).over(partition_by=_SLOT).label("highest"),
    )
    return found if indicators is None else found.where(_seen.c.indicator_code.in_(indicators))


def _observed(row: Any) -> Observed:
    return Observed(
        indicator=row.indicator_code,
        definition_version=row.definition_version,
        kind=row.kind,
        period_from=row.period_from,
        period_to=row.period_to,
        neighbourhood_code=row.neighbourhood_code,
        value=Decimal(row.value),
        sample_size=row.sample_size,
        source=row.name,
        publication=row.publication,
        url=row.url,
        taken_on=row.taken_on,
        file_id=row.file_id,
        corrects=row.lowest != row.highest,
    )
