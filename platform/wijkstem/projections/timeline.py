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
from wijkstem.events.agenda_requests import PlacedMeetingCancelled, PlacedMeetingMoved
from wijkstem.events.base import Event, Recorded
from wijkstem.events.carrying_out import (
    CarryingOutBegun,
    CarryingOutFinished,
    CarryingOutPlanned,
    CarryingOutStopped,
    FinalCostsCorrected,
    PlanningLate,
    WorkPartAdded,
    WorkPartLate,
    WorkPartUpdated,
)
from wijkstem.events.council import AgendaItemPlaced, AgendaItemRequested
from wijkstem.events.council_import import AgendaItemDropped, AgendaItemRestored
from wijkstem.events.council_proposals import CouncilProposalOpened
from wijkstem.events.initiatives import (
    DelayExplained,
    InitiativeEdited,
    InitiativeSubmitted,
    StepTaken,
    TermPassed,
    ThresholdReached,
)
from wijkstem.events.meetings import ItemMeetingMoved
from wijkstem.events.merging import PlansMerged
from wijkstem.events.reports import ContributionHidden, ContributionShown
from wijkstem.events.rounds import PlanLeftOut, PlanListed, PlanRoundStopped
from wijkstem.events.routing import RoutingCorrected
from wijkstem.kit.clock import local_date
from wijkstem.kit.db import Coded
from wijkstem.kit.rows import TenantRow, table_of
from wijkstem.projections.means_lines import MeansLine, fold_means, kind_of
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
    #: Another plan, a council proposal, or a means.
    other_id: UUID | None = None
    #: A part of its carrying out.
    part_id: UUID | None = None


_table = table_of(TimelineEntry)


def fold(connection: Connection, events: Sequence[Recorded]) -> None:
    """Add a line for each event that a timeline shows."""
    rows = [
        {
            "municipality_id": r.municipality_id,
            "position": r.position,
            "kind": kind_of(r),
        }
        | _EMPTY
        | _LINES[type(r.event)](r, r.event)
        for r in events
        if type(r.event) in _LINES and not _ended_itself(r.event) and not _of_no_plan(r.event)
    ]
    rows += [_EMPTY | told for told in fold_means(connection, events)]
    if rows:
        connection.execute(insert(_table), rows)


def _ended_itself(event: Event) -> bool:
    """Out of its round because it ended: its own step says so."""
    return isinstance(event, PlanLeftOut) and event.official_id is None


def _of_no_plan(event: Event) -> bool:
    """A proposal of the municipality's own."""
    return isinstance(event, CouncilProposalOpened) and event.plan_id is None


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
        "part_id",
    )
)


def _line(
    on: str | None = None, *, plan: str = "initiative_id", **columns: str
) -> Callable[[Recorded, Any], dict[str, Any]]:
    """How an event becomes a line: the field that holds its day (None: the day it was recorded), and a field a column."""

    def line(recorded: Recorded, event: Any) -> dict[str, Any]:
        day = getattr(event, on) if on else local_date(recorded.occurred_at)
        told = {column: getattr(event, name) for column, name in columns.items()}
        return {"initiative_id": getattr(event, plan), "on": day, **told}

    return line


def _part_updated(recorded: Recorded, event: WorkPartUpdated) -> dict[str, Any]:
    """What became otherwise: what became of it, else its day, else nothing but that there is news."""
    del recorded
    other = event.state if event.state != event.before else "news"
    return {
        "initiative_id": event.initiative_id,
        "on": event.updated_on,
        "part_id": event.part_id,
        "number": event.revision,
        "outcome": "moved" if other == "news" and event.due_on != event.due_before else other,
        "due_on": event.done_on or event.due_on,
    }


_STEP = {"step_seq": "step_seq", "step": "step"}

_LINES: dict[type[Event], Callable[[Recorded, Any], dict[str, Any]]] = {
    AdviceBegun: _line("begun_on", step_seq="step_seq", body="by", due_on="due_on"),
    AdvicePassedOn: _line("passed_on", body="by"),
    AdviceGiven: _line(
        "given_on", step_seq="step_seq", outcome="advice", body="by", due_on="answer_due_on"
    ),
    AdviceAnswered: _line("answered_on", outcome="heeded"),
    AdviceAnswerLate: _line("passed_on", due_on="due_on"),
    InitiativeSubmitted: _line("filed_on", to_step="step", due_on="due_on"),
    StepTaken: _line(
        "taken_on",
        outcome="outcome",
        means="means",
        to_step="to_step",
        ground="ground",
        due_on="due_on",
        **_STEP,
    ),
    ThresholdReached: _line("reached_on", number="threshold"),
    TermPassed: _line("passed_on", due_on="due_on", **_STEP),
    DelayExplained: _line("explained_on", **_STEP),
    InitiativeEdited: _line(number="revision"),
    AgendaItemRequested: _line("requested_on", body="body", due_on="due_on"),
    AgendaItemPlaced: _line(meeting_id="meeting_id", due_on="held_on"),
    AgendaItemDropped: _line("noticed_on", meeting_id="meeting_id"),
    AgendaItemRestored: _line("noticed_on", meeting_id="meeting_id"),
    PlacedMeetingMoved: _line(meeting_id="meeting_id", due_on="held_on"),
    PlacedMeetingCancelled: _line(meeting_id="meeting_id", due_on="was_on"),
    RoutingCorrected: _line("corrected_on", body="body"),
    ItemMeetingMoved: _line(meeting_id="meeting_id", due_on="held_on"),
    ContributionHidden: _line("hidden_on", ground="ground", outcome="target"),
    ContributionShown: _line("shown_on", outcome="target"),
    # A line of the plan that goes on; the step of the other one says it there.
    PlansMerged: _line("merged_on", plan="into_id", other_id="initiative_id"),
    CouncilProposalOpened: _line(
        "opened_on", plan="plan_id", meeting_id="meeting_id", other_id="council_proposal_id"
    ),
    PlanListed: _line("listed_on", number="number"),
    PlanLeftOut: _line("left_out_on"),
    PlanRoundStopped: _line("stopped_on"),
    CarryingOutBegun: _line("begun_on", due_on="plan_due_on"),
    CarryingOutPlanned: _line("planned_on", number="parts", due_on="ends_on"),
    PlanningLate: _line("passed_on", due_on="due_on"),
    WorkPartAdded: _line("added_on", part_id="part_id", due_on="due_on"),
    WorkPartUpdated: _part_updated,
    WorkPartLate: _line("passed_on", part_id="part_id", due_on="due_on"),
    CarryingOutFinished: _line("finished_on", number="spent_euros"),
    FinalCostsCorrected: _line("corrected_on", number="spent_euros"),
    CarryingOutStopped: _line("stopped_on"),
}

#: 2: a round's ballot stands on it; 3: and that the round stopped; 4: what the council's own system did; 5: means.
TIMELINE: Consumer[Connection] = Consumer(
    "timeline", fold, (_table, table_of(MeansLine)), version=5
)
