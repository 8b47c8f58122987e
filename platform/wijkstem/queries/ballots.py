"""What is asked about votes that are open; never who voted what, and never how it stands."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.kit.rows import table_of
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.rounds import RoundState

_round = table_of(BudgetRound)


def open_boxes(connection: Connection, municipality_id: str, now: datetime) -> tuple[UUID, ...]:
    """The rounds that ballots come in for."""
    found = select(_round.c.id).where(
        _round.c.municipality_id == municipality_id,
        _round.c.state == RoundState.FROZEN,
        _round.c.opens_at <= now,
    )
    return tuple(connection.execute(found).scalars())
