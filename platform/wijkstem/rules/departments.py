"""The departments of a municipality that its officials pass work on to."""

from typing import Self

from pydantic import Field, model_validator

from wijkstem.rules.parts import Id, Part, Sourced, Text, twice


class Department(Part):
    """One of them, as colleagues call it."""

    id: Id
    name: Text


class Departments(Sourced):
    """All of them."""

    all: list[Department] = Field(min_length=1)

    @model_validator(mode="after")
    def _stand_once(self) -> Self:
        if doubles := twice(one.id for one in self.all):
            raise ValueError(f"departments stand twice: {doubles}")
        return self

    def named(self, department: str | None) -> Department | None:
        """None for one that is not there (any more)."""
        return next((one for one in self.all if one.id == department), None)

    def in_words(self) -> Text:
        """As an administrator reads it."""
        return Text(
            nl=", ".join(one.name.nl for one in self.all),
            en=", ".join(one.name.en for one in self.all),
        )
