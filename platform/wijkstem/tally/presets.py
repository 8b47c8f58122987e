"""Usual counting rules, written out in full; only a start: the rule file keeps every parameter."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from wijkstem.tally.rules import (
    Comparison,
    Completion,
    CountingRule,
    EqualShares,
    Greedy,
    Leftover,
    Measure,
    ScoreBy,
    Scoring,
    Threshold,
    Tie,
    Unfit,
    Unit,
    Worth,
)

VOTES: Final = Scoring(by=ScoreBy.VOTES, places=())
POINTS: Final = Scoring(by=ScoreBy.POINTS, places=())
#: Cheaper, then more votes, then the public lot.
TIES: Final = (Tie.CHEAPER, Tie.VOTES, Tie.LOT)


def borda(first: int) -> Scoring:
    """So many points for the first place, and one fewer for each place below it."""
    return Scoring(by=ScoreBy.PLACES, places=tuple(Fraction(n) for n in range(first, 0, -1)))


def plain_rule(winner: Greedy | EqualShares, scoring: Scoring = VOTES) -> CountingRule:
    """A rule without thresholds, caps and groups; `dataclasses.replace` puts them in."""
    return CountingRule(
        winner=winner,
        scoring=scoring,
        thresholds=(),
        caps=(),
        exclusive=(),
        ties=TIES,
        lot=None,
        leftover=Leftover.NOTHING,
    )


def chosen(rule: CountingRule) -> CountingRule:
    """The same, but for a plan that nobody chose: it gets nothing, also when money is left."""
    least = Threshold(on=Measure.VOTES, at_least=Fraction(1), unit=Unit.NUMBER)
    return replace(rule, thresholds=(least, *rule.thresholds))


def greedy(scoring: Scoring = VOTES, unfit: Unfit = Unfit.SKIP) -> CountingRule:
    """The highest score first, and what does not fit is skipped."""
    return plain_rule(Greedy(unfit=unfit), scoring)


def equal_shares(
    scoring: Scoring = VOTES, completion: Completion = Completion.ADD1
) -> CountingRule:
    """Add1 by one euro, on to the last step that fits: what fits all official equal-shares elections we know."""
    return plain_rule(
        EqualShares(
            worth=Worth.COST,
            completion=completion,
            increment=Fraction(1),
            exhaustive_stop=False,
            comparison=Comparison.NONE,
        ),
        scoring,
    )
