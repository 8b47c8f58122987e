"""The shape of ``<municipality>/indicatoren.toml``: what a municipality steers by, with its own figures."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from wijkstem.rules.schema import Id, Part, Text, twice
from wijkstem.words import Direction, Intent, Unit

#: A figure exactly as the source writes it, with a decimal point ("6.60" is not "6.6").
Figure = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]


class YearFigure(Part):
    """A figure for a year; no year means that the source does not tell it."""

    value: Figure
    year: int | None = None
    explanation: Text | None = None

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)


class Benchmark(YearFigure):
    """An average of others, such as a size class: not the municipality's own figure."""

    of: Text


class Indicator(Part):
    """An indicator: computed from the log (``formula``) or from a survey (figures only)."""

    code: Id
    name: Text
    unit: Unit
    direction: Direction
    #: Name of a formula in ``queries/formulas.py``; bootstrap checks that it exists. None: a survey's figures.
    formula: Id | None = None
    #: What a computed indicator is about: questions do not make more plans.
    intent: Intent = Intent.PLAN
    baseline: YearFigure | None = None
    targets: list[YearFigure] = []
    ambition: YearFigure | None = None
    realisation: list[YearFigure] = []
    benchmarks: list[Benchmark] = []
    source: Text | None = None
    explanation: Text | None = None

    @model_validator(mode="after")
    def _survey_has_source(self) -> Self:
        if self.formula is None and self.source is None:
            raise ValueError(f"indicator {self.code!r} is not computed, so it needs a source")
        if self.formula is not None and self.realisation:
            raise ValueError(
                f"indicator {self.code!r} is computed, so no realisation may be typed in"
            )
        return self


class Indicators(Part):
    """A municipality's indicators; the version changes when a definition does."""

    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d{1,2}$")]
    indicators: list[Indicator] = Field(min_length=1)

    @model_validator(mode="after")
    def _stands_once(self) -> Self:
        if doubles := twice(indicator.code for indicator in self.indicators):
            raise ValueError(f"indicators stand twice: {doubles}")
        return self
