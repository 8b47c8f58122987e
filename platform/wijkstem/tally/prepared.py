"""An election made ready to count: whole numbers, and equal ballots taken together, always in the same order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from wijkstem.errors import RuleBroken
from wijkstem.tally.elections import Ballot, Election, Plan
from wijkstem.tally.results import Reason
from wijkstem.tally.rules import CountingRule, EqualShares, Measure, ScoreBy, Scoring, Unit

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Floats hold whole numbers exactly up to here; sums of points over all ballots stay below it.
_EXACT = 2**53


@dataclass(frozen=True)
class Supporters:
    """Who is for a plan: groups of equal ballots, how many each, and the points that each ballot gives."""

    groups: Ints
    weights: Ints
    #: The different numbers of points, and which of them each group gives.
    levels: tuple[int, ...]
    level_of: Ints
    points: Floats
    floats: Floats
    #: Points of each group times its ballots, all points together, and all ballots.
    weighted: Floats
    total: int
    ballots: int


@dataclass(frozen=True)
class Prepared:
    """An election in whole numbers; a plan is its place in the sorted list of ids."""

    plans: tuple[Plan, ...]
    voters: int
    #: Money in units so small that every cost is whole, and points likewise.
    unit: Fraction
    budget: int
    costs: tuple[int, ...]
    votes: tuple[int, ...]
    scores: tuple[Fraction, ...]
    #: Ballots of each group.
    groups: Ints
    supporters: tuple[Supporters, ...]
    point_unit: Fraction
    #: The plans that can win: not withdrawn, and past every threshold. None when nobody voted.
    eligible: frozenset[int]

    def money(self, units: Fraction | int) -> Fraction:
        """Back in euros."""
        return units * self.unit


#: What a ballot gives to whom: (plan, points).
Given = tuple[tuple[int, int], ...]


def prepare(election: Election, rule: CountingRule) -> Prepared:
    """Everything that the count asks for more than once."""
    plans = tuple(sorted(election.plans, key=lambda plan: plan.id))
    place = {plan.id: number for number, plan in enumerate(plans)}
    different = Counter(election.ballots)
    votes = _votes(different, place)
    per_point = _per_point(different, rule.scoring)
    groups = _groups(different, rule.scoring, place, per_point)
    if isinstance(rule.winner, EqualShares):
        _refuse_minus(groups)
    scores = tuple(Fraction(score, per_point) for score in _scores(groups, len(plans)))
    per_euro = lcm(election.budget.denominator, *(plan.cost.denominator for plan in plans))
    return Prepared(
        plans=plans,
        voters=len(election.ballots),
        unit=Fraction(1, per_euro),
        budget=int(election.budget * per_euro),
        costs=tuple(int(plan.cost * per_euro) for plan in plans),
        votes=votes,
        scores=scores,
        groups=np.fromiter(groups.values(), np.int64, len(groups)),
        supporters=_supporters(groups, len(plans)),
        point_unit=Fraction(1, per_point),
        eligible=frozenset(_eligible(rule, plans, votes, scores, len(election.ballots))),
    )


def _votes(different: Mapping[Ballot, int], place: Mapping[str, int]) -> tuple[int, ...]:
    """How many ballots name each plan."""
    votes = [0] * len(place)
    for ballot, times in different.items():
        for plan in ballot.plans:
            votes[place[plan]] += times
    return tuple(votes)


def _per_point(different: Iterable[Ballot], scoring: Scoring) -> int:
    """In how many parts a point is divided, so that all points are whole."""
    match scoring.by:
        case ScoreBy.PLACES:
            return lcm(*(one.denominator for one in scoring.places))
        case ScoreBy.POINTS:
            return lcm(*{one.denominator for ballot in different for one in ballot.points})
        case _:
            return 1


def _groups(
    different: Mapping[Ballot, int],
    scoring: Scoring,
    place: Mapping[str, int],
    per_point: int,
) -> dict[Given, int]:
    """How many ballots give the same, in an order of their own."""
    groups: Counter[Given] = Counter()
    places = [int(one * per_point) for one in scoring.places]
    for ballot, times in different.items():
        numbers = [place[plan] for plan in ballot.plans]
        if scoring.by == ScoreBy.VOTES:
            groups[tuple((plan, 1) for plan in sorted(numbers))] += times
            continue
        points = places  # who stands lower than the last place gets nothing
        if scoring.by == ScoreBy.POINTS:
            points = _whole(ballot, per_point)
        pairs = zip(numbers, points, strict=False)
        groups[tuple(sorted((plan, one) for plan, one in pairs if one))] += times
    return dict(sorted(groups.items()))


def _whole(ballot: Ballot, per_point: int) -> list[int]:
    if len(ballot.points) < len(ballot.plans):
        raise RuleBroken(
            "tally_no_points", "Deze regel telt punten. De biljetten hebben geen punten."
        )
    return [int(one * per_point) for one in ballot.points]


def _scores(groups: Mapping[Given, int], plans: int) -> list[int]:
    scores = [0] * plans
    for given, times in groups.items():
        for plan, points in given:
            scores[plan] += points * times
    return scores


def _refuse_minus(groups: Mapping[Given, int]) -> None:
    if any(points < 0 for given in groups for _, points in given):
        raise RuleBroken(
            "tally_minus_points", "Gelijke delen kan niet tellen met punten onder nul."
        )


def _supporters(groups: Mapping[Given, int], plans: int) -> tuple[Supporters, ...]:
    found: list[tuple[list[int], list[int], list[int]]] = [([], [], []) for _ in range(plans)]
    for number, (given, times) in enumerate(groups.items()):
        for plan, points in given:
            if points > 0:
                who, weights, gives = found[plan]
                who.append(number)
                weights.append(times)
                gives.append(points)
    return tuple(_one(*columns) for columns in found)


def _one(groups: list[int], weights: list[int], points: list[int]) -> Supporters:
    levels = tuple(sorted(set(points)))
    level = {value: number for number, value in enumerate(levels)}
    total = sum(weight * value for weight, value in zip(weights, points, strict=True))
    if total >= _EXACT:
        raise RuleBroken(
            "tally_too_many_points", "De punten op de biljetten zijn te groot om te tellen."
        )
    return Supporters(
        groups=np.array(groups, np.int64),
        weights=np.array(weights, np.int64),
        levels=levels,
        level_of=np.array([level[value] for value in points], np.int64),
        points=np.array(points, np.float64),
        floats=np.array(weights, np.float64),
        weighted=np.array(weights, np.float64) * np.array(points, np.float64),
        total=total,
        ballots=sum(weights),
    )


def _eligible(
    rule: CountingRule,
    plans: Sequence[Plan],
    votes: Sequence[int],
    scores: Sequence[Fraction],
    voters: int,
) -> Iterator[int]:
    for plan, one in enumerate(plans):
        measured = {Measure.VOTES: Fraction(votes[plan]), Measure.SCORE: scores[plan]}
        passes = (
            measured[bar.on]
            >= (bar.at_least * voters / 100 if bar.unit == Unit.PERCENT else bar.at_least)
            for bar in rule.thresholds
        )
        if voters and not one.withdrawn and all(passes):
            yield plan


def with_more(prepared: Prepared, rule: CountingRule, plan: int, ballots: int) -> Prepared:
    """As if there were so many ballots more with only this plan, and the most points that somebody gave."""
    who = prepared.supporters[plan]
    most = _most(prepared, rule)
    scores = list(prepared.scores)
    scores[plan] += ballots * most * prepared.point_unit
    votes = list(prepared.votes)
    votes[plan] += ballots
    supporters = list(prepared.supporters)
    supporters[plan] = _one(
        [*who.groups.tolist(), len(prepared.groups)],
        [*who.weights.tolist(), ballots],
        [*(who.levels[level] for level in who.level_of.tolist()), most],
    )
    voters = prepared.voters + ballots
    return replace(
        prepared,
        voters=voters,
        votes=tuple(votes),
        scores=tuple(scores),
        groups=np.append(prepared.groups, ballots),
        supporters=tuple(supporters),
        eligible=frozenset(_eligible(rule, prepared.plans, votes, scores, voters)),
    )


def _most(prepared: Prepared, rule: CountingRule) -> int:
    """The most that one ballot gives one plan."""
    if rule.scoring.by == ScoreBy.PLACES:
        return int(max(rule.scoring.places) / prepared.point_unit)
    return max((who.levels[-1] for who in prepared.supporters if who.levels), default=1)


def out(prepared: Prepared, plan: int) -> Reason:
    """Why a plan that is not eligible cannot win."""
    if prepared.plans[plan].withdrawn:
        return Reason.WITHDRAWN
    return Reason.THRESHOLD if prepared.voters else Reason.NO_SUPPORT
