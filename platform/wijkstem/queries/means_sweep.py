"""What the clock asks about means: which are over, which close soon, and of which nobody said what is done with it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, select

from wijkstem.kit.clock import local_date
from wijkstem.kit.rows import table_of
from wijkstem.tables.means import Means, running, to_account_for
from wijkstem.words.means import MeansState

_means = table_of(Means)


def municipalities_with_means_to_close(connection: Connection, now: datetime) -> list[str]:
    """Where the time of a means is over, and nobody closed it yet."""
    found = select(_means.c.municipality_id).where(running(_means), _means.c.closes_at <= now)
    return list(connection.execute(found.distinct()).scalars())


def means_to_close(connection: Connection, municipality_id: str, now: datetime) -> list[UUID]:
    """Those of a municipality, in the order in which they should have closed."""
    found = select(_means.c.id).where(
        _means.c.municipality_id == municipality_id,
        _means.c.state == MeansState.ANNOUNCED,
        _means.c.closes_at <= now,
    )
    return list(connection.execute(found.order_by(_means.c.closes_at, _means.c.id)).scalars())


def municipalities_with_means_to_tell_of(connection: Connection, now: datetime) -> list[str]:
    """Where one closes soon, or what is done with one is late, and nobody was told yet."""
    near = select(_means.c.municipality_id).where(running(_means), _is_near(now))
    late = select(_means.c.municipality_id).where(to_account_for(_means), _is_late(local_date(now)))
    return list(connection.execute(near.union(late)).scalars())


def near_means(connection: Connection, municipality_id: str, now: datetime) -> list[UUID]:
    """Those that close soon; what closes first comes first."""
    found = select(_means.c.id).where(
        _means.c.municipality_id == municipality_id,
        _means.c.state == MeansState.ANNOUNCED,
        _is_near(now),
    )
    return list(connection.execute(found.order_by(_means.c.closes_at, _means.c.id)).scalars())


def late_accounts(connection: Connection, municipality_id: str, today: date) -> list[UUID]:
    """Those of which it should have been said what is done with them."""
    found = select(_means.c.id).where(
        _means.c.municipality_id == municipality_id,
        _means.c.state == MeansState.CLOSED,
        _is_late(today),
    )
    return list(connection.execute(found.order_by(_means.c.account_by, _means.c.id)).scalars())


def _is_near(now: datetime) -> ColumnElement[bool]:
    return and_(
        _means.c.remind_on <= local_date(now), _means.c.opens_at <= now, _means.c.closes_at > now
    )


def _is_late(today: date) -> ColumnElement[bool]:
    return and_(_means.c.late.is_(False), _means.c.account_by < today)
