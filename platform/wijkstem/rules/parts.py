"""What every rules file is made of: parts that know their fields, texts in two languages, and where a rule comes from."""

from collections import Counter
from collections.abc import Iterable
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


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
