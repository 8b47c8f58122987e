"""Counted with what earlier events told: what became of the plans of a month, who will speak, what was reported."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import IntFlag
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.events.base import Event, Recorded
from wijkstem.events.carrying_out import (
    CarrierChanged,
    CarryingOutBegun,
    CarryingOutFinished,
    CarryingOutPlanned,
    FinalCostsCorrected,
)
from wijkstem.events.council import MeetingImported, MeetingPlanned
from wijkstem.events.initiatives import InitiativeSubmitted, StepTaken
from wijkstem.events.meetings import MeetingMoved
from wijkstem.events.reports import (
    AppealDecided,
    AppealMade,
    CaseDecided,
    ContributionHidden,
    ReportMade,
)
from wijkstem.events.speaking import SpeakerMovedUp, SpeakerSignedUp, SpeakerWithdrew
from wijkstem.kit.clock import local_date
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import table_of
from wijkstem.projections.indicators.count import Count, Counted, month_of
from wijkstem.projections.indicators.tables import Remembered
from wijkstem.words import CaseKind, Milestone, Verdict

_remembered = table_of(Remembered)


class Mark(IntFlag):
    """What is counted once of a plan, however often it comes by."""

    REACHED = 1
    GOES_ON = 2
    CARRIED_OUT = 4


_MEASURES = {
    Mark.REACHED: "plan_reached_council",
    Mark.GOES_ON: "plan_goes_on",
    Mark.CARRIED_OUT: "plan_carried_out",
}


@dataclass
class Thing:
    """Something that is remembered."""

    on_day: date
    instrument: str = ""
    neighbourhood_code: str = ""
    channel: str = ""
    marks: int = 0
    #: What was given for a plan, in whole euros, and the day on which that was first said.
    granted: int = 0
    granted_on: date | None = None

    def key(self, measure: str, month: date, kind: str = "") -> Count:
        return Count(measure, month, self.instrument, self.neighbourhood_code, kind)


_COLUMNS = tuple(one.name for one in fields(Thing))


@dataclass
class Memory:
    """What is remembered of the things that a batch is about."""

    things: dict[UUID, Thing] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)

    @classmethod
    def of(
        cls, connection: Connection, municipality_id: str, events: Sequence[Recorded]
    ) -> "Memory":
        ids = {id_ for recorded in events for id_ in about(recorded.event)}
        found = select(_remembered).where(
            _remembered.c.municipality_id == municipality_id, _remembered.c.id.in_(sorted(ids))
        )
        rows = connection.execute(found) if ids else ()
        return cls({row.id: Thing(*(getattr(row, name) for name in _COLUMNS)) for row in rows})

    def get(self, id_: UUID | None) -> Thing | None:
        return self.things.get(id_) if id_ is not None else None

    def put(self, id_: UUID, thing: Thing) -> None:
        self.things[id_] = thing
        self.changed.add(id_)

    def save(self, connection: Connection, municipality_id: str) -> None:
        rows = [
            {"municipality_id": municipality_id, "id": id_, **vars(self.things[id_])}
            for id_ in sorted(self.changed)
        ]
        upsert(connection, _remembered, rows, replace=_COLUMNS)


def about(event: Event) -> Collection[UUID]:
    """The things that an event needs to be remembered, if it is one that does."""
    match event:
        case StepTaken():
            return (event.initiative_id,) if event.means is Milestone.PLACED else ()
        case ReportMade() | ContributionHidden() | AppealMade() | AppealDecided():
            return (event.initiative_id,)
        case CarryingOutBegun() | CarryingOutPlanned() | CarryingOutFinished():
            return (event.initiative_id,)
        case CarrierChanged() | FinalCostsCorrected():
            return (event.initiative_id,)
        case CaseDecided():
            return () if event.initiative_id is None else (event.initiative_id,)
        case SpeakerSignedUp() | SpeakerMovedUp() | SpeakerWithdrew():
            return (event.speaker_id, event.meeting_id)
    return ()


def _submitted(recorded: Recorded, event: InitiativeSubmitted, memory: Memory) -> Iterator[Counted]:
    del recorded
    place, channel = event.neighbourhood_code, event.channel
    thing = Thing(event.filed_on, event.instrument, place, channel)
    memory.put(event.initiative_id, thing)
    yield from ()


def _step(recorded: Recorded, event: StepTaken, memory: Memory) -> Iterator[Counted]:
    del recorded
    if event.means is Milestone.PLACED:
        yield from _marked(event.initiative_id, Mark.REACHED, memory)


def _marked(initiative_id: UUID, mark: Mark, memory: Memory) -> Iterator[Counted]:
    """In the month in which the plan was filed, so that a share is one of the plans of that time."""
    plan = memory.get(initiative_id)
    if plan is None or plan.marks & mark:
        return
    plan.marks |= mark
    memory.changed.add(initiative_id)
    yield plan.key(_MEASURES[mark], month_of(plan.on_day)), 1


def _begun(recorded: Recorded, event: CarryingOutBegun, memory: Memory) -> Iterator[Counted]:
    del recorded
    yield from _marked(event.initiative_id, Mark.GOES_ON, memory)


def _planned(recorded: Recorded, event: CarryingOutPlanned, memory: Memory) -> Iterator[Counted]:
    del recorded
    yield from _granted(event.initiative_id, event.granted_euros, event.planned_on, memory)


def _carrier(recorded: Recorded, event: CarrierChanged, memory: Memory) -> Iterator[Counted]:
    del recorded
    yield from _granted(event.initiative_id, event.granted_euros, event.changed_on, memory)


def _finished(recorded: Recorded, event: CarryingOutFinished, memory: Memory) -> Iterator[Counted]:
    del recorded
    yield from _marked(event.initiative_id, Mark.CARRIED_OUT, memory)
    yield from _granted(event.initiative_id, event.granted_euros, event.finished_on, memory)


def _costs(recorded: Recorded, event: FinalCostsCorrected, memory: Memory) -> Iterator[Counted]:
    del recorded
    yield from _granted(event.initiative_id, event.granted_euros, event.corrected_on, memory)


def _granted(initiative_id: UUID, euros: int | None, on: date, memory: Memory) -> Iterator[Counted]:
    """In the month in which it was first said; what is put right later moves that month."""
    plan, now = memory.get(initiative_id), euros or 0
    if plan is None or plan.granted == now:
        return
    plan.granted_on = plan.granted_on or on
    yield plan.key("euros_granted", month_of(plan.granted_on)), now - plan.granted
    plan.granted = now
    memory.changed.add(initiative_id)


def _reported(recorded: Recorded, event: ReportMade, memory: Memory) -> Iterator[Counted]:
    yield _of_plan(recorded, event.initiative_id, memory, "report_made", event.reason), 1


def _hidden(recorded: Recorded, event: ContributionHidden, memory: Memory) -> Iterator[Counted]:
    if event.reported_in == event.case_id:
        yield _of_plan(recorded, event.initiative_id, memory, "reports_upheld"), 1


def _decided(recorded: Recorded, event: CaseDecided, memory: Memory) -> Iterator[Counted]:
    if event.kind == CaseKind.REPORT and event.verdict == Verdict.LEFT:
        yield _of_plan(recorded, event.initiative_id, memory, "reports_left"), 1


def _appealed(recorded: Recorded, event: AppealMade, memory: Memory) -> Iterator[Counted]:
    yield _of_plan(recorded, event.initiative_id, memory, "appeal_made", event.against), 1


def _reviewed(recorded: Recorded, event: AppealDecided, memory: Memory) -> Iterator[Counted]:
    measure = f"appeal_{event.verdict}"
    yield _of_plan(recorded, event.initiative_id, memory, measure, event.against), 1


def _of_plan(
    recorded: Recorded, initiative_id: UUID | None, memory: Memory, measure: str, kind: str = ""
) -> Count:
    month = month_of(local_date(recorded.occurred_at))
    plan = memory.get(initiative_id)
    return plan.key(measure, month, kind) if plan else Count(measure, month, channel=kind)


def _meeting(
    recorded: Recorded, event: MeetingPlanned | MeetingImported | MeetingMoved, memory: Memory
) -> Iterator[Counted]:
    del recorded
    memory.put(event.meeting_id, Thing(event.held_on))
    yield from ()


def _will_speak(
    recorded: Recorded, event: SpeakerSignedUp | SpeakerMovedUp, memory: Memory
) -> Iterator[Counted]:
    """In the month in which they signed up."""
    speaker = memory.get(event.speaker_id)
    if speaker is None:
        speaker = Thing(local_date(recorded.occurred_at))
        memory.put(event.speaker_id, speaker)
    if isinstance(event, SpeakerMovedUp) or event.has_place:
        yield speaker.key("speakers", month_of(speaker.on_day)), 1


def _will_not_speak(
    recorded: Recorded, event: SpeakerWithdrew, memory: Memory
) -> Iterator[Counted]:
    """Until the meeting; whoever goes off the list later is erased, and did speak."""
    meeting, speaker = memory.get(event.meeting_id), memory.get(event.speaker_id)
    was_held = meeting is not None and local_date(recorded.occurred_at) > meeting.on_day
    if event.had_place and speaker is not None and not was_held:
        yield speaker.key("speakers", month_of(speaker.on_day)), -1


_COUNTED: dict[type[Event], Callable[[Recorded, Any, Memory], Iterable[Counted]]] = {
    InitiativeSubmitted: _submitted,
    StepTaken: _step,
    CarryingOutBegun: _begun,
    CarryingOutPlanned: _planned,
    CarrierChanged: _carrier,
    CarryingOutFinished: _finished,
    FinalCostsCorrected: _costs,
    ReportMade: _reported,
    ContributionHidden: _hidden,
    CaseDecided: _decided,
    AppealMade: _appealed,
    AppealDecided: _reviewed,
    MeetingPlanned: _meeting,
    MeetingImported: _meeting,
    MeetingMoved: _meeting,
    SpeakerSignedUp: _will_speak,
    SpeakerMovedUp: _will_speak,
    SpeakerWithdrew: _will_not_speak,
}


def counted(recorded: Recorded, memory: Memory) -> Iterable[Counted]:
    """What an event adds, given what is remembered; nothing for what is not counted here."""
    found = _COUNTED.get(type(recorded.event))
    return found(recorded, recorded.event, memory) if found else ()
