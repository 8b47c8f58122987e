"""Following a subject of the year's agenda, and leaving that off; as with plans, the log knows nothing of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from wijkstem.commands.following import follower
from wijkstem.domain.permissions import require_login
from wijkstem.errors import NotFound
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.year_agenda import SubjectFollowing, YearSubject

_subject = table_of(YearSubject)
_following = table_of(SubjectFollowing)


@dataclass(frozen=True)
class FollowSubject:
    """Tell me when this subject changes."""

    subject_id: UUID


def follow_subject(command: FollowSubject, work: Work) -> bool:
    """Whether that is new: who follows already goes on following. Raises NotFound for a subject that is not there."""
    person_id = follower(work)
    found = select(_subject.c.id).where(
        _subject.c.municipality_id == work.municipality_id, _subject.c.id == command.subject_id
    )
    if work.connection.execute(found).first() is None:
        raise NotFound("unknown_subject", "Dit onderwerp staat niet op de jaaragenda.")
    return insert_new(
        work.connection,
        _following,
        {
            "municipality_id": work.municipality_id,
            "subject_id": command.subject_id,
            "person_id": person_id,
            "since": work.now,
        },
    )


@dataclass(frozen=True)
class UnfollowSubject:
    """Tell me no more of it."""

    subject_id: UUID


def unfollow_subject(command: UnfollowSubject, work: Work) -> bool:
    """Whether there was something to end."""
    gone = work.connection.execute(
        delete(_following)
        .where(
            _following.c.municipality_id == work.municipality_id,
            _following.c.subject_id == command.subject_id,
            _following.c.person_id == require_login(work.actor),
        )
        .returning(_following.c.person_id)
    )
    return gone.first() is not None
