"""Who is told of what is said where people take part: whom somebody replied to, and whom a decision on their words concerns."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, select

from wijkstem.events.base import Event
from wijkstem.events.comments import CommentJudged
from wijkstem.events.discussion import ContributionJudged, ContributionMade
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.comments import Comment
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.reports import Report
from wijkstem.words import Because, Verdict

_contribution = table_of(Contribution)
_comment = table_of(Comment)
_report = table_of(Report)


def _answered(to_id: UUID, by: UUID, municipality_id: str, contribution_id: UUID) -> Select[Any]:
    """Who said what it replies to, unless they replied to themselves."""
    del contribution_id
    return select(_contribution.c.person_id, because(Because.DISCUSSED)).where(
        _contribution.c.municipality_id == municipality_id,
        _contribution.c.id == to_id,
        _contribution.c.office.is_(None),
        _contribution.c.person_id.is_not(None),
        _contribution.c.person_id != by,
    )


def _sayer(said: Table, municipality_id: str, said_id: UUID) -> Select[Any]:
    return select(said.c.person_id, because(Because.REMARKED)).where(
        said.c.municipality_id == municipality_id,
        said.c.id == said_id,
        said.c.person_id.is_not(None),
    )


def _reporters(case_id: UUID, municipality_id: str, said_id: UUID) -> Select[Any]:
    del said_id
    person = _report.c.reporter_id.label("person_id")
    return select(person, because(Because.REPORTED)).where(
        _report.c.municipality_id == municipality_id,
        _report.c.case_id == case_id,
        _report.c.reporter_id.is_not(None),
    )


def told_of_contribution(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    match event:
        case ContributionMade(to_id=UUID() as to_id):
            return "contribution_answered", (partial(_answered, to_id, event.person_id),)
        case ContributionJudged(verdict=Verdict.LEFT) | CommentJudged(verdict=Verdict.LEFT):
            return "contribution_judged", (partial(_reporters, event.case_id),)
        case ContributionJudged() | CommentJudged():
            said = _contribution if isinstance(event, ContributionJudged) else _comment
            concerned = partial(_sayer, said), partial(_reporters, event.case_id)
            return "contribution_judged", concerned
    return None
