"""The files of a round that anybody can check: only of one whose result is public."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.domain import published
from wijkstem.domain.board import Head, Line
from wijkstem.domain.published import ballots_name, result_name
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.board import BoardEntry, BoardHead
from wijkstem.tables.counting import RoundClosing, RoundCount
from wijkstem.tables.rounds import BudgetRound, RoundArea
from wijkstem.words.rounds import RoundState

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_entry = table_of(BoardEntry)
_head = table_of(BoardHead)
_count = table_of(RoundCount)
_closing = table_of(RoundClosing)


def published_files(connection: Connection, municipality_id: str, number: str) -> dict[str, str]:
    """By name. Raises NotFound as long as the result is not public."""
    row = connection.execute(
        select(_round).where(
            _round.c.municipality_id == municipality_id,
            _round.c.number == number,
            _round.c.state == RoundState.PUBLISHED,
        )
    ).first()
    if row is None:
        raise NotFound("unknown_result", "Van deze ronde is nog geen uitslag bekend.")
    of = municipality_id, row.id
    closing = select(_closing.c.totals).where(*_of(_closing, *of))
    return {
        published.RULES: row.rule_file,
        published.BOARD: _lines(connection, *of),
        published.HEADS: _heads(connection, *of),
        published.CLOSING: connection.execute(closing).scalar_one(),
        **_results(connection, *of),
    }


def _lines(connection: Connection, municipality_id: str, round_id: UUID) -> str:
    found = select(_entry.c.position, _entry.c.kind, _entry.c.digest).where(
        *_of(_entry, municipality_id, round_id)
    )
    rows = connection.execute(found.order_by(_entry.c.position))
    return "".join(Line(*row).text + "\n" for row in rows)


def _heads(connection: Connection, municipality_id: str, round_id: UUID) -> str:
    found = select(_head.c.size, _head.c.root, _head.c.chain, _head.c.closing).where(
        *_of(_head, municipality_id, round_id)
    )
    rows = connection.execute(found.order_by(_head.c.size))
    said = {"round": str(round_id), "heads": [Head(*row).public() for row in rows]}
    return json.dumps(said, indent=1) + "\n"


def _results(connection: Connection, municipality_id: str, round_id: UUID) -> dict[str, str]:
    found = (
        select(_area.c.seq, _count.c.ballots_file, _count.c.result)
        .join_from(
            _count,
            _area,
            (_area.c.municipality_id == _count.c.municipality_id)
            & (_area.c.id == _count.c.area_id),
        )
        .where(*_of(_count, municipality_id, round_id))
        .order_by(_area.c.seq)
    )
    files = {}
    for row in connection.execute(found):
        files[ballots_name(row.seq)] = row.ballots_file
        files[result_name(row.seq)] = row.result
    return files


def _of(table: Any, municipality_id: str, round_id: UUID) -> tuple[Any, Any]:
    return table.c.municipality_id == municipality_id, table.c.round_id == round_id
