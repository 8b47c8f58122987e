"""A dialogue: statements that came, were placed or refused; who took part; and that a result was made.

What somebody answers to a statement is no event: an opinion stays in a table, from which it can be erased.
"""

from datetime import date
from uuid import UUID

from wijkstem.events.base import CbsCode, Code, Event


class StatementProposed(Event):
    """A resident wrote one; moderators look at it first. Whose it is stands in a table."""

    type = "dialogue.statement_proposed.v1"

    statement_id: UUID
    means_id: UUID
    dossier_id: UUID
    case_id: UUID
    proposed_on: date


class StatementPlaced(Event):
    """Everybody can answer it from now on."""

    type = "dialogue.statement_placed.v1"

    statement_id: UUID
    means_id: UUID
    #: None: the municipality's own.
    case_id: UUID | None
    placed_on: date
    official_id: UUID | None


class StatementRefused(Event):
    """It is not placed; who wrote it reads why."""

    type = "dialogue.statement_refused.v1"

    statement_id: UUID
    means_id: UUID
    case_id: UUID
    refused_on: date
    official_id: UUID | None


class DialogueJoined(Event):
    """Somebody took part for the first time: an answer or a statement, it is not said which."""

    type = "dialogue.joined.v1"

    means_id: UUID
    dossier_id: UUID
    person_id: UUID
    neighbourhood_code: CbsCode | None
    age_band: Code
    joined_on: date


class DialogueComputed(Event):
    """A worker worked out what came of the answers; figures only, and of few people none."""

    type = "dialogue.computed.v1"

    means_id: UUID
    final: bool
    people: int
    answers: int
    statements: int
    groups: int
    shared: int
    computed_on: date
