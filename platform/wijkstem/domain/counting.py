"""The count of an area: ballots and the rule file in, the published files out; the same in always gives the same out.

`wijkstem round verify` makes the very same texts again from the published ballots, so a letter that differs is found.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from wijkstem.domain import ballots
from wijkstem.domain.published import Cast, Lot, Published
from wijkstem.domain.reach import reach
from wijkstem.domain.rounds import FileArea
from wijkstem.domain.vote_counting import answer_files, rule_name
from wijkstem.domain.vote_files import VoteFile
from wijkstem.domain.vote_questions import QuestionFile
from wijkstem.errors import RuleBroken
from wijkstem.kit.canonical import sha256
from wijkstem.kit.clock import local_date
from wijkstem.tally.counting import count
from wijkstem.tally.elections import Ballot, BallotKind, Election, Plan
from wijkstem.tally.explaining import Explainer, other_rule
from wijkstem.tally.pabulib.electing import elected
from wijkstem.tally.pabulib.files import PbFile, Table
from wijkstem.tally.pabulib.reading import read
from wijkstem.tally.pabulib.writing import published, write
from wijkstem.tally.results import Result
from wijkstem.tally.rules import CountingRule, Greedy, Unfit
from wijkstem.tally.wording import words
from wijkstem.words.rounds import BallotType, VotingMethod

FORMAT: Final = "wijkstem-result-1"
#: Ballots of fewer than so many of a kind could point at somebody: then it is not said which way each came.
FEWEST_OF_A_KIND: Final = 10
#: Ballots times plans up to which it is worked out how many votes more would have done: that counts again and again.
MOST_TRIED: Final = 500_000
METHOD: Final = "voting_method"

KINDS: Final[Mapping[BallotType, BallotKind]] = {
    BallotType.APPROVAL: BallotKind.APPROVAL,
    BallotType.CHOOSE_ONE: BallotKind.CHOOSE_ONE,
    BallotType.POINTS: BallotKind.POINTS,
    BallotType.SCORES: BallotKind.SCORES,
    BallotType.RANKING: BallotKind.RANKING,
}


def counted(
    file: VoteFile,
    area: FileArea,
    cast: Sequence[Cast],
    *,
    withdrawn: Collection[int] = (),
    lot: Lot | None = None,
) -> Published:
    """The files; voters get numbers in the order of ``cast``, so shuffle it before the first time."""
    ways = [one.method for one in cast]
    election = _election(file, area, cast, withdrawn)
    return published_again(file, area, election, ways if tells_apart(ways) else None, lot)


def published_again(
    file: VoteFile,
    area: FileArea,
    election: Election,
    methods: Sequence[VotingMethod] | None,
    lot: Lot | None,
) -> Published:
    """The same from ballots that were published before: for the lot, and for whoever checks."""
    if isinstance(file, QuestionFile):
        ballots_file = _ballots_file(file, area, election, methods, None)
        return answer_files(file, election, ballots_file, methods, lot)
    rule = file.count_of(area.number, lot.seed if lot else None)
    result = count(election, rule)
    text = _ballots_file(file, area, election, methods, result)
    said = {
        "format": FORMAT,
        "round": file.number,
        "area": area.number,
        "name": area.name,
        "rules_sha256": file.digest,
        "ballots_sha256": sha256(text),
        "lot": lot.public() if lot else None,
        "withdrawn": [int(plan.id) for plan in election.plans if plan.withdrawn],
        "result": result.to_dict(),
        "other": other_rule(rule).name,
        "why": _why(election, rule, result),
        "reach": reach(election, result.winners, methods),
    }
    return Published(text, _text(said), result.waiting)


def _why(election: Election, rule: CountingRule, result: Result) -> dict[str, Any]:
    """Of each plan the figures, and sentences with a place for them; what a page translates."""
    explainer = Explainer(election, rule, result)
    quick = len(election.ballots) * len(election.plans) <= MOST_TRIED
    found = {plan.id: explainer.why(plan.id, None if quick else 0) for plan in election.plans}
    return {
        plan: {**why.to_dict(), "words": [[one.sentence, dict(one.values)] for one in words(why)]}
        for plan, why in found.items()
    }


def _text(said: Mapping[str, Any]) -> str:
    """One text for one result; it has fractions in it, so it is not canonical JSON."""
    return json.dumps(said, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _election(
    file: VoteFile, area: FileArea, cast: Sequence[Cast], withdrawn: Collection[int]
) -> Election:
    kind = KINDS[file.ballot.type]
    known: dict[str, Ballot] = {}
    filled = []
    for one in cast:
        text = ballots.written(one.picks)
        if text not in known:
            known[text] = _ballot(one.picks, kind)
        filled.append(known[text])
    return Election(Fraction(area.budget), kind, plans_of(file, area, withdrawn), tuple(filled))


def plans_of(file: VoteFile, area: FileArea, withdrawn: Collection[int]) -> tuple[Plan, ...]:
    """The plans of an area as the count sees them."""
    return tuple(
        Plan(
            str(plan.number),
            Fraction(plan.cost),
            (plan.category,) if plan.category else (),
            plan.neighbourhood,
            withdrawn=plan.number in withdrawn,
        )
        for plan in file.plans_of(area.number)
    )


def _ballot(picks: ballots.Picks, kind: BallotKind) -> Ballot:
    ranked = kind is BallotKind.RANKING
    order = sorted(picks, key=lambda plan: (picks[plan] if ranked else 0, plan))
    points = tuple(Fraction(picks[plan]) for plan in order) if kind.has_points else ()
    return Ballot(tuple(str(plan) for plan in order), points)


def tells_apart(methods: Collection[VotingMethod]) -> bool:
    """Whether it can be said of each ballot how it came, without pointing at a few."""
    each = [sum(one is method for one in methods) for method in VotingMethod]
    return all(many >= FEWEST_OF_A_KIND for many in each)


def _ballots_file(
    file: VoteFile,
    area: FileArea,
    election: Election,
    methods: Sequence[VotingMethod] | None,
    result: Result | None,
) -> str:
    names = {str(plan.number): plan.title for plan in file.plans_of(area.number)}
    made = published(election, _meta(file, area, election), names, result)
    return write(made if methods is None else _with_methods(made, methods)).decode()


def _with_methods(made: PbFile, methods: Sequence[VotingMethod]) -> PbFile:
    rows = zip(made.votes.rows, methods, strict=True)
    votes = Table((*made.votes.columns, METHOD), tuple((*row, str(how)) for row, how in rows))
    return replace(made, votes=votes)


def _meta(file: VoteFile, area: FileArea, election: Election) -> dict[str, str]:
    """Pabulib's keys; what the ballot and the rule allow is said once more in its words."""
    gone = ", ".join(plan.id for plan in election.plans if plan.withdrawn)
    said = {
        "description": f"{file.name}, {area.name}",
        "country": "Netherlands",
        "unit": file.municipality,
        "district": area.name,
        "instance": file.number,
        "rule": rule_name(file) if isinstance(file, QuestionFile) else _rule(file.count),
        "date_begin": f"{local_date(file.opens_at):%d.%m.%Y}",
        "date_end": f"{local_date(file.closes_at):%d.%m.%Y}",
        "currency": "EUR",
        "language": "nl",
        **_limits(file),
        "comment": f"#1: rules: SHA-256 {file.digest}"
        + (f" #2: withdrawn: {gone}" if gone else ""),
    }
    return {key: text for key, text in said.items() if text}


