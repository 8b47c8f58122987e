"""Keeping discussions in the order that support deserves: worked out anew each time that support grew by a tenth."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select, update

from wijkstem.domain.discussion import is_to_order, score
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.events.base import Recorded
from wijkstem.events.discussion import ContributionSupported, ContributionSupportTakenBack
from wijkstem.kit.rows import table_of
from wijkstem.tables.discussion import Contribution, DiscussionRoom

NAME = "discussions"

_room = table_of(DiscussionRoom)
_contribution = table_of(Contribution)


def discussions() -> Consumer[UnitOfWork]:
    """The consumer. Whoever supports something puts that in its place at once; this moves what others passed."""

    def fold(uow: UnitOfWork, events: Sequence[Recorded]) -> None:
        moved = {
            recorded.event.means_id
            for recorded in events
            if isinstance(recorded.event, ContributionSupported | ContributionSupportTakenBack)
        }
        for means_id in sorted(moved):
            _order(uow, means_id)

    return Consumer(NAME, fold, batch=200)


def _order(uow: UnitOfWork, means_id: UUID) -> None:
    """The room is locked, so that nothing is supported meanwhile."""
    this = (_room.c.municipality_id == uow.municipality_id) & (_room.c.means_id == means_id)
    room = uow.connection.execute(
        select(_room.c.supports, _room.c.ordered_at).where(this).with_for_update()
    ).first()
    if room is None or not is_to_order(room.supports, room.ordered_at):
        return
    moved = _moved(uow, means_id, room.supports)
    if moved:
        uow.connection.execute(_MOVE, moved)
    uow.connection.execute(update(_room).where(this).values(ordered_at=room.supports))


def _moved(uow: UnitOfWork, means_id: UUID, supports: int) -> list[dict[str, object]]:
    """What stands elsewhere by now; without support nothing does."""
    found = uow.connection.execute(
        select(
            _contribution.c.id,
            _contribution.c.support,
            _contribution.c.supports_before,
            _contribution.c.score,
        )
        .where(
            _contribution.c.municipality_id == uow.municipality_id,
            _contribution.c.means_id == means_id,
            _contribution.c.support > 0,
        )
        .order_by(_contribution.c.number)
    )
    worked_out = ((one, score(one.support, supports - one.supports_before)) for one in found)
    return [
        {"here": uow.municipality_id, "this": one.id, "now": now}
        for one, now in worked_out
        if now != one.score
    ]


_MOVE = (
    update(_contribution)
    .where(
        _contribution.c.municipality_id == bindparam("here"),
        _contribution.c.id == bindparam("this"),
    )
    .values(score=bindparam("now"))
)
