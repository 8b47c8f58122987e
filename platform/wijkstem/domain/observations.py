"""A line of a survey's file: which indicator, which period, what came of it, and where that was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wijkstem.domain.sources import Document, Said
from wijkstem.words.sources import FigureKind


@dataclass(frozen=True)
class ObservationLine:
    """A figure in which everything is right."""

    indicator: str
    definition_version: str
    kind: FigureKind
    #: None: the source does not tell the period.
    period_from: date | None
    period_to: date | None
    #: None: of the whole municipality.
    neighbourhood_code: str | None
    #: Digit for digit, with a decimal point.
    value: str
    #: None: the source does not tell how many answered.
    sample_size: int | None
    source: Document

    @property
    def slot(self) -> str:
        """Two publications may say different things of one period; one may not."""
        parts = (
            self.indicator,
            self.kind,
            _day(self.period_from),
            _day(self.period_to),
            self.neighbourhood_code,
            self.source.id.hex,
        )
        return "|".join(part or "" for part in parts)

    @property
    def said(self) -> Said:
        return (
            self.indicator,
            self.definition_version,
            self.kind,
            _day(self.period_from),
            _day(self.period_to),
            self.neighbourhood_code,
            self.value,
            self.sample_size,
            str(self.source.id),
        )

    @property
    def documents(self) -> Sequence[Document]:
        return (self.source,)


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
