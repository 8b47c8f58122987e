"""Who is told of a subject of the year's agenda: those who follow it, of what they counted on and is otherwise now."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.year_agenda import ParticipationChosen, YearSubjectChanged
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.year_agenda import SubjectFollowing
from wijkstem.words import Because

_following = table_of(SubjectFollowing)


def _followers(municipality_id: str, subject_id: UUID) -> Select[Any]:
    return select(_following.c.person_id, because(Because.FOLLOWS)).where(
        _following.c.municipality_id == municipality_id, _following.c.subject_id == subject_id
    )


def told_of_subject(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    match event:
        case ParticipationChosen():
            return "year_role_chosen", (_followers,)
        case YearSubjectChanged() if event.moved or event.before != event.state:
            return "year_subject_changed", (_followers,)
    return None
