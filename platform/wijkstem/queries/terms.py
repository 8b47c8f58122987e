"""The terms of one plan that run or stand still, with when each stood still: what is needed to say how they are counted."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, and_, or_, select

from wijkstem.domain.terms import Suspended
from wijkstem.kit.rows import table_of
from wijkstem.tables.initiatives import Initiative, RunningTerm, TermState, TermSuspension

_term = table_of(RunningTerm)
_suspension = table_of(TermSuspension)
_initiative = table_of(Initiative)


@dataclass(frozen=True)
class KnownTerm:
    """A term as it was written down; ``due_on`` is no longer so while it stands still."""

    step: str
    state: TermState
    started_on: date
    due_on: date
    suspended: tuple[Suspended, ...]


def open_terms(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[KnownTerm, ...]:
    """Those that run or stand still, and the one of this step when its last day is over; two statements."""
    found = (
        select(_term)
        .join_from(
            _term,
            _initiative,
            and_(
                _initiative.c.municipality_id == _term.c.municipality_id,
                _initiative.c.id == _term.c.initiative_id,
            ),
        )
        .where(
            _term.c.municipality_id == municipality_id,
            _term.c.initiative_id == initiative_id,
            or_(
                _term.c.state.in_([TermState.RUNNING, TermState.SUSPENDED]),
                and_(_term.c.state == TermState.PASSED, _term.c.step_seq == _initiative.c.step_seq),
            ),
        )
        .order_by(_term.c.step_seq)
    )
    rows = connection.execute(found).all()
    stood_still = _suspensions(connection, municipality_id, initiative_id)
    return tuple(
        KnownTerm(
            row.step,
            row.state,
            row.started_on,
            row.due_on,
            tuple(stood_still[row.step_seq if row.began_seq is None else row.began_seq]),
        )
        for row in rows
    )


def _suspensions(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> dict[int, list[Suspended]]:
    found = (
        select(_suspension.c.began_seq, _suspension.c.asked_on, _suspension.c.back_on)
        .where(
            _suspension.c.municipality_id == municipality_id,
            _suspension.c.initiative_id == initiative_id,
        )
        .order_by(_suspension.c.asked_seq)
    )
    by_term: dict[int, list[Suspended]] = defaultdict(list)
    for row in connection.execute(found):
        by_term[row.began_seq].append(Suspended(row.asked_on, row.back_on))
    return by_term
