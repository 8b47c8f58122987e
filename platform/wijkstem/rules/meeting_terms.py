"""Which meetings decide on a request: counted in meetings of the body's calendar, and not in days alone."""

from pydantic import Field

from wijkstem.rules.parts import Sourced, Text


class MeetingTerm(Sourced):
    """The first meeting at least so long after filing decides on placing, and a later one treats it.

    Model: Boarnsterhim, reglement van orde 2002, article 53.
    """

    #: Days between filing and the meeting that decides on placing.
    days_before: int = Field(ge=0, le=365)
    #: Which meeting after that one treats it: 1 is the next; 0: the same one.
    then: int = Field(ge=0, le=12)

    def in_words(self) -> Text:
        """As an administrator reads it."""
        return Text(
            nl=f"de eerste vergadering na {self.days_before} dagen, behandeling {self.then} later",
            en=f"the first meeting after {self.days_before} days, treated {self.then} later",
        )
