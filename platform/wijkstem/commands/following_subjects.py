"""Following a subject of the year's agenda, and leaving that off; as with plans, the log knows nothing of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from wijkstem.commands.following import begin_following, end_following
from wijkstem.commands.present import present
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.year_agenda import SubjectFollowing, YearSubject
from wijkstem.words import WithoutDigiD

_subject = table_of(YearSubject)
_following = table_of(SubjectFollowing)


@dataclass(frozen=True)
class FollowSubject:
    """Tell me when this subject changes."""

    subject_id: UUID


def follow_subject(command: FollowSubject, work: Work) -> bool:
    """Whether that is new: who follows already goes on following. Raises NotFound for a subject that is not there."""
    person_id = present(work, WithoutDigiD.FOLLOW)
    found = select(_subject.c.id).where(
        _subject.c.municipality_id == work.municipality_id, _subject.c.id == command.subject_id
    )
    if work.connection.execute(found).first() is None:
        raise NotFound("unknown_subject", "Dit onderwerp staat niet op de jaaragenda.")
    return begin_following(_following, {"subject_id": command.subject_id}, person_id, work)


@dataclass(frozen=True)
class UnfollowSubject:
    """Tell me no more of it."""

    subject_id: UUID


def unfollow_subject(command: UnfollowSubject, work: Work) -> bool:
    """Whether there was something to end."""
    return end_following(_following, {"subject_id": command.subject_id}, work)
