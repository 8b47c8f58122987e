"""How the neighbourhoods of a municipality advise.

It stands in ``gemeente.toml`` and not in a version of the rules: it is about the councils, whatever plan they look
at. Each advice keeps what was in force on the day on which it was begun.
"""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from wijkstem.rules.parts import NeighbourhoodCode, Part, Sourced, Term, Text, twice
from wijkstem.words import Advice, Adviser, ChosenBy, Closing, Voting


class Instead(StrEnum):
    """What happens where a council cannot advise."""

    SOUNDING_GROUP = "sounding_group"
    NO_ADVICE = "no_advice"


_BY = {
    Voting.MEMBERS: Text(nl="de leden stemmen", en="members vote"),
    Voting.AS_ONE: Text(nl="één lid legt het besluit vast", en="one member records the decision"),
}
_CLOSES = {
    Closing.ALL_VOTED: Text(nl="tot alle leden stemden", en="until all members voted"),
    Closing.MEMBER: Text(nl="tot een lid de stemming sluit", en="until a member closes the vote"),
}
_TIE = {
    Advice.POSITIVE: Text(nl="bij gelijke stemmen positief", en="positive on a tie"),
    Advice.NEGATIVE: Text(nl="bij gelijke stemmen negatief", en="negative on a tie"),
    Advice.NONE: Text(nl="bij gelijke stemmen geen advies", en="no advice on a tie"),
}
_INSTEAD = {
    Instead.SOUNDING_GROUP: Text(nl="een klankbordgroep", en="a sounding group"),
    Instead.NO_ADVICE: Text(nl="het plan gaat verder zonder advies", en="goes on without advice"),
}
_CHOSEN = {
    ChosenBy.LOT: Text(nl="door loting", en="by lot"),
    ChosenBy.INVITATION: Text(nl="op uitnodiging", en="by invitation"),
}


class AdviceRule(Sourced):
    """A rule about advice, which can be said in words."""

    def in_words(self) -> Text:
        raise NotImplementedError


class Councils(AdviceRule):
    """Which neighbourhoods have a council."""

    codes: list[NeighbourhoodCode] = []

    @model_validator(mode="after")
    def _stands_once(self) -> Self:
        if doubles := twice(self.codes):
            raise ValueError(f"councils stand twice: {doubles}")
        return self

    def in_words(self) -> Text:
        codes = ", ".join(self.codes)
        return Text(nl=codes or "geen", en=codes or "none")


class VoteRule(AdviceRule):
    """How a council comes to an advice."""

    by: Voting
    closes: Closing = Closing.MEMBER
    #: How many percent of the members must have voted, whole members upwards; who steps aside did not vote.
    quorum_percent: int = Field(ge=1, le=100)
    tie: Advice
    #: When so many stepped aside that the quorum cannot be reached.
    no_quorum: Instead

    @model_validator(mode="after")
    def _tie_needs_no_words(self) -> Self:
        if self.tie is Advice.CONDITIONAL:
            raise ValueError("a tie cannot end in conditions: nobody would have written them")
        return self

    def in_words(self) -> Text:
        parts = [_BY[self.by]]
        if self.by is Voting.MEMBERS:
            share = f"{self.quorum_percent}%"
            quorum = Text(nl=f"minstens {share} van de leden", en=f"at least {share} of members")
            parts += [_CLOSES[self.closes], quorum, _TIE[self.tie]]
        return Text(nl=", ".join(p.nl for p in parts), en=", ".join(p.en for p in parts))


class Unasked(AdviceRule):
    """Who may advise where nobody asked: a member in their own name, or the council after a vote."""

    by: Adviser

    @model_validator(mode="after")
    def _of_the_council(self) -> Self:
        if self.by not in {Adviser.MEMBER, Adviser.COUNCIL}:
            raise ValueError("unasked advice is given by a member or by the council")
        return self

    def in_words(self) -> Text:
        if self.by is Adviser.MEMBER:
            return Text(nl="elk lid mag dat zelf", en="each member may")
        return Text(nl="de wijkraad als geheel", en="the council as a whole")


class NoCouncil(AdviceRule):
    """What happens in a neighbourhood without a council."""

    instead: Instead

    def in_words(self) -> Text:
        return _INSTEAD[self.instead]


class SoundingGroup(AdviceRule):
    """Residents who are asked once, where no council can advise."""

    chosen_by: ChosenBy
    #: Fewer people are no group.
    people: int = Field(ge=1)

    def in_words(self) -> Text:
        how = _CHOSEN[self.chosen_by]
        return Text(
            nl=f"{how.nl}, minstens {self.people} mensen",
            en=f"{how.en}, at least {self.people} people",
        )


class Advising(Part):
    """The rules of advice by neighbourhoods; how long a council has stands with the step of each path."""

    councils: Councils
    vote: VoteRule
    unasked: Unasked
    no_council: NoCouncil
    group: SoundingGroup
    #: Within which the municipality answers an advice, with reasons when it departs from it.
    answer: Term

    def has_council(self, code: str) -> bool:
        return code in self.councils.codes
