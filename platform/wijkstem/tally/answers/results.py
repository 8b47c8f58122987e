"""What became of a question: every answer with its figures and its place, and whether the outcome counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wijkstem.tally.answers.rules import AnswerRule, Method


class Standing(StrEnum):
    """What became of an answer."""

    WON = "won"
    LOST = "lost"
    #: It is equal to another in everything; the lot decides.
    WAITS = "waits"


class Outcome(StrEnum):
    """What became of the question."""

    #: There is an answer, and it has what it needs.
    ANSWERED = "answered"
    #: Nobody chose anything.
    NOBODY = "nobody"
    TOO_FEW_VOTERS = "too_few_voters"
    TOO_SMALL_A_SHARE = "too_small_a_share"
    #: The lot must be drawn.
    WAITS = "waits"


@dataclass(frozen=True)
class AnswerResult:
    """An answer with its figures."""

    id: str
    #: 1 is the first; who is equal has the same.
    place: int
    #: What the method looks at: ballots, points, or points for places; of Schulze how many answers it beats.
    score: int
    #: Ballots that name it, and that have it in the first place.
    voters: int
    first: int
    standing: Standing
    #: The share that the rule asks for, as two whole numbers: of so many, so many.
    share: tuple[int, int]

    def to_dict(self) -> dict[str, Any]:
        return {
            "place": self.place,
            "score": self.score,
            "voters": self.voters,
            "first": self.first,
            "standing": self.standing.value,
            "share": list(self.share),
        }


@dataclass(frozen=True)
class QuestionResult:
    """The whole outcome."""

    rule: AnswerRule
    #: Everybody who voted, and of those who chose nothing.
    voters: int
    blank: int
    answers: Mapping[str, AnswerResult]
    #: Has most support; None: nobody has, or the lot must say.
    winner: str | None
    #: What the lot chooses from; also once it is drawn.
    drawn_from: tuple[str, ...]
    outcome: Outcome
    #: Of a ranking: who is preferred to whom, and by Schulze the strongest paths.
    duels: Mapping[str, Mapping[str, int]]
    paths: Mapping[str, Mapping[str, int]]

    @property
    def waiting(self) -> tuple[str, ...]:
        """Answers between which the lot is still to choose."""
        return self.drawn_from if self.outcome is Outcome.WAITS else ()

    @property
    def turnout_needed(self) -> int:
        """Voters, rounded up."""
        return -(-self.rule.electorate * (self.rule.least_turnout or 0) // 100)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON without fractions."""
        said: dict[str, Any] = {
            "rule": self.rule.to_dict(),
            "voters": self.voters,
            "blank": self.blank,
            "turnout_needed": self.turnout_needed,
            "answers": {one.id: one.to_dict() for one in self.answers.values()},
            "winner": self.winner,
            "drawn_from": list(self.drawn_from),
            "outcome": self.outcome.value,
        }
        if self.rule.ranks:
            said["duels"] = {one: dict(other) for one, other in self.duels.items()}
        if self.rule.method is Method.SCHULZE:
            said["paths"] = {one: dict(other) for one, other in self.paths.items()}
        return said
