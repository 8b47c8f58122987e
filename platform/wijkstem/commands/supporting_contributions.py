"""Supporting what somebody said in a discussion, and taking that back: one person, once, by the table's own key."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, update

from wijkstem.commands.discussing import load_contribution, means_of, this
from wijkstem.commands.discussion_rooms import count_support
from wijkstem.commands.taking_part import take_part
from wijkstem.domain.discussion import check_discussion_open, check_readable, score
from wijkstem.errors import RuleBroken
from wijkstem.events.discussion import ContributionSupported, ContributionSupportTakenBack
from wijkstem.kit.clock import local_date
from wijkstem.kit.db import insert_new
from wijkstem.kit.ids import new_id
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.discussion import Contribution, ContributionSupport
from wijkstem.words.means import MeansKind

_contribution = table_of(Contribution)
_support = table_of(ContributionSupport)


@dataclass(frozen=True)
class SupportContribution:
    """Somebody supports what another said."""

    contribution_id: UUID


def support_contribution(command: SupportContribution, work: Work) -> int:
    """How many support it now; who does already, does. Raises RuleBroken where it is closed and for one's own."""
    means_id = means_of(command.contribution_id, work)
    person_id = take_part(means_id, work, kind=MeansKind.DISCUSSION).person_id
    room = count_support(means_id, 1, work)
    check_discussion_open(room.closed)
    before = load_contribution(command.contribution_id, work)
    _check_to_support(before, person_id)
    row = {
        "municipality_id": work.municipality_id,
        "id": new_id(),
        "contribution_id": before.id,
        "person_id": person_id,
        "given_at": work.now,
    }
    if not insert_new(work.connection, _support, row):
        count_support(means_id, -1, work)
        return int(before.support)
    work.record(
        ContributionSupported(
            contribution_id=before.id,
            means_id=means_id,
            person_id=person_id,
            supported_on=work.today,
        )
    )
    return _count(before, 1, room.supports, work)


def _check_to_support(it: Row[Any], person_id: UUID) -> None:
    check_readable(it.hiding_id is not None)
    if it.person_id == person_id:
        raise RuleBroken("own_contribution", "Uw eigen bijdrage kunt u niet steunen.")
    if it.office is not None:
        raise RuleBroken("no_support", "Een antwoord van de gemeente kunt u niet steunen.")


def _count(it: Row[Any], more: int, supports: int, work: Work) -> int:
    now = it.support + more
    values = {"support": now, "score": score(now, supports - it.supports_before)}
    work.connection.execute(update(_contribution).where(this(it.id, work)).values(values))
    return int(now)


@dataclass(frozen=True)
class TakeBackContributionSupport:
    """Somebody supports it no more."""

    contribution_id: UUID


def take_back_contribution_support(command: TakeBackContributionSupport, work: Work) -> int:
    """How many support it now; of who did not support it, nothing changes."""
    means_id = means_of(command.contribution_id, work)
    person_id = take_part(means_id, work, kind=MeansKind.DISCUSSION).person_id
    room = count_support(means_id, -1, work)
    check_discussion_open(room.closed)
    before = load_contribution(command.contribution_id, work)
    gone = work.connection.execute(
        delete(_support)
        .where(
            _support.c.municipality_id == work.municipality_id,
            _support.c.contribution_id == before.id,
            _support.c.person_id == person_id,
        )
        .returning(_support.c.given_at)
    ).first()
    if gone is None:
        count_support(means_id, 1, work)
        return int(before.support)
    work.record(
        ContributionSupportTakenBack(
            contribution_id=before.id,
            means_id=means_id,
            person_id=person_id,
            supported_on=local_date(gone.given_at),
            taken_back_on=work.today,
        )
    )
    return _count(before, -1, room.supports, work)
