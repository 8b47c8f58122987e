"""The lines of a plan's timeline, with what they are about where that has a name of its own."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.timeline import TimelineEntry
from wijkstem.tables.carrying_out import WorkPart, WorkPartVersion
from wijkstem.tables.council import Meeting
from wijkstem.tables.council_proposals import CouncilProposal
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.means import Means
from wijkstem.words import Milestone

_other = table_of(Initiative).alias("other_plan")
_entry = table_of(TimelineEntry)
_meeting = table_of(Meeting)
_proposal = table_of(CouncilProposal)
_part = table_of(WorkPart)
_said = table_of(WorkPartVersion)
_asked = table_of(Means)

#: Lines of the timeline on one page.
MOST_LINES = 50
#: Behind every line that there can be.
END = 2**31 - 1


class TimelineLine(NamedTuple):
    """Something that happened to it."""

    kind: str
    on: date
    step_seq: int | None
    step: str | None
    outcome: str | None
    means: Milestone | None
    to_step: str | None
    ground: str | None
    due_on: date | None
    number: int | None
    meeting_id: UUID | None
    meeting_name: str | None
    body: str | None
    #: Another plan, when everybody can read that one.
    other_number: str | None
    #: Of a council proposal.
    proposal_number: str | None
    #: A part of its carrying out, and what was said of it then.
    part: str | None = None
    part_news: str | None = None
    #: Of a means: its address, and the moment from which people could take part.
    means_number: str | None = None
    means_slug: str | None = None
    means_title: str | None = None
    means_opens_at: datetime | None = None


def timeline_of(
    connection: Connection, asked: Mapping[str, object]
) -> tuple[tuple[TimelineLine, ...], int | None]:
    """The last lines before a position in order of time, and the position of the first of them when there are more."""
    rows = connection.execute(_LINES, asked).all()
    shown = rows[:MOST_LINES]
    earlier: int | None = shown[-1][0] if len(rows) > MOST_LINES else None
    return tuple(TimelineLine._make(row[1:]) for row in reversed(shown)), earlier


def was_placed(connection: Connection, asked: Mapping[str, object]) -> bool:
    return connection.execute(_PLACED, asked).first() is not None


_ELSEWHERE = {
    "meeting_name": _meeting.c.name,
    "other_number": _other.c.number,
    "proposal_number": _proposal.c.number,
    "part": _part.c.what,
    "part_news": _said.c.news,
    "means_number": _asked.c.number,
    "means_slug": _asked.c.slug,
    "means_title": _asked.c.title,
    "means_opens_at": _asked.c.opens_at,
}
_LINES = (
    select(
        _entry.c.position,
        *(
            _ELSEWHERE[name] if name in _ELSEWHERE else _entry.c[name]
            for name in TimelineLine._fields
        ),
    )
    .outerjoin_from(
        _entry,
        _meeting,
        and_(
            _meeting.c.municipality_id == _entry.c.municipality_id,
            _meeting.c.id == _entry.c.meeting_id,
        ),
    )
    .outerjoin(
        _other,
        and_(
            _other.c.municipality_id == _entry.c.municipality_id,
            _other.c.id == _entry.c.other_id,
            _other.c.public,
        ),
    )
    .outerjoin(
        _proposal,
        and_(
            _proposal.c.municipality_id == _entry.c.municipality_id,
            _proposal.c.id == _entry.c.other_id,
        ),
    )
    .outerjoin(
        _part,
        and_(_part.c.municipality_id == _entry.c.municipality_id, _part.c.id == _entry.c.part_id),
    )
    .outerjoin(
        _said,
        and_(
            _said.c.municipality_id == _entry.c.municipality_id,
            _said.c.part_id == _entry.c.part_id,
            _said.c.revision == _entry.c.number,
        ),
    )
    .outerjoin(
        _asked,
        and_(
            _asked.c.municipality_id == _entry.c.municipality_id, _asked.c.id == _entry.c.other_id
        ),
    )
    .where(
        _entry.c.municipality_id == bindparam("here"),
        _entry.c.initiative_id == bindparam("initiative"),
        _entry.c.position < bindparam("before"),
    )
    .order_by(_entry.c.position.desc())
    .limit(bindparam("most") + 1)
)
_PLACED = (
    select(_entry.c.position)
    .where(
        _entry.c.municipality_id == bindparam("here"),
        _entry.c.initiative_id == bindparam("initiative"),
        _entry.c.position < bindparam("before"),
        _entry.c.kind == "agenda.item_placed",
    )
    .limit(1)
)
