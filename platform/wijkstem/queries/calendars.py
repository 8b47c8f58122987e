"""What stands in the calendars that people follow: meetings of a body, and of a plan its meeting and gatherings."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, case, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.queries.agenda import MeetingFacts, facts_of, meetings_of
from wijkstem.queries.gatherings import GatheringFacts, gatherings_about
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.initiatives import HIDDEN, Initiative

_meeting = table_of(Meeting)
_item = table_of(AgendaItem)
_initiative = table_of(Initiative)

#: How far back a calendar goes, and how many meetings it holds at most.
BACK: Final = timedelta(days=366)
MOST: Final = 500


def meetings_in_calendar(
    connection: Connection, municipality_id: str, *, body_id: str | None, today: date
) -> tuple[MeetingFacts, ...]:
    """Of one body, or of all; those that were cancelled as well, for who has them in a calendar already."""
    found = meetings_of(municipality_id).where(_meeting.c.held_on >= today - BACK)
    if body_id is not None:
        found = found.where(_meeting.c.body_id == body_id)
    found = found.order_by(_meeting.c.held_on, _meeting.c.starts_at, _meeting.c.id).limit(MOST)
    return tuple(facts_of(row) for row in connection.execute(found))


@dataclass(frozen=True)
class PlanCalendar:
    """Everything about one plan that has a day."""

    number: str
    slug: str
    title: str
    meetings: tuple[MeetingFacts, ...]
    gatherings: tuple[GatheringFacts, ...]


def plan_calendar(connection: Connection, municipality_id: str, number: str) -> PlanCalendar:
    """Raises NotFound for a plan that is not public."""
    hidden = _initiative.c.hiding_id.is_not(None)
    plan = connection.execute(
        select(
            _initiative.c.id,
            _initiative.c.number,
            case((hidden, "plan"), else_=_initiative.c.slug).label("slug"),
            case((hidden, HIDDEN), else_=_initiative.c.title).label("title"),
        ).where(
            _initiative.c.municipality_id == municipality_id,
            _initiative.c.number == number,
            _initiative.c.public,
        )
    ).first()
    if plan is None:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet, of het is nog niet openbaar.")
    return PlanCalendar(
        plan.number,
        plan.slug,
        plan.title,
        _meetings(connection, municipality_id, plan.id),
        gatherings_about(connection, municipality_id, plan.id),
    )


def _meetings(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[MeetingFacts, ...]:
    found = (
        meetings_of(municipality_id)
        .join(
            _item,
            (_item.c.municipality_id == _meeting.c.municipality_id)
            & (_item.c.meeting_id == _meeting.c.id),
        )
        .where(_item.c.initiative_id == initiative_id)
    )
    return tuple(facts_of(row) for row in connection.execute(found))
