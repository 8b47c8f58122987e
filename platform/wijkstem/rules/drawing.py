"""Drawing residents by lot: from which age, and how long somebody has to answer."""

from typing import Literal

from pydantic import Field

from wijkstem.rules.parts import Sourced, Text


class Drawing(Sourced):
    """The rule for sounding groups."""

    #: Younger people are not drawn. A limit between the ages that we tell apart.
    from_age: Literal[16, 18]
    #: How many days somebody has to say yes or no; after that the next is asked.
    answer_days: int = Field(ge=3, le=60)
    #: More places than this is a mistake.
    most_places: int = Field(ge=1, le=1000)

    def in_words(self) -> Text:
        """As an administrator reads it."""
        age, days = self.from_age, self.answer_days
        return Text(
            nl=f"vanaf {age} jaar, {days} dagen om te antwoorden, hoogstens {self.most_places} plaatsen",
            en=f"from {age} years, {days} days to answer, {self.most_places} places at most",
        )
