"""Ballots on paper: two officials enter each sheet without seeing each other's reading, a third looks where those differ.

A pile goes into the box as soon as every sheet is settled. The paper itself stays with the municipality.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update

from wijkstem.commands.ballots import new_nonce, seal_of
from wijkstem.domain import paper_ballots as rules
from wijkstem.domain.ballots import Choice, filled_in, written
from wijkstem.domain.board import commitment
from wijkstem.domain.paper_ballots import MOST_SHEETS, Readings
from wijkstem.domain.permissions import may_enter, require
from wijkstem.domain.vote_files import VoteFile, vote_file
from wijkstem.errors import Conflict, FieldError, Invalid, NotAllowed, NotFound, RuleBroken
from wijkstem.events.counting import PaperBatchAgreed, PaperBatchDropped, PaperBatchOpened
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.ballots import Ballot
from wijkstem.tables.paper_ballots import BallotBatch, BallotSheet
from wijkstem.tables.rolls import RollEntry
from wijkstem.tables.rounds import BudgetRound, RoundArea
from wijkstem.words.rounds import BatchState, RoundState, VotingMethod, VotingWay

_round = table_of(BudgetRound)
_area = table_of(RoundArea)
_batch = table_of(BallotBatch)
_sheet = table_of(BallotSheet)
_entry = table_of(RollEntry)
_ballot = table_of(Ballot)


@dataclass(frozen=True)
class OpenBatch:
    """Begin a pile of one area; ``sheets`` is how many were counted by hand. The same form twice opens one."""

    round_id: UUID
    area_id: UUID
    sheets: int
    form_id: UUID | None = None


def open_batch(command: OpenBatch, work: Work) -> UUID:
    """Raises Invalid for more sheets than voters who took a ballot on paper."""
    require(may_enter(work.actor))
    # Numbers are given in turn; who casts a ballot does not wait for this.
    _round_in_vote(command.round_id, work, numbering=True)
    batch_id = command.form_id or new_id()
    if work.connection.execute(_batches(work).where(_batch.c.id == batch_id)).first():
        return batch_id
    _check_sheets(command, work)
    last = select(func.coalesce(func.max(_batch.c.number), 0))
    number = _figure(last, _batch, command.round_id, work) + 1
    row = {
        "municipality_id": work.municipality_id,
        "id": batch_id,
        "round_id": command.round_id,
        "area_id": command.area_id,
        "number": number,
        "sheets": command.sheets,
        "state": BatchState.ENTERING,
    }
    work.connection.execute(insert(_batch).values(row))
    work.record(
        PaperBatchOpened(
            round_id=command.round_id,
            area_id=command.area_id,
            batch_id=batch_id,
            number=number,
            sheets=command.sheets,
            official_id=work.actor.person_id,
        )
    )
    return batch_id


def _check_sheets(command: OpenBatch, work: Work) -> None:
    """No more ballots on paper can come in than were given out."""
    of_area = _area.c.municipality_id == work.municipality_id, _area.c.id == command.area_id
    known = select(_area.c.id).where(*of_area, _area.c.round_id == command.round_id)
    if not work.connection.execute(known).first():
        raise Invalid({"area": FieldError("unknown_area", "Kies een gebied.")})
    if not 0 < command.sheets <= MOST_SHEETS:
        wrong = FieldError(
            "number_of_sheets", "Typ een aantal van 1 tot en met %(most)s.", most=MOST_SHEETS
        )
        raise Invalid({"sheets": wrong})
    given = _figure(
        select(func.count()).where(
            _entry.c.area_id == command.area_id, _entry.c.way == VotingWay.PAPER
        ),
        _entry,
        command.round_id,
        work,
    )
    entered = select(func.coalesce(func.sum(_batch.c.sheets), 0)).where(
        _batch.c.area_id == command.area_id
    )
    left = given - _figure(entered, _batch, command.round_id, work)
    if command.sheets > left:
        too_many = FieldError(
            "more_sheets_than_voters",
            "Zoveel mensen kregen papier: %(given)s. Er kunnen er nog %(left)s bij.",
            left=left,
            given=given,
        )
        raise Invalid({"sheets": too_many})


def _figure(asked: Any, table: Any, round_id: UUID, work: Work) -> int:
    of_round = table.c.municipality_id == work.municipality_id, table.c.round_id == round_id
    return int(work.connection.execute(asked.where(*of_round)).scalar_one())


@dataclass(frozen=True)
class EnterSheet:
    """What somebody reads on a sheet; ``typed`` is None for one that cannot be counted."""

    batch_id: UUID
    sheet: int
    typed: str | None


def enter_sheet(command: EnterSheet, work: Work) -> BatchState:
    """What the pile is now.

    Raises:
        Invalid: it cannot be read, or no ballot may be like that.
        Conflict: others read this sheet already, or the pile is agreed on.
        NotAllowed: for the third look at a sheet that one read oneself.
    """
    batch, file = _batch_in_vote(command.batch_id, work)
    if not 1 <= command.sheet <= batch.sheets:
        raise NotFound("unknown_sheet", "Dit stembiljet is er niet.")
    picks = None if command.typed is None else _picks(command.typed, batch.area_id, file, work)
    _note(batch, command.sheet, picks, work)
    return _look(batch, work)


def _picks(typed: str, area_id: UUID, file: VoteFile, work: Work) -> str:
    """The text of the ballot. A plan that was withdrawn is no mistake on paper: the count leaves it out."""
    plans = file.plans_of(_area_number(area_id, work))
    choices = [Choice(plan.number, plan.cost) for plan in plans]
    try:
        return written(filled_in(rules.typed_sheet(typed, file.ballot.type), file.ballot, choices))
    except Invalid as wrong:
        raise rules.wrong_sheet(next(iter(wrong.fields.values()))) from wrong


def _note(batch: Row[Any], sheet: int, picks: str | None, work: Work) -> None:
    """The first reading can be put right until there is a second; from then on a third looks."""
    known = [row for row in _readings(batch.id, work) if row.sheet == sheet]
    mine = [row for row in known if row.entered_by == work.actor.person_id]
    if mine and len(known) == 1:
        this = _of_batch(batch.id, work), _sheet.c.sheet == sheet, _sheet.c.turn == 1
        work.connection.execute(update(_sheet).where(*this).values(picks=picks))
        return
    turn = rules.next_turn({row.turn: row.picks for row in known})
    if mine and turn == 3:
        raise NotAllowed(
            "third_pair_of_eyes", "U las dit stembiljet al. Een derde collega kijkt wat er staat."
        )
    if mine or turn is None:
        raise Conflict("sheet_was_read", "Dit stembiljet is al twee keer gelezen.")
    row = {
        "municipality_id": work.municipality_id,
        "batch_id": batch.id,
        "sheet": sheet,
        "turn": turn,
        "entered_by": work.actor.person_id,
        "picks": picks,
    }
    work.connection.execute(insert(_sheet).values(row))


def _look(batch: Row[Any], work: Work) -> BatchState:
    """Whether the pile is complete now; then it goes into the box."""
    sheets = by_sheet(_readings(batch.id, work))
    complete = len(sheets) == batch.sheets and all({1, 2} <= one.keys() for one in sheets.values())
    if complete and all(rules.is_settled(one) for one in sheets.values()):
        _agree(batch, sheets, work)
        return BatchState.AGREED
    state = BatchState.DIFFERENT if complete else BatchState.ENTERING
    _change(batch.id, work, state=state)
    return state


def _agree(batch: Row[Any], sheets: dict[int, Readings], work: Work) -> None:
    counts = [rules.outcome(sheets[sheet]) for sheet in sorted(sheets)]
    digest = rules.manifest(
        batch_id=batch.id,
        round_id=batch.round_id,
        area_id=batch.area_id,
        number=batch.number,
        sheets=counts,
    )
    for sheet, picks in enumerate(counts, 1):
        if picks is not None:
            _put_in_box(batch, sheet, picks, work)
    _change(batch.id, work, state=BatchState.AGREED, digest=digest, agreed_on=work.today)
    work.record(
        PaperBatchAgreed(
            round_id=batch.round_id,
            area_id=batch.area_id,
            batch_id=batch.id,
            number=batch.number,
            sheets=batch.sheets,
            bad=counts.count(None),
            differed=sum(rules.differs(one) for one in sheets.values()),
            digest=digest,
            agreed_on=work.today,
        )
    )


def _put_in_box(batch: Row[Any], sheet: int, picks: str, work: Work) -> None:
    """Under a tag of its own, that no voting code leads to."""
    nonce = new_nonce()
    tag = work.tag("ballot", batch.round_id.hex, "paper", batch.id.hex, str(sheet))
    row = {
        "round_id": batch.round_id,
        "tag": tag,
        "version": 1,
        "area_id": batch.area_id,
        "picks": picks,
        "nonce": nonce,
        "commitment": commitment(
            round_id=str(batch.round_id),
            area_id=str(batch.area_id),
            ballot=picks,
            nonce=nonce,
            tag=tag,
        ),
        "method": VotingMethod.PAPER,
    }
    here, key = work.municipality_id, work.tag_keys.current
    sealed = {"seal": seal_of(work.tag_keys, key, here, row), "seal_key": key}
    work.connection.execute(insert(_ballot).values(municipality_id=here, **row, **sealed))


@dataclass(frozen=True)
class DropBatch:
    """Take a pile back that does not count yet, because its sheets were counted wrong."""

    batch_id: UUID


def drop_batch(command: DropBatch, work: Work) -> None:
    batch, _file = _batch_in_vote(command.batch_id, work)
    work.connection.execute(delete(_sheet).where(_of_batch(batch.id, work)))
    this = _batch.c.municipality_id == work.municipality_id, _batch.c.id == batch.id
    work.connection.execute(delete(_batch).where(*this))
    work.record(
        PaperBatchDropped(
            round_id=batch.round_id,
            batch_id=batch.id,
            number=batch.number,
            official_id=work.actor.person_id,
        )
    )


def by_sheet(readings: list[Row[Any]]) -> dict[int, Readings]:
    """What was read on each sheet, by turn."""
    found: dict[int, dict[int, str | None]] = {}
    for row in readings:
        found.setdefault(row.sheet, {})[row.turn] = row.picks
    return dict(found)


def _readings(batch_id: UUID, work: Work) -> list[Row[Any]]:
    found = select(_sheet).where(_of_batch(batch_id, work)).order_by(_sheet.c.sheet, _sheet.c.turn)
    return list(work.connection.execute(found))


def _of_batch(batch_id: UUID, work: Work) -> Any:
    return (_sheet.c.municipality_id == work.municipality_id) & (_sheet.c.batch_id == batch_id)


def _batches(work: Work) -> Any:
    return select(_batch).where(_batch.c.municipality_id == work.municipality_id)


def _batch_in_vote(batch_id: UUID, work: Work) -> tuple[Row[Any], VoteFile]:
    """A pile that is not agreed on, locked; its round cannot close meanwhile."""
    require(may_enter(work.actor))
    this = _batches(work).where(_batch.c.id == batch_id)
    found = work.connection.execute(this).first()
    file = None if found is None else _round_in_vote(found.round_id, work)
    found = work.connection.execute(this.with_for_update()).first()
    if found is None or file is None:
        raise NotFound("unknown_batch", "Deze stapel is er niet.")
    if found.state is BatchState.AGREED:
        raise Conflict("batch_is_agreed", "Deze stapel is klaar. De stemmen zitten in de stembus.")
    return found, file


def _round_in_vote(round_id: UUID, work: Work, *, numbering: bool = False) -> VoteFile:
    """The rules of a round whose box is not locked yet, and that cannot be locked before the end of this."""
    found = work.connection.execute(
        select(_round.c.state, _round.c.rule_file, _round.c.opens_at)
        .where(_round.c.municipality_id == work.municipality_id, _round.c.id == round_id)
        .with_for_update(key_share=True, read=not numbering)
    ).first()
    if found is None:
        raise NotFound("unknown_round", "Deze ronde is er niet.")
    if found.state is not RoundState.FROZEN or found.opens_at > work.database_now():
        raise RuleBroken("box_is_closed", "In deze ronde kan nu geen stembiljet de stembus in.")
    return vote_file(found.rule_file)


def _area_number(area_id: UUID, work: Work) -> int:
    this = _area.c.municipality_id == work.municipality_id, _area.c.id == area_id
    return int(work.connection.execute(select(_area.c.seq).where(*this)).scalar_one())


def _change(batch_id: UUID, work: Work, **values: object) -> None:
    this = _batch.c.municipality_id == work.municipality_id, _batch.c.id == batch_id
    work.connection.execute(update(_batch).where(*this).values(**values))
