"""What the council clerk has to look at: plans that were placed, and do not stand as they were."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, and_, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.council import AgendaItem, Meeting
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.moderation import Case, open_cases
from wijkstem.words import CLERKS, CaseKind

_case = table_of(Case)
_item = table_of(AgendaItem)
_meeting = table_of(Meeting)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class UpsetPlan:
    """A plan that stays on its meeting here: the source took it off, or the meeting does not go on."""

    case_id: UUID
    kind: CaseKind
    opened_at: datetime
    number: str
    title: str
    meeting_id: UUID
    meeting_name: str
    held_on: date


def upset_plans(
    connection: Connection, municipality_id: str, *, most: int = 100
) -> tuple[UpsetPlan, ...]:
    """Those that nobody has looked at yet, the oldest first."""
    found = (
        select(
            _case.c.id.label("case_id"),
            _case.c.kind,
            _case.c.opened_at,
            _initiative.c.number,
            _initiative.c.title,
            _meeting.c.id.label("meeting_id"),
            _meeting.c.name.label("meeting_name"),
            _meeting.c.held_on,
        )
        .select_from(
            _case.join(
                _item,
                and_(
                    _item.c.municipality_id == _case.c.municipality_id,
                    _item.c.initiative_id == _case.c.initiative_id,
                ),
            )
            .join(
                _initiative,
                and_(
                    _initiative.c.municipality_id == _item.c.municipality_id,
                    _initiative.c.id == _item.c.initiative_id,
                ),
            )
            .join(
                _meeting,
                and_(
                    _meeting.c.municipality_id == _item.c.municipality_id,
                    _meeting.c.id == _item.c.meeting_id,
                ),
            )
        )
        .where(
            _case.c.municipality_id == municipality_id,
            _case.c.kind.in_(CLERKS),
            open_cases(_case),
        )
        .order_by(_case.c.opened_at, _case.c.id)
        .limit(most)
    )
    return tuple(UpsetPlan(**row._mapping) for row in connection.execute(found))
