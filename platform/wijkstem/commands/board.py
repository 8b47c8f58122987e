"""The ballot board: at set times all that is not on it yet is put behind what is there, and a head sums it up.

Ballots come on it together and sorted, so that neither the board nor the log says which came first.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, insert, select, update

from wijkstem.domain import board
from wijkstem.domain.board import Line
from wijkstem.domain.freezing import next_look
from wijkstem.domain.permissions import may_operate, require
from wijkstem.domain.vote_files import vote_file
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.events.board import BoardHeadSet
from wijkstem.kit.db import take_turns
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.board import BoardEntry, BoardHead
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.rounds import BoardKind, RoundState

_round = table_of(BudgetRound)
_ballot = table_of(Ballot)
_entry = table_of(BoardEntry)
_head = table_of(BoardHead)

#: Rows in one statement.
CHUNK = 1000


@dataclass(frozen=True)
class AppendBoard:
    """Put every ballot on the board that is not on it, and ``more`` behind them, each with its kind."""

    round_id: UUID
    more: tuple[tuple[BoardKind, str], ...] = ()
    #: The box is locked: the closing statement is among ``more``, and no ballot comes any more.
    closing: bool = False
    #: Ballots of an area with fewer voters than this waiting stay in the box until a later head.
    least: int = 1


def append_board(command: AppendBoard, work: Work) -> board.Head | None:
    """The new head; None when there is nothing that was not on the board. What is on it already, comes on it once."""
    require(may_operate(work.actor))
    take_turns(work.connection, work.municipality_id, "board", command.round_id.hex)
    row = _fixed(command.round_id, work)
    lines, chain = _lines(row, work)
    fresh = _fresh(command, lines, row, work)
    if not fresh:
        return None
    if _closed(row.id, work) and any(line.kind is BoardKind.BALLOT for line in fresh):
        raise RuleBroken("board_closed", "Het stembord is gesloten. Er komt geen stem meer bij.")
    chain = _put(row.id, fresh, chain, work)
    return _set_head(command, [*lines, *fresh], chain, work)


def _fixed(round_id: UUID, work: Work, *, changing: bool = False) -> Row[Any]:
    """The round; whoever is ``changing`` it locks it, before the turn of its board, as the close does."""
    this = select(_round).where(
        _round.c.municipality_id == work.municipality_id, _round.c.id == round_id
    )
    found = work.connection.execute(
        this.with_for_update(key_share=True) if changing else this
    ).first()
    if found is None:
        raise NotFound("unknown_round", "Deze stemronde bestaat niet.")
    if found.rule_digest is None:
        raise RuleBroken("rules_open", "De spelregels van deze ronde staan nog niet vast.")
    return found


def _lines(row: Row[Any], work: Work) -> tuple[list[Line], str]:
    """What is on the board, and the end of its chain."""
    found = work.connection.execute(
        select(_entry.c.position, _entry.c.kind, _entry.c.digest, _entry.c.chain)
        .where(_entry.c.municipality_id == work.municipality_id, _entry.c.round_id == row.id)
        .order_by(_entry.c.position)
    ).all()
    chain = found[-1].chain if found else board.start_of(str(row.id))
    return [Line(one.position, one.kind, one.digest) for one in found], chain


def _fresh(command: AppendBoard, lines: list[Line], row: Row[Any], work: Work) -> list[Line]:
    """First the rules, then ballots in the order of their commitments, then what else there is."""
    fresh = [] if lines else [Line(0, BoardKind.RULES, row.rule_digest)]
    number = len(lines) + len(fresh)
    fresh += board.next_lines(number, BoardKind.BALLOT, _waiting(row.id, command.least, work))
    there = {line.digest for line in lines}
    for kind, digest in dict.fromkeys(command.more):
        if digest not in there:
            fresh.append(Line(len(lines) + len(fresh), kind, digest))
    return fresh


def _waiting(round_id: UUID, least: int, work: Work) -> list[str]:
    """Commitments that are in the box and not on the board, of areas in which enough voters wait together."""
    here = work.municipality_id
    on_it = exists().where(
        _entry.c.municipality_id == here,
        _entry.c.round_id == round_id,
        _entry.c.digest == _ballot.c.commitment,
    )
    found = work.connection.execute(
        select(_ballot.c.commitment, _ballot.c.area_id, _ballot.c.tag).where(
            _ballot.c.municipality_id == here, _ballot.c.round_id == round_id, ~on_it
        )
    ).all()
    voters = Counter(area for area, _ in {(row.area_id, row.tag) for row in found})
    return [row.commitment for row in found if voters[row.area_id] >= least]


def _closed(round_id: UUID, work: Work) -> bool:
    found = select(_head.c.size).where(
        _head.c.municipality_id == work.municipality_id,
        _head.c.round_id == round_id,
        _head.c.closing,
    )
    return work.connection.execute(found).first() is not None


def _put(round_id: UUID, fresh: list[Line], chain: str, work: Work) -> str:
    scope = {"municipality_id": work.municipality_id, "round_id": round_id}
    rows = []
    for line, after in board.chained(chain, fresh):
        rows.append(
            {
                **scope,
                "position": line.number,
                "kind": line.kind,
                "digest": line.digest,
                "chain": after,
            }
        )
    for start in range(0, len(rows), CHUNK):
        work.connection.execute(insert(_entry), rows[start : start + CHUNK])
    return str(rows[-1]["chain"])


def _set_head(command: AppendBoard, lines: list[Line], chain: str, work: Work) -> board.Head:
    head = board.Head(len(lines), board.tree_of(lines).root.hex(), chain, command.closing)
    work.connection.execute(
        insert(_head).values(
            municipality_id=work.municipality_id,
            round_id=command.round_id,
            size=head.size,
            root=head.root,
            chain=head.chain,
            made_at=work.now,
            closing=head.closing,
        )
    )
    work.record(
        BoardHeadSet(
            round_id=command.round_id,
            size=head.size,
            ballots=sum(line.kind is BoardKind.BALLOT for line in lines),
            root=head.root,
            chain=head.chain,
            closing=head.closing,
            set_on=work.today,
        )
    )
    return head


@dataclass(frozen=True)
class MakeHead:
    """A set time has come: make the head, and say when the clock must look at this round again."""

    round_id: UUID


def make_head(command: MakeHead, work: Work) -> board.Head | None:
    """None where nothing was due: another worker was first, or the vote is over and the count has the round."""
    require(may_operate(work.actor))
    row, now = _fixed(command.round_id, work, changing=True), work.database_now()
    if row.state is not RoundState.FROZEN or row.look_at is None or now < row.look_at:
        return None
    file = vote_file(row.rule_file)
    work.connection.execute(
        update(_round)
        .where(_round.c.municipality_id == work.municipality_id, _round.c.id == row.id)
        .values(look_at=next_look(file.heads_at, now, row.closes_at))
    )
    return (
        None
        if now >= row.closes_at
        else append_board(AppendBoard(row.id, least=board.LEAST_TOGETHER), work)
    )
