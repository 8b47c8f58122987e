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
from wijkstem.tables.discussion import Contribution
from wijkstem.words import Because

_contribution = table_of(Contribution)


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


#: Who said something in advice or in a discussion, or answered in a dialogue. Who voted on a question nobody knows:
#: the roll has tags, and no people.
TOOK_PART: tuple[Group, ...] = (
    _by(table_of(Comment)),
    _by(_contribution, _contribution.c.office.is_(None)),
    _by(table_of(DialoguePart)),
)
