"""What every rules file is made of: parts that know their fields, texts in two languages, and where a rule comes from."""

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

#: Ids in rules end up in events, addresses and translations, so they are plain.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
NeighbourhoodCode = Annotated[str, StringConstraints(pattern=r"^(WK\d{6}|BU\d{8})$")]


def twice(ids: Iterable[str]) -> list[str]:
    """The ids that stand more than once."""
    return sorted(i for i, times in Counter(ids).items() if times > 1)


class Part(BaseModel):
    """A part of a rules file: frozen, and an unknown key is an error and not a silent typing mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """A text on screen in both languages."""

    nl: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, lang: str) -> str:
        return self.en if lang == "en" else self.nl

    def __str__(self) -> str:
        return self.nl


class Sourced(Part):
    """A rule says where it comes from, or says that it was assumed; never neither, never both."""

    source: str = ""
    assumed: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.source) == self.assumed:
            raise ValueError("give either a source or assumed = true")
        return self


class Number(Sourced):
    """A whole number with its source."""

    value: int = Field(ge=0)


class Term(Sourced):
    """A term in one unit: days, weeks, months, or working days."""

    days: int = Field(default=0, ge=0)
    weeks: int = Field(default=0, ge=0)
    months: int = Field(default=0, ge=0)
    working_days: int = Field(default=0, ge=0)
    #: Whether the days of a recess do not count. No law says so: only an ordinance can.
    stops_in_recess: bool = False

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if sum(bool(n) for n in (self.days, self.weeks, self.months, self.working_days)) != 1:
            raise ValueError("give exactly one of days, weeks, months, working_days, above zero")
        return self
