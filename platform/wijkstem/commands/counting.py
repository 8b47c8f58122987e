"""The count of a round: put down what a worker computed, and let the result out with two pairs of eyes.

Counting itself takes seconds and is done outside of any transaction (`workers/counting.py`); the box is locked by then.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from wijkstem.commands.board import AppendBoard, append_board
from wijkstem.commands.closing import change, locked
from wijkstem.commands.publishing import publish
from wijkstem.domain.closing import Alarm
from wijkstem.domain.people import SYSTEM
from wijkstem.domain.permissions import may_enter, may_operate, require
from wijkstem.domain.published import Published
from wijkstem.domain.publishing import check_approval, digest_of
from wijkstem.errors import Conflict, NotFound
from wijkstem.events.counting import CountStopped, ResultApproved, RoundCounted
from wijkstem.kit.canonical import sha256
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.counting import CountAlarm, RoundApproval, RoundCount
from wijkstem.tables.paper_ballots import BallotBatch, BallotCheck
from wijkstem.words.rounds import BoardKind, CountProblem, RoundState

_count = table_of(RoundCount)
_alarm = table_of(CountAlarm)
_approval = table_of(RoundApproval)
_batch = table_of(BallotBatch)
_check = table_of(BallotCheck)

#: Of what is wrong with a box, so many are kept by name.
MOST_NAMED = 100


@dataclass(frozen=True)
class StopCount:
    """A worker found that the box is not as it must be."""

    round_id: UUID
    alarms: tuple[Alarm, ...]


def stop_count(command: StopCount, work: Work) -> None:
    """Nothing is counted until an official has it counted again; what was found stays to be read."""
    require(may_operate(work.actor))
    round_ = locked(command.round_id, work)
    if round_.state is not RoundState.CLOSED or round_.look_at is None:
        return
    change(round_.id, work, look_at=None)
    for alarm in command.alarms[:MOST_NAMED]:
        row = {
            "municipality_id": work.municipality_id,
            "round_id": round_.id,
            "problem": alarm.problem,
            "digest": alarm.digest,
            "found_on": work.today,
        }
        insert_new(work.connection, _alarm, row)
    for problem in CountProblem:
        if times := sum(alarm.problem is problem for alarm in command.alarms):
            work.record(
                CountStopped(
                    round_id=round_.id,
                    number=round_.number,
                    problem=problem.value,
                    times=times,
                    found_on=work.today,
                )
            )


@dataclass(frozen=True)
class CountAgain:
    """An official looked at why the count stopped, and has it counted once more."""

    round_id: UUID


def count_again(command: CountAgain, work: Work) -> None:
    require(may_enter(work.actor))
    round_ = locked(command.round_id, work)
    if round_.state is not RoundState.CLOSED:
        raise Conflict("count_is_done", "De stemmen zijn al geteld.")
    change(round_.id, work, look_at=work.now)


@dataclass(frozen=True)
class StoreCount:
    """What a worker counted, by area; with the lots that were drawn by then."""

    round_id: UUID
    areas: tuple[tuple[UUID, int, Published], ...]


def store_count(command: StoreCount, work: Work) -> None:
    """Whoever comes second finds it done. Everything that is published comes on the board."""
    require(may_operate(work.actor))
    round_ = locked(command.round_id, work)
    if round_.look_at is None or round_.state not in {RoundState.CLOSED, RoundState.COUNTED}:
        return
    digests = [(BoardKind.RESULT, one) for area in command.areas for one in _digests(area[2])]
    append_board(AppendBoard(round_.id, tuple(digests)), replace(work, actor=SYSTEM))
    for area_id, ballots, published in command.areas:
        _store(round_.id, area_id, ballots, published, work)
    change(round_.id, work, state=RoundState.COUNTED, look_at=None)
    rows = counts_of(round_.id, work)
    work.record(
        RoundCounted(
            round_id=round_.id,
            number=round_.number,
            ballots=sum(row.ballots for row in rows),
            digest=digest_of(rows),
            waiting=sum(len((row.lot_for or "").split()) for row in rows),
            counted_on=work.today,
        )
    )


def _digests(published: Published) -> tuple[str, str]:
    return sha256(published.ballots_file), sha256(published.result)


def _store(round_id: UUID, area_id: UUID, ballots: int, published: Published, work: Work) -> None:
    ballots_digest, result_digest = _digests(published)
    values = {
        "ballots": ballots,
        "ballots_file": published.ballots_file,
        "ballots_digest": ballots_digest,
        "result": published.result,
        "result_digest": result_digest,
        "lot_for": " ".join(published.waiting) or None,
        "counted_on": work.today,
    }
    key = {"municipality_id": work.municipality_id, "round_id": round_id, "area_id": area_id}
    if not insert_new(work.connection, _count, {**key, **values}):
        this = (_count.c[name] == value for name, value in key.items())
        work.connection.execute(update(_count).where(*this).values(**values))


@dataclass(frozen=True)
class CheckSheet:
    """A sheet that was drawn by lot, held against the paper."""

    batch_id: UUID
    sheet: int
    same: bool


def check_sheet(command: CheckSheet, work: Work) -> None:
    """One that is wrong has every sheet of the round looked at."""
    require(may_enter(work.actor))
    this = _batch.c.municipality_id == work.municipality_id, _batch.c.id == command.batch_id
    batch = work.connection.execute(select(_batch).where(*this)).first()
    if batch is None:
        raise NotFound("unknown_batch", "Deze stapel is er niet.")
    round_ = locked(batch.round_id, work)
    if round_.state not in {RoundState.CLOSED, RoundState.COUNTED}:
        raise Conflict("checks_are_over", "De controle van het papier is nu niet aan de orde.")
    changed = work.connection.execute(
        update(_check)
        .where(
            _check.c.municipality_id == work.municipality_id,
            _check.c.batch_id == batch.id,
            _check.c.sheet == command.sheet,
        )
        .values(same=command.same, checked_by=work.actor.person_id, checked_on=work.today)
    )
    if not changed.rowcount:
        raise NotFound("sheet_not_drawn", "Dit stembiljet is niet geloot.")
    if not command.same:
        _draw_all(round_.id, work)


def _draw_all(round_id: UUID, work: Work) -> None:
    batches = select(_batch.c.id, _batch.c.sheets).where(
        _batch.c.municipality_id == work.municipality_id, _batch.c.round_id == round_id
    )
    for batch_id, sheets in work.connection.execute(batches).all():
        for sheet in range(1, sheets + 1):
            row = {"municipality_id": work.municipality_id, "batch_id": batch_id, "sheet": sheet}
            insert_new(work.connection, _check, row)


@dataclass(frozen=True)
class ApproveResult:
    """An official lets the result out; ``digest`` is of what they looked at. The second one makes it public."""

    round_id: UUID
    digest: str


def approve_result(command: ApproveResult, work: Work) -> RoundState:
    """What the round is now.

    Raises:
        Conflict: it was counted anew meanwhile, or is public already.
        RuleBroken: a lot must be drawn, or paper must be looked at.
        NotAllowed: for who approved it before.
    """
    require(may_enter(work.actor))
    round_ = locked(command.round_id, work)
    if round_.state is not RoundState.COUNTED or round_.look_at is not None:
        raise Conflict(
            "not_counted", "Deze uitslag kan nu niet worden goedgekeurd. Bekijk hem opnieuw."
        )
    rows, approved = counts_of(round_.id, work), _approvals(round_.id, work)
    check_approval(command.digest, rows, approved, _unchecked(round_.id, work), work.actor)
    row = {
        "municipality_id": work.municipality_id,
        "round_id": round_.id,
        "turn": len(approved) + 1,
        "approved_by": work.actor.person_id,
        "approved_on": work.today,
        "digest": command.digest,
    }
    work.connection.execute(insert(_approval).values(row))
    if not approved:
        work.record(
            ResultApproved(
                round_id=round_.id,
                number=round_.number,
                digest=command.digest,
                approved_on=work.today,
                official_id=work.actor.person_id,
            )
        )
        return RoundState.COUNTED
    publish(round_, rows, command.digest, work)
    return RoundState.PUBLISHED


def counts_of(round_id: UUID, work: Work) -> list[Row[Any]]:
    """What was counted, by area."""
    found = select(_count).where(
        _count.c.municipality_id == work.municipality_id, _count.c.round_id == round_id
    )
    return list(work.connection.execute(found.order_by(_count.c.area_id)))


def _approvals(round_id: UUID, work: Work) -> list[Row[Any]]:
    found = select(_approval).where(
        _approval.c.municipality_id == work.municipality_id, _approval.c.round_id == round_id
    )
    return list(work.connection.execute(found.order_by(_approval.c.turn)))


def _unchecked(round_id: UUID, work: Work) -> int:
    """Sheets that were drawn and that nobody looked at yet."""
    found = (
        select(func.count())
        .join_from(
            _batch,
            _check,
            (_check.c.municipality_id == _batch.c.municipality_id)
            & (_check.c.batch_id == _batch.c.id),
        )
        .where(
            _batch.c.municipality_id == work.municipality_id,
            _batch.c.round_id == round_id,
            _check.c.same.is_(None),
        )
    )
    return int(work.connection.execute(found).scalar_one())
