"""Until when residents can ask about a proposal to the council, and how long they can react to a meeting."""

from pydantic import Field

from wijkstem.rules.parts import Sourced, Text


class ReadableProposals(Sourced):
    """How a municipality lets its residents read along with the council."""

    #: How many hours before the meeting it is too late to ask.
    closes_hours: int = Field(ge=0, le=24 * 14)
    #: How long a meeting lasts of which nobody said when it ends.
    live_hours: int = Field(ge=1, le=12)
    #: What one resident may ask about one proposal, and say during one meeting.
    questions_most: int = Field(ge=1, le=50)
    reactions_most: int = Field(ge=1, le=100)

    def in_words(self) -> Text:
        """As an administrator reads it."""
        closes, lasts = self.closes_hours, self.live_hours
        asks, says = self.questions_most, self.reactions_most
        return Text(
            nl=f"vragen tot {closes} uur vooraf, {asks} per inwoner; reageren tijdens een vergadering, {says} keer"
            f" per inwoner; zonder eindtijd duurt die {lasts} uur",
            en=f"questions until {closes} hours before, {asks} a resident; reactions during a meeting, {says} a"
            f" resident; without an end it lasts {lasts} hours",
        )
