"""Residents answer statements, one answer each, that they can change until the close. An answer leaves no event."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, update

from wijkstem.commands.taking_part import Taking, take_part
from wijkstem.domain.dialogue import stance_of
from wijkstem.errors import NotFound
from wijkstem.events.dialogue import DialogueJoined
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.dialogue import DialoguePart, Statement, StatementVote
from wijkstem.words.dialogue import Stance, StatementState
from wijkstem.words.means import MeansKind

_statement = table_of(Statement)
_vote = table_of(StatementVote)
_part = table_of(DialoguePart)


@dataclass(frozen=True)
class TakeStance:
    """What somebody says to one statement; said again, the last counts."""

    means_id: UUID
    statement_id: UUID
    stance: str = field(repr=False)


def take_stance(command: TakeStance, work: Work) -> None:
    """One answer by the key of the table. Raises as `take_part`, NotFound for a statement that nobody can answer."""
    taking = take_part(command.means_id, work, kind=MeansKind.DIALOGUE)
    stance = stance_of(command.stance)
    _check_placed(command, work)
    _answer(command.statement_id, command.means_id, taking.person_id, stance, work)
    join(taking, work)


def _check_placed(command: TakeStance, work: Work) -> None:
    found = select(_statement.c.id).where(
        _statement.c.municipality_id == work.municipality_id,
        _statement.c.id == command.statement_id,
        _statement.c.means_id == command.means_id,
        _statement.c.state == StatementState.PLACED,
    )
    if work.connection.execute(found).first() is None:
        raise NotFound("unknown_statement", "Deze stelling is er niet.")


def _answer(
    statement_id: UUID, means_id: UUID, person_id: UUID, stance: Stance, work: Work
) -> None:
    key = {
        "municipality_id": work.municipality_id,
        "statement_id": statement_id,
        "person_id": person_id,
    }
    if insert_new(work.connection, _vote, {**key, "means_id": means_id, "stance": stance}):
        return
    work.connection.execute(
        update(_vote)
        .where(
            _vote.c.municipality_id == work.municipality_id,
            _vote.c.statement_id == statement_id,
            _vote.c.person_id == person_id,
        )
        .values(stance=stance)
    )


def join(taking: Taking, work: Work) -> None:
    """They take part: counted once, whatever they say. When they last did, the next result waits for."""
    means_id = taking.means.id
    row = {
        "municipality_id": work.municipality_id,
        "means_id": means_id,
        "person_id": taking.person_id,
        "changed_at": work.now,
    }
    if not insert_new(work.connection, _part, row):
        work.connection.execute(
            update(_part)
            .where(
                _part.c.municipality_id == work.municipality_id,
                _part.c.means_id == means_id,
                _part.c.person_id == taking.person_id,
            )
            .values(changed_at=work.now)
        )
        return
    work.record(
        DialogueJoined(
            means_id=means_id,
            dossier_id=taking.means.dossier_id,
            person_id=taking.person_id,
            neighbourhood_code=taking.neighbourhood_code,
            age_band=taking.age_band.value,
            joined_on=work.today,
        )
    )
