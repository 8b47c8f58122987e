"""Which body a plan goes to: rules in order, of which the first that fits counts."""

from typing import Self

from pydantic import Field, model_validator

from wijkstem.rules.parts import Id, NeighbourhoodCode, Sourced, Text
from wijkstem.words import Competence, RoutedOn

#: When no rule fits, it goes to the body that its instrument names.
BY_INSTRUMENT = "by_instrument"


class Route(Sourced):
    """To whom, when, and for which plans; a condition that is left empty holds for every plan."""

    id: Id
    on: list[RoutedOn] = Field(min_length=1)
    instruments: list[Id] = []
    subjects: list[Id] = []
    neighbourhoods: list[NeighbourhoodCode] = []
    competences: list[Competence] = []
    #: What it roughly costs: from this much, and less than that. Of what nobody knows the costs, neither is true.
    from_euros: int | None = Field(default=None, ge=0)
    below_euros: int | None = Field(default=None, gt=0)
    to: Id
    #: What residents read under "Waarom hier?".
    because: Text

    def in_words(self) -> Text:
        """As an administrator reads it."""
        return self.because

    @model_validator(mode="after")
    def _can_be_true(self) -> Self:
        low, high = self.from_euros, self.below_euros
        if low is not None and high is not None and high <= low:
            raise ValueError(f"route {self.id!r}: no amount is from {low} and below {high}")
        if self.id == BY_INSTRUMENT:
            raise ValueError(f"route {self.id!r} is the platform's own")
        return self
