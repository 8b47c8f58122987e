"""Taking leave of a tag key that nothing depends on any more."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from wijkstem.domain.permissions import may_operate, require
from wijkstem.errors import RuleBroken
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import WayIn
from wijkstem.tables.initiatives import Initiative

_way = table_of(WayIn)
_initiative = table_of(Initiative)


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
    gone = work.connection.execute(
        delete(_way)
        .where(
            _way.c.municipality_id == work.municipality_id,
            _way.c.key_id == command.key_id,
        )
        .returning(_way.c.tag)
    )
    return len(gone.all())
