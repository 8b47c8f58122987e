"""Groups of opinion: planted ones are found, order says nothing, small numbers stay hidden, and what a flood can do."""

import os
from array import array
from collections.abc import Callable
from pathlib import Path
from subprocess import run
from sys import executable

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from tests.opinion.planted import Planted, flooded, planted
from wijkstem.opinion import apart
from wijkstem.opinion.apart import Columns, found_apart
from wijkstem.opinion.finding import ANSWERED, Found, found, people_grouped
from wijkstem.opinion.votes import UNSEEN, Votes
from wijkstem.opinion.weighing import Tally, certain, different, likely, shared, shared_by_all

SMALLEST = 5
ROOT = Path(apart.__file__).parents[2]


def votes_of(it: Planted) -> Votes:
    return Votes.of(it.who, it.which, it.what, columns=it.statements)


def agreement(it: Planted, *, honest: int) -> float:
    """How far found groups are the planted ones of the ``honest`` first groups: 1 is all, 0 is chance."""
    names, rows = np.unique(it.who, return_inverse=True)
    answers = np.full((len(names), it.statements), UNSEEN, dtype=np.int8)
    answers[rows, it.which] = it.what
    order = np.lexsort(answers.T[::-1])
    enough = (answers[order] != UNSEEN).sum(axis=1) >= ANSWERED
    truth = it.group[names][order][enough]
    some, labels = people_grouped(votes_of(it), smallest=SMALLEST)
    assert some.people == len(truth)
    there = truth < honest
    return float(adjusted_rand_score(truth[there], labels[there]))


def groups_of(it: Planted) -> Found:
    return found(votes_of(it), smallest=SMALLEST)


@pytest.mark.parametrize("groups", [2, 3, 4, 5])
def test_planted_groups_are_found(groups: int) -> None:
    it = planted(1000, 60, groups, seed=groups)
    assert agreement(it, honest=groups) > 0.8
    assert len(groups_of(it).groups) == groups


@pytest.mark.parametrize(
    "loyal", [0.8, 0.5], ids=["one opinion with deviations", "everybody votes by chance"]
)
def test_without_groups_none_are_made(loyal: float) -> None:
    it = groups_of(planted(300, 40, 1, seed=1, loyal=loyal))
    assert [one.size for one in it.groups] == [it.grouped]
    assert it.typical == ((),)


def test_the_same_votes_in_another_order_and_by_others_tell_the_same() -> None:
    it = planted(200, 30, 3, seed=5)
    order = np.random.default_rng(1).permutation(len(it.what))
    names = np.random.default_rng(2).permutation(10_000)[:200]
    other = Votes.of(names[it.who[order]], it.which[order], it.what[order], columns=it.statements)
    assert found(other, smallest=SMALLEST) == groups_of(it)


def test_another_vote_has_another_digest() -> None:
    it = planted(50, 10, 2, seed=5)
    before = votes_of(it).digest()
    it.what[0] = -it.what[0] or 1
    assert votes_of(it).digest() != before


def test_what_all_groups_share_was_planted_as_such() -> None:
    it = planted(2000, 40, 3, seed=11, loyal=0.9, common=5)
    opinions = {one.statement for one in groups_of(it).shared if one.agrees}
    assert it.shared <= opinions


def test_groups_are_never_smaller_than_may_be_shown() -> None:
    it = planted(60, 20, 2, seed=3, loyal=0.95)
    sizes = np.bincount(it.group)
    hidden = found(votes_of(it), smallest=int(sizes.min()) + 1)
    assert all(one.size > sizes.min() for one in hidden.groups)


def test_of_few_people_nothing_is_shown() -> None:
    it = groups_of(planted(4, 20, 2, seed=3, answered=1.0))
    assert (it.groups, it.shared, it.typical) == ((), (), ())
    assert not any(it.tallies)
    assert not any(it.by_group)


def test_where_one_group_is_hidden_no_other_group_tells_it() -> None:
    it = planted(200, 20, 2, seed=3, loyal=0.95)
    few = (it.which != 7) | (it.group[it.who] == 0) | (it.who % 50 == 0)
    votes = Votes.of(it.who[few], it.which[few], it.what[few], columns=it.statements)
    made = found(votes, smallest=SMALLEST)
    assert len(made.groups) == 2
    assert made.tallies[7] is not None
    assert made.by_group[7] is None
    assert 7 not in {one.statement for one in made.shared}
    assert 7 not in {one.statement for group in made.typical for one in group}


