"""What officials see of a vote that is closed and counted: piles of paper, the sheets to look at, and what stopped a count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from wijkstem.domain.closing import closing_day
from wijkstem.domain.lots import first_day
from wijkstem.domain.paper_ballots import Readings, differs, is_settled, next_turn, outcome
from wijkstem.domain.rounds import PublicLot
from wijkstem.domain.vote_files import VoteFile, vote_file
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.counting import CountAlarm, RoundClosing, RoundLot
from wijkstem.tables.paper_ballots import BallotBatch, BallotCheck, BallotSheet
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BudgetRound, RoundArea
from wijkstem.words.rounds import BatchState, CountProblem, RoundKind, RoundState, VotingWay

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_entry = table_of(RollEntry)
_batch = table_of(BallotBatch)
_sheet = table_of(BallotSheet)
_check = table_of(BallotCheck)
_alarm = table_of(CountAlarm)
_lot = table_of(RoundLot)
_closing = table_of(RoundClosing)


@dataclass(frozen=True)
class Pile:
    """A pile of ballots on paper."""

    id: UUID
    area: str
    number: int
    sheets: int
    state: BatchState
    #: How often a sheet of it was read.
    readings: int


@dataclass(frozen=True)
class CountDesk:
    """Where a round is between the vote and its result."""

    id: UUID
    kind: RoundKind
    number: str
    name: str
    state: RoundState
    opens_at: datetime
    closes_at: datetime
    #: Whether a worker will look at it.
    awaited: bool
    areas: tuple[tuple[UUID, str], ...]
    piles: tuple[Pile, ...]
    #: Voters who took a ballot on paper.
    on_paper: int
    alarms: tuple[tuple[CountProblem, str], ...]
    lots: frozenset[UUID]
    lot: PublicLot
    #: Figures of an earlier draw are not the ones that were fixed; None: the box is not locked yet.
    lot_from: date | None


@dataclass(frozen=True)
class PilePage:
    """A pile for somebody who reads it: the sheet that is theirs to read next, and nothing that others read."""

    pile: Pile
    round_number: str
    round_name: str
    file: VoteFile
    area_number: int
    #: None: there is nothing (left) for this official to read.
    sheet: int | None
    #: Two others differed, and this is what they read: for a third.
    readings: tuple[str | None, ...]
    #: How many of the sheets are settled.
    settled: int
    differing: int


@dataclass(frozen=True)
class Drawn:
    """A sheet that is to be held against the paper."""

    batch_id: UUID
    batch: int
    area: str
    sheet: int
    picks: str | None
    same: bool | None


@dataclass(frozen=True)
class SamplePage:
    """All of them."""

    number: str
    name: str
    state: RoundState
    sheets: tuple[Drawn, ...]


def count_desk(connection: Connection, municipality_id: str, number: str) -> CountDesk:
    """Raises NotFound for a round without a fixed vote."""
    row = _row(connection, municipality_id, number)
    of = municipality_id, row.id
    areas = select(_area.c.id, _area.c.name).where(*_of(_area, *of)).order_by(_area.c.seq)
    alarms = select(_alarm.c.problem, _alarm.c.digest).where(*_of(_alarm, *of))
    lot = vote_file(row.rule_file).lot
    taken = select(func.count()).where(*_of(_entry, *of), _entry.c.way == VotingWay.PAPER)
    return CountDesk(
        id=row.id,
        kind=row.kind,
        number=row.number,
        name=row.name,
        state=row.state,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        awaited=row.look_at is not None,
        areas=tuple((one.id, one.name) for one in connection.execute(areas)),
        piles=_piles(connection, *of),
        on_paper=connection.execute(taken).scalar_one(),
        alarms=tuple((one.problem, one.digest) for one in connection.execute(alarms)),
        lots=frozenset(connection.execute(select(_lot.c.area_id).where(*_of(_lot, *of))).scalars()),
        lot=lot,
        lot_from=_lot_from(connection, *of, lot),
    )


def _lot_from(
    connection: Connection, municipality_id: str, round_id: UUID, lot: PublicLot
) -> date | None:
    totals = select(_closing.c.totals).where(*_of(_closing, municipality_id, round_id))
    text = connection.execute(totals).scalar()
    return None if text is None else first_day(lot, closing_day(text))


def pile_page(
    connection: Connection, municipality_id: str, batch_id: UUID, reader: UUID | None
) -> PilePage:
    """Raises NotFound."""
    asked = select(_batch.c.round_id, _batch.c.area_id, _area.c.seq, _round.c.rule_file).where(
        _batch.c.municipality_id == municipality_id,
        _area.c.municipality_id == municipality_id,
        _round.c.municipality_id == municipality_id,
        _batch.c.id == batch_id,
        _area.c.id == _batch.c.area_id,
        _round.c.id == _batch.c.round_id,
    )
    found = connection.execute(asked.add_columns(_round.c.number, _round.c.name)).first()
    if found is None:
        raise NotFound("unknown_batch", "Deze stapel is er niet.")
    (pile,) = [
        one for one in _piles(connection, municipality_id, found.round_id) if one.id == batch_id
    ]
    rows = connection.execute(
        select(_sheet).where(
            _sheet.c.municipality_id == municipality_id, _sheet.c.batch_id == batch_id
        )
    ).all()
    sheets = _by_sheet(rows)
    mine = {row.sheet for row in rows if row.entered_by == reader}
    sheet = _next(pile, sheets, mine)
    return PilePage(
        pile=pile,
        round_number=found.number,
        round_name=found.name,
        file=vote_file(found.rule_file),
        area_number=found.seq,
        sheet=sheet,
        readings=_readings(sheets.get(sheet or 0, {})),
        settled=sum(is_settled(one) for one in sheets.values()),
        differing=sum(differs(one) and not is_settled(one) for one in sheets.values()),
    )


def _next(pile: Pile, sheets: Mapping[int, Readings], mine: set[int]) -> int | None:
    """The first that waits for somebody, and that this official did not read."""
    if pile.state is BatchState.AGREED:
        return None
    waiting = (
        sheet
        for sheet in range(1, pile.sheets + 1)
        if sheet not in mine and next_turn(sheets.get(sheet, {})) is not None
    )
    return next(waiting, None)


def _readings(readings: Readings) -> tuple[str | None, ...]:
    """Only where both are there: the second reader sees nothing of the first."""
    return (readings[1], readings[2]) if differs(readings) else ()


def sample_page(connection: Connection, municipality_id: str, number: str) -> SamplePage:
    """The sheets that the last head drew."""
    row = _row(connection, municipality_id, number)
    found = (
        select(
            _batch.c.id,
            _batch.c.number,
            _area.c.name,
            _check.c.sheet,
            _check.c.same,
        )
        .where(
            _batch.c.municipality_id == municipality_id,
            _check.c.municipality_id == municipality_id,
            _area.c.municipality_id == municipality_id,
            _batch.c.round_id == row.id,
            _check.c.batch_id == _batch.c.id,
            _area.c.id == _batch.c.area_id,
        )
        .order_by(_batch.c.number, _check.c.sheet)
    )
    picks = _outcomes(connection, municipality_id, row.id)
    return SamplePage(
        row.number,
        row.name,
        row.state,
        tuple(
            Drawn(one.id, one.number, one.name, one.sheet, picks[one.id, one.sheet], one.same)
            for one in connection.execute(found)
        ),
    )


def _outcomes(
    connection: Connection, municipality_id: str, round_id: UUID
) -> dict[tuple[UUID, int], str | None]:
    rows = connection.execute(
        select(_sheet).where(
            _sheet.c.municipality_id == municipality_id,
            _batch.c.municipality_id == municipality_id,
            _batch.c.round_id == round_id,
            _sheet.c.batch_id == _batch.c.id,
        )
    )
    read: dict[tuple[UUID, int], dict[int, str | None]] = {}
    for one in rows:
        read.setdefault((one.batch_id, one.sheet), {})[one.turn] = one.picks
    return {key: outcome(one) for key, one in read.items()}


def _piles(connection: Connection, municipality_id: str, round_id: UUID) -> tuple[Pile, ...]:
    readings = (
        select(func.count())
        .where(
            _sheet.c.municipality_id == municipality_id,
            _sheet.c.batch_id == _batch.c.id,
        )
        .scalar_subquery()
    )
    found = (
        select(
            _batch.c.id,
            _area.c.name,
            _batch.c.number,
            _batch.c.sheets,
            _batch.c.state,
            readings.label("readings"),
        )
        .where(
            *_of(_batch, municipality_id, round_id),
            _area.c.municipality_id == municipality_id,
            _area.c.id == _batch.c.area_id,
        )
        .order_by(_batch.c.number)
    )
    return tuple(Pile(*row) for row in connection.execute(found))


def _by_sheet(rows: Any) -> dict[int, Readings]:
    found: dict[int, dict[int, str | None]] = {}
    for row in rows:
        found.setdefault(row.sheet, {})[row.turn] = row.picks
    return dict(found)


def _row(connection: Connection, municipality_id: str, number: str) -> Any:
    row = connection.execute(
        select(_round).where(_round.c.municipality_id == municipality_id, _round.c.number == number)
    ).first()
    if row is None or row.rule_file is None:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    return row


def _of(table: Any, municipality_id: str, round_id: UUID) -> tuple[Any, Any]:
    return table.c.municipality_id == municipality_id, table.c.round_id == round_id
