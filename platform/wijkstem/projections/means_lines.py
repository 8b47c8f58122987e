"""What became of each means, in order of time: for its dossier, and for the timeline of the plan that it is about."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Index, insert, select
from sqlmodel import Field

from wijkstem.events.base import Event, Recorded
from wijkstem.events.means import MeansAccounted, MeansAnnounced, MeansClosed, MeansStopped
from wijkstem.events.outcomes import OutcomeDecided
from wijkstem.kit.rows import TenantRow, table_of


class MeansLine(TenantRow, table=True):
    """Something that happened to a means that everybody can read. `kind` is an event's name."""

    __tablename__ = "means_line"
    __table_args__ = (Index(None, "municipality_id", "dossier_id"),)

    means_id: UUID = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(max_length=60)
    on: date
    dossier_id: UUID
    #: The plan that it is about: stands with the announcement alone.
    initiative_id: UUID | None = None


_line = table_of(MeansLine)
#: How the plan's timeline tells of it: the columns of a line, by the event.
_TOLD: dict[type[Event], Callable[[Any], dict[str, Any]]] = {
    MeansAnnounced: lambda event: {"on": event.announced_on, "due_on": event.closes_on},
    MeansStopped: lambda event: {"on": event.stopped_on},
    MeansClosed: lambda event: {"on": event.closed_on, "due_on": event.account_by},
    MeansAccounted: lambda event: {"on": event.accounted_on},
    OutcomeDecided: lambda event: {
        "on": event.decided_on,
        "outcome": event.ruling,
        "body": event.body,
    },
}


def kind_of(recorded: Recorded) -> str:
    """The event's name without its version."""
    return recorded.event.type.rpartition(".v")[0]


def fold_means(connection: Connection, events: Sequence[Recorded]) -> list[dict[str, Any]]:
    """Add a line for each event of a means; gives the lines of the timelines of plans that follow."""
    ours = [one for one in events if _is_told(one.event)]
    if not ours:
        return []
    connection.execute(insert(_line), [_row(one, one.event) for one in ours])
    plans = _plans(connection, ours)
    return list(_of_plans(ours, plans))


def _is_told(event: Event) -> bool:
    """Not of a draft, that nobody else saw."""
    if isinstance(event, MeansStopped):
        return event.announced
    return type(event) in _TOLD


def _row(recorded: Recorded, event: Any) -> dict[str, Any]:
    return {
        "municipality_id": recorded.municipality_id,
        "means_id": event.means_id,
        "position": recorded.position,
        "kind": kind_of(recorded),
        "on": _TOLD[type(event)](event)["on"],
        "dossier_id": event.dossier_id,
        "initiative_id": getattr(event, "initiative_id", None),
    }


def _plans(connection: Connection, events: Sequence[Recorded]) -> dict[tuple[str, UUID], UUID]:
    """By municipality and means the plan that it was announced about; most are about none."""
    asked: dict[str, set[UUID]] = defaultdict(set)
    for one in events:
        event: Any = one.event
        asked[one.municipality_id].add(event.means_id)
    found: dict[tuple[str, UUID], UUID] = {}
    for here, ids in asked.items():
        about = select(_line.c.means_id, _line.c.initiative_id).where(
            _line.c.municipality_id == here,
            _line.c.means_id.in_(ids),
            _line.c.initiative_id.is_not(None),
        )
        found |= {(here, row.means_id): row.initiative_id for row in connection.execute(about)}
    return found


def _of_plans(
    events: Sequence[Recorded], plans: dict[tuple[str, UUID], UUID]
) -> Iterator[dict[str, Any]]:
    for one in events:
        event: Any = one.event
        plan = plans.get((one.municipality_id, event.means_id))
        if plan is not None:
            yield {
                "municipality_id": one.municipality_id,
                "position": one.position,
                "kind": kind_of(one),
                "initiative_id": plan,
                "other_id": event.means_id,
                **_TOLD[type(event)](event),
            }
