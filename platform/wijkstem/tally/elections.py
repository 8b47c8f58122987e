"""What is counted: a budget, plans with their costs, and ballots without anything about the voter."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from wijkstem.errors import RuleBroken


class BallotKind(StrEnum):
    """What a ballot says about the plans on it."""

    APPROVAL = "approval"
    CHOOSE_ONE = "choose-one"
    #: Points out of one pot.
    POINTS = "points"
    #: A score for each plan by itself.
    SCORES = "scores"
    #: The best plan first.
    RANKING = "ranking"

    @property
    def has_points(self) -> bool:
        return self in (BallotKind.POINTS, BallotKind.SCORES)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that can be voted for."""

    id: str
    cost: Fraction
    categories: tuple[str, ...] = ()
    neighbourhood: str = ""
    #: Taken back after the ballot was fixed: it is still named on ballots, and cannot win.
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Ballot:
    """The plans on a ballot, in the order of the ballot; points beside them where the kind has points."""

    plans: tuple[str, ...]
    points: tuple[Fraction, ...] = ()
    #: How it came in (internet, paper), for the figures afterwards; the count does not look at it.
    method: str = field(default="", compare=False)


@dataclass(frozen=True)
class Election:
    """Everything that a count needs; the order of plans and ballots means nothing."""

    budget: Fraction
    kind: BallotKind
    plans: tuple[Plan, ...]
    ballots: tuple[Ballot, ...]

    def __post_init__(self) -> None:
        if self.budget < 0 or any(plan.cost < 0 for plan in self.plans):
            raise RuleBroken("tally_below_zero", "Een bedrag kan niet lager zijn dan nul.")
        known = Counter(plan.id for plan in self.plans)
        if twice := [one for one, times in known.items() if times > 1]:
            raise RuleBroken("tally_plan_twice", "Plan %(plan)s staat er twee keer.", plan=twice[0])
        checked: set[Ballot] = set()
        for number, ballot in enumerate(self.ballots, 1):
            if ballot not in checked:
                self._check(number, ballot, known)
                checked.add(ballot)

    def _check(self, number: int, ballot: Ballot, known: Counter[str]) -> None:
        for plan in ballot.plans:
            if plan not in known:
                raise RuleBroken(
                    "tally_unknown_plan",
                    "Stembiljet %(number)s noemt plan %(plan)s. Dat plan bestaat niet.",
                    number=number,
                    plan=plan,
                )
        if len(set(ballot.plans)) < len(ballot.plans):
            raise RuleBroken(
                "tally_named_twice",
                "Stembiljet %(number)s noemt een plan twee keer.",
                number=number,
            )
        if len(ballot.points) != (len(ballot.plans) if self.kind.has_points else 0):
            raise RuleBroken(
                "tally_points",
                "Stembiljet %(number)s heeft niet bij elk plan punten.",
                number=number,
            )
