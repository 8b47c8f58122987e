"""The count of a question: the same ballots in any order, and the same rule, always give the same outcome."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wijkstem.tally.answers.duels import Duels, beaten_by, duels, strongest_paths
from wijkstem.tally.answers.results import AnswerResult, Outcome, QuestionResult, Standing
from wijkstem.tally.answers.rules import AnswerRule, AnswerTie, Method
from wijkstem.tally.elections import BallotKind, Election
from wijkstem.tally.ties import lot_number


def answered(election: Election, rule: AnswerRule, lot: str | None = None) -> QuestionResult:
    """The outcome; ``lot`` is what the public lot gave, None as long as it was not drawn."""
    return _Count(election, rule, lot).result()


@dataclass(frozen=True)
class _Count:
    election: Election
    rule: AnswerRule
    lot: str | None

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """In an order that does not depend on how the election was written down."""
        return tuple(sorted((plan.id for plan in self.election.plans), key=_by_number))

    @cached_property
    def voters(self) -> Counter[str]:
        return Counter(one for ballot in self.election.ballots for one in ballot.plans)

    @cached_property
    def first(self) -> Counter[str]:
        """First places; where a ballot has no order, nobody has one."""
        if self.election.kind is not BallotKind.RANKING:
            return Counter()
        return Counter(ballot.plans[0] for ballot in self.election.ballots if ballot.plans)

    @cached_property
    def points(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for ballot in self.election.ballots:
            for one, many in zip(ballot.plans, ballot.points, strict=bool(ballot.points)):
                found[one] += int(many)
        return found

    @cached_property
    def duels(self) -> Duels:
        if self.election.kind is not BallotKind.RANKING:
            return {}
        return duels(self.answers, (ballot.plans for ballot in self.election.ballots))

    @cached_property
    def paths(self) -> Duels:
        return strongest_paths(self.answers, self.duels) if self._by_paths else {}

    @property
    def _by_paths(self) -> bool:
        return self.rule.method is Method.SCHULZE

    @cached_property
    def beaten(self) -> Mapping[str, tuple[str, ...]]:
        return beaten_by(self.answers, self.paths)

    @cached_property
    def scores(self) -> Mapping[str, int]:
        match self.rule.method:
            case Method.MOST:
                return {one: self.voters[one] for one in self.answers}
            case Method.POINTS:
                return {one: self.points[one] for one in self.answers}
            case Method.BORDA:
                return self._places()
        return {one: sum(one in beaten for beaten in self.beaten.values()) for one in self.answers}

    def _places(self) -> Mapping[str, int]:
        found, last = Counter[str](), len(self.answers) - 1
        for order, times in Counter(ballot.plans for ballot in self.election.ballots).items():
            for place, one in enumerate(order):
                found[one] += times * (last - place)
        return {one: found[one] for one in self.answers}

    def _behind(self, one: str) -> int:
        """How many answers come before it, by the method alone."""
        if self._by_paths:
            return len(self.beaten[one])
        return sum(score > self.scores[one] for score in self.scores.values())

    @cached_property
    def leading(self) -> tuple[str, ...]:
        """Nobody is before them, after every step but the lot."""
        if not any(ballot.plans for ballot in self.election.ballots):
            return ()
        best = [one for one in self.answers if self._behind(one) == 0]
        measures = {AnswerTie.VOTERS: self.voters, AnswerTie.FIRST: self.first}
        for step in self.rule.ties[:-1]:
            most = max(measures[step][one] for one in best)
            best = [one for one in best if measures[step][one] == most]
        return tuple(best)

    def share_of(self, one: str) -> tuple[int, int]:
        """Of so many, so many: ballots with a choice, all points, or of a ranking its worst duel."""
        if self.rule.ranks:
            return min(
                ((many, many + self.duels[other][one]) for other, many in self.duels[one].items()),
                # Exact: a/b before c/d when ad < cb; nobody in a duel is no share at all.
                key=_Share,
                default=(0, 0),
            )
        if self.rule.method is Method.POINTS:
            return self.points[one], self.points.total()
        return self.voters[one], sum(bool(ballot.plans) for ballot in self.election.ballots)

    def _has_share(self, one: str) -> bool:
        had, of = self.share_of(one)
        return had * 100 >= of * (self.rule.least_share or 0) and (
            of > 0 or not self.rule.least_share
        )

    def _outcome(self) -> Outcome:
        if not self.leading:
            return Outcome.NOBODY
        if len(self.election.ballots) * 100 < self.rule.electorate * (self.rule.least_turnout or 0):
            return Outcome.TOO_FEW_VOTERS
        if not any(self._has_share(one) for one in self.leading):
            return Outcome.TOO_SMALL_A_SHARE
        if self._winner() is None:
            return Outcome.WAITS
        enough = self._has_share(self._winner() or "")
        return Outcome.ANSWERED if enough else Outcome.TOO_SMALL_A_SHARE

    def _winner(self) -> str | None:
        if len(self.leading) == 1:
            return self.leading[0]
        if self.lot is None or not self.leading:
            return None
        lot = self.lot
        return min(self.leading, key=lambda one: lot_number(lot, one))

    def result(self) -> QuestionResult:
        outcome, winner = self._outcome(), self._winner()
        places = self._in_places(winner)
        return QuestionResult(
            rule=self.rule,
            voters=len(self.election.ballots),
            blank=sum(not ballot.plans for ballot in self.election.ballots),
            answers={one: self._one(one, places[one], outcome, winner) for one in self.answers},
            winner=winner,
            drawn_from=self.leading if len(self.leading) > 1 else (),
            outcome=outcome,
            duels=self.duels,
            paths=self.paths,
        )

    def _in_places(self, winner: str | None) -> Mapping[str, int]:
        """Who is equal has the same place, but for the winner."""

        def before(one: str) -> tuple[int, bool, bool]:
            return self._behind(one), one != winner, one not in self.leading

        return {
            one: 1 + sum(before(other) < before(one) for other in self.answers)
            for one in self.answers
        }

    def _one(self, one: str, place: int, outcome: Outcome, winner: str | None) -> AnswerResult:
        standing = Standing.LOST
        if outcome is Outcome.WAITS and one in self.leading:
            standing = Standing.WAITS
        elif outcome is Outcome.ANSWERED and one == winner:
            standing = Standing.WON
        return AnswerResult(
            id=one,
            place=place,
            score=self.scores[one],
            voters=self.voters[one],
            first=self.first[one],
            standing=standing,
            share=self.share_of(one),
        )


@dataclass(frozen=True)
class _Share:
    """A fraction whose order needs no division."""

    it: tuple[int, int]

    def __lt__(self, other: "_Share") -> bool:
        (had, of), (theirs, whole) = self.it, other.it
        return had * (whole or 1) < theirs * (of or 1)


def _by_number(one: str) -> tuple[int, str]:
    return (int(one), "") if one.isdecimal() else (0, one)


def in_order(result: QuestionResult) -> Sequence[AnswerResult]:
    """The answers by their places."""
    return sorted(result.answers.values(), key=lambda one: (one.place, _by_number(one.id)))
