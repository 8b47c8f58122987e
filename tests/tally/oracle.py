"""pabutools, an independent program that others wrote, asked by our parameters; GPL, so for tests and measurements only.

Its own defaults are other ones: ties by name, greedy by points for each euro, Add1 up to the first exhaustive outcome.
"""

from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

from pabutools.election import CardinalBallot, CardinalProfile, Instance, Project
from pabutools.election.satisfaction import AdditiveSatisfaction
from pabutools.fractions import frac
from pabutools.rules import (
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
)
from pabutools.tiebreaking import TieBreakingRule

from tests.tally.naive import Naive


class _TimesCost(AdditiveSatisfaction):  # type: ignore[misc] # pabutools has no types
    """Points times cost; for greedy, which divides by the cost again, that is the points."""

    def __init__(self, instance: Any, profile: Any, ballot: Any) -> None:
        super().__init__(instance, profile, ballot, func=_times_cost)


class _Points(AdditiveSatisfaction):  # type: ignore[misc] # pabutools has no types
    """Points alone."""

    def __init__(self, instance: Any, profile: Any, ballot: Any) -> None:
        super().__init__(instance, profile, ballot, func=_points)


def _times_cost(instance: Any, profile: Any, ballot: Any, project: Any, before: Any) -> Any:
    return ballot.get(project, 0) * (project.cost or 1)


def _points(instance: Any, profile: Any, ballot: Any, project: Any, before: Any) -> Any:
    return ballot.get(project, 0)


class Oracle:
    """An election in pabutools."""

    def __init__(self, election: Naive) -> None:
        self._each_more = len(election.ballots)
        self._total = _number(sum(election.costs.values(), Fraction(0)))
        projects = {name: Project(name, _number(cost)) for name, cost in election.costs.items()}
        self._instance = Instance(projects.values(), budget_limit=_number(election.budget))
        self._profile = CardinalProfile(
            CardinalBallot({projects[plan]: _number(points) for plan, points in one.items()})
            for one in election.ballots
        )
        votes = {name: election.votes(name) for name in projects}
        lot = {name: int(sha256(f"lot|{name}".encode()).hexdigest(), 16) for name in projects}
        self._ties = TieBreakingRule(lambda i, p, one: (one.cost, -votes[one.name], lot[one.name]))

    def greedy(self, taken: Sequence[str] = ()) -> set[str]:
        """Skips what does not fit."""
        before = [one for one in self._instance if one.name in taken]
        return _names(
            greedy_utilitarian_welfare(
                self._instance,
                self._profile,
                sat_class=_TimesCost,
                tie_breaking=self._ties,
                initial_budget_allocation=before,
            )
        )

    def shares(self, *, worth_cost: bool) -> set[str]:
        """One run."""
        return _names(
            method_of_equal_shares(self._instance, self._profile, **self._how(worth_cost))
        )

    def add1(self, step: Fraction, *, worth_cost: bool, exhaustive_stop: bool) -> set[str]:
        """Up to the last step that the budget can pay."""
        return _names(
            exhaustion_by_budget_increase(
                self._instance,
                self._profile,
                method_of_equal_shares,
                self._how(worth_cost),
                exhaustive_stop=exhaustive_stop,
                budget_step=_number(step * self._each_more),
                budget_bound=self._instance.budget_limit + (self._total + 1) * self._each_more,
            )
        )

    def _how(self, worth_cost: bool) -> dict[str, Any]:
        return {
            "sat_class": _TimesCost if worth_cost else _Points,
            "tie_breaking": self._ties,
        }


def _number(value: Fraction) -> Any:
    return frac(value.numerator, value.denominator)


def _names(found: Any) -> set[str]:
    return {str(one.name) for one in found}