def _rule(rule: CountingRule) -> str:
    if isinstance(rule.winner, Greedy):
        return "greedy" if rule.winner.unfit is Unfit.SKIP else "greedy-no-skip"
    return f"equalshares/{rule.winner.completion}"


def _limits(file: VoteFile) -> dict[str, str]:
    rules = file.ballot
    limits = {
        "min_length": rules.min_picks,
        "max_length": rules.max_picks,
        "max_sum_cost": rules.spending_limit,
        "max_sum_points": rules.points,
        "min_points": rules.lowest_score,
        "max_points": rules.highest_score or rules.most_points,
    }
    return {name: str(limit) for name, limit in limits.items() if limit is not None}


def read_again(
    file: VoteFile, area: FileArea, ballots_file: bytes, withdrawn: Collection[int]
) -> tuple[Election, list[VotingMethod] | None]:
    """The ballots that were published, with the plans of the rule file; in the order of the file.

    Raises:
        WijkstemError: it is no such file, or it is of another election.
    """
    found = read(ballots_file)
    kind, budget = KINDS[file.ballot.type], Fraction(area.budget)
    election = elected(found).election
    if election.kind is not kind or election.budget != budget:
        raise RuleBroken("other_election", "Deze stemmen horen bij een andere stemming.")
    again = Election(budget, kind, plans_of(file, area, withdrawn), election.ballots)
    column = found.votes.column(METHOD)
    methods = None if column is None else [VotingMethod(row[column]) for row in found.votes.rows]
    return again, methods
