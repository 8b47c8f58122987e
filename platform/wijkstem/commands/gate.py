"""The gate before what goes out: open in one database only, so that a restored one is silent until somebody looked."""

from datetime import datetime

from sqlalchemy import Table, func, select

from wijkstem.kit.db import upsert
from wijkstem.kit.identity import identity
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.engine import Delivery, DeliveryGate, DeliveryState

_delivery: Table = table_of(Delivery)
_gate: Table = table_of(DeliveryGate)

#: What has not gone out and is not given up.
WAITING = (DeliveryState.WAITING, DeliveryState.CLAIMED, DeliveryState.HELD)


def may_go_out(work: Work) -> bool:
    """Whether a person let messages go out from this very database."""
    found = select(_gate.c.municipality_id).where(
        _gate.c.municipality_id == work.municipality_id,
        _gate.c.database == identity(work.connection),
    )
    return work.connection.execute(found).first() is not None


def open_new_gate(work: Work) -> None:
    """For a municipality that joins; one that has a gate keeps it as it is."""
    upsert(work.connection, _gate, [_row(work, _here(work))])


def open_gate(work: Work) -> None:
    """Let messages go out from this database."""
    _move(work, _here(work))


def close_gate(work: Work) -> None:
    """Let nothing go out, also not what is decided later."""
    _move(work, None)


def _here(work: Work) -> str:
    return work.connection.execute(select(identity(work.connection))).scalar_one()


def _move(work: Work, database: str | None) -> None:
    upsert(work.connection, _gate, [_row(work, database)], replace=["database", "changed_at"])


def _row(work: Work, database: str | None) -> dict[str, str | datetime | None]:
    return {
        "municipality_id": work.municipality_id,
        "database": database,
        "changed_at": work.now,
    }


def waiting(work: Work) -> int:
    """How many stand before the gate."""
    counted = (
        select(func.count())
        .select_from(_delivery)
        .where(_delivery.c.municipality_id == work.municipality_id, _delivery.c.state.in_(WAITING))
    )
    return work.connection.execute(counted).scalar_one()
