"""Supporting what somebody said in a discussion, and taking that back: the hot path, so statements on tables.

One person, once, by the table's own key. The room is locked by whoever supports something in it, because the place of
a contribution follows from how often anything was supported; who closes the discussion waits for that, and who comes
behind the close finds it closed. Everybody of one moment shares that lock and the commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from wijkstem.commands.known_people import meet
from wijkstem.commands.taking_part import take_part_in
from wijkstem.domain.discussion import check_discussion_open, check_readable, score
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.eventlog.group import Together
from wijkstem.eventlog.unit_of_work import Seen
from wijkstem.events.discussion import ContributionSupported, ContributionSupportTakenBack
from wijkstem.kit.clock import local_date
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.discussion import Contribution, ContributionSupport, DiscussionRoom
from wijkstem.tables.means import Means
from wijkstem.words.means import MeansKind

_contribution = table_of(Contribution)
_support = table_of(ContributionSupport)
_room = table_of(DiscussionRoom)
_means = table_of(Means)

# Statements are built once: building one costs more than running it.
_HERE = _contribution.c.municipality_id == bindparam("here")
_THESE = _HERE & _contribution.c.id.in_(bindparam("contributions", expanding=True))

#: Shared: who closes waits for whoever is in, and who comes later finds it closed.
_MEANS = (
    select(_means)
    .where(
        _means.c.municipality_id == bindparam("here"),
        _means.c.kind == MeansKind.DISCUSSION,
        _means.c.announced_on.is_not(None),
        _means.c.id.in_(select(_contribution.c.means_id).where(_THESE)),
    )
    .order_by(_means.c.id)
    .with_for_update(read=True)
)
_ROOMS = (
    select(_room.c.means_id, _room.c.closed)
    .where(
        _room.c.municipality_id == bindparam("here"),
        _room.c.means_id.in_(bindparam("rooms", expanding=True)),
    )
    .order_by(_room.c.means_id)
    .with_for_update(key_share=True)
)
_CONTRIBUTIONS = (
    select(
        _contribution.c.id,
        _contribution.c.means_id,
        _contribution.c.person_id,
        _contribution.c.office,
        _contribution.c.supports_before,
        _contribution.c.hiding_id,
    )
    .where(_THESE)
    .order_by(_contribution.c.id)
    .with_for_update(key_share=True)
)
_THIS = _HERE & (_contribution.c.id == bindparam("contribution"))
_SUPPORT_NOW = select(_contribution.c.support).where(_THIS)
#: Both rows are locked, so nobody else's support can come between.
_COUNT_ROOM = (
    update(_room)
    .where(_room.c.municipality_id == bindparam("here"), _room.c.means_id == bindparam("means"))
    .values(supports=_room.c.supports + bindparam("more"))
    .returning(_room.c.supports, _SUPPORT_NOW.scalar_subquery().label("support"))
)
_COUNT = (
    update(_contribution)
    .where(_THIS)
    .values(support=bindparam("counted"), score=bindparam("stands"))
)
_NO_MORE = (
    delete(_support)
    .where(
        _support.c.municipality_id == bindparam("here"),
        _support.c.contribution_id == bindparam("contribution"),
        _support.c.person_id == bindparam("person"),
    )
    .returning(_support.c.given_at)
)


@dataclass(frozen=True)
class _Held:
    """A contribution with what it stands in, all of them locked."""

    #: The columns of `Means`; None: it is not there, or nobody sees it yet.
    means: Row[Any] | None
    closed: bool
    contribution: Row[*tuple[Any, ...]]


def _hold(connection: Connection, here: str, contributions: Sequence[UUID]) -> Seen:
    """All means, then all rooms, then all contributions: in the order of locks, and each in that of their ids."""
    names = {"here": here, "contributions": contributions}
    means = {row.id: row for row in connection.execute(_MEANS, names)}
    rooms = connection.execute(_ROOMS, {"here": here, "rooms": list(means)}) if means else ()
    closed = {row.means_id: row.closed for row in rooms}
    return {
        row.id: _Held(means.get(row.means_id), closed.get(row.means_id, False), row)
        for row in connection.execute(_CONTRIBUTIONS, names)
    }


#: Whoever supports something locks its room; all checks come before what is written.
TOGETHER = Together(
    place=lambda command: command.contribution_id,
    meet=meet,
    hold=_hold,
    refuses_first=True,
    turn=1,
)


@dataclass(frozen=True)
class SupportContribution:
    """Somebody supports what another said."""

    contribution_id: UUID


def support_contribution(command: SupportContribution, work: Work) -> int:
    """How many support it now; who does already, does. Raises RuleBroken where it is closed and for one's own."""
    it, person_id = _come_in(command.contribution_id, work)
    _check_to_support(it, person_id)
    row = {
        "municipality_id": work.municipality_id,
        "id": new_id(),
        "contribution_id": it.id,
        "person_id": person_id,
        "given_at": work.now,
    }
    if not insert_new(work.connection, _support, row):
        return _support_now(it, work)
    work.record(
        ContributionSupported(
            contribution_id=it.id,
            means_id=it.means_id,
            person_id=person_id,
            supported_on=work.today,
        )
    )
    return _count(it, 1, work)


