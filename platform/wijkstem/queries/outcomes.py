"""What came of means on its way to the body that decides: for the clerk's desk, for the page of each, and for letters."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, select

from wijkstem.errors import NotFound
from wijkstem.kit.rows import table_of
from wijkstem.tables.council import Meeting
from wijkstem.tables.means import Means
from wijkstem.tables.outcomes import MeansOutcome
from wijkstem.words.means import MeansKind
from wijkstem.words.outcomes import OutcomeState, Ruling

_outcome = table_of(MeansOutcome)
_means = table_of(Means)
_meeting = table_of(Meeting)

#: Of what is done, as many as the clerk looks back at.
DONE = 20


@dataclass(frozen=True)
class OutcomeFacts:
    """An outcome as it stands now, with the means and the meeting that it belongs to."""

    means_id: UUID
    number: str
    slug: str
    title: str
    kind: MeansKind
    digest: str
    known_on: date
    state: OutcomeState
    body_id: str
    rule: str
    due_on: date | None
    reasons: str
    ruling: Ruling | None
    decision: str
    decided_on: date | None
    revision: int
    pdf_key: str | None
    #: None: it stands with none.
    meeting_id: UUID | None
    meeting_name: str
    held_on: date | None


def _facts(municipality_id: str) -> Select[Any]:
    own = ("means_id", "digest", "known_on", "state", "body_id", "rule", "due_on", "reasons")
    more = ("ruling", "decision", "decided_on", "revision", "pdf_key", "meeting_id")
    return (
        select(
            *(_outcome.c[name] for name in (*own, *more)),
            *(_means.c[name] for name in ("number", "slug", "title", "kind")),
            _meeting.c.name.label("meeting_name"),
            _meeting.c.held_on,
        )
        .join_from(
            _outcome,
            _means,
            and_(
                _means.c.municipality_id == _outcome.c.municipality_id,
                _means.c.id == _outcome.c.means_id,
            ),
        )
        .outerjoin(
            _meeting,
            and_(
                _meeting.c.municipality_id == _outcome.c.municipality_id,
                _meeting.c.id == _outcome.c.meeting_id,
            ),
        )
        .where(_outcome.c.municipality_id == municipality_id)
    )


def _made(row: Row[Any]) -> OutcomeFacts:
    said = dict(row._mapping)
    return OutcomeFacts(**{**said, "meeting_name": said["meeting_name"] or ""})


def outcome_of(connection: Connection, municipality_id: str, means_id: UUID) -> OutcomeFacts | None:
    """None while there is none."""
    row = connection.execute(_facts(municipality_id).where(_outcome.c.means_id == means_id)).first()
    return _made(row) if row else None


def outcome_by_number(connection: Connection, municipality_id: str, number: str) -> OutcomeFacts:
    """Of the means with this number. Raises NotFound where the clerk has nothing to do with it."""
    row = connection.execute(
        _facts(municipality_id).where(
            _means.c.number == number, _outcome.c.state != OutcomeState.KEPT
        )
    ).first()
    if row is None:
        raise NotFound("no_outcome", "Er is nog geen uitkomst.")
    return _made(row)


def outcomes_by_id(
    connection: Connection, municipality_id: str, ids: Collection[UUID]
) -> dict[UUID, OutcomeFacts]:
    """By means; those that are there."""
    found = _facts(municipality_id).where(_outcome.c.means_id.in_(ids))
    return {one.means_id: one for one in map(_made, connection.execute(found))}


@dataclass(frozen=True)
class ClerkOutcomes:
    """What waits for a meeting, what waits for a decision, and what is done."""

    open: tuple[OutcomeFacts, ...]
    placed: tuple[OutcomeFacts, ...]
    done: tuple[OutcomeFacts, ...]


def clerk_outcomes(connection: Connection, municipality_id: str) -> ClerkOutcomes:
    """At one moment; what is due first on top, and of what is done the last only."""
    facts = _facts(municipality_id)
    waits = facts.where(_outcome.c.state == OutcomeState.OPEN)
    placed = facts.where(_outcome.c.state == OutcomeState.PLACED)
    ended = (OutcomeState.DECIDED, OutcomeState.RETURNED)
    done = facts.where(_outcome.c.state.in_(ended))
    last = done.order_by(_outcome.c.known_on.desc(), _means.c.number.desc()).limit(DONE)
    return ClerkOutcomes(
        _all(connection, waits.order_by(_outcome.c.due_on, _means.c.number)),
        _all(connection, placed.order_by(_meeting.c.held_on, _means.c.number)),
        _all(connection, last),
    )


def _all(connection: Connection, found: Select[Any]) -> tuple[OutcomeFacts, ...]:
    return tuple(_made(row) for row in connection.execute(found))


@dataclass(frozen=True)
class ToPrint:
    """An outcome that must be made into a file."""

    means_id: UUID
    number: str
    kind: MeansKind


def outcomes_to_print(
    connection: Connection, municipality_id: str, now: datetime
) -> tuple[ToPrint, ...]:
    """The oldest first."""
    found = (
        select(_outcome.c.means_id, _means.c.number, _means.c.kind)
        .join_from(
            _outcome,
            _means,
            and_(
                _means.c.municipality_id == _outcome.c.municipality_id,
                _means.c.id == _outcome.c.means_id,
            ),
        )
        .where(_outcome.c.municipality_id == municipality_id, _outcome.c.pdf_due_at <= now)
        .order_by(_outcome.c.pdf_due_at, _means.c.number)
    )
    return tuple(ToPrint(*row) for row in connection.execute(found))


def municipalities_with_outcomes_to_print(connection: Connection, now: datetime) -> list[str]:
    """Where an outcome waits to be made into a file."""
    found = select(_outcome.c.municipality_id).where(_outcome.c.pdf_due_at <= now).distinct()
    return list(connection.scalars(found))
