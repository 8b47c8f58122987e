"""Lots: an official puts down the figures that were drawn in public, and puts right what was typed wrong.

Which figures they are follows from the rules and the day (`domain/lots.py`); anybody can look them up.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update

from wijkstem.commands.closing import change, locked
from wijkstem.commands.counting import counts_of
from wijkstem.domain.closing import closing_day
from wijkstem.domain.lots import check_figure, require_day
from wijkstem.domain.permissions import may_enter, require
from wijkstem.domain.texts import text_error
from wijkstem.domain.vote_files import vote_file
from wijkstem.errors import Conflict, FieldError, Invalid
from wijkstem.events.counting import LotCorrected, LotDrawn
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.kit.text import clean
from wijkstem.services import Work
from wijkstem.tables.counting import RoundApproval, RoundClosing, RoundLot, RoundLotCorrection
from wijkstem.words.rounds import RoundState

_lot = table_of(RoundLot)
_correction = table_of(RoundLotCorrection)
_closing = table_of(RoundClosing)
_approval = table_of(RoundApproval)

#: Characters of why the figures were wrong.
LONGEST_WHY = 1000


@dataclass(frozen=True)
class RecordLot:
    """An official puts down the figures of the source that the rules name; every area that waits is counted anew."""

    round_id: UUID
    figure: str
    how: str


def record_lot(command: RecordLot, work: Work) -> None:
    """Raises Invalid for what is missing, Conflict where no lot is asked for (any more), RuleBroken before its day."""
    require(may_enter(work.actor))
    round_ = locked(command.round_id, work)
    figure, how = check_figure(command.figure, command.how)
    waits = [row.area_id for row in counts_of(round_.id, work) if row.lot_for]
    if round_.state is not RoundState.COUNTED or not waits:
        raise Conflict("no_lot_needed", "In deze ronde hoeft niet (meer) geloot te worden.")
    file = vote_file(round_.rule_file)
    require_day(file.lot, _closed_on(round_.id, work), work.today)
    for area_id in waits:
        _note_lot(round_.id, area_id, figure, how, work)
    change(round_.id, work, look_at=work.now)


def _note_lot(round_id: UUID, area_id: UUID, figure: str, how: str, work: Work) -> None:
    row = {
        "municipality_id": work.municipality_id,
        "round_id": round_id,
        "area_id": area_id,
        "figure": figure,
        "how": how,
        "drawn_on": work.today,
        "recorded_by": work.actor.person_id,
    }
    if not insert_new(work.connection, _lot, row):
        raise Conflict("lot_is_drawn", "De loting staat er al. Het wordt nu opnieuw geteld.")
    work.record(
        LotDrawn(
            round_id=round_id,
            area_id=area_id,
            drawn_on=work.today,
            official_id=work.actor.person_id,
        )
    )


def _closed_on(round_id: UUID, work: Work) -> date:
    found = select(_closing.c.totals).where(
        _closing.c.municipality_id == work.municipality_id, _closing.c.round_id == round_id
    )
    return closing_day(work.connection.execute(found).scalar_one())


@dataclass(frozen=True)
class CorrectLot:
    """An official puts right the figures of a lot; every area that was drawn for is counted anew with them."""

    round_id: UUID
    figure: str
    how: str
    reasons: str


def correct_lot(command: CorrectLot, work: Work) -> None:
    """What stood there stays to be read, and who approved the result with it has to look again.

    Raises:
        Invalid: something is missing, or the figures are the same as they were.
        Conflict: no lot was drawn, it is counted right now, or the result is public.
    """
    require(may_enter(work.actor))
    round_ = locked(command.round_id, work)
    lots = _lots_of(round_.id, work)
    if round_.state is not RoundState.COUNTED or not lots:
        raise Conflict("no_lot_to_correct", "In deze ronde is er geen loting te verbeteren.")
    if round_.look_at is not None:
        raise Conflict("counting_now", "Er wordt nu opnieuw geteld. Wacht even.")
    figure, how, reasons = _checked(command, lots[0].figure)
    _note_correction(round_.id, lots[0], reasons, work)
    work.connection.execute(
        update(_lot)
        .where(*_of(_lot, round_.id, work))
        .values(figure=figure, how=how, drawn_on=work.today, recorded_by=work.actor.person_id)
    )
    work.connection.execute(delete(_approval).where(*_of(_approval, round_.id, work)))
    change(round_.id, work, look_at=work.now)


def _checked(command: CorrectLot, was: str) -> tuple[str, str, str]:
    reasons, errors = clean(command.reasons), dict[str, FieldError]()
    if error := text_error(reasons, LONGEST_WHY):
        errors["reasons"] = error
    try:
        figure, how = check_figure(command.figure, command.how)
    except Invalid as wrong:
        raise Invalid(errors | wrong.fields) from wrong
    if figure == was:
        errors["figure"] = FieldError("same_figures", "Deze getallen staan er al.")
    if errors:
        raise Invalid(errors)
    return figure, how, reasons


def _note_correction(round_id: UUID, was: Row[Any], reasons: str, work: Work) -> None:
    last = select(func.coalesce(func.max(_correction.c.turn), 0))
    turn = work.connection.execute(last.where(*_of(_correction, round_id, work))).scalar_one()
    row = {
        "municipality_id": work.municipality_id,
        "round_id": round_id,
        "turn": turn + 1,
        "was": was.figure,
        "reasons": reasons,
        "corrected_on": work.today,
        "corrected_by": work.actor.person_id,
    }
    work.connection.execute(insert(_correction).values(row))
    work.record(
        LotCorrected(round_id=round_id, corrected_on=work.today, official_id=work.actor.person_id)
    )


def _lots_of(round_id: UUID, work: Work) -> list[Row[Any]]:
    found = select(_lot).where(*_of(_lot, round_id, work)).order_by(_lot.c.area_id)
    return list(work.connection.execute(found))


def _of(table: Any, round_id: UUID, work: Work) -> tuple[Any, Any]:
    return table.c.municipality_id == work.municipality_id, table.c.round_id == round_id
