"""Signatures on paper: one official enters a list, another looks at it, and each line counts like a signature online.

Nothing happens to anybody before the second pair of eyes: until then a line is kept beside its list, and goes from there
when the list is decided. The paper itself stays where it is; no picture of it is kept.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from wijkstem.commands.recognising import NAME_LENGTH, Identity, recognise, tags_of
from wijkstem.commands.signatures import give
from wijkstem.domain.permissions import may_enter, require
from wijkstem.errors import Conflict, NotAllowed, NotFound, RuleBroken
from wijkstem.events.on_behalf import PaperApproved
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.on_behalf import PaperBatch, PaperLine
from wijkstem.words import BAD_LINES, Channel, Hand, LineState, PaperState, Stance

_batch = table_of(PaperBatch)
_line = table_of(PaperLine)
_initiative = table_of(Initiative)

#: Lines on one list: they are approved in one go.
MOST_LINES = 100
#: What tells who it is.
_NOBODY = {
    "name": None,
    "birth_date": None,
    "neighbourhood_code": None,
    "lives_here": False,
    "tags": None,
}


@dataclass(frozen=True)
class OpenPaper:
    """Begin a list for a plan, or go on with the one that this official has open for it."""

    initiative_id: UUID


def open_paper(command: OpenPaper, work: Work) -> UUID:
    require(may_enter(work.actor))
    plan = work.connection.execute(
        select(_initiative.c.id)
        .where(
            _initiative.c.municipality_id == work.municipality_id,
            _initiative.c.id == command.initiative_id,
        )
        # Who presses twice opens one list.
        .with_for_update(key_share=True)
    ).first()
    if plan is None:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    mine = work.connection.execute(
        select(_batch.c.id).where(
            _batch.c.municipality_id == work.municipality_id,
            _batch.c.initiative_id == command.initiative_id,
            _batch.c.entered_by == work.actor.person_id,
            _batch.c.state == PaperState.OPEN,
        )
    ).scalar()
    if mine is not None:
        found: UUID = mine
        return found
    batch_id = new_id()
    row = {
        "municipality_id": work.municipality_id,
        "id": batch_id,
        "initiative_id": command.initiative_id,
        "state": PaperState.OPEN,
        "entered_by": work.actor.person_id,
        "lines": 0,
        "opened_at": work.now,
    }
    work.connection.execute(insert(_batch).values(row))
    return batch_id


@dataclass(frozen=True)
class AddPaperLine:
    """Enter a line: of whom it is, or why it is no support. ``line`` is the number that the page showed."""

    batch_id: UUID
    line: int
    identity: Identity | None = field(repr=False, default=None)
    bad: LineState | None = None


def add_paper_line(command: AddPaperLine, work: Work) -> LineState:
    """What the line is now. A line that is there already, because the form was sent twice, stays as it is."""
    batch = _open_batch(command.batch_id, work)
    known = _state_of(command.batch_id, command.line, work)
    if known is not None:
        return known
    if batch.lines >= MOST_LINES:
        raise RuleBroken(
            "list_is_full", "Deze lijst is vol. Lever hem in en begin een nieuwe lijst."
        )
    row = _entered(command, work)
    work.connection.execute(
        insert(_line).values(
            {
                "municipality_id": work.municipality_id,
                "batch_id": command.batch_id,
                "line": batch.lines + 1,
                **row,
            }
        )
    )
    _change(command.batch_id, work, lines=batch.lines + 1)
    state: LineState = row["state"]
    return state


def _entered(command: AddPaperLine, work: Work) -> dict[str, Any]:
    who = command.identity
    if who is None:
        bad = command.bad if command.bad in BAD_LINES else LineState.INCOMPLETE
        return {**_NOBODY, "state": bad}
    tags = tags_of(who, work)
    if tags[work.tag_keys.current] in _tags(command.batch_id, work):
        return {**_NOBODY, "state": LineState.TWICE}
    where = work.rules.municipality.neighbourhood(who.neighbourhood_code or "")
    return {
        "state": LineState.WAITING,
        "name": who.display_name[:NAME_LENGTH] or None,
        "birth_date": who.birth_date,
        "neighbourhood_code": where.code if where else None,
        "lives_here": who.lives_here or where is not None,
        "tags": json.dumps(tags),
    }


def _tags(batch_id: UUID, work: Work) -> set[str]:
    """Who stands on the list already."""
    found = work.connection.scalars(
        select(_line.c.tags).where(
            _line.c.municipality_id == work.municipality_id,
            _line.c.batch_id == batch_id,
            _line.c.tags.is_not(None),
        )
    )
    return {json.loads(tags).get(work.tag_keys.current, "") for tags in found}


def _state_of(batch_id: UUID, line: int, work: Work) -> LineState | None:
    found: LineState | None = work.connection.execute(
        select(_line.c.state).where(
            _line.c.municipality_id == work.municipality_id,
            _line.c.batch_id == batch_id,
            _line.c.line == line,
        )
    ).scalar()
    return found


@dataclass(frozen=True)
class DropPaperLine:
    """Take a line off the list again, because it was typed wrong."""

    batch_id: UUID
    line: int


def drop_paper_line(command: DropPaperLine, work: Work) -> None:
    _open_batch(command.batch_id, work)
    work.connection.execute(
        delete(_line).where(
            _line.c.municipality_id == work.municipality_id,
            _line.c.batch_id == command.batch_id,
            _line.c.line == command.line,
        )
    )


@dataclass(frozen=True)
class HandOverPaper:
    """The list is complete: from now on it waits for a second official."""

    batch_id: UUID


def hand_over_paper(command: HandOverPaper, work: Work) -> None:
    _open_batch(command.batch_id, work)
    counted = select(func.count()).where(
        _line.c.municipality_id == work.municipality_id, _line.c.batch_id == command.batch_id
    )
    if not work.connection.execute(counted).scalar_one():
        raise RuleBroken("empty_list", "Er staat nog niets op deze lijst.")
    _change(command.batch_id, work, state=PaperState.READY)


@dataclass(frozen=True)
class DropPaper:
    """Throw a list away before anybody approved it; by who entered it, or by the second official."""

    batch_id: UUID


def drop_paper(command: DropPaper, work: Work) -> None:
    batch = _batch_in_turn(command.batch_id, work)
    if batch.state is PaperState.OPEN and batch.entered_by != work.actor.person_id:
        raise _not_yours()
    if batch.state not in {PaperState.OPEN, PaperState.READY}:
        raise _decided()
    work.connection.execute(
        delete(_line).where(
            _line.c.municipality_id == work.municipality_id, _line.c.batch_id == batch.id
        )
    )
    _change(batch.id, work, state=PaperState.DROPPED, decided_at=work.now)


@dataclass(frozen=True)
class ApprovePaper:
    """The second official looked at the list beside the paper; ``struck`` are the lines that do not fit it."""

    batch_id: UUID
    struck: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Approved:
    """What became of the lines."""

    states: tuple[tuple[int, LineState], ...]


def approve_paper(command: ApprovePaper, work: Work) -> Approved:
    """Raises NotAllowed for who entered it, Conflict when somebody else was first."""
    batch = _batch_in_turn(command.batch_id, work)
    if batch.state is not PaperState.READY:
        raise _decided()
    by = work.actor.person_id
    assert by is not None
    if batch.entered_by is None or batch.entered_by == by:
        raise NotAllowed(
            "second_pair_of_eyes",
            "Deze lijst hebt u zelf ingevoerd. Een collega kijkt hem na en keurt hem goed.",
        )
    lines = _lines(batch.id, work)
    waiting = [one for one in lines if one.state is LineState.WAITING]
    states = {one.line: one.state for one in lines if one.state is not LineState.WAITING}
    states |= {one.line: LineState.STRUCK for one in waiting if one.line in command.struck}
    states |= _count(batch.initiative_id, [o for o in waiting if o.line not in states], work)
    _settle(batch, states, work)
    return Approved(tuple(sorted(states.items())))


def _count(initiative_id: UUID, lines: list[Any], work: Work) -> dict[int, LineState]:
    """First all people, in the order of their tags, then the plan: as everybody does who locks both."""
    current = work.tag_keys.current
    states: dict[int, LineState] = {}
    people: list[tuple[int, UUID]] = []
    for line in sorted(lines, key=lambda one: json.loads(one.tags).get(current, "")):
        tags = json.loads(line.tags)
        if current in tags:
            people.append((line.line, recognise(_identity(line), Hand.PAPER, work, tags).id))
        else:
            states[line.line] = LineState.TOO_OLD
    for number, person_id in sorted(people):
        states[number] = _signed(initiative_id, person_id, work)
    return states


def _identity(line: Any) -> Identity:
    return Identity(
        subject="",
        display_name=line.name or "",
        birth_date=line.birth_date,
        neighbourhood_code=line.neighbourhood_code,
        lives_here=line.lives_here,
        tells_email=False,
    )


def _signed(initiative_id: UUID, person_id: UUID, work: Work) -> LineState:
    try:
        with work.uow.attempt():
            signed = give(person_id, initiative_id, Stance.FOR, Channel.PAPER, work)
    except RuleBroken as refused:
        if refused.code != "signed_already":
            raise  # it is not open: of the whole list nothing can be counted
        return LineState.DOUBLE
    return LineState.COUNTED if signed.valid else LineState.NOT_COUNTED


def _settle(batch: Any, states: dict[int, LineState], work: Work) -> None:
    """Who it was goes; what became of each line stays, to be told to who brought the list."""
    for number, state in states.items():
        work.connection.execute(
            update(_line)
            .where(
                _line.c.municipality_id == work.municipality_id,
                _line.c.batch_id == batch.id,
                _line.c.line == number,
            )
            .values(state=state, **_NOBODY)
        )
    by = work.actor.person_id
    assert by is not None
    _change(batch.id, work, state=PaperState.DECIDED, approved_by=by, decided_at=work.now)
    became = Counter(states.values())
    work.record(
        PaperApproved(
            batch_id=batch.id,
            initiative_id=batch.initiative_id,
            entered_by=batch.entered_by,
            approved_by=by,
            lines=len(states),
            counted=became[LineState.COUNTED],
            not_counted=became[LineState.NOT_COUNTED],
            double=became[LineState.DOUBLE],
            approved_on=work.today,
        )
    )


def _lines(batch_id: UUID, work: Work) -> list[Any]:
    """Locked, before any person: who is erased meanwhile waits, or their line is gone."""
    found = (
        select(_line)
        .where(_line.c.municipality_id == work.municipality_id, _line.c.batch_id == batch_id)
        .order_by(_line.c.line)
        .with_for_update()
    )
    return list(work.connection.execute(found))


def _batch_in_turn(batch_id: UUID, work: Work) -> Any:
    """The list, locked until the transaction ends."""
    require(may_enter(work.actor))
    found = work.connection.execute(
        select(_batch)
        .where(_batch.c.municipality_id == work.municipality_id, _batch.c.id == batch_id)
        .with_for_update()
    ).first()
    if found is None:
        raise NotFound("unknown_list", "Deze lijst bestaat niet.")
    return found


def _open_batch(batch_id: UUID, work: Work) -> Any:
    """One's own, while it is being entered."""
    batch = _batch_in_turn(batch_id, work)
    if batch.state is not PaperState.OPEN:
        raise _decided()
    if batch.entered_by != work.actor.person_id:
        raise _not_yours()
    return batch


def _change(batch_id: UUID, work: Work, **values: object) -> None:
    work.connection.execute(
        update(_batch)
        .where(_batch.c.municipality_id == work.municipality_id, _batch.c.id == batch_id)
        .values(**values)
    )


def _decided() -> Conflict:
    return Conflict("list_moved_on", "Deze lijst is al een stap verder. Bekijk hem opnieuw.")


def _not_yours() -> NotAllowed:
    return NotAllowed("not_your_list", "Een collega is met deze lijst bezig.")
