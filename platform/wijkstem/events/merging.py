"""A plan that is to go on in another: proposed, agreed to, and what came of it. The words stand in a table."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event


class MergeProposed(Event):
    """Somebody proposed that `initiative_id` goes on in `into_id`."""

    type = "merge.proposed.v1"

    merge_id: UUID
    initiative_id: UUID
    into_id: UUID
    proposed_as: Code
    proposed_by: UUID | None
    answer_until: date
    #: Whose answer is asked now. Who submitted the other plan does not hear of one that is not public before its
    #: own submitter agreed.
    asks_submitter: bool
    asks_other: bool


class MergeAgreed(Event):
    """One of both submitters agreed; the other is still to answer."""

    type = "merge.agreed.v1"

    merge_id: UUID
    initiative_id: UUID
    into_id: UUID
    side: Code
    answer_until: date
    asks_other: bool


class MergeEnded(Event):
    """It does not go on: refused, not answered in time, overtaken, or taken back."""

    type = "merge.ended.v1"

    merge_id: UUID
    initiative_id: UUID
    into_id: UUID
    ended_as: Code
    ended_on: date
    #: Whether who submitted the other plan had heard of it.
    other_knew: bool


class PlansMerged(Event):
    """Both agreed: `initiative_id` ended, and goes on in `into_id`."""

    type = "merge.done.v1"

    merge_id: UUID
    initiative_id: UUID
    into_id: UUID
    instrument: Code
    neighbourhood_code: CbsCode
    merged_on: date
    #: How many valid supporters the plan that ended had; none of their support moves.
    supporters: int
