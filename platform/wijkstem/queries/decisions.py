"""How the council voted on plans, by party."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from wijkstem.events.base import Recorded
from wijkstem.events.initiatives import StepTaken
from wijkstem.kit.rows import table_of
from wijkstem.tables.decisions import CouncilVote
from wijkstem.words import Taker

_vote = table_of(CouncilVote)


@dataclass(frozen=True)
class Voted:
    """How one party voted."""

    party: str
    in_favour: int
    against: int


@dataclass(frozen=True)
class Votes:
    """A vote of the council: the parties as the clerk wrote them down, and together."""

    parties: tuple[Voted, ...]

    @property
    def in_favour(self) -> int:
        """All votes for."""
        return sum(one.in_favour for one in self.parties)

    @property
    def against(self) -> int:
        """All votes against."""
        return sum(one.against for one in self.parties)


#: By plan and step.
ByStep = Mapping[tuple[UUID, int], Votes]

_VOTES = (
    select(
        _vote.c.initiative_id, _vote.c.step_seq, _vote.c.party, _vote.c.in_favour, _vote.c.against
    )
    .where(
        _vote.c.municipality_id == bindparam("here"),
        _vote.c.initiative_id.in_(bindparam("plans", expanding=True)),
    )
    .order_by(_vote.c.initiative_id, _vote.c.step_seq, _vote.c.place)
)


def votes_on(connection: Connection, municipality_id: str, plans: Collection[UUID]) -> ByStep:
    """Every vote on some plans."""
    found: defaultdict[tuple[UUID, int], list[Voted]] = defaultdict(list)
    asked = {"here": municipality_id, "plans": list(plans)}
    for plan, step, *voted in connection.execute(_VOTES, asked):
        found[plan, step].append(Voted(*voted))
    return {key: Votes(tuple(parties)) for key, parties in found.items()}


def votes_told(
    connection: Connection, municipality_id: str, events: Mapping[int, Recorded]
) -> ByStep:
    """Those on the decisions that some events tell of; not asked for when none does."""
    found = [
        event.initiative_id
        for one in events.values()
        if isinstance(event := one.event, StepTaken) and event.taken_by == Taker.CLERK
    ]
    return votes_on(connection, municipality_id, found) if found else {}
