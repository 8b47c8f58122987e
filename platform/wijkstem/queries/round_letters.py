"""What messages about a plan in a budget round say: whether it is on the ballot, and why residents chose it or did not."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from wijkstem.events.base import Event, Recorded
from wijkstem.events.initiatives import StepTaken
from wijkstem.events.rounds import PlanLeftOut, PlanListed, PlanRoundStopped
from wijkstem.kit.rows import table_of
from wijkstem.tables.counting import RoundCount
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundArea, RoundPhase
from wijkstem.words import Milestone
from wijkstem.words.rounds import PhaseKind, RoundState

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_phase = table_of(RoundPhase)
_plan = table_of(BallotPlan)
_count = table_of(RoundCount)

#: What a vote can come to for a plan.
OF_VOTE = frozenset({Milestone.CHOSEN, Milestone.NOT_CHOSEN})


@dataclass(frozen=True)
class Outcome:
    """What became of a plan in the count, as it is published: sentences of the catalogue with their figures."""

    votes: int
    cost: int | float
    why: tuple[tuple[str, Mapping[str, int | float]], ...]


@dataclass(frozen=True)
class RoundFacts:
    """A plan's round as it is now."""

    name: str
    number: str
    #: "" while nobody said where the plan belongs.
    area: str
    #: Of the vote.
    opens_at: datetime
    closes_at: datetime
    #: Why the plan is not on the ballot; "": it is.
    left_out_because: str
    #: Why the whole round stopped; "": it did not.
    stopped_because: str
    #: None: the result is not public.
    outcome: Outcome | None


def is_about_round(event: Event) -> bool:
    if isinstance(event, StepTaken):
        return event.means in OF_VOTE
    return isinstance(event, PlanListed | PlanLeftOut | PlanRoundStopped)


def told_of_rounds(
    connection: Connection, municipality_id: str, events: Mapping[int, Recorded]
) -> dict[UUID, RoundFacts]:
    """By plan; none of a plan without a round. As many statements for a hundred as for one."""
    plans = {one.event.initiative_id for one in events.values() if is_about_round(one.event)}  # type: ignore[attr-defined]  # each has one
    if not plans:
        return {}
    rows = _rows(connection, municipality_id, plans)
    said = _results(connection, municipality_id, {row.round_id for row in rows})
    return {row.initiative_id: _facts(row, said.get(row.area_id)) for row in rows}


def _rows(
    connection: Connection, municipality_id: str, plans: Collection[UUID]
) -> list[Row[*tuple[Any, ...]]]:
    found = (
        select(
            _plan.c.initiative_id,
            _plan.c.round_id,
            _plan.c.area_id,
            _plan.c.number,
            _plan.c.left_out_because,
            _round.c.name.label("round_name"),
            _round.c.number.label("round_number"),
            _round.c.cancelled_because,
            _area.c.name.label("area_name"),
            _phase.c.starts_at,
            _phase.c.ends_at,
        )
        .join_from(
            _plan,
            _round,
            (_round.c.municipality_id == _plan.c.municipality_id)
            & (_round.c.id == _plan.c.round_id),
        )
        .join(
            _phase,
            (_phase.c.municipality_id == _plan.c.municipality_id)
            & (_phase.c.round_id == _plan.c.round_id)
            & (_phase.c.kind == PhaseKind.VOTE),
        )
        .outerjoin(
            _area,
            (_area.c.municipality_id == _plan.c.municipality_id) & (_area.c.id == _plan.c.area_id),
        )
        .where(_plan.c.municipality_id == municipality_id, _plan.c.initiative_id.in_(plans))
    )
    return list(connection.execute(found))


def _results(
    connection: Connection, municipality_id: str, rounds: Collection[UUID]
) -> dict[UUID, Mapping[str, Any]]:
    """By area, of rounds whose result is public: why each plan won or lost."""
    found = (
        select(_count.c.area_id, _count.c.result)
        .join_from(
            _count,
            _round,
            (_round.c.municipality_id == _count.c.municipality_id)
            & (_round.c.id == _count.c.round_id),
        )
        .where(
            _count.c.municipality_id == municipality_id,
            _count.c.round_id.in_(rounds),
            _round.c.state == RoundState.PUBLISHED,
        )
    )
    return {row.area_id: json.loads(row.result)["why"] for row in connection.execute(found)}


def _facts(row: Row[*tuple[Any, ...]], said: Mapping[str, Any] | None) -> RoundFacts:
    why = said.get(str(row.number)) if said else None
    return RoundFacts(
        name=row.round_name,
        number=row.round_number,
        area=row.area_name or "",
        opens_at=row.starts_at,
        closes_at=row.ends_at,
        left_out_because=row.left_out_because or "",
        stopped_because=row.cancelled_because or "",
        outcome=_outcome(why) if why else None,
    )


def _outcome(why: Mapping[str, Any]) -> Outcome:
    words = tuple((sentence, values) for sentence, values in why["words"])
    return Outcome(why["votes"], why["cost"], words)
