"""What each kind of means needs before everybody sees it, and what follows when it closes: one entry a kind.

A kind without an entry has no room where people take part, and cannot be announced.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from wijkstem.commands.passages import ready_for_advice
from wijkstem.commands.statements import check_statements, close_dialogue
from wijkstem.commands.vote_questions import check_settled, close_vote, stop_vote
from wijkstem.errors import RuleBroken
from wijkstem.services import Work
from wijkstem.tables.means import Means
from wijkstem.words.means import MeansKind


def _nothing(means: Means, work: Work) -> None:
    """Nothing more is needed, or follows."""


@dataclass(frozen=True)
class RoomRules:
    """Of one kind. Each is called with the means locked, in the transaction that announces, closes or stops it."""

    #: Raises Invalid or RuleBroken for what is not ready to be seen: a vote without options.
    check: Callable[[Means, Work], None] = _nothing
    #: Closes what is open in it: counts, queues, drafts.
    close: Callable[[Means, Work], None] = _nothing
    #: The same when it does not go on; None: as when it closes.
    stop: Callable[[Means, Work], None] | None = None


#: Each kind's own; `web/rooms.py` has the pages of the same kinds, and a test holds them together.
ROOM_RULES: Final[dict[MeansKind, RoomRules]] = {
    MeansKind.DIALOGUE: RoomRules(check=check_statements, close=close_dialogue),
    MeansKind.VOTE: RoomRules(check=check_settled, close=close_vote, stop=stop_vote),
    MeansKind.ADVICE: RoomRules(check=ready_for_advice),
    MeansKind.DISCUSSION: RoomRules(),
}


def room_rules(kind: MeansKind) -> RoomRules:
    """Those of ``kind``. Raises RuleBroken for a kind that nobody can take part in yet."""
    found = ROOM_RULES.get(kind)
    if found is None:
        raise RuleBroken("no_room", "Op deze manier meedoen kan op deze website nog niet.")
    return found


def rules_at_end(kind: MeansKind) -> RoomRules:
    """The same for who ends one: that is always possible."""
    return ROOM_RULES.get(kind, RoomRules())
