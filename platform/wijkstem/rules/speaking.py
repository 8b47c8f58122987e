"""Who may speak at a meeting of the council (inspreken), until when they say so, and how long each has."""

from pydantic import Field

from wijkstem.rules.parts import Id, Sourced, Text


class Speaking(Sourced):
    """The rule of the council's own order."""

    #: At whose meetings residents can speak.
    bodies: list[Id] = Field(min_length=1)
    #: How many hours before the meeting it is too late to sign up.
    closes_hours: int = Field(ge=0, le=24 * 14)
    #: For all speakers together, and for one at most.
    total_minutes: int = Field(ge=1, le=240)
    each_minutes: int = Field(ge=1, le=60)
    #: Less than this is no speaking; who comes later waits for a place.
    least_minutes: int = Field(ge=1, le=60)

    @property
    def places(self) -> int:
        """How many can speak before each has too little time."""
        return max(1, self.total_minutes // self.least_minutes)

    def seconds_each(self, speakers: int) -> int:
        """What each has when so many speak."""
        return min(self.each_minutes * 60, self.total_minutes * 60 // max(1, speakers))

    def in_words(self) -> Text:
        """As an administrator reads it."""
        closes, each, total = self.closes_hours, self.each_minutes, self.total_minutes
        return Text(
            nl=f"aanmelden tot {closes} uur vooraf, {each} minuten per spreker, {total} minuten samen",
            en=f"sign up until {closes} hours before, {each} minutes a speaker, {total} minutes in all",
        )
