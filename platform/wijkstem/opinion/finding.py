"""Everything that votes on statements tell: groups, what all of them share, what is typical of each; nothing of few people."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from threadpoolctl import threadpool_limits

from wijkstem.opinion.grouping import Labels, grouped
from wijkstem.opinion.mapping import DRAWN, Map, mapped
from wijkstem.opinion.votes import AGREE, DISAGREE, PASS, Reals, Votes
from wijkstem.opinion.weighing import Shared, Tally, Typical, shared_by_all, typical

#: Who answered less is not put in a group (all statements, where there are fewer): the published number.
ANSWERED: Final = 7
#: With fewer statements nothing can be told apart.
STATEMENTS: Final = 3


@dataclass(frozen=True)
class Group:
    """Some people who answer alike: how many, where the middle of them is, and how far they reach."""

    size: int
    x: float
    y: float
    spread: float


@dataclass(frozen=True)
class Found:
    """What came out."""

    people: int
    answers: int
    #: Who answered enough to be in a group.
    grouped: int
    #: One: there are no groups to tell apart. None: there are too few people to say.
    groups: tuple[Group, ...]
    #: By statement; None where too few answered.
    tallies: tuple[Tally | None, ...]
    #: By statement and group; None where of some group too few answered: else the others would tell it.
    by_group: tuple[tuple[Tally, ...] | None, ...]
    shared: tuple[Shared, ...]
    typical: tuple[tuple[Typical, ...], ...]
    #: Which part of all differences the two directions of the map tell.
    explained: tuple[float, ...]
    digest: str
    #: How many answered precisely the same as at least ``smallest`` others, on enough statements.
    copies: int
    #: Whether the same comes out when those count as one person.
    steady: bool
    #: What it was worked out with: of fewer people nothing is shown, and who answered less is in no group.
    smallest: int
    answered: int

    def data(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def found(votes: Votes, *, smallest: int, answered: int = ANSWERED) -> Found:
    """Of the same votes always the same, on one thread.

    ``smallest``: of fewer people nothing is shown. ``answered``: who answered less is in no group.
    """
    with threadpool_limits(limits=1):
        it, copies = _found(votes, smallest, answered), _copies(votes, smallest, answered)
        steady = not copies or _same(it, _found(votes.once(), smallest, answered))
    return Found(**{**vars(it), "copies": copies, "steady": steady})


def people_grouped(
    votes: Votes, *, smallest: int, answered: int = ANSWERED
) -> tuple[Votes, Labels]:
    """Who is in a group, in the order of the matrix, and in which; to hold against groups that are known."""
    with threadpool_limits(limits=1):
        some = _enough(votes, answered)
        return some, _mapped(some, smallest)[2]


def _enough(votes: Votes, answered: int) -> Votes:
    return votes.of_those(votes.seen.sum(axis=1) >= min(answered, max(votes.statements, 1)))


def _found(votes: Votes, smallest: int, answered: int) -> Found:
    some = _enough(votes, answered)
    tallies = tuple(one if one.seen >= smallest else None for one in _tallies(votes))
    chart, places, labels = _mapped(some, smallest)
    groups = _groups(places, labels) if chart else ()
    by_group = _by_group(some, labels, len(groups), smallest)
    return Found(
        people=votes.people,
        answers=int(votes.seen.sum()),
        grouped=some.people,
        groups=groups,
        tallies=tallies,
        by_group=by_group,
        shared=shared_by_all(by_group),
        typical=tuple(typical(by_group, one) for one in range(len(groups))),
        explained=chart.explained if chart else (),
        digest=votes.digest(),
        copies=0,
        steady=True,
        smallest=smallest,
        answered=answered,
    )


def _mapped(votes: Votes, smallest: int) -> tuple[Map | None, Reals, Labels]:
    """The map, and by person a place on it and a group; no map of too few people or statements.

    The map is made of different answers, each once: a thousand people who were told what to vote are one point on it,
    and stand in the group that is nearest. They do count in what each group says.
    """
    nobody = np.zeros(votes.people, dtype=np.int64)
    if votes.people < smallest or votes.statements < STATEMENTS:
        return None, np.zeros((votes.people, DRAWN)), nobody
    once, whose, how_many = votes.patterns()
    chart = mapped(once)
    if votes.people < 2 * smallest or not chart.real:
        return chart, chart.places[whose], nobody
    within = chart.places[:, : max(chart.real, DRAWN)]
    return chart, chart.places[whose], grouped(within, how_many, smallest=smallest)[whose]


def _groups(places: Reals, labels: Labels) -> tuple[Group, ...]:
    return tuple(_group(places[labels == one]) for one in range(int(labels.max()) + 1))


def _group(places: Reals) -> Group:
    drawn = places[:, :DRAWN]
    middle = drawn.mean(axis=0)
    spread = np.sqrt(((drawn - middle) ** 2).sum(axis=1).mean())
    x, y = middle
    return Group(len(places), round(float(x), 3), round(float(y), 3), round(float(spread), 3))


def _tallies(votes: Votes) -> list[Tally]:
    counts = [votes.counted(answer).tolist() for answer in (AGREE, DISAGREE, PASS)]
    return [Tally(*one) for one in zip(*counts, strict=True)]


def _by_group(
    votes: Votes, labels: Labels, groups: int, smallest: int
) -> tuple[tuple[Tally, ...] | None, ...]:
    each = [_tallies(votes.of_those(labels == one)) for one in range(groups)]
    if not each:
        return (None,) * votes.statements
    rows: Sequence[tuple[Tally, ...]] = list(zip(*each, strict=True))
    return tuple(row if all(one.seen >= smallest for one in row) else None for row in rows)


def _copies(votes: Votes, smallest: int, answered: int) -> int:
    some = _enough(votes, answered)
    if not some.people:
        return 0
    counts = some.patterns()[2]
    return int(counts[counts > smallest].sum())


def _same(one: Found, other: Found) -> bool:
    """Whether as many groups were found, and the same statements are shared by all."""
    sides = [{(each.statement, each.agrees) for each in it.shared} for it in (one, other)]
    return len(one.groups) == len(other.groups) and sides[0] == sides[1]
