"""How much is written in a dialogue, and how much somebody answers before they stand in a group."""

from pydantic import Field

from wijkstem.rules.parts import Sourced, Text


class Dialoguing(Sourced):
    """The limits of every dialogue. How small a group is shown stands with the indicators: one rule for all figures."""

    #: What one resident may write in a dialogue, and how many statements it may have: nobody answers more.
    own_most: int = Field(default=10, ge=1, le=100)
    all_most: int = Field(default=500, ge=10, le=2000)
    #: With fewer there is nothing to compare, so it does not open.
    statements_fewest: int = Field(default=3, ge=3, le=50)
    #: Who answered less is in no group (all statements, where there are fewer): seven, as Polis has it.
    answered_fewest: int = Field(default=7, ge=1, le=100)

    def in_words(self) -> Text:
        """As an administrator reads it."""
        own, most, fewest, answered = (
            self.own_most,
            self.all_most,
            self.statements_fewest,
            self.answered_fewest,
        )
        return Text(
            nl=f"dialogen: {own} stellingen per persoon, {most} samen, {fewest} voor de start; wie {answered} keer"
            " antwoordt, telt mee in een groep",
            en=f"dialogues: {own} statements a person, {most} together, {fewest} before it opens; who answers {answered}"
            " times counts in a group",
        )
