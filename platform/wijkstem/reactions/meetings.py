"""Who is told of what becomes of a meeting of the council."""

from wijkstem.events.base import Event
from wijkstem.events.meetings import ItemMeetingMoved
from wijkstem.reactions.people import Group


def told_of_meeting(
    event: Event, submitter: Group, followers: Group
) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    match event:
        case ItemMeetingMoved():
            return "item_meeting_moved", (submitter, followers)
    return None
