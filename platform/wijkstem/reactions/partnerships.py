"""Who is told that a partnership was not reviewed in time: the clerk, and who the rules say."""

from wijkstem.events.base import Event
from wijkstem.events.partnerships import PartnershipReviewLate
from wijkstem.reactions.people import Group, clerk_and


def told_of_partnership(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    if not isinstance(event, PartnershipReviewLate):
        return None
    return "partnership_review_late", clerk_and(event.to)
