"""The shape of ``<municipality>/indicatoren.toml``: what a municipality steers by, with its own figures.

``indicatoren/*.toml`` beside the municipalities has what is computed from the log and is the same everywhere.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from wijkstem.rules.schema import Id, Part, Text, twice
from wijkstem.words import Breakdown, Direction, Intent, Unit
from wijkstem.words.indicators import IndicatorGroup

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


class Definition(Part):
    """What an indicator was until another version took its place; reports of then keep it."""

    version: int = Field(ge=1)
    #: The last day on which it held.
    until: date
    name: Text
    unit: Unit
    direction: Direction
    formula: Id | None = None
    formula_version: int = Field(default=1, ge=1)
    intent: Intent = Intent.PLAN
    source: Text | None = None
    explanation: Text | None = None


class YearText(Part):
    """What there is to say about a year's figure."""

    year: int
    text: Text


class Indicator(Part):
    """An indicator: computed from the log (``formula``) or from a survey (figures only)."""

    code: Id
    #: One more whenever it comes to mean something else; what it was stands in `earlier`.
    version: int = Field(default=1, ge=1)
    earlier: list[Definition] = []
    name: Text
    #: What sources call it, so that their files are understood.
    known_as: list[str] = []
    unit: Unit
    direction: Direction
    #: A formula in ``queries/formulas``, with its version; bootstrap checks that it exists. None: a survey's figures.
    formula: Id | None = None
    formula_version: int = Field(default=1, ge=1)
    #: Under which heading an overview tells it; None: under none.
    group: IndicatorGroup | None = None
    #: Whether an overview tells it before all others.
    headline: bool = False
    #: What a computed indicator is about: questions do not make more plans.
    intent: Intent = Intent.PLAN
    #: By what it is told apart; None: by everything that its formula can tell apart.
    breakdowns: list[Breakdown] | None = None
    #: Who of the municipality answers for it.
    responsible: Text | None = None
    #: Why a year went as it did.
    by_year: list[YearText] = []
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

    @model_validator(mode="after")
    def _versions_in_order(self) -> Self:
        numbers = [one.version for one in self.earlier]
        days = [one.until for one in self.earlier]
        if numbers != list(range(1, self.version)) or days != sorted(set(days)):
            raise ValueError(
                f"indicator {self.code!r} is version {self.version}: earlier must hold every"
                " version before it, from 1 on, each until a later day"
            )
        return self

    def on(self, day: date | None) -> Self:
        """The indicator as it was defined on ``day``; None: now."""
        then = next((one for one in self.earlier if day is not None and day <= one.until), None)
        if then is None:
            return self
        return self.model_copy(update={name: getattr(then, name) for name in _DEFINING})


#: What another version can say otherwise; figures, targets and who is responsible belong to all of them.
_DEFINING = tuple(name for name in Definition.model_fields if name != "until")


class Indicators(Part):
    """A municipality's indicators; the version changes when a definition does."""

    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d{1,2}$")]
    #: How many people a figure is about at least, where somebody could be known by it.
    fewest: int = Field(default=5, ge=2)
    indicators: list[Indicator]
    #: Codes of shared indicators that this municipality does not want.
    without: list[Id] = []

    @model_validator(mode="after")
    def _stands_once(self) -> Self:
        if doubles := twice(indicator.code for indicator in self.indicators):
            raise ValueError(f"indicators stand twice: {doubles}")
        return self

    def beside(self, shared: Sequence[Indicator]) -> Self:
        """With the shared ones, each in its order; one of the municipality's own takes the place of a shared one."""
        own = {one.code: one for one in self.indicators}
        others = [one for one in shared if one.code not in {*own, *self.without}]
        return self.model_copy(update={"indicators": [*self.indicators, *others]})


class SharedIndicators(Part):
    """A file of indicators that every municipality has."""

    indicators: list[Indicator] = Field(min_length=1)
