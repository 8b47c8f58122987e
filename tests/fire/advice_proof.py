"""What must hold of advice on a council proposal after a storm: every accepted comment there once, and one voice each."""

from collections import Counter

from tests.fire.ledger import Ledger
from tests.fire.proposal_proof import accepted
from tests.fire.town import Town
from tests.support.world import World
from wijkstem.events.comments import CommentGiven, CommentWithdrawn
from wijkstem.tables.comments import Comment


def comments_are_there_once(world: World, town: Town, ledger: Ledger) -> None:
    """What was accepted was given once, and is there unless it was taken back; of a passage each has one."""
    rows = world.rows(Comment)
    given = Counter(one.comment_id for one in world.events(CommentGiven))
    back = Counter(one.comment_id for one in world.events(CommentWithdrawn))
    assert set(given.values()) <= {1}
    assert set(back.values()) <= {1}
    assert given - back == Counter(row["id"] for row in rows)
    assert accepted(ledger, "comment") <= set(given)
    assert accepted(ledger, "comment back") & set(given) <= set(back)
    voices = Counter((row["passage"], row["person_id"]) for row in rows if row["person_id"])
    assert set(voices.values()) == {1}
    assert voices[1, town.supporters[1].id] == 1
