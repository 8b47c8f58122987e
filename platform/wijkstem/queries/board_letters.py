"""What goes out with a head of the ballot board: the letter to a council clerk, and what a hook is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from wijkstem.kit.rows import table_of
from wijkstem.queries.readers import readers
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.board import BoardHead
from wijkstem.tables.rounds import BudgetRound

_head = table_of(BoardHead)
_round = table_of(BudgetRound)


@dataclass(frozen=True)
class HeadLetter:
    """Everything that the templates may use."""

    language: str
    address: str | None
    name: str
    municipality: str
    title: str
    path: str
    size: int
    root: str
    chain: str
    made_at: datetime
    closing: bool
    #: It is an office's work: nobody can turn it off.
    stoppable: bool = False


def head_letter(
    connection: Connection, municipality_id: str, *, rules: MunicipalityRules, cause: str, to: UUID
) -> HeadLetter | None:
    """None for who is gone."""
    found = _found(connection, municipality_id, cause)
    reader = readers(connection, municipality_id, {to}).get(to)
    if found is None or reader is None:
        return None
    return HeadLetter(
        language=reader.language,
        address=reader.email,
        name=reader.display_name,
        municipality=rules.municipality.name,
        title=found.name,
        path=f"/stembord/{found.number}",
        size=found.size,
        root=found.root,
        chain=found.chain,
        made_at=found.made_at,
        closing=found.closing,
    )


def head_told(connection: Connection, municipality_id: str, cause: str) -> dict[str, Any] | None:
    """The same for a machine."""
    found = _found(connection, municipality_id, cause)
    if found is None:
        return None
    return {
        "municipality": municipality_id,
        "round": str(found.round_id),
        "number": found.number,
        "size": found.size,
        "root": found.root,
        "chain": found.chain,
        "made_at": found.made_at.isoformat(),
        "closing": found.closing,
    }


def _found(
    connection: Connection, municipality_id: str, cause: str
) -> Row[*tuple[Any, ...]] | None:
    """The head that a delivery was caused by: ``head:<round>:<size>``."""
    _, round_id, size = cause.split(":")
    return connection.execute(
        select(*_head.c, _round.c.name, _round.c.number)
        .join_from(
            _head,
            _round,
            (_round.c.municipality_id == _head.c.municipality_id)
            & (_round.c.id == _head.c.round_id),
        )
        .where(
            _head.c.municipality_id == municipality_id,
            _head.c.round_id == UUID(round_id),
            _head.c.size == int(size),
        )
    ).first()
