"""What comes of taking part goes to a body that decides: rules in order, of which the first that fits counts."""

from typing import Self

from pydantic import Field, model_validator

from wijkstem.rules.parts import Id, Sourced, Text
from wijkstem.words import ParticipationLevel
from wijkstem.words.means import MeansKind

#: Those that have an outcome of their own; of the others the municipality says what it does with them.
WITH_OUTCOME = frozenset({MeansKind.VOTE, MeansKind.ADVICE})


class OutcomeRoute(Sourced):
    """Which outcomes, and to whom; a condition that is left empty holds for every means."""

    id: Id
    kinds: list[MeansKind] = Field(min_length=1)
    levels: list[ParticipationLevel] = []
    #: The body that chose the means.
    chosen_by: list[Id] = []
    to: Id
    #: Within how many weeks it must have a place on an agenda.
    place_weeks: int = Field(ge=1, le=52)

    @model_validator(mode="after")
    def _have_an_outcome(self) -> Self:
        if without := sorted(set(self.kinds) - WITH_OUTCOME):
            raise ValueError(f"outcomes {self.id!r}: these have no outcome of their own: {without}")
        return self

    def fits(self, kind: MeansKind, level: ParticipationLevel | None, chosen_by: str) -> bool:
        """Whether this rule is about such a means."""
        return (
            kind in self.kinds
            and (not self.levels or level in self.levels)
            and (not self.chosen_by or chosen_by in self.chosen_by)
        )

    def in_words(self) -> Text:
        """As an administrator reads it."""
        nl = {MeansKind.VOTE: "stemming", MeansKind.ADVICE: "advies"}
        en = {MeansKind.VOTE: "vote", MeansKind.ADVICE: "advice"}
        return Text(
            nl=f"uitkomst van {' en '.join(nl[one] for one in self.kinds)} naar {self.to}, binnen {self.place_weeks}"
            " weken op een agenda",
            en=f"outcome of {' and '.join(en[one] for one in self.kinds)} to {self.to}, on an agenda within"
            f" {self.place_weeks} weeks",
        )
