"""Taking leave of a tag key that nothing depends on any more."""

from dataclasses import dataclass

from sqlalchemy import delete, exists, func, or_, select

from wijkstem.domain.permissions import may_operate, require
from wijkstem.errors import RuleBroken
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import WayIn
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.rounds import RoundState

_way = table_of(WayIn)
_initiative = table_of(Initiative)
_round = table_of(BudgetRound)
_entry = table_of(RollEntry)
_ballot = table_of(Ballot)


@dataclass(frozen=True)
class RetireTagKey:
    """Forget the tags that were made with a key, before the key itself is taken away."""

    key_id: str


def retire_tag_key(command: RetireTagKey, work: Work) -> int:
    """How many tags went. Raises RuleBroken while the key is current or an initiative that is open depends on it."""
    require(may_operate(work.actor))
    if command.key_id == work.tag_keys.current:
        raise RuleBroken("key_is_current", "Deze sleutel is nu in gebruik.")
    open_ones = work.connection.execute(
        select(func.count())
        .select_from(_initiative)
        .where(
            _initiative.c.municipality_id == work.municipality_id,
            _initiative.c.tag_key == command.key_id,
            _initiative.c.closed_on.is_(None),
        )
    ).scalar_one()
    if open_ones:
        # Without the key, who signed one of these could sign it once more.
        raise RuleBroken(
            "key_in_use",
            "Er zijn nog %(count)s plannen open die deze sleutel nodig hebben.",
            count=open_ones,
        )
    if _votes(command.key_id, work):
        # Without the key no code of a letter is known, and no ballot can be seen to be ours.
        raise RuleBroken(
            "key_in_use_vote", "Er loopt nog een stemronde die deze sleutel nodig heeft."
        )
    gone = work.connection.execute(
        delete(_way)
        .where(
            _way.c.municipality_id == work.municipality_id,
            _way.c.key_id == command.key_id,
        )
        .returning(_way.c.tag)
    )
    return len(gone.all())


def _votes(key_id: str, work: Work) -> bool:
    """Whether a round that is not over has a roll or ballots under this key."""
    here = work.municipality_id
    known = exists().where(
        _entry.c.municipality_id == here,
        _entry.c.round_id == _round.c.id,
        _entry.c.tag_key == key_id,
    )
    sealed = exists().where(
        _ballot.c.municipality_id == here,
        _ballot.c.round_id == _round.c.id,
        _ballot.c.seal_key == key_id,
    )
    found = select(_round.c.id).where(
        _round.c.municipality_id == here,
        _round.c.state.not_in([RoundState.PUBLISHED, RoundState.CANCELLED]),
        or_(known, sealed),
    )
    return work.connection.execute(found).first() is not None
