"""The result of a round with everything that a page says of it, and the totals that must add up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from wijkstem.domain.closing import AreaTotals, totals_of
from wijkstem.domain.publishing import digest_of
from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.counting import RoundApproval, RoundClosing, RoundCount, RoundLotCorrection
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.paper_ballots import BallotBatch, BallotCheck
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundArea
from wijkstem.words.rounds import RoundKind, RoundState

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_correction = table_of(RoundLotCorrection)
_plan = table_of(BallotPlan)
_initiative = table_of(Initiative)
_entry = table_of(RollEntry)
_count = table_of(RoundCount)
_closing = table_of(RoundClosing)
_batch = table_of(BallotBatch)
_check = table_of(BallotCheck)
_approval = table_of(RoundApproval)

#: From here on the totals of the box are public: they stand on the board.
LOCKED = frozenset({RoundState.CLOSED, RoundState.COUNTED, RoundState.PUBLISHED})


@dataclass(frozen=True)
class PlanName:
    """A plan on the ballot, and where to read it; "" where it is not public (any more)."""

    title: str
    initiative_number: str
    slug: str


@dataclass(frozen=True)
class AreaResult:
    """What was counted in an area: the file that is published, read."""

    id: UUID
    number: int
    name: str
    budget: int
    inhabitants: int | None
    said: Mapping[str, Any]
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """Sheets of paper that were drawn, looked at, and found wrong."""

    drawn: int
    looked_at: int
    wrong: int


@dataclass(frozen=True)
class Corrected:
    """Figures of a lot that were typed wrong, and put right."""

    was: str
    reasons: str
    on: date


@dataclass(frozen=True)
class ResultPage:
    """A round with its result."""

    id: UUID
    kind: RoundKind
    number: str
    name: str
    state: RoundState
    areas: tuple[AreaResult, ...]
    plans: Mapping[int, PlanName]
    turnout: tuple[tuple[date, int], ...]
    totals: tuple[AreaTotals, ...]
    checked: Checked
    approved: tuple[UUID | None, ...]
    #: Of the lot, in their order.
    corrected: tuple[Corrected, ...]
    #: Of all files together: what officials look at is what goes out.
    digest: str


@dataclass(frozen=True)
class Reconciliation:
    """What must add up, of a round whose box is locked."""

    number: str
    name: str
    state: RoundState
    closed_on: date
    digest: str
    names: Mapping[int, str]
    totals: tuple[AreaTotals, ...]
    #: Ballots that were counted, by area; of a result that is public.
    counted: Mapping[int, int]
    checked: Checked


def result_page(connection: Connection, municipality_id: str, number: str) -> ResultPage:
    """Of a budget, for everybody. Raises NotFound as long as the result is not public."""
    row = _row(connection, municipality_id, number)
    if row.state is not RoundState.PUBLISHED or row.kind is not RoundKind.BUDGET:
        raise NotFound("unknown_result", "Van deze ronde is nog geen uitslag bekend.")
    return counted_page(connection, municipality_id, number)


def counted_page(connection: Connection, municipality_id: str, number: str) -> ResultPage:
    """The same before it is public; for the officials who look at it first."""
    row = _row(connection, municipality_id, number)
    of = municipality_id, row.id
    return ResultPage(
        id=row.id,
        kind=row.kind,
        number=row.number,
        name=row.name,
        state=row.state,
        areas=_areas(connection, *of),
        plans=_plans(connection, *of),
        turnout=_turnout(connection, *of),
        totals=_closing_of(connection, *of)[0],
        checked=checked_sheets(connection, *of),
        approved=_approved(connection, *of),
        corrected=_corrected(connection, *of),
        digest=_digest(connection, *of),
    )


def reconciliation(connection: Connection, municipality_id: str, number: str) -> Reconciliation:
    """Raises NotFound as long as people vote."""
    row = _row(connection, municipality_id, number)
    if row.state not in LOCKED:
        raise NotFound("box_not_locked", "De stembus van deze ronde is nog niet dicht.")
    of = municipality_id, row.id
    totals, closing = _closing_of(connection, *of)
    assert closing is not None  # a locked box has its totals
    names = select(_area.c.seq, _area.c.name).where(*_of(_area, *of)).order_by(_area.c.seq)
    public = row.state is RoundState.PUBLISHED
    return Reconciliation(
        number=row.number,
        name=row.name,
        state=row.state,
        closed_on=closing.closed_on,
        digest=closing.digest,
        names={one.seq: one.name for one in connection.execute(names)},
        totals=totals,
        counted={
            area.number: int(area.said["result"]["voters"]) for area in _areas(connection, *of)
        }
        if public
        else {},
        checked=checked_sheets(connection, *of),
    )


def _row(connection: Connection, municipality_id: str, number: str) -> Row[Any]:
    row = connection.execute(
        select(_round).where(_round.c.municipality_id == municipality_id, _round.c.number == number)
    ).first()
    if row is None:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    return row


def _areas(connection: Connection, municipality_id: str, round_id: UUID) -> tuple[AreaResult, ...]:
    found = (
        select(_area, _count.c.result, _count.c.lot_for)
        .join_from(
            _count,
            _area,
            (_area.c.municipality_id == _count.c.municipality_id)
            & (_area.c.id == _count.c.area_id),
        )
        .where(*_of(_count, municipality_id, round_id))
        .order_by(_area.c.seq)
    )
    return tuple(
        AreaResult(
            row.id,
            row.seq,
            row.name,
            row.budget,
            row.inhabitants,
            json.loads(row.result),
            tuple((row.lot_for or "").split()),
        )
        for row in connection.execute(found)
    )


def _plans(connection: Connection, municipality_id: str, round_id: UUID) -> dict[int, PlanName]:
    found = (
        select(
            _plan.c.number,
            _initiative.c.title,
            _initiative.c.number.label("initiative_number"),
            _initiative.c.slug,
            _initiative.c.public,
        )
        .join_from(
            _plan,
            _initiative,
            (_initiative.c.municipality_id == _plan.c.municipality_id)
            & (_initiative.c.id == _plan.c.initiative_id),
        )
        .where(*_of(_plan, municipality_id, round_id), _plan.c.number.is_not(None))
    )
    return {
        row.number: PlanName(row.title, row.initiative_number, row.slug)
        if row.public
        else PlanName("", "", "")
        for row in connection.execute(found)
    }


def _turnout(
    connection: Connection, municipality_id: str, round_id: UUID
) -> tuple[tuple[date, int], ...]:
    """Voters by the day on which they voted first."""
    found = (
        select(_entry.c.marked_on, func.count())
        .where(*_of(_entry, municipality_id, round_id), _entry.c.marked_on.is_not(None))
        .group_by(_entry.c.marked_on)
        .order_by(_entry.c.marked_on)
    )
    return tuple((row[0], row[1]) for row in connection.execute(found))


def _closing_of(
    connection: Connection, municipality_id: str, round_id: UUID
) -> tuple[tuple[AreaTotals, ...], Row[Any] | None]:
    found = select(_closing).where(*_of(_closing, municipality_id, round_id))
    row = connection.execute(found).first()
    return (() if row is None else totals_of(row.totals)), row


def checked_sheets(connection: Connection, municipality_id: str, round_id: UUID) -> Checked:
    """How far the looking at drawn sheets is."""
    found = (
        select(
            func.count(_check.c.sheet),
            func.count(_check.c.same),
            func.count().filter(_check.c.same.is_(False)),
        )
        .join_from(
            _batch,
            _check,
            (_check.c.municipality_id == _batch.c.municipality_id)
            & (_check.c.batch_id == _batch.c.id),
        )
        .where(*_of(_batch, municipality_id, round_id))
    )
    return Checked(*connection.execute(found).one())


def _corrected(
    connection: Connection, municipality_id: str, round_id: UUID
) -> tuple[Corrected, ...]:
    columns = (_correction.c.was, _correction.c.reasons, _correction.c.corrected_on)
    found = select(*columns).where(*_of(_correction, municipality_id, round_id))
    return tuple(Corrected(*row) for row in connection.execute(found.order_by(_correction.c.turn)))


def _digest(connection: Connection, municipality_id: str, round_id: UUID) -> str:
    found = select(_count.c.ballots_digest, _count.c.result_digest).where(
        *_of(_count, municipality_id, round_id)
    )
    return digest_of(connection.execute(found))


def _approved(
    connection: Connection, municipality_id: str, round_id: UUID
) -> tuple[UUID | None, ...]:
    found = select(_approval.c.approved_by).where(*_of(_approval, municipality_id, round_id))
    return tuple(connection.execute(found.order_by(_approval.c.turn)).scalars())


def _of(table: Any, municipality_id: str, round_id: UUID) -> tuple[Any, Any]:
    return table.c.municipality_id == municipality_id, table.c.round_id == round_id
