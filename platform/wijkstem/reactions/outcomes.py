"""What comes of taking part goes to the council by event, and who took part hears what was decided."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, select, true

from wijkstem.commands.outcomes import FollowProposal, LookForMeeting, TakeOutcome
from wijkstem.events.base import Event
from wijkstem.events.comments import ResponseNoteAdopted
from wijkstem.events.council_proposals import CouncilProposalChanged
from wijkstem.events.meetings import MeetingCancelled
from wijkstem.events.vote_questions import VoteAnswered
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.comments import Comment
from wijkstem.tables.dialogue import DialoguePart
from wijkstem.tables.discussion import Contribution, ContributionSupport
from wijkstem.words import Because

_contribution = table_of(Contribution)
_support = table_of(ContributionSupport)


def follow_ups_of_means(event: Event) -> tuple[object, ...]:
    """The commands that a result, a note or a change of the calendar leads to."""
    match event:
        case VoteAnswered() | ResponseNoteAdopted():
            return (TakeOutcome(event.means_id, event.digest),)
        case CouncilProposalChanged() if event.meeting_id != event.meeting_before:
            return (FollowProposal(event.council_proposal_id),)
        case MeetingCancelled():
            return (LookForMeeting(event.meeting_id),)
    return ()


def _by(table: Table, which: ColumnElement[bool] | None = None) -> Group:
    """Whose rows stand in ``table``, by the means that they are of; they can turn this mail off."""
    its = true() if which is None else which

    def group(municipality_id: str, means_id: UUID) -> Select[Any]:
        return (
            select(table.c.person_id, because(Because.TOOK_PART))
            .where(
                table.c.municipality_id == municipality_id,
                table.c.means_id == means_id,
                table.c.person_id.is_not(None),
                its,
            )
            .distinct()
        )

    return group


def _supporters(municipality_id: str, means_id: UUID) -> Select[Any]:
    """Who supports what somebody said in a discussion."""
    return (
        select(_support.c.person_id, because(Because.TOOK_PART))
        .join_from(
            _support,
            _contribution,
            (_contribution.c.municipality_id == _support.c.municipality_id)
            & (_contribution.c.id == _support.c.contribution_id),
        )
        .where(
            _support.c.municipality_id == municipality_id,
            _contribution.c.means_id == means_id,
            _support.c.person_id.is_not(None),
        )
        .distinct()
    )


#: Who said something in advice or in a discussion, supported something, or answered in a dialogue. Who voted on a question
#: nobody knows: the roll has tags, and no people.
TOOK_PART: tuple[Group, ...] = (
    _by(table_of(Comment)),
    _by(_contribution, _contribution.c.office.is_(None)),
    _supporters,
    _by(table_of(DialoguePart)),
)
