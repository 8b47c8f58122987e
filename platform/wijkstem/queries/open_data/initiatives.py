"""Initiatives that everybody can read, what happened to each, and what was decided on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, select

from wijkstem.kit.rows import table_of
from wijkstem.projections.timeline import TimelineEntry
from wijkstem.queries.decisions import ByStep, votes_on
from wijkstem.queries.initiatives import term_of_this_step
from wijkstem.queries.open_data.keyset import Key, Listing, Part, part
from wijkstem.tables.initiatives import Initiative, RunningTerm, StepReason
from wijkstem.words import Milestone

_initiative = table_of(Initiative)
_other = _initiative.alias("other_plan")
_term = table_of(RunningTerm)
_line = table_of(TimelineEntry)
_reason = table_of(StepReason)

#: What is said with these stays between the submitter and the municipality.
_BETWEEN_TWO: Final = (Milestone.ASKED, Milestone.SUPPLEMENTED, Milestone.RETURNED)
#: With these somebody who may decide did so.
DECIDES: Final = (
    Milestone.ADOPTED,
    Milestone.PARTLY_ADOPTED,
    Milestone.REJECTED,
    Milestone.NOTED,
    Milestone.DEFERRED,
    Milestone.NOT_PLACED,
    Milestone.ANSWERED,
    Milestone.FORWARDED,
    Milestone.GRANTED,
    Milestone.PARTLY_GRANTED,
    Milestone.AGREED,
    Milestone.NOT_AGREED,
    Milestone.FEASIBLE,
    Milestone.NOT_FEASIBLE,
    Milestone.CHOSEN,
    Milestone.NOT_CHOSEN,
    Milestone.SETTLED,
    Milestone.RECLAIMED,
)


@dataclass(frozen=True)
class OpenPlan:
    """An initiative as it is now."""

    id: UUID
    number: str
    slug: str
    title: str
    instrument: str
    rules_version: str
    neighbourhood_code: str
    subject: str
    filed_on: date
    step: str
    step_since: date
    due_on: date | None
    closed_on: date | None
    result: Milestone | None
    valid_for: int
    valid_against: int
    threshold_reached_on: date | None


@dataclass(frozen=True)
class OpenLine:
    """Something that happened to an initiative, in codes; ``reasons`` are the municipality's words."""

    position: int
    kind: str
    on: date
    step_seq: int | None
    step: str | None
    means: Milestone | None
    outcome: str | None
    to_step: str | None
    ground: str | None
    due_on: date | None
    amount: int | None
    body: str | None
    meeting_id: UUID | None
    other_number: str | None
    reasons: str | None


@dataclass(frozen=True)
class OpenDecision:
    """A decision on a plan."""

    initiative_id: UUID
    number: str
    slug: str
    title: str
    instrument: str
    rules_version: str
    neighbourhood_code: str
    on: date
    step_seq: int
    step: str
    means: Milestone
    ground: str | None
    reasons: str | None

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return f"{self.number}-{self.step_seq}"


def _plans(municipality_id: str) -> Select[Any]:
    own = list(OpenPlan.__dataclass_fields__)
    columns = [_term.c.due_on if name == "due_on" else _initiative.c[name] for name in own]
    return (
        select(*columns)
        .outerjoin_from(_initiative, _term, term_of_this_step())
        .where(_initiative.c.municipality_id == municipality_id, _initiative.c.public)
    )


#: The newest number first.
PLANS: Final = Listing(_plans, (_initiative.c.number,), OpenPlan)


def picked(
    *,
    instrument: str | None = None,
    neighbourhood: str | None = None,
    filed_from: date | None = None,
    filed_to: date | None = None,
    closed: bool | None = None,
) -> list[ColumnElement[bool]]:
    """What plans must be like; None: whatever."""
    it, conditions = _initiative.c, list[ColumnElement[bool]]()
    if instrument is not None:
        conditions.append(it.instrument == instrument)
    if neighbourhood is not None:
        conditions.append(it.neighbourhood_code == neighbourhood)
    if filed_from is not None:
        conditions.append(it.filed_on >= filed_from)
    if filed_to is not None:
        conditions.append(it.filed_on <= filed_to)
    if closed is not None:
        conditions.append(it.closed_on.is_not(None) if closed else it.closed_on.is_(None))
    return conditions


