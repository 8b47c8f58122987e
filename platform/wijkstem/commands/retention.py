"""What was kept long enough goes: so many at a time, by the municipality's rules, and it is counted."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, delete, select, update

from wijkstem.commands.drafts import ThrowAwayOldDrafts, throw_away_old_drafts
from wijkstem.commands.erasing import erase_traces
from wijkstem.commands.messages import ForgetMessages, forget_messages
from wijkstem.domain.permissions import may_operate, require
from wijkstem.errors import RuleBroken
from wijkstem.events.accounts import AccountClosingNear
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.on_behalf import PaperBatch, PaperLine
from wijkstem.tables.retention import RETAINED, RetentionRun, over, unwarned
from wijkstem.words import Keeping, PaperState

_person = table_of(Person)
_batch = table_of(PaperBatch)
_line = table_of(PaperLine)
_run = table_of(RetentionRun)

#: Rows in one transaction: others write in between.
MOST = 500


@dataclass(frozen=True)
class LetGo:
    """Let go of what was kept long enough, of one kind; accounts go one by one (`EraseUnused`)."""

    what: Keeping
    most: int = MOST


def let_go(command: LetGo, work: Work) -> int:
    """How many went; as many as were asked for means that there may be more."""
    require(may_operate(work.actor))
    match command.what:
        case Keeping.DRAFT:
            gone = throw_away_old_drafts(ThrowAwayOldDrafts(), work)
        case Keeping.MESSAGE:
            gone = forget_messages(ForgetMessages(command.most), work)
        case Keeping.PAPER:
            gone = _drop_lists(command, work)
        case _:
            gone = _delete(command, work)
    _note(command.what, gone, work)
    return gone


def _keys(command: LetGo, work: Work) -> list[object]:
    """Of the rows that go; those that somebody else has in hands just now are left to the next time."""
    table = RETAINED[command.what].table
    kept = work.rules.municipality.kept(RETAINED[command.what].rule)
    condition = over(command.what, kept.lasts if kept else None, work.now)
    if condition is None:
        return []
    found = select(_key(table)).where(table.c.municipality_id == work.municipality_id, condition)
    return list(
        work.connection.scalars(found.limit(command.most).with_for_update(skip_locked=True))
    )


def _key(table: Table) -> Column[Any]:
    """What tells its rows apart within a municipality; of a form that was kept, whose browser it is."""
    return next(column for column in table.primary_key if column.name != "municipality_id")


def _delete(command: LetGo, work: Work) -> int:
    table = RETAINED[command.what].table
    keys = _keys(command, work)
    kept = work.rules.municipality.kept(RETAINED[command.what].rule)
    condition = over(command.what, kept.lasts if kept else None, work.now)
    if condition is None or not keys:
        return 0
    gone = work.connection.execute(
        delete(table)
        .where(table.c.municipality_id == work.municipality_id, _key(table).in_(keys), condition)
        .returning(_key(table))
    )
    return len(gone.all())


def _drop_lists(command: LetGo, work: Work) -> int:
    """Nobody looked at them: who stands on them goes, and the paper can be entered again."""
    lists = _keys(command, work)
    here = work.municipality_id
    work.connection.execute(
        delete(_line).where(_line.c.municipality_id == here, _line.c.batch_id.in_(lists))
    )
    work.connection.execute(
        update(_batch)
        .where(_batch.c.municipality_id == here, _batch.c.id.in_(lists))
        .values(state=PaperState.DROPPED, decided_at=work.now)
    )
    return len(lists)


@dataclass(frozen=True)
class EraseUnused:
    """Forget somebody who did not come in for as long as the rules say."""

    person_id: UUID


def erase_unused(command: EraseUnused, work: Work) -> None:
    """Raises RuleBroken for who came in meanwhile, or has a plan under way."""
    require(may_operate(work.actor))
    kept, warned = work.rules.municipality.accounts_kept, work.rules.municipality.warned
    condition = over(Keeping.ACCOUNT, kept.lasts if kept else None, work.now, warned)
    _lock_unused(command.person_id, condition, work)
    erase_traces(command.person_id, work)
    _note(Keeping.ACCOUNT, 1, work)


@dataclass(frozen=True)
class WarnUnused:
    """Tell somebody who does not come in that their account goes, as long before as the rules say."""

    person_id: UUID


def warn_unused(command: WarnUnused, work: Work) -> None:
    """Raises RuleBroken for who came in meanwhile, was told already, or where the rules warn nobody."""
    require(may_operate(work.actor))
    kept, ahead = work.rules.municipality.accounts_kept, work.rules.municipality.warned
    condition = unwarned(work.now, kept.lasts, ahead) if kept and ahead else None
    _lock_unused(command.person_id, condition, work)
    work.connection.execute(
        update(_person)
        .where(_person.c.municipality_id == work.municipality_id, _person.c.id == command.person_id)
        .values(warned_on=work.today)
    )
    closes_on = work.today + (ahead or timedelta(0))
    work.record(
        AccountClosingNear(person_id=command.person_id, warned_on=work.today, closes_on=closes_on)
    )


def _lock_unused(person_id: UUID, condition: ColumnElement[bool] | None, work: Work) -> None:
    """Whoever comes in at this very moment waits, and then is somebody new, or finds the account as it was."""
    here = _person.c.municipality_id == work.municipality_id
    found = (
        condition is not None
        and work.connection.execute(
            select(_person.c.id).where(here, _person.c.id == person_id, condition).with_for_update()
        ).first()
    )
    if not found:
        raise RuleBroken("in_use", "Dit account wordt nog gebruikt.")


def _note(what: Keeping, gone: int, work: Work) -> None:
    if gone:
        row = {
            "municipality_id": work.municipality_id,
            "day": work.today,
            "what": what,
            "gone": gone,
        }
        upsert(work.connection, _run, [row], add=["gone"])
