"""What a count says: winners, what became of every plan and why, and the rounds by which it came to that."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from wijkstem.tally.amounts import plain
from wijkstem.tally.rules import CountingRule


class Status(StrEnum):
    """What became of a plan."""

    WON = "won"
    LOST = "lost"
    #: Gets a part of its cost, from what was left.
    PARTLY = "partly"
    #: Whether it wins depends on the public lot, which was not drawn yet.
    WAITS = "waits"


class Reason(StrEnum):
    """Why."""

    #: Greedy: it was its turn and it fitted.
    FITS = "fits"
    #: Equal shares: its supporters paid for it.
    SUPPORTERS_PAID = "supporters_paid"
    #: Won by its score with the money that equal shares left (utilitarian completion).
    COMPLETION = "completion"
    #: Won by its score with what was left over.
    LEFTOVER = "leftover"
    #: Taken back after the ballot was fixed.
    WITHDRAWN = "withdrawn"
    #: Below a threshold.
    THRESHOLD = "threshold"
    #: Costs more than what was left when it was its turn.
    TOO_DEAR = "too_dear"
    #: Stands after the plan at which the count stopped.
    STOPPED = "stopped"
    #: Its category or neighbourhood has had what it may have.
    CAP = "cap"
    #: Another plan of its group won.
    EXCLUDED = "excluded"
    #: Its supporters had not enough money left together.
    SUPPORTERS_LACKED = "supporters_lacked"
    #: Nobody supports it, or nobody voted at all.
    NO_SUPPORT = "no_support"
    #: Equal to another plan in everything; the lot decides.
    LOT = "lot"


@dataclass(frozen=True)
class PlanResult:
    """What became of one plan."""

    id: str
    votes: int
    score: Fraction
    cost: Fraction
    status: Status
    reason: Reason
    #: What it gets: its cost, a part of it, or nothing.
    gets: Fraction

    def to_dict(self) -> dict[str, Any]:
        return {
            "votes": self.votes,
            "score": plain(self.score),
            "cost": plain(self.cost),
            "status": str(self.status),
            "reason": str(self.reason),
            "gets": plain(self.gets),
        }


@dataclass(frozen=True)
class GreedyRound:
    """A plan whose turn it was."""

    plan: str
    score: Fraction
    cost: Fraction
    #: What was left before it.
    left: Fraction
    reason: Reason

    def to_dict(self) -> dict[str, Any]:
        return {
            "plan": self.plan,
            "score": plain(self.score),
            "cost": plain(self.cost),
            "left": plain(self.left),
            "reason": str(self.reason),
        }


@dataclass(frozen=True)
class OpenPlan:
    """A plan that is not decided yet, at the start of a round of equal shares."""

    #: Cost divided by what a whole vote pays; 0 when its supporters cannot pay it together.
    effective_votes: Fraction
    #: What its supporters have left together.
    supporters_money: Fraction
    #: False from the round in which its supporters can no longer pay it, or a cap or group closes it.
    affordable: bool

    def to_dict(self) -> dict[str, Any]:
        return {
            "effective_votes": plain(self.effective_votes),
            "supporters_money": plain(self.supporters_money),
        }


@dataclass(frozen=True)
class ShareRound:
    """A round of equal shares: the open plan with most effective votes is paid by its supporters."""

    #: None in the last round, in which no open plan could be paid.
    plan: str | None
    #: What every voter had to spend at the start of the count.
    budget_per_voter: Fraction
    #: What a supporter pays for one point (or vote); who has less left pays all of it.
    price: Fraction
    plans: Mapping[str, OpenPlan]

    def to_dict(self) -> dict[str, Any]:
        return {
            "plan": self.plan,
            "budget_per_voter": plain(self.budget_per_voter),
            "price": plain(self.price),
            "plans": {plan: one.to_dict() for plan, one in self.plans.items() if one.affordable},
            "closed": {
                plan: plain(one.supporters_money)
                for plan, one in self.plans.items()
                if not one.affordable
            },
        }


@dataclass(frozen=True)
class Comparing:
    """The comparison step: voters who are better off with one outcome, with the other, and with neither."""

    equal_shares: int
    greedy: int
    same: int
    taken: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "equal-shares": self.equal_shares,
            "greedy": self.greedy,
            "same": self.same,
            "taken": self.taken,
        }


@dataclass(frozen=True)
class Result:
    """The outcome of a count."""

    rule: CountingRule
    budget: Fraction
    voters: int
    #: In the order in which they won.
    winners: tuple[str, ...]
    plans: Mapping[str, PlanResult]
    rounds: tuple[GreedyRound | ShareRound, ...]
    comparing: Comparing | None = None

    @property
    def cost(self) -> Fraction:
        """What is given out, parts of plans too."""
        return sum((one.gets for one in self.plans.values()), Fraction(0))

    @property
    def left(self) -> Fraction:
        return self.budget - self.cost

    @property
    def waiting(self) -> tuple[str, ...]:
        """The plans that wait for the lot; when there are any, the result may not be published."""
        return tuple(one.id for one in self.plans.values() if one.status == Status.WAITS)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, for people and other programs."""
        return {
            "rule": self.rule.name,
            "parameters": self.rule.to_dict(),
            "budget": plain(self.budget),
            "voters": self.voters,
            "winners": list(self.winners),
            "waiting": list(self.waiting),
            "cost": plain(self.cost),
            "left": plain(self.left),
            "plans": {plan: one.to_dict() for plan, one in self.plans.items()},
            "rounds": [one.to_dict() for one in self.rounds],
            "comparison": self.comparing.to_dict() if self.comparing else None,
        }