def _come_in(contribution_id: UUID, work: Work) -> tuple[Row[*tuple[Any, ...]], UUID]:
    """The contribution, locked, and who takes part. Raises NotFound, NotAllowed or RuleBroken as `take_part` does."""
    held = _held(contribution_id, work)
    if held is None:
        raise NotFound("unknown_contribution", "Deze bijdrage is er niet.")
    if held.means is None:
        raise NotFound("unknown_means", "Dit is er niet. Misschien klopt het adres niet.")
    person_id = take_part_in(held.means, work).person_id
    check_discussion_open(held.closed)
    return held.contribution, person_id


def _held(contribution_id: UUID, work: Work) -> _Held | None:
    """As the group holds it, or locked now behind who asks for it."""
    found: _Held | None = work.uow.seen.get(contribution_id)
    if found is not None:
        return found
    if work.actor.person_id is not None:
        work.uow.seen |= meet(work.connection, work.municipality_id, [work.actor.person_id])
    held = _hold(work.connection, work.municipality_id, [contribution_id])
    return held.get(contribution_id)


def _check_to_support(it: Row[*tuple[Any, ...]], person_id: UUID) -> None:
    check_readable(it.hiding_id is not None)
    if it.person_id == person_id:
        raise RuleBroken("own_contribution", "Uw eigen bijdrage kunt u niet steunen.")
    if it.office is not None:
        raise RuleBroken("no_support", "Een antwoord van de gemeente kunt u niet steunen.")


def _support_now(it: Row[*tuple[Any, ...]], work: Work) -> int:
    names = {"here": work.municipality_id, "contribution": it.id}
    return int(work.connection.execute(_SUPPORT_NOW, names).scalar_one())


def _count(it: Row[*tuple[Any, ...]], more: int, work: Work) -> int:
    names = {"here": work.municipality_id, "contribution": it.id}
    changing = {**names, "means": it.means_id, "more": more}
    counted = work.connection.execute(_COUNT_ROOM, changing).one()
    now = counted.support + more
    stands = score(now, counted.supports - it.supports_before)
    work.connection.execute(_COUNT, {**names, "counted": now, "stands": stands})
    return int(now)


@dataclass(frozen=True)
class TakeBackContributionSupport:
    """Somebody supports it no more."""

    contribution_id: UUID


def take_back_contribution_support(command: TakeBackContributionSupport, work: Work) -> int:
    """How many support it now; of who did not support it, nothing changes."""
    it, person_id = _come_in(command.contribution_id, work)
    names = {"here": work.municipality_id, "contribution": it.id, "person": person_id}
    gone = work.connection.execute(_NO_MORE, names).first()
    if gone is None:
        return _support_now(it, work)
    work.record(
        ContributionSupportTakenBack(
            contribution_id=it.id,
            means_id=it.means_id,
            person_id=person_id,
            supported_on=local_date(gone.given_at),
            taken_back_on=work.today,
        )
    )
    return _count(it, -1, work)