def plan_numbered(number: str) -> ColumnElement[bool]:
    """The one with this number."""
    return _initiative.c.number == number


def open_plan(connection: Connection, municipality_id: str, number: str) -> OpenPlan | None:
    """None for one that is not there, or not for everybody."""
    row = connection.execute(_plans(municipality_id).where(plan_numbered(number))).first()
    return OpenPlan(*tuple(row)) if row else None


def _with_reason() -> FromClause:
    """Lines with what the municipality said; never what submitters said themselves, or what stays between two."""
    return _line.join(
        _initiative,
        and_(
            _initiative.c.municipality_id == _line.c.municipality_id,
            _initiative.c.id == _line.c.initiative_id,
            _initiative.c.public,
        ),
    ).outerjoin(
        _reason,
        and_(
            _reason.c.municipality_id == _line.c.municipality_id,
            _reason.c.initiative_id == _line.c.initiative_id,
            _reason.c.step_seq == _line.c.step_seq,
            _reason.c.by_submitter.is_(False),
            _line.c.kind == "initiative.step_taken",
            _line.c.means.not_in(_BETWEEN_TWO),
        ),
    )


def _lines(municipality_id: str) -> Select[Any]:
    elsewhere = {
        "amount": _line.c.number,
        "other_number": case((_other.c.public, _other.c.number)),
        "reasons": _reason.c.reasons,
    }
    names = OpenLine.__dataclass_fields__
    return (
        select(*(elsewhere[name] if name in elsewhere else _line.c[name] for name in names))
        .select_from(
            _with_reason().outerjoin(
                _other,
                and_(
                    _other.c.municipality_id == _line.c.municipality_id,
                    _other.c.id == _line.c.other_id,
                ),
            )
        )
        .where(_line.c.municipality_id == municipality_id)
    )


#: What happened last stands first.
LINES: Final = Listing(_lines, (_line.c.position,), OpenLine)


def lines_of(
    connection: Connection, municipality_id: str, plan: UUID, *, after: Key | None, most: int
) -> Part[OpenLine]:
    """Everything that happened to one plan."""
    of_it = [_line.c.initiative_id == plan]
    return part(connection, municipality_id, LINES, after=after, most=most, where=of_it)


def _decisions(municipality_id: str) -> Select[Any]:
    of_line = {"on", "step_seq", "step", "means", "ground"}
    elsewhere = {"initiative_id": _initiative.c.id, "reasons": _reason.c.reasons}
    columns = [
        elsewhere[name]
        if name in elsewhere
        else (_line if name in of_line else _initiative).c[name]
        for name in OpenDecision.__dataclass_fields__
    ]
    return (
        select(*columns)
        .select_from(_with_reason())
        .where(
            _line.c.municipality_id == municipality_id,
            _line.c.kind == "initiative.step_taken",
            _line.c.means.in_(DECIDES),
        )
    )


#: Those on the newest plan first.
DECISIONS: Final = Listing(_decisions, (_initiative.c.number, _line.c.position), OpenDecision)


def decided(*, number: str | None = None, step_seq: int | None = None) -> list[ColumnElement[bool]]:
    """What decisions must be about; None: whatever."""
    conditions = [] if number is None else [plan_numbered(number)]
    return conditions if step_seq is None else [*conditions, _line.c.step_seq == step_seq]


def votes_of(
    connection: Connection, municipality_id: str, decisions: Sequence[OpenDecision]
) -> ByStep:
    """How parties voted on some decisions; one statement."""
    plans = {one.initiative_id for one in decisions}
    return votes_on(connection, municipality_id, sorted(plans)) if plans else {}
