"""What happened to an initiative, in order of time: what its page tells the resident."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert
from sqlmodel import Field

from wijkstem.eventlog.consumer import Consumer
from wijkstem.events.advice import (
    AdviceAnswered,
    AdviceAnswerLate,
    AdviceBegun,
    AdviceGiven,
    AdvicePassedOn,
)
from wijkstem.events.base import Event, Recorded
from wijkstem.events.council import AgendaItemPlaced, AgendaItemRequested
from wijkstem.events.initiatives import (
    DelayExplained,
    InitiativeEdited,
    InitiativeSubmitted,
    StepTaken,
    TermPassed,
    ThresholdReached,
)
from wijkstem.events.merging import PlansMerged
from wijkstem.events.reports import ContributionHidden, ContributionShown
from wijkstem.kit.clock import local_date
from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, table_of
from wijkstem.words import Milestone


class TimelineEntry(TenantRow, table=True):
    """One line of an initiative's timeline. Which fields are filled depends on `kind`, an event's name."""

    __tablename__ = "timeline_entry"

    initiative_id: UUID = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(max_length=60)
    on: date
    step_seq: int | None = None
    step: str | None = Field(default=None, max_length=40)
    outcome: str | None = Field(default=None, max_length=40)
    means: Milestone | None = Field(default=None, sa_type=Coded(Milestone))
    to_step: str | None = Field(default=None, max_length=40)
    ground: str | None = Field(default=None, max_length=40)
    due_on: date | None = None
    number: int | None = None
    meeting_id: UUID | None = None
    body: str | None = Field(default=None, max_length=40)
    #: Another plan.
    other_id: UUID | None = None


_table = table_of(TimelineEntry)


def fold(connection: Connection, events: Sequence[Recorded]) -> None:
    """Add a line for each event that a timeline shows."""
    rows = [
        {
            "municipality_id": r.municipality_id,
            "position": r.position,
            "kind": r.event.type.rpartition(".v")[0],
        }
        | _EMPTY
        | _LINES[type(r.event)](r, r.event)
        for r in events
        if type(r.event) in _LINES
    ]
    if rows:
        connection.execute(insert(_table), rows)


_EMPTY: dict[str, Any] = dict.fromkeys(
    (
        "step_seq",
        "step",
        "outcome",
        "means",
        "to_step",
        "ground",
        "due_on",
        "number",
        "meeting_id",
        "body",
        "other_id",
    )
)


def _submitted(_recorded: Recorded, event: InitiativeSubmitted) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.filed_on,
        "to_step": event.step,
        "due_on": event.due_on,
    }


def _step_taken(_recorded: Recorded, event: StepTaken) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.taken_on,
        "step_seq": event.step_seq,
        "step": event.step,
        "outcome": event.outcome,
        "means": event.means,
        "to_step": event.to_step,
        "ground": event.ground,
        "due_on": event.due_on,
    }


def _threshold(_recorded: Recorded, event: ThresholdReached) -> dict[str, Any]:
    return {"initiative_id": event.initiative_id, "on": event.reached_on, "number": event.threshold}


def _term_passed(_recorded: Recorded, event: TermPassed) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.passed_on,
        "step_seq": event.step_seq,
        "step": event.step,
        "due_on": event.due_on,
    }


def _explained(_recorded: Recorded, event: DelayExplained) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.explained_on,
        "step_seq": event.step_seq,
        "step": event.step,
    }


def _begun(_recorded: Recorded, event: AdviceBegun) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.begun_on,
        "step_seq": event.step_seq,
        "body": event.by,
        "due_on": event.due_on,
    }


def _passed_on(_recorded: Recorded, event: AdvicePassedOn) -> dict[str, Any]:
    return {"initiative_id": event.initiative_id, "on": event.passed_on, "body": event.by}


def _given(_recorded: Recorded, event: AdviceGiven) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.given_on,
        "step_seq": event.step_seq,
        "outcome": event.advice,
        "body": event.by,
        "due_on": event.answer_due_on,
    }


def _answered(_recorded: Recorded, event: AdviceAnswered) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.answered_on,
        "outcome": event.heeded,
    }


def _answer_late(_recorded: Recorded, event: AdviceAnswerLate) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.passed_on,
        "due_on": event.due_on,
    }


def _edited(recorded: Recorded, event: InitiativeEdited) -> dict[str, Any]:
    on = local_date(recorded.occurred_at)
    return {"initiative_id": event.initiative_id, "on": on, "number": event.revision}


def _requested(_recorded: Recorded, event: AgendaItemRequested) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.requested_on,
        "body": event.body,
        "due_on": event.due_on,
    }


def _placed(recorded: Recorded, event: AgendaItemPlaced) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": local_date(recorded.occurred_at),
        "meeting_id": event.meeting_id,
        "due_on": event.held_on,
    }


def _hidden(_recorded: Recorded, event: ContributionHidden) -> dict[str, Any]:
    return {
        "initiative_id": event.initiative_id,
        "on": event.hidden_on,
        "ground": event.ground,
        "outcome": event.target,
    }


def _shown(_recorded: Recorded, event: ContributionShown) -> dict[str, Any]:
    return {"initiative_id": event.initiative_id, "on": event.shown_on, "outcome": event.target}


def _merged(_recorded: Recorded, event: PlansMerged) -> dict[str, Any]:
    """A line of the plan that goes on; the step of the other one says it there."""
    return {
        "initiative_id": event.into_id,
        "on": event.merged_on,
        "other_id": event.initiative_id,
    }


_LINES: dict[type[Event], Callable[[Recorded, Any], dict[str, Any]]] = {
    AdviceBegun: _begun,
    AdvicePassedOn: _passed_on,
    AdviceGiven: _given,
    AdviceAnswered: _answered,
    AdviceAnswerLate: _answer_late,
    InitiativeSubmitted: _submitted,
    StepTaken: _step_taken,
    ThresholdReached: _threshold,
    TermPassed: _term_passed,
    DelayExplained: _explained,
    InitiativeEdited: _edited,
    AgendaItemRequested: _requested,
    AgendaItemPlaced: _placed,
    ContributionHidden: _hidden,
    ContributionShown: _shown,
    PlansMerged: _merged,
}

TIMELINE: Consumer[Connection] = Consumer("timeline", fold, (_table,))
