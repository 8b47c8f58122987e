"""Council proposals: written, opened for everybody, changed and withdrawn."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class CouncilProposalWritten(Event):
    """Officials have a text that nobody else reads yet."""

    type = "council_proposal.written.v1"

    council_proposal_id: UUID
    number: Code
    revision: int
    text_ease: int | None
    summary_ease: int | None
    written_on: date
    official_id: UUID | None


class CouncilProposalOpened(Event):
    """Everybody can read it, with its summary in plain words."""

    type = "council_proposal.opened.v1"

    council_proposal_id: UUID
    number: Code
    dossier_id: UUID
    meeting_id: UUID
    item_id: UUID | None
    #: The plan of residents that it is about.
    plan_id: UUID | None
    text_ease: int | None
    summary_ease: int
    #: Whether somebody from outside read the summary.
    tried_out: bool
    opened_on: date
    official_id: UUID | None


class CouncilProposalChanged(Event):
    """What everybody can read is otherwise now, or comes before another meeting."""

    type = "council_proposal.changed.v1"

    council_proposal_id: UUID
    dossier_id: UUID
    revision: int
    meeting_id: UUID
    meeting_before: UUID
    text_ease: int | None
    summary_ease: int
    changed_on: date
    official_id: UUID | None


class CouncilProposalWithdrawn(Event):
    """It does not go to the council; it stays to be read, with the reasons."""

    type = "council_proposal.withdrawn.v1"

    council_proposal_id: UUID
    dossier_id: UUID
    revision: int
    withdrawn_on: date
    official_id: UUID | None
