"""The figures behind the indicators, as whole numbers that only ever add up.

A figure is a count or a sum of days of one measure on one month, neighbourhood, instrument and channel.
Shares and medians are worked out when asked, so that a rebuild gives the same digits.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Connection
from sqlmodel import Field

from wijkstem.eventlog.consumer import Consumer
from wijkstem.events.advice import AdviceAnswered, AdviceAnswerLate, AdviceBegun, AdviceGiven
from wijkstem.events.base import Recorded
from wijkstem.events.counting import ResultPublished
from wijkstem.events.evaluations import EvaluationGiven
from wijkstem.events.gatherings import GatheringReported
from wijkstem.events.initiatives import InitiativeSubmitted, StepTaken, TermPassed
from wijkstem.events.moderation import CaseEscalated
from wijkstem.events.signatures import SignatureGiven, SignatureWithdrawn
from wijkstem.kit.db import upsert
from wijkstem.kit.rows import TenantRow, table_of
from wijkstem.words import GatheringKind, Milestone


class Figure(TenantRow, table=True):
    """How often a measure was counted; '' where a breakdown does not apply."""

    __tablename__ = "figure"

    measure: str = Field(primary_key=True, max_length=60)
    month: date = Field(primary_key=True)
    instrument: str = Field(primary_key=True, max_length=40)
    neighbourhood_code: str = Field(primary_key=True, max_length=12)
    channel: str = Field(primary_key=True, max_length=40)
    #: For measures that are a distribution (days to an answer): the value that was seen; else 0.
    value: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    count: int


_table = table_of(Figure)

#: What these take is no answer to a resident: the clock's doing, and the resident's own.
_NOT_ANSWERING = {"system", "submitter"}

Key = tuple[str, str, date, str, str, str, int]


def fold(connection: Connection, events: Sequence[Recorded]) -> None:
    """Add a batch's counts; each figure is written once a batch."""
    counts: Counter[Key] = Counter()
    for recorded in events:
        for key, number in _counted(recorded):
            counts[key] += number
    rows = [
        dict(zip(_COLUMNS, (*key, count), strict=True)) for key, count in sorted(counts.items())
    ]
    upsert(connection, _table, rows, add=["count"])


_COLUMNS = (
    "municipality_id",
    "measure",
    "month",
    "instrument",
    "neighbourhood_code",
    "channel",
    "value",
    "count",
)


def _counted(recorded: Recorded) -> Iterator[tuple[Key, int]]:
    match recorded.event:
        case InitiativeSubmitted() as event:
            yield _key(recorded, "submitted", event.filed_on, event, channel=event.channel), 1
        case SignatureGiven() as event:
            yield _key(recorded, _support(event), event.signed_on, event, channel=event.channel), 1
        case SignatureWithdrawn() as event:
            # Of the month in which it was given: support taken back is support that was not given, and a
            # year of which more is taken back than given would otherwise fall below nothing.
            month = event.signed_on or event.withdrawn_on
            yield _key(recorded, _support(event), month, event, channel=event.channel), -1
        case StepTaken() as event:
            yield from _step(recorded, event)
        case TermPassed() | CaseEscalated() as event:
            yield _late(recorded, event), 1
        case AdviceBegun() | AdviceGiven() | AdviceAnswered() | AdviceAnswerLate() as event:
            yield from _advice(recorded, event)
        case GatheringReported() | ResultPublished() | EvaluationGiven() as event:
            yield from _together(recorded, event)


def _gathered(recorded: Recorded, event: GatheringReported) -> Iterator[tuple[Key, int]]:
    """Counted once it was held, in the month of its day; a report that is put right moves the attendance only."""
    place = event.neighbourhood_code or ""
    month = event.held_on.replace(day=1)
    here = recorded.municipality_id

    def key(measure: str) -> Key:
        return here, measure, month, "", place, event.kind, 0

    if event.kind == GatheringKind.COUNCIL_GUEST:
        # They look on at the council; they are not asked anything.
        yield key("council_guests"), event.came - (event.came_before or 0)
        return
    if event.came_before is None:
        yield key("gathering_held"), 1
    yield key("gathering_came"), event.came - (event.came_before or 0)


def _together(
    recorded: Recorded, event: GatheringReported | ResultPublished | EvaluationGiven
) -> Iterator[tuple[Key, int]]:
    """What residents did together: they met, voted, or said how something went."""
    if isinstance(event, GatheringReported):
        yield from _gathered(recorded, event)
    elif isinstance(event, EvaluationGiven):
        yield _key(recorded, f"evaluation_{event.smiley}", event.given_on, event), 1
    else:
        yield from _voted(recorded, event)


