"""How much one person, and how much new accounts together, can say in discussions; more has to wait."""

from pydantic import Field

from wijkstem.rules.parts import Sourced, Text


class Discussing(Sourced):
    """The brake on floods: whoever meets it reads why and until when, and the desk sees it."""

    #: How often one person contributes in an hour, in all discussions together.
    hour_most: int = Field(default=30, ge=1, le=1000)
    #: How many days an account is new, and how often such a person contributes in an hour.
    new_days: int = Field(default=3, ge=0, le=90)
    new_hour_most: int = Field(default=10, ge=1, le=1000)
    #: How often new accounts together contribute to one discussion in an hour.
    newcomers_most: int = Field(default=100, ge=1, le=10_000)

    def in_words(self) -> Text:
        """As an administrator reads it."""
        most, days, new, together = (
            self.hour_most,
            self.new_days,
            self.new_hour_most,
            self.newcomers_most,
        )
        return Text(
            nl=f"gesprekken: {most} bijdragen per uur per persoon; de eerste {days} dagen {new} per uur; nieuwe"
            f" accounts samen {together} per uur in een gesprek",
            en=f"discussions: {most} contributions an hour a person; in the first {days} days {new} an hour; new"
            f" accounts together {together} an hour in a discussion",
        )
