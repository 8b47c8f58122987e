"""What the clock asks over all municipalities: where is work that no call announced?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, case, exists, func, or_, select

from wijkstem.domain.digests import RHYTHMS, period
from wijkstem.domain.gatherings import remind_until
from wijkstem.kit.clock import local_date
from wijkstem.kit.identity import identity
from wijkstem.kit.release import RELEASE
from wijkstem.kit.rows import table_of
from wijkstem.projections.consumers import VERSIONS
from wijkstem.tables.advice import NeighbourhoodAdvice
from wijkstem.tables.bulk import BulkAction, planned
from wijkstem.tables.council import AgendaRequest, Meeting, MeetingState, RequestState, still_open
from wijkstem.tables.council import to_remind as meeting_to_remind
from wijkstem.tables.drafts import Draft
from wijkstem.tables.engine import (
    ConsumerPosition,
    Delivery,
    DeliveryGate,
    DeliveryState,
    LogPartition,
    unsent,
)
from wijkstem.tables.gatherings import Gathering, to_remind
from wijkstem.tables.initiatives import RunningTerm, TermState, running
from wijkstem.tables.media import LooseFile
from wijkstem.tables.merging import PlanMerge, waiting
from wijkstem.tables.messages import DigestRound
from wijkstem.tables.partnerships import Partnership
from wijkstem.tables.partnerships import to_look_at as partnership_to_look_at
from wijkstem.tables.promises import Promise, to_look_at
from wijkstem.tables.rounds import BudgetRound
from wijkstem.tables.speaking import Speaker
from wijkstem.words import GatheringState, PromiseState
from wijkstem.words.rounds import RoundState

_partition: Table = table_of(LogPartition)
_position: Table = table_of(ConsumerPosition)
_delivery: Table = table_of(Delivery)
_gate: Table = table_of(DeliveryGate)
_term: Table = table_of(RunningTerm)
_round: Table = table_of(DigestRound)
_advice: Table = table_of(NeighbourhoodAdvice)
_merge: Table = table_of(PlanMerge)
_draft: Table = table_of(Draft)
_bulk: Table = table_of(BulkAction)
_loose: Table = table_of(LooseFile)
_gathering: Table = table_of(Gathering)
_promise: Table = table_of(Promise)
_partnership: Table = table_of(Partnership)
_vote: Table = table_of(BudgetRound)
_meeting: Table = table_of(Meeting)
_request: Table = table_of(AgendaRequest)
_speaker: Table = table_of(Speaker)


def municipalities_behind(
    connection: Connection, consumers: Collection[str], now: datetime
) -> list[str]:
    """Where a consumer has not read the whole log or must be rebuilt, unless it rests after a failure."""
    ours = case(VERSIONS, value=_position.c.consumer, else_=1)
    followed = and_(_position.c.version == ours, _position.c.position == _partition.c.head)
    rests = and_(_position.c.retry_at > now, func.coalesce(_position.c.failed_by, 0) >= RELEASE)
    done = (
        select(_position.c.municipality_id, func.count().label("consumers"))
        .join_from(
            _position, _partition, _partition.c.municipality_id == _position.c.municipality_id
        )
        .where(
            _position.c.consumer.in_(consumers),
            or_(followed, _position.c.version > ours, rests),
        )
        .group_by(_position.c.municipality_id)
        .subquery()
    )
    found = (
        select(_partition.c.municipality_id)
        .outerjoin_from(_partition, done, done.c.municipality_id == _partition.c.municipality_id)
        .where(_partition.c.head > 0, func.coalesce(done.c.consumers, 0) < len(consumers))
    )
    return list(connection.execute(found).scalars())


def municipalities_with_deliveries(connection: Connection, now: datetime) -> list[str]:
    """Where something must go out now, and nothing is on hold."""
    found = (
        select(_delivery.c.municipality_id)
        .join_from(_delivery, _gate, _gate.c.municipality_id == _delivery.c.municipality_id)
        .where(
            unsent(_delivery),
            _delivery.c.state.in_([DeliveryState.WAITING, DeliveryState.CLAIMED]),
            _delivery.c.due_at <= now,
            _gate.c.database == identity(connection),
        )
        .distinct()
    )
    return list(connection.execute(found).scalars())


def municipalities_with_passed_terms(connection: Connection, today: date) -> list[str]:
    """Where the last day of a running term is over."""
    found = select(_term.c.municipality_id).where(running(_term), _term.c.due_on < today).distinct()
    return list(connection.execute(found).scalars())


def municipalities_with_advice_to_look_at(connection: Connection, today: date) -> list[str]:
    """Where members must be reminded, or an answer did not come in time."""
    found = select(_advice.c.municipality_id).where(_advice.c.look_on <= today).distinct()
    return list(connection.execute(found).scalars())


def municipalities_with_unanswered_merges(connection: Connection, today: date) -> list[str]:
    """Where a submitter did not say in time whether a plan goes on in another."""
    over = select(_merge.c.municipality_id).where(waiting(_merge), _merge.c.answer_until < today)
    return list(connection.execute(over.distinct()).scalars())


def municipalities_with_missed_meetings(connection: Connection, today: date) -> list[str]:
    """Where a meeting that could decide on placing a plan went by without it."""
    found = select(_request.c.municipality_id).where(
        still_open(_request), _request.c.placing_on < today
    )
    return list(connection.execute(found.distinct()).scalars())


def missed_meetings(
    connection: Connection, municipality_id: str, today: date, *, most: int = 200
) -> list[UUID]:
    """The plans of which that is so, the oldest first."""
    found = (
        select(_request.c.initiative_id)
        .where(
            _request.c.municipality_id == municipality_id,
            _request.c.state == RequestState.OPEN,
            _request.c.placing_on < today,
        )
        .order_by(_request.c.placing_on, _request.c.initiative_id)
        .limit(most)
    )
    return list(connection.execute(found).scalars())


def municipalities_with_bulk(connection: Connection, now: datetime) -> list[str]:
    """Where decisions on many cases cannot be undone any more."""
    found = select(_bulk.c.municipality_id).where(planned(_bulk), _bulk.c.due_at <= now).distinct()
    return list(connection.execute(found).scalars())


def municipalities_with_old_drafts(connection: Connection, today: date) -> list[str]:
    """Where somebody did not go on with a plan for as long as the rules keep it."""
    found = select(_draft.c.municipality_id).where(_draft.c.keep_until < today).distinct()
    return list(connection.execute(found).scalars())


def municipalities_with_digests(connection: Connection, now: datetime) -> list[str]:
    """Where the digests of a day or a week that is over are not all made."""
    made = or_(
        *(
            and_(_round.c.rhythm == rhythm, _round.c.period >= period(rhythm, now))
            for rhythm in RHYTHMS
        )
    )
    done = (
        select(_round.c.municipality_id, func.count().label("rounds"))
        .where(_round.c.finished, made)
        .group_by(_round.c.municipality_id)
        .subquery()
    )
    found = (
        select(_partition.c.municipality_id)
        .outerjoin_from(_partition, done, done.c.municipality_id == _partition.c.municipality_id)
        .where(_partition.c.head > 0, func.coalesce(done.c.rounds, 0) < len(RHYTHMS))
    )
    return list(connection.execute(found).scalars())


def municipalities_with_loose_files(connection: Connection, now: datetime) -> list[str]:
    """Where files are to be removed."""
    found = select(_loose.c.municipality_id).where(_loose.c.due_at <= now).distinct()
    return list(connection.execute(found).scalars())


def municipalities_with_near_gatherings(connection: Connection, now: datetime) -> list[str]:
    """Where a gathering comes near, and nobody was told yet."""
    found = (
        select(_gathering.c.municipality_id)
        .where(to_remind(_gathering), _gathering.c.held_on <= remind_until(now))
        .where(_gathering.c.starts_at > now)
        .distinct()
    )
    return list(connection.execute(found).scalars())


def municipalities_with_late_promises(connection: Connection, today: date) -> list[str]:
    """Where the day of a promise is over, and nobody was told yet."""
    found = select(_promise.c.municipality_id).where(
        to_look_at(_promise), _promise.c.due_on < today
    )
    return list(connection.execute(found.distinct()).scalars())


def municipalities_with_late_reviews(connection: Connection, today: date) -> list[str]:
    """Where a partnership was not reviewed in time, and nobody was told yet."""
    found = select(_partnership.c.municipality_id).where(
        partnership_to_look_at(_partnership), _partnership.c.review_on < today
    )
    return list(connection.execute(found.distinct()).scalars())


def late_reviews(connection: Connection, municipality_id: str, today: date) -> list[UUID]:
    """The partnerships of which nobody was told yet that their review is late."""
    found = select(_partnership.c.id).where(
        _partnership.c.municipality_id == municipality_id,
        _partnership.c.ended_on.is_(None),
        _partnership.c.late.is_(False),
        _partnership.c.review_on < today,
    )
    return list(connection.execute(found.order_by(_partnership.c.review_on)).scalars())


def late_promises(connection: Connection, municipality_id: str, today: date) -> list[UUID]:
    """The promises of which nobody was told yet that they are late."""
    found = select(_promise.c.id).where(
        _promise.c.municipality_id == municipality_id,
        _promise.c.state == PromiseState.OPEN,
        _promise.c.late.is_(False),
        _promise.c.due_on < today,
    )
    return list(connection.execute(found.order_by(_promise.c.due_on)).scalars())


def near_gatherings(connection: Connection, municipality_id: str, now: datetime) -> list[UUID]:
    """The gatherings that nobody was told yet that they are near."""
    found = select(_gathering.c.id).where(
        _gathering.c.municipality_id == municipality_id,
        _gathering.c.state == GatheringState.ANNOUNCED,
        _gathering.c.reminded.is_(False),
        _gathering.c.held_on <= remind_until(now),
        _gathering.c.starts_at > now,
    )
    return list(connection.execute(found.order_by(_gathering.c.starts_at)).scalars())


def _near_with_speakers(now: datetime) -> ColumnElement[bool]:
    """A meeting that comes near, with somebody who will speak at it."""
    spoken = exists().where(
        _speaker.c.municipality_id == _meeting.c.municipality_id,
        _speaker.c.meeting_id == _meeting.c.id,
    )
    return and_(
        _meeting.c.held_on <= remind_until(now), _meeting.c.held_on >= local_date(now), spoken
    )


def municipalities_with_near_speakers(connection: Connection, now: datetime) -> list[str]:
    """Where somebody speaks tomorrow, and was not told yet."""
    found = select(_meeting.c.municipality_id).where(
        meeting_to_remind(_meeting), _near_with_speakers(now)
    )
    return list(connection.execute(found.distinct()).scalars())


def near_speakers(connection: Connection, municipality_id: str, now: datetime) -> list[UUID]:
    """The meetings of which that is so, and that have not begun."""
    found = select(_meeting.c.id).where(
        _meeting.c.municipality_id == municipality_id,
        _meeting.c.state == MeetingState.PLANNED,
        _meeting.c.reminded.is_(False),
        _near_with_speakers(now),
        or_(_meeting.c.starts_at.is_(None), _meeting.c.starts_at > now),
    )
    return list(connection.execute(found.order_by(_meeting.c.held_on)).scalars())


@dataclass(frozen=True)
class PassedTerm:
    """A running term whose last day is over."""

    initiative_id: UUID
    step_seq: int


def passed_terms(
    connection: Connection, municipality_id: str, today: date, *, most: int = 200
) -> list[PassedTerm]:
    """The oldest first."""
    found = (
        select(_term.c.initiative_id, _term.c.step_seq)
        .where(
            _term.c.municipality_id == municipality_id,
            _term.c.state == TermState.RUNNING,
            _term.c.due_on < today,
        )
        .order_by(_term.c.due_on, _term.c.initiative_id)
        .limit(most)
    )
    return [PassedTerm(*row) for row in connection.execute(found)]


def advice_to_look_at(
    connection: Connection, municipality_id: str, today: date, *, most: int = 200
) -> list[UUID]:
    """The oldest first."""
    found = (
        select(_advice.c.id)
        .where(_advice.c.municipality_id == municipality_id, _advice.c.look_on <= today)
        .order_by(_advice.c.look_on, _advice.c.id)
        .limit(most)
    )
    return list(connection.execute(found).scalars())


def unanswered_merges(
    connection: Connection, municipality_id: str, today: date, *, most: int = 200
) -> list[UUID]:
    """The oldest first."""
    found = (
        select(_merge.c.id)
        .where(_merge.c.municipality_id == municipality_id)
        .where(waiting(_merge), _merge.c.answer_until < today)
        .order_by(_merge.c.answer_until, _merge.c.id)
        .limit(most)
    )
    return list(connection.execute(found).scalars())


def _due_head(now: datetime) -> ColumnElement[bool]:
    """The clock must look, and it is not for the close."""
    return and_(
        _vote.c.look_at <= now,
        _vote.c.state == RoundState.FROZEN,
        _vote.c.look_at < _vote.c.closes_at,
    )


def municipalities_with_due_heads(connection: Connection, now: datetime) -> list[str]:
    """Where the set time of a head of a ballot board has come."""
    found = select(_vote.c.municipality_id).where(_due_head(now)).distinct()
    return list(connection.execute(found).scalars())


def due_for_counting(now: datetime) -> ColumnElement[bool]:
    """The vote is over, or its ballots wait to be counted."""
    over = and_(_vote.c.state == RoundState.FROZEN, _vote.c.closes_at <= now)
    counting = _vote.c.state.in_([RoundState.CLOSED, RoundState.COUNTED])
    return and_(_vote.c.look_at <= now, or_(over, counting))


def municipalities_with_votes_to_count(connection: Connection, now: datetime) -> list[str]:
    """Where a box must be locked or counted."""
    found = select(_vote.c.municipality_id).where(due_for_counting(now)).distinct()
    return list(connection.execute(found).scalars())


def rounds_to_look_at(connection: Connection, municipality_id: str, now: datetime) -> list[UUID]:
    """The rounds of which that is so."""
    found = select(_vote.c.id).where(_vote.c.municipality_id == municipality_id, _due_head(now))
    return list(connection.execute(found.order_by(_vote.c.look_at)).scalars())
