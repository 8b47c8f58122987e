"""Making digests: a delivery for each person for whom something waits, so many people in a transaction.

How far it is stands in the round's row and moves with the deliveries, so whoever is killed left nothing half done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from wijkstem.domain.digests import cause, period, whose
from wijkstem.domain.permissions import may_operate, require
from wijkstem.kit.db import insert_new, insert_rows_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import Delivery, DeliveryChannel, DeliveryState
from wijkstem.tables.messages import DigestRound, InboxMessage, Mailed, waiting
from wijkstem.words import Rhythm

_round = table_of(DigestRound)
_inbox = table_of(InboxMessage)
_person = table_of(Person)
_delivery = table_of(Delivery)


@dataclass(frozen=True)
class MakeDigests:
    """Make the digests of the newest period for the next so many people."""

    rhythm: Rhythm
    most: int = 500


@dataclass(frozen=True)
class Made:
    """How many were made, and whether there is nobody left; or another worker is at it."""

    digests: int
    finished: bool


def make_digests(command: MakeDigests, work: Work) -> Made:
    require(may_operate(work.actor))
    ended_on = period(command.rhythm, work.now)
    at = _take_round(command.rhythm, ended_on, work)
    if at is None or (at.period >= ended_on and at.finished):
        return Made(0, finished=True)
    reached = at.reached if at.period == ended_on else None
    people = _next_people(reached, command.most, work)
    made = _make(_who_want(people, command.rhythm, work), cause(command.rhythm, ended_on), work)
    finished = len(people) < command.most
    # Whose turn it was is nobody's business once it is over.
    at_last = {"reached": None if finished else people[-1], "finished": finished}
    _move(command.rhythm, at_last | {"period": ended_on}, work)
    return Made(made, finished)


def _take_round(rhythm: Rhythm, ended_on: date, work: Work) -> Row[*tuple[Any, ...]] | None:
    """How far it is, locked; None while another worker has it."""
    row = {
        "municipality_id": work.municipality_id,
        "rhythm": rhythm,
        "period": ended_on,
        "finished": False,
    }
    insert_new(work.connection, _round, row)
    return work.connection.execute(
        select(_round)
        .where(_round.c.municipality_id == work.municipality_id, _round.c.rhythm == rhythm)
        .with_for_update(skip_locked=True)
    ).first()


def _move(rhythm: Rhythm, values: dict[str, object], work: Work) -> None:
    work.connection.execute(
        update(_round)
        .where(_round.c.municipality_id == work.municipality_id, _round.c.rhythm == rhythm)
        .values(values)
    )


def _next_people(reached: UUID | None, most: int, work: Work) -> Sequence[UUID]:
    """For whom anything waits, in the order of their ids."""
    found = select(_inbox.c.person_id).where(
        _inbox.c.municipality_id == work.municipality_id, waiting(_inbox)
    )
    if reached is not None:
        found = found.where(_inbox.c.person_id > reached)
    return (
        work.connection.execute(found.distinct().order_by(_inbox.c.person_id).limit(most))
        .scalars()
        .all()
    )


def _who_want(people: Sequence[UUID], rhythm: Rhythm, work: Work) -> Sequence[UUID]:
    """Those of this rhythm, locked: who is being erased at this moment is waited for, and then is not there."""
    found = (
        select(_person.c.id)
        .where(
            _person.c.municipality_id == work.municipality_id,
            _person.c.id.in_(people),
            _person.c.mail_rhythm.in_(whose(rhythm)),
        )
        .order_by(_person.c.id)
        .with_for_update(read=True, key_share=True)
    )
    return work.connection.execute(found).scalars().all()


def _make(people: Sequence[UUID], why: str, work: Work) -> int:
    """A digest for each who has none of this period yet; what comes after that waits for the next."""
    here = work.municipality_id
    had = set(
        work.connection.execute(
            select(_delivery.c.recipient_id).where(
                _delivery.c.municipality_id == here,
                _delivery.c.cause == why,
                _delivery.c.channel == DeliveryChannel.MAIL,
                _delivery.c.recipient_id.in_(people),
            )
        ).scalars()
    )
    new = [one for one in people if one not in had]
    insert_rows_new(work.connection, _delivery, [_mail(one, why, work) for one in new])
    work.connection.execute(
        update(_inbox)
        .where(_inbox.c.municipality_id == here, _inbox.c.person_id.in_(new), waiting(_inbox))
        .values(mailed=Mailed.DIGEST, digest=why)
    )
    return len(new)


def _mail(person_id: UUID, why: str, work: Work) -> dict[str, Any]:
    return {
        "municipality_id": work.municipality_id,
        "id": new_id(),
        "cause": why,
        "channel": DeliveryChannel.MAIL,
        "recipient_id": person_id,
        "template": "digest",
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "due_at": work.now,
    }
