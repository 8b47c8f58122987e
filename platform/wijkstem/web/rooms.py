"""The rooms: where people take part in a means, one for each kind, shown on its page below the promise."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from wijkstem.queries.means import MeansPage
from wijkstem.web import (
    comments,
    dialogue,
    discussion,
    vote_room,
)
from wijkstem.words.means import MeansKind

#: What a room's template needs, asked for as whoever looks: of a page for everybody that is nobody.
Read = Callable[[Request, MeansPage], Awaitable[Mapping[str, object]]]


@dataclass(frozen=True)
class Room:
    """A section of the page. Its template gets what the page has (`it`: `MeansTold`), and what ``read`` gave as `inside`."""

    #: Below ``templates/``, such as ``rooms/vote.html``.
    template: str
    read: Read


#: Each kind's own; `commands/means_rooms.py` has what it must hold to, and a test holds them together.
ROOMS: Final[dict[MeansKind, Room]] = {
    MeansKind.DISCUSSION: Room("rooms/discussion.html", discussion.read),
    MeansKind.VOTE: Room("rooms/vote.html", vote_room.read),
    MeansKind.ADVICE: Room("rooms/advice.html", comments.room),
    MeansKind.DIALOGUE: Room("rooms/dialogue.html", dialogue.read_room),
}
