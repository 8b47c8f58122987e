"""The ballot board as anybody may see it: its heads, its lines, proofs of them, and whether a ballot stands on it."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, func, select

from wijkstem.domain.board import Line, committed_between, tree_of
from wijkstem.errors import NotFound
from wijkstem.kit.merkle import Tree
from wijkstem.kit.rows import table_of
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.board import BoardEntry, BoardHead
from wijkstem.words.rounds import BoardKind

_entry = table_of(BoardEntry)
_head = table_of(BoardHead)
_ballot = table_of(Ballot)

#: Boards that one process keeps in memory; of a hundred thousand lines one takes some 40 MB.
MOST_BOARDS: Final = 3


@dataclass(frozen=True)
class Head:
    """What the board was when a head was made."""

    size: int
    root: str
    chain: str
    made_at: datetime
    closing: bool


@dataclass(frozen=True)
class Board:
    """All lines up to a head, with their tree. A head never changes, so neither does this."""

    lines: tuple[Line, ...]
    tree: Tree

    @cached_property
    def file(self) -> bytes:
        """As it is downloaded: a line is a line."""
        return "".join(f"{line.text}\n" for line in self.lines).encode()


@dataclass(frozen=True)
class Standing:
    """Where a ballot is: on the board at ``number``, or still in the box when that is None."""

    number: int | None


class _Boards:
    """The boards that were asked for last: whoever asks for a proof does not have the whole tree made again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, UUID, int], Board] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, connection: Connection, municipality_id: str, round_id: UUID, size: int) -> Board:
        key = (municipality_id, round_id, size)
        with self._lock:  # who comes meanwhile waits, and finds it made
            found = self._kept.get(key)
            if found is None:
                lines = _lines(connection, municipality_id, round_id, size)
                found = self._kept[key] = Board(lines, tree_of(lines))
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_BOARDS:
                self._kept.popitem(last=False)
            return found


_boards = _Boards()


def heads(connection: Connection, municipality_id: str, round_id: UUID) -> tuple[Head, ...]:
    """The oldest first."""
    found = (
        select(*(_head.c[name] for name in Head.__dataclass_fields__))
        .where(_head.c.municipality_id == municipality_id, _head.c.round_id == round_id)
        .order_by(_head.c.size)
    )
    return tuple(Head(*row) for row in connection.execute(found))


def ballots_on_board(connection: Connection, municipality_id: str, round_id: UUID) -> int:
    """How many lines are ballots; who changed theirs has more than one."""
    found = select(func.count()).where(
        _entry.c.municipality_id == municipality_id,
        _entry.c.round_id == round_id,
        _entry.c.kind == BoardKind.BALLOT,
    )
    return int(connection.execute(found).scalar_one())


def board(connection: Connection, municipality_id: str, round_id: UUID, size: int) -> Board:
    """The board up to the head of ``size`` lines. Raises NotFound where there is no such head."""
    known = select(_head.c.size).where(
        _head.c.municipality_id == municipality_id,
        _head.c.round_id == round_id,
        _head.c.size == size,
    )
    if connection.execute(known).first() is None:
        raise NotFound("no_such_head", "Deze kop van het stembord is er niet.")
    return _boards.get(connection, municipality_id, round_id, size)


def board_file(connection: Connection, municipality_id: str, round_id: UUID, size: int) -> bytes:
    """The same as a file."""
    return board(connection, municipality_id, round_id, size).file


def _lines(
    connection: Connection, municipality_id: str, round_id: UUID, size: int
) -> tuple[Line, ...]:
    found = (
        select(_entry.c.position, _entry.c.kind, _entry.c.digest)
        .where(
            _entry.c.municipality_id == municipality_id,
            _entry.c.round_id == round_id,
            _entry.c.position < size,
        )
        .order_by(_entry.c.position)
    )
    return tuple(Line(*row) for row in connection.execute(found))


def standing_of(
    connection: Connection, municipality_id: str, round_id: UUID, receipt: str
) -> Standing | None:
    """Where the ballot of a receipt is; None when no ballot has it."""
    first, last = committed_between(receipt)
    on_it = select(_entry.c.position).where(
        _entry.c.municipality_id == municipality_id,
        _entry.c.round_id == round_id,
        _entry.c.digest.between(first, last),
        _entry.c.kind == BoardKind.BALLOT,
    )
    number: int | None = connection.execute(on_it).scalar()
    if number is not None:
        return Standing(number)
    in_box = select(_ballot.c.version).where(
        _ballot.c.municipality_id == municipality_id,
        _ballot.c.round_id == round_id,
        _ballot.c.commitment.between(first, last),
    )
    return None if connection.execute(in_box).first() is None else Standing(None)


def proof_of_line(board: Board, number: int) -> dict[str, object]:
    """That a line stands on the board, as `docs/verify/check_proof.py` reads it. Raises NotFound."""
    if not 0 <= number < len(board.lines):
        raise NotFound("no_such_line", "Deze regel staat niet op het stembord.")
    return {
        "number": number,
        "line": board.lines[number].text,
        **_of(board.tree, board.tree.inclusion(number)),
    }


def proof_of_growth(board: Board, older: Head) -> dict[str, object]:
    """That nothing was changed or taken away since an older head."""
    if older.size > len(board.lines):
        raise NotFound("no_such_head", "Deze kop van het stembord is er niet.")
    return {
        "older_size": older.size,
        "older_root": older.root,
        **_of(board.tree, board.tree.consistency(older.size)),
    }


def _of(tree: Tree, path: list[bytes]) -> dict[str, object]:
    return {
        "size": tree.size,
        "root": tree.root.hex(),
        "path": [step.hex() for step in path],
    }
