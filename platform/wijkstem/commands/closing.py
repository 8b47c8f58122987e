"""Locking the box: at the close by the clock, or by an official as soon as the last paper is entered.

Whoever casts a ballot and this take turns, and the database's clock decides who was in time. All in one transaction: the
last ballots on the board, the totals, the last head, and the sheets of paper that it draws.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from wijkstem.commands.ballots import stir_box
from wijkstem.commands.board import AppendBoard, append_board
from wijkstem.commands.boxes import lock_box
from wijkstem.commands.round_plans import withdraw_ended
from wijkstem.domain import closing
from wijkstem.domain.closing import AreaTotals, Marked
from wijkstem.domain.paper_ballots import drawn, outcome
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.permissions import may_enter, may_operate, require
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.events.counting import RoundClosed
from wijkstem.kit.canonical import sha256
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.counting import RoundClosing
from wijkstem.tables.paper_ballots import BallotBatch, BallotCheck, BallotSheet
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BallotPlan, BudgetRound, RoundArea
from wijkstem.words.rounds import BatchState, BoardKind, OnBallot, RoundState, VotingWay

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_plan = table_of(BallotPlan)
_entry = table_of(RollEntry)
_ballot = table_of(Ballot)
_batch = table_of(BallotBatch)
_sheet = table_of(BallotSheet)
_check = table_of(BallotCheck)
_closing = table_of(RoundClosing)


@dataclass(frozen=True)
class CloseRound:
    """Lock the box of a round whose time is over. With ballots on paper an official does it, when all are entered."""

    round_id: UUID


def close_round(command: CloseRound, work: Work) -> bool:
    """Whether the box is locked now; False: it waits for the paper.

    Raises:
        RuleBroken: it is not time yet, or (for an official) a pile is not agreed on.
    """
    require(may_operate(work.actor) or may_enter(work.actor))
    lock_box(work, command.round_id)
    round_ = locked(command.round_id, work)
    if round_.state is not RoundState.FROZEN:
        return True
    if work.database_now() < round_.closes_at:
        raise RuleBroken(
            "vote_goes_on", "Er kan nog gestemd worden. De stembus gaat nog niet dicht."
        )
    if _has_paper(round_.id, work) and work.actor == SYSTEM:
        change(round_.id, work, look_at=None)
        return False
    if _open_batches(round_.id, work):
        raise RuleBroken(
            "batch_is_open", "Er is nog een stapel die niet klaar is. Voer die eerst helemaal in."
        )
    _lock(round_, work)
    return True


def _lock(round_: Row[Any], work: Work) -> None:
    withdraw_ended(round_.id, work)
    stir_box(work, round_.id)
    totals = tuple(_totals(round_.id, work))
    text = closing.closing_text(round_.number, work.today, totals)
    batches = _agreed(round_.id, work)
    more = [(BoardKind.PAPER_BATCH, batch.digest) for batch in batches]
    more.append((BoardKind.CLOSING, sha256(text)))
    as_system = replace(work, actor=SYSTEM)
    head = append_board(AppendBoard(round_.id, tuple(more), closing=True), as_system)
    assert head is not None  # the totals are new
    row = {
        "municipality_id": work.municipality_id,
        "round_id": round_.id,
        "totals": text,
        "digest": sha256(text),
        "closed_on": work.today,
    }
    work.connection.execute(insert(_closing).values(row))
    _draw(head.root, batches, work)
    change(round_.id, work, state=RoundState.CLOSED, look_at=work.now)
    work.record(_told(round_, totals, sha256(text), work))


def _draw(root: str, batches: list[Row[Any]], work: Work) -> None:
    """Which sheets are held against the paper; nobody could know that before the last head."""
    ids = {batch.number: batch.id for batch in batches}
    sheets = [(batch.number, sheet) for batch in batches for sheet in range(1, batch.sheets + 1)]
    rows = [
        {"municipality_id": work.municipality_id, "batch_id": ids[batch], "sheet": sheet}
        for batch, sheet in drawn(root, sheets)
    ]
    if rows:
        work.connection.execute(insert(_check), rows)


def _told(round_: Row[Any], totals: tuple[AreaTotals, ...], digest: str, work: Work) -> RoundClosed:
    return RoundClosed(
        round_id=round_.id,
        number=round_.number,
        on_roll=sum(one.on_roll for one in totals),
        used=sum(one.used for one in totals),
        ballots=sum(one.ballots for one in totals),
        on_paper=sum(one.sheets for one in totals),
        bad_sheets=sum(one.bad_sheets for one in totals),
        digest=digest,
        closed_on=work.today,
        official_id=work.actor.person_id,
    )


def _totals(round_id: UUID, work: Work) -> Iterator[AreaTotals]:
    rows = work.connection.execute(
        select(_ballot.c.area_id, _ballot.c.tag, _ballot.c.method).where(
            *_of(_ballot, round_id, work)
        )
    )
    box: dict[UUID, list[Any]] = {}
    for area_id, tag, method in rows:
        box.setdefault(area_id, []).append((tag, method))
    marked, bad = _marked(round_id, work), _bad_sheets(round_id, work)
    gone = select(_plan.c.area_id, _plan.c.number).where(
        *_of(_plan, round_id, work), _plan.c.standing == OnBallot.WITHDRAWN
    )
    withdrawn = list(work.connection.execute(gone))
    areas = select(_area.c.id, _area.c.seq).where(*_of(_area, round_id, work)).order_by(_area.c.seq)
    for area_id, seq in work.connection.execute(areas):
        yield closing.area_totals(
            seq,
            marked.get(area_id, Marked(0, 0, 0, {})),
            box.get(area_id, []),
            bad_sheets=bad.get(area_id, 0),
            withdrawn=[row.number for row in withdrawn if row.area_id == area_id],
        )


def _marked(round_id: UUID, work: Work) -> dict[UUID, Marked]:
    def way(one: VotingWay) -> Any:
        return func.count().filter(_entry.c.way == one).label(one.value)

    found = (
        select(
            _entry.c.area_id,
            func.count().label("on_roll"),
            func.count(_entry.c.code_hash).label("codes"),
            func.coalesce(func.sum(_entry.c.reissued), 0).label("reissued"),
            *(way(one) for one in VotingWay),
        )
        .where(*_of(_entry, round_id, work))
        .group_by(_entry.c.area_id)
    )
    return {
        row["area_id"]: Marked(
            row["on_roll"],
            row["codes"],
            int(row["reissued"]),
            {one: row[one.value] for one in VotingWay},
        )
        for row in work.connection.execute(found).mappings()
    }


def _bad_sheets(round_id: UUID, work: Work) -> dict[UUID, int]:
    """Sheets that cannot be counted, by area."""
    rows = work.connection.execute(
        select(_batch.c.area_id, _sheet.c.batch_id, _sheet.c.sheet, _sheet.c.turn, _sheet.c.picks)
        .join_from(
            _batch,
            _sheet,
            (_sheet.c.municipality_id == _batch.c.municipality_id)
            & (_sheet.c.batch_id == _batch.c.id),
        )
        .where(*_of(_batch, round_id, work))
    )
    read: dict[tuple[UUID, UUID, int], dict[int, str | None]] = {}
    for row in rows:
        read.setdefault((row.area_id, row.batch_id, row.sheet), {})[row.turn] = row.picks
    bad: dict[UUID, int] = {}
    for (area_id, _batch_id, _sheet_number), readings in read.items():
        bad[area_id] = bad.get(area_id, 0) + (outcome(readings) is None)
    return bad


def _has_paper(round_id: UUID, work: Work) -> bool:
    marked = select(_entry.c.id).where(
        *_of(_entry, round_id, work), _entry.c.way == VotingWay.PAPER
    )
    piles = select(_batch.c.id).where(*_of(_batch, round_id, work))
    return any(work.connection.execute(one.limit(1)).first() for one in (marked, piles))


def _open_batches(round_id: UUID, work: Work) -> bool:
    found = select(_batch.c.id).where(
        *_of(_batch, round_id, work), _batch.c.state != BatchState.AGREED
    )
    return work.connection.execute(found.limit(1)).first() is not None


def _agreed(round_id: UUID, work: Work) -> list[Row[Any]]:
    found = select(_batch.c.id, _batch.c.number, _batch.c.sheets, _batch.c.digest).where(
        *_of(_batch, round_id, work)
    )
    return list(work.connection.execute(found.order_by(_batch.c.number)))


def _of(table: Any, round_id: UUID, work: Work) -> tuple[Any, Any]:
    return table.c.municipality_id == work.municipality_id, table.c.round_id == round_id


def locked(round_id: UUID, work: Work) -> Row[Any]:
    """The round, so that nobody puts a pile in its box, counts it or lets its result out meanwhile."""
    found = work.connection.execute(
        select(_round)
        .where(_round.c.municipality_id == work.municipality_id, _round.c.id == round_id)
        .with_for_update()
    ).first()
    if found is None:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    return found


def change(round_id: UUID, work: Work, **values: object) -> None:
    """Change what stands in the round's row."""
    this = _round.c.municipality_id == work.municipality_id, _round.c.id == round_id
    work.connection.execute(update(_round).where(*this).values(**values))