def _voted(recorded: Recorded, event: ResultPublished) -> Iterator[tuple[Key, int]]:
    """Of a budget round, in the month in which its result was made known."""
    month = event.published_on.replace(day=1)
    figures = {"ballot_on_roll": event.on_roll, "ballot_voters": event.voters}
    figures |= {"ballot_served": event.served, "ballot_euros": event.given}
    if event.inhabitants:
        # Of rounds of which it is known for how many people they are.
        figures |= {"ballot_inhabitants": event.inhabitants, "ballot_euros_known": event.given}
    for measure, number in figures.items():
        yield (recorded.municipality_id, measure, month, event.instrument, "", "", 0), number


def _late(recorded: Recorded, event: TermPassed | CaseEscalated) -> Key:
    """Of any term that passed; and of one that the municipality itself did not keep."""
    if isinstance(event, TermPassed):
        return _key(recorded, "term_passed", event.passed_on, event)
    return _key(recorded, "escalated", event.escalated_on, event)


def _support(event: SignatureGiven | SignatureWithdrawn) -> str:
    return f"support_{event.stance}" if event.valid else "support_not_valid"


def _step(recorded: Recorded, event: StepTaken) -> Iterator[tuple[Key, int]]:
    yield _key(recorded, f"milestone_{event.means.value}", event.taken_on, event), 1
    if event.ground:
        yield _key(recorded, f"ground_{event.ground}", event.taken_on, event), 1
    if event.was_due_on is not None and _answers(event):
        measure = "answered_in_time" if event.taken_on <= event.was_due_on else "answered_late"
        yield _key(recorded, measure, event.taken_on, event), 1
        yield _key(recorded, "days_to_answer", event.taken_on, event, value=event.days), 1


Advised = AdviceBegun | AdviceGiven | AdviceAnswered | AdviceAnswerLate


def _advice(recorded: Recorded, event: Advised) -> Iterator[tuple[Key, int]]:
    match event:
        case AdviceBegun():
            if event.step_seq is not None:
                yield _key(recorded, "advice_asked", event.begun_on, event), 1
        case AdviceGiven():
            yield _key(recorded, f"advice_{event.advice}", event.given_on, event), 1
            if event.step_seq is None:
                yield _key(recorded, "advice_unasked", event.given_on, event), 1
        case AdviceAnswered():
            late = event.answered_on > event.was_due_on
            measure = "advice_answered_late" if late else "advice_answered_in_time"
            yield _key(recorded, measure, event.answered_on, event), 1
            yield _key(recorded, f"advice_{event.heeded}", event.answered_on, event), 1
            days = _key(
                recorded, "days_to_advice_answer", event.answered_on, event, value=event.days
            )
            yield days, 1
        case AdviceAnswerLate():
            yield _key(recorded, "advice_answer_term_passed", event.passed_on, event), 1


#: What somebody of the municipality does without answering: it goes on waiting for them, or there was no question.
_NO_ANSWER = frozenset(
    {
        Milestone.MOVED,
        Milestone.DEFERRED,
        Milestone.ASKED,
        Milestone.TO_COUNCIL,
        Milestone.AGREED,
        Milestone.PROGRESSED,
        Milestone.COMPLETED,
        Milestone.CONTINUED,
        Milestone.STOPPED,
        Milestone.EVALUATED,
        Milestone.RETURNED,
        Milestone.REOPENED,
    }
)


def _answers(event: StepTaken) -> bool:
    """Whether somebody of the municipality answered: a move to another meeting is none, nor is a question."""
    return event.taken_by not in _NOT_ANSWERING and event.means not in _NO_ANSWER


def _key(
    recorded: Recorded,
    measure: str,
    on: date,
    event: InitiativeSubmitted
    | SignatureGiven
    | SignatureWithdrawn
    | StepTaken
    | TermPassed
    | Advised
    | CaseEscalated
    | EvaluationGiven,
    *,
    channel: str = "",
    value: int = 0,
) -> Key:
    neighbourhood = getattr(event, "neighbourhood_code", None) or ""
    month = on.replace(day=1)
    return (
        recorded.municipality_id,
        measure,
        month,
        event.instrument,
        neighbourhood,
        channel,
        value,
    )


#: 2: support that is taken back leaves the month in which it was given.
INDICATORS: Consumer[Connection] = Consumer("indicators", fold, (_table,), version=2)
