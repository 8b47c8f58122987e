"""A dialogue: its statements, what somebody answered, what came out, and what a worker has to work out."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.opinion.apart import Columns
from wijkstem.tables.dialogue import DialoguePart, DialogueResult, Statement, StatementVote
from wijkstem.tables.means import Means
from wijkstem.words.dialogue import Stance, StatementState
from wijkstem.words.means import MeansKind, MeansState

_statement = table_of(Statement)
_vote = table_of(StatementVote)
_part = table_of(DialoguePart)
_result = table_of(DialogueResult)
_means = table_of(Means)

#: A result while people still answer is at most so fresh: working it out takes a processor.
PAUSE = timedelta(minutes=5)
#: And so many people must have answered since, or for the first time: else two results would tell what one person said.
ANEW = 5
VALUES = {Stance.AGREE: 1, Stance.DISAGREE: -1, Stance.PASS: 0}


@dataclass(frozen=True)
class StatementFacts:
    """A statement. Not by whom."""

    id: UUID
    means_id: UUID
    words: str
    state: StatementState
    said_at: datetime
    reasons: str


@dataclass(frozen=True)
class ResultFacts:
    """What came out, as `opinion.finding.Found` has it; statements by their place in ``statements``."""

    computed_at: datetime
    final: bool
    digest: str
    statements: tuple[UUID, ...]
    found: Mapping[str, Any]


@dataclass(frozen=True)
class DialogueRoom:
    """What everybody can see of it."""

    statements: tuple[StatementFacts, ...]
    people: int
    result: ResultFacts | None


def _facts(municipality_id: str) -> Select[Any]:
    return select(*(_statement.c[name] for name in StatementFacts.__dataclass_fields__)).where(
        _statement.c.municipality_id == municipality_id
    )


def statements_of(
    connection: Connection, municipality_id: str, means_id: UUID
) -> tuple[StatementFacts, ...]:
    """All of them, the first first; for who keeps them."""
    found = _facts(municipality_id).where(_statement.c.means_id == means_id)
    rows = connection.execute(found.order_by(_statement.c.said_at, _statement.c.id))
    return tuple(StatementFacts(*row) for row in rows)


def statements_by_id(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, StatementFacts]:
    """Those of ``ids`` that are there, whatever was decided on them."""
    found = connection.execute(_facts(municipality_id).where(_statement.c.id.in_(ids)))
    return {row.id: StatementFacts(*row) for row in found}


def dialogue_room(connection: Connection, municipality_id: str, means_id: UUID) -> DialogueRoom:
    """As many questions to the database for many answers as for none."""
    people = connection.scalar(
        select(func.count()).where(
            _part.c.municipality_id == municipality_id, _part.c.means_id == means_id
        )
    )
    placed = [
        one
        for one in statements_of(connection, municipality_id, means_id)
        if one.state is StatementState.PLACED
    ]
    return DialogueRoom(
        tuple(placed), people or 0, dialogue_result(connection, municipality_id, means_id)
    )


def dialogue_result(
    connection: Connection, municipality_id: str, means_id: UUID
) -> ResultFacts | None:
    """None: there is none yet."""
    row = connection.execute(
        select(_result.c.computed_at, _result.c.final, _result.c.digest, _result.c.found).where(
            _result.c.municipality_id == municipality_id,
            _result.c.means_id == means_id,
            _result.c.computed_at.is_not(None),
        )
    ).first()
    if row is None:
        return None
    found = json.loads(row.found)
    statements = tuple(UUID(one) for one in found.pop("statements"))
    return ResultFacts(row.computed_at, row.final, row.digest, statements, found)


@dataclass(frozen=True)
class OwnDialogue:
    """What one person can answer, answered, and wrote."""

    statements: tuple[StatementFacts, ...]
    stances: Mapping[UUID, Stance]
    #: How often each was answered at the last result; of newer ones nothing.
    answered: Mapping[UUID, int]
    wrote: tuple[StatementFacts, ...]


def own_dialogue(
    connection: Connection, municipality_id: str, means_id: UUID, person_id: UUID
) -> OwnDialogue:
    """For them alone."""
    room = dialogue_room(connection, municipality_id, means_id)
    said = select(_vote.c.statement_id, _vote.c.stance).where(
        _vote.c.municipality_id == municipality_id,
        _vote.c.means_id == means_id,
        _vote.c.person_id == person_id,
    )
    wrote = _facts(municipality_id).where(
        _statement.c.means_id == means_id, _statement.c.person_id == person_id
    )
    own = connection.execute(wrote.order_by(_statement.c.said_at, _statement.c.id))
    return OwnDialogue(
        room.statements,
        {row.statement_id: row.stance for row in connection.execute(said)},
        _answered(room.result),
        tuple(StatementFacts(*row) for row in own),
    )


def _answered(result: ResultFacts | None) -> dict[UUID, int]:
    if result is None:
        return {}
    tallies = zip(result.statements, result.found["tallies"], strict=True)
    return {one: sum(tally.values()) if tally else 0 for one, tally in tallies}


@dataclass(frozen=True)
class StatementCase:
    """A statement with the dialogue that it is for."""

    statement: StatementFacts
    number: str
    slug: str
    title: str
    question: str


def statement_case(
    connection: Connection, municipality_id: str, statement_id: UUID
) -> StatementCase:
    """Raises NotFound for one that is not there."""
    row = connection.execute(_facts(municipality_id).where(_statement.c.id == statement_id)).first()
    if row is None:
        raise NotFound("unknown_statement", "Deze stelling is er niet.")
    it = StatementFacts(*row)
    about = connection.execute(
        select(_means.c.number, _means.c.slug, _means.c.title, _means.c.question).where(
            _means.c.municipality_id == municipality_id, _means.c.id == it.means_id
        )
    ).one()
    return StatementCase(it, *about)


@dataclass(frozen=True)
class Due:
    """A dialogue to work out."""

    means_id: UUID
    #: Nobody can answer any more.
    final: bool


def _is_over() -> ColumnElement[bool]:
    return _means.c.state.in_((MeansState.CLOSED, MeansState.ACCOUNTED))


def _due(now: datetime) -> Select[Any]:
    """Closed without a final result; or open, enough people answered since the last one, and it is old enough."""
    since = (
        select(func.count())
        .where(
            _part.c.municipality_id == _means.c.municipality_id,
            _part.c.means_id == _means.c.id,
            or_(_result.c.computed_at.is_(None), _part.c.changed_at > _result.c.computed_at),
        )
        .scalar_subquery()
    ) >= ANEW
    rested = or_(_result.c.computed_at.is_(None), _result.c.computed_at <= now - PAUSE)
    running = and_(_means.c.state == MeansState.ANNOUNCED, rested, since)
    joined = and_(
        _result.c.municipality_id == _means.c.municipality_id, _result.c.means_id == _means.c.id
    )
    return (
        select(_means.c.municipality_id, _means.c.id, _is_over().label("over"))
        .outerjoin_from(_means, _result, joined)
        .where(
            _means.c.kind == MeansKind.DIALOGUE,
            or_(_result.c.taken_until.is_(None), _result.c.taken_until <= now),
            or_(and_(_is_over(), or_(_result.c.final.is_(None), ~_result.c.final)), running),
        )
    )


def dialogues_due(connection: Connection, municipality_id: str, now: datetime) -> tuple[Due, ...]:
    """Those of a municipality."""
    found = _due(now).where(_means.c.municipality_id == municipality_id)
    rows = connection.execute(found.order_by(_means.c.number))
    return tuple(Due(row.id, bool(row.over)) for row in rows)


def municipalities_with_dialogues(connection: Connection, now: datetime) -> list[str]:
    """Where a worker has one to work out."""
    due = _due(now).subquery()
    return list(connection.execute(select(due.c.municipality_id).distinct()).scalars())


@dataclass(frozen=True)
class Answers:
    """All answers of a dialogue, as numbers; a statement by its place in ``statements``."""

    statements: tuple[UUID, ...]
    columns: Columns


def dialogue_answers(connection: Connection, municipality_id: str, means_id: UUID) -> Answers:
    """A million of them take some tens of megabytes: they are read in parts, and kept as numbers."""
    placed = [
        one.id
        for one in statements_of(connection, municipality_id, means_id)
        if one.state is StatementState.PLACED
    ]
    columns, places = Columns(len(placed)), {one: place for place, one in enumerate(placed)}
    people: dict[UUID, int] = {}
    found = select(_vote.c.person_id, _vote.c.statement_id, _vote.c.stance).where(
        _vote.c.municipality_id == municipality_id, _vote.c.means_id == means_id
    )
    rows = connection.execution_options(yield_per=10_000).execute(found)
    for person_id, statement_id, stance in rows:
        person = people.setdefault(person_id, len(people))
        columns.add(person, places[statement_id], VALUES[stance])
    return Answers(tuple(placed), columns)
