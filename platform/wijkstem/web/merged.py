"""What a plan's page says of other plans: where it went on, which went on in it, and a proposal that waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from wijkstem.domain.merging import can_be_merged
from wijkstem.domain.permissions import may_edit, may_triage
from wijkstem.queries.initiatives import InitiativePage
from wijkstem.queries.merging import MergeFacts
from wijkstem.web.context import Visitor
from wijkstem.web.telling import Told
from wijkstem.words import MergeEnd


@dataclass(frozen=True)
class Merged:
    """For one visitor; `waits` only for who has to do with it."""

    gone_on: MergeFacts | None
    came: Sequence[MergeFacts]
    waits: Sequence[MergeFacts]
    #: Whether it is the visitor's own, and whether they can propose something.
    mine: bool
    can_propose: bool


def concerns(merge: MergeFacts, who: Visitor) -> bool:
    """Whether the visitor may know of a proposal: officials, and both submitters once they are asked."""
    own = may_edit(who.actor, submitter_id=merge.from_submitter)
    other = merge.other_knows and may_edit(who.actor, submitter_id=merge.into_submitter)
    return may_triage(who.actor) or own or other


def merged(found: InitiativePage, it: Told, who: Visitor) -> Merged:
    """Of the plan that ``it`` tells."""
    facts = found.initiative
    done = [one for one in found.merges if one.ended_as is MergeEnd.MERGED]
    mine = may_edit(who.actor, submitter_id=facts.submitter_id)
    free = facts.hiding_id is None and can_be_merged(it.step, it.course)
    return Merged(
        gone_on=next((one for one in done if one.from_id == facts.id), None),
        came=[one for one in done if one.into_id == facts.id and one.from_public],
        waits=[one for one in found.merges if one.is_open and concerns(one, who)],
        mine=mine,
        can_propose=(mine or may_triage(who.actor)) and free,
    )