@pytest.mark.parametrize("none", [(0, 0), (0, 5), (3, 1)], ids=["nothing", "no votes", "one"])
def test_little_or_nothing_is_no_error(none: tuple[int, int]) -> None:
    people, statements = none
    who = list(range(people))
    made = found(Votes.of(who, [0] * people, [1] * people, columns=statements), smallest=SMALLEST)
    assert (made.people, made.groups, len(made.tallies)) == (people, (), statements)


def test_everybody_alike_is_one_group() -> None:
    who, which = (axis.ravel() for axis in np.indices((50, 10)))
    made = found(Votes.of(who, which, np.ones(500), columns=10), smallest=SMALLEST)
    assert [one.size for one in made.groups] == [50]
    assert len(made.shared) == 10
    assert (made.copies, made.steady) == (50, False)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.45])
def test_flood_of_copies_makes_no_group_and_is_told(share: float) -> None:
    it = planted(1000, 60, 3, seed=3)
    after = flooded(it, share, seed=1)
    assert agreement(after, honest=3) > 0.9
    made = groups_of(after)
    assert len(made.groups) == 3
    assert made.copies == len(after.group) - 1000


def test_flood_that_varies_becomes_a_group_and_takes_no_other_apart() -> None:
    after = flooded(planted(1000, 60, 3, seed=3), 0.2, seed=1, varied=0.1)
    made = groups_of(after)
    assert agreement(after, honest=3) > 0.9
    assert (len(made.groups), made.copies) == (4, 0)


def test_process_of_its_own_says_the_same() -> None:
    it = planted(100, 20, 3, seed=4)
    columns = Columns(
        20, array("I", it.who.tolist()), array("H", it.which.tolist()), array("b", it.what.tolist())
    )
    said = found_apart(columns, smallest=SMALLEST, answered=ANSWERED)
    made = groups_of(it)
    assert (said["smallest"], said["answered"]) == (SMALLEST, ANSWERED)
    assert said["digest"] == made.digest
    assert [one["size"] for one in said["groups"]] == [one.size for one in made.groups]
    assert [one["statement"] for one in said["shared"]] == [one.statement for one in made.shared]


def test_who_asks_for_it_imports_no_numerical_library() -> None:
    asked = (
        "import sys, wijkstem.opinion.apart; print({'numpy', 'scipy', 'sklearn'} & {*sys.modules})"
    )
    told = run(
        [executable, "-c", asked], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert told.stdout.strip() == "set()"


#: Worked out by hand from the published formulas.
STATISTICS: list[tuple[Callable[[], float], float]] = [
    (lambda: likely(Tally(0, 0, 0)), 0.5),
    (lambda: likely(Tally(7, 1, 0)), 0.8),
    (lambda: certain(Tally(8, 0, 0)), 3.0),
    (lambda: certain(Tally(0, 3, 0)), -1.0),
    (lambda: different(Tally(4, 5, 0), Tally(4, 5, 0)), 0.0),
    (lambda: different(Tally(7, 0, 0), Tally(3, 0, 0)), 0.0),
    (lambda: different(Tally(4, 3, 0), Tally(1, 6, 0)), 1.5118578920),
    (lambda: shared([Tally(7, 1, 0), Tally(2, 2, 4)]), 0.8 * 0.3),
]


@pytest.mark.parametrize(("made", "expected"), STATISTICS)
def test_statistics_are_the_published_ones(made: Callable[[], float], expected: float) -> None:
    assert made() == pytest.approx(expected)


def test_shared_is_what_each_group_surely_says() -> None:
    rows = [
        (Tally(20, 1, 0), Tally(18, 3, 0)),
        (Tally(20, 1, 0), Tally(9, 12, 0)),
        None,
        (Tally(1, 20, 0), Tally(2, 19, 0)),
    ]
    assert [(one.statement, one.agrees) for one in shared_by_all(rows)] == [(0, True), (3, False)]
