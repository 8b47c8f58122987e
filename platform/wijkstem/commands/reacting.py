"""Residents who follow a meeting online react to it, through the dossier that it is about."""

from dataclasses import dataclass, field
from uuid import UUID

from wijkstem.commands.questions import count_said, keep_remark, who_says
from wijkstem.domain.council_proposals import check_goes_on
from wijkstem.domain.live_meetings import meetings_of_dossier
from wijkstem.domain.remarks import REACTION_MOST, check_room, checked_words
from wijkstem.errors import NotFound
from wijkstem.events.remarks import ReactionGiven
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.council import Meeting
from wijkstem.tables.remarks import Remark
from wijkstem.words.council_proposals import RemarkKind

_remark = table_of(Remark)


@dataclass(frozen=True)
class React:
    """Somebody says something to what they see; a form that is sent twice says it once."""

    dossier_id: UUID
    meeting_id: UUID
    words: str = field(repr=False)
    form_id: UUID | None = None


def react(command: React, work: Work) -> UUID:
    """Its id. Raises RuleBroken before and after the meeting and for who said enough, Invalid for what is not right."""
    person_id = who_says(work)
    meeting = _meeting(command, work)
    rule = check_goes_on(work.rules.municipality.council_proposals, meeting, work.now)
    words = checked_words(command.words, REACTION_MOST)
    remark_id = command.form_id or new_id()
    mine = (
        (_remark.c.meeting_id == meeting.id)
        & (_remark.c.person_id == person_id)
        & (_remark.c.kind == RemarkKind.REACTION)
        & (_remark.c.id != remark_id)
    )
    check_room(count_said(mine, work), rule.reactions_most)
    about = {"dossier_id": command.dossier_id, "meeting_id": meeting.id}
    if keep_remark(remark_id, RemarkKind.REACTION, words, person_id, work, **about):
        work.record(
            ReactionGiven(
                remark_id=remark_id,
                dossier_id=command.dossier_id,
                meeting_id=meeting.id,
                given_on=work.today,
            )
        )
    return remark_id


def _meeting(command: React, work: Work) -> Meeting:
    """Raises NotFound for a meeting that the dossier has nothing to do with."""
    theirs = meetings_of_dossier(work.municipality_id, command.dossier_id)
    found = work.session.get(Meeting, (work.municipality_id, command.meeting_id))
    if found is None or command.meeting_id not in set(work.connection.scalars(theirs)):
        raise NotFound("unknown_meeting", "Deze vergadering hoort niet bij dit dossier.")
    return found
