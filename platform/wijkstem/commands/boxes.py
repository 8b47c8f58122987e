"""The lock of a box and the hours of its vote: one rule for who marks the roll, casts a ballot or gets another code.

They share the lock; who closes takes it alone. So whatever they do is either seen by the close, or refused by it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from wijkstem.errors import RuleBroken
from wijkstem.kit.db import share_turns, take_turns
from wijkstem.services import Work
from wijkstem.words.rounds import RoundState

_BEFORE_THE_CLOSE = frozenset({RoundState.DRAFT, RoundState.ANNOUNCED, RoundState.FROZEN})


def share_box(work: Work, round_id: UUID) -> None:
    """The round cannot close before this transaction ends. Taken before anything of the round is read."""
    share_turns(work.connection, *_box(work, round_id))


def lock_box(work: Work, round_id: UUID) -> None:
    """For the close: wait for who is at the box, and let nobody come to it until this transaction ends."""
    take_turns(work.connection, *_box(work, round_id))


def _box(work: Work, round_id: UUID) -> tuple[str, ...]:
    return ("box", work.municipality_id, round_id.hex)


def require_open(round_: Row[*tuple[Any, ...]], work: Work) -> None:
    """Raises RuleBroken before and after the vote, by the clock that the database goes by; behind `share_box`."""
    now = work.database_now()
    if round_.opens_at is None or now < round_.opens_at:
        raise RuleBroken("vote_not_open", "U kunt nog niet stemmen.")
    _require_not_over(round_, now)


def require_not_over(round_: Row[*tuple[Any, ...]], work: Work) -> None:
    """Raises RuleBroken once nobody can vote any more; behind `share_box`."""
    _require_not_over(round_, work.database_now())


def _require_not_over(round_: Row[*tuple[Any, ...]], now: datetime) -> None:
    over = round_.closes_at is not None and now >= round_.closes_at
    if over or round_.state not in _BEFORE_THE_CLOSE:
        raise RuleBroken(
            "vote_closed",
            "Het stemmen is voorbij. De klok van de server beslist. Stond uw stem er al? Dan telt die mee.",
        )
