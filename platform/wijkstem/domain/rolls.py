"""Who may be on the roll of a round, and the tags that it knows them by. Nobody's number stands in it.

Of somebody the roll keeps a tag of a tag: of what an account is known by, made anew for each round. So the municipality's
list and a login lead to the same entry, and two rounds have nothing in common.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from wijkstem.domain.people import age_on
from wijkstem.errors import NotAllowed, RuleBroken
from wijkstem.kit.tags import TagKeys
from wijkstem.words.rounds import VotingWay


@dataclass(frozen=True)
class Voter:
    """Somebody on a list of the municipality."""

    #: As a login service would give it; kept nowhere.
    subject: str = field(repr=False)
    area_id: UUID


def identity_tag(keys: TagKeys, key_id: str, municipality_id: str, subject: str) -> str:
    """What an account is known by, as in `commands/recognising.py`."""
    return keys.one(key_id, municipality_id, "identity", subject)


def person_tag(
    keys: TagKeys, key_id: str, municipality_id: str, round_id: UUID, identity: str
) -> str:
    """What the roll knows somebody by."""
    return keys.one(key_id, municipality_id, "voter", round_id.hex, identity)


def code_hash(keys: TagKeys, key_id: str, municipality_id: str, round_id: UUID, code: str) -> str:
    """What the roll keeps of a code; the box has another tag of it, and neither leads to the other."""
    return keys.one(key_id, municipality_id, "roll", round_id.hex, code)


def require_old_enough(born: date | None, minimum: int, day: date) -> None:
    """Raises RuleBroken for who is not of age on the reference day, or of whom that is not known."""
    if born is None:
        raise RuleBroken(
            "age_unknown",
            "Wij weten niet hoe oud u bent. Stem met de stemcode uit uw brief of bel de gemeente.",
        )
    if age_on(born, day) < minimum:
        raise RuleBroken(
            "too_young_to_vote", "U kunt stemmen als u %(age)s jaar of ouder bent.", age=minimum
        )


def require_unused(marked: VotingWay | None, *, same: bool) -> None:
    """Raises NotAllowed when this vote was used already, and not with this very code."""
    if marked is None or same:
        return
    if marked is VotingWay.PAPER:
        raise NotAllowed(
            "voted_on_paper", "U hebt al op papier gestemd. U kunt daarna niet online stemmen."
        )
    raise NotAllowed(
        "voted_otherwise",
        "U hebt al gestemd op een andere manier. Wijzigen kan alleen op de manier waarop u eerst stemde.",
    )
