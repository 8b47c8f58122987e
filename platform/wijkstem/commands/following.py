"""Following a plan without supporting it, and leaving that off.

Nothing of it goes to the log: whom we write to is no fact of a plan, no figure counts it, and the log is kept for good.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from wijkstem.domain.permissions import may_without_digid, require_login, require_strong
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.messages import Following
from wijkstem.words import WithoutDigiD

_following = table_of(Following)
_initiative = table_of(Initiative)
_person = table_of(Person)


@dataclass(frozen=True)
class Follow:
    """Tell me what happens to this plan."""

    initiative_id: UUID


def follow(command: Follow, work: Work) -> bool:
    """Whether that is new: who follows already goes on following.

    Raises NotFound for a plan that is not public, RuleBroken for one to which nothing will happen any more.
    """
    person_id = follower(work)
    initiative = _public(command.initiative_id, work)
    if initiative.closed_on is not None:
        raise RuleBroken("closed_already", "Dit plan is klaar. Er komt geen nieuws meer over.")
    return insert_new(
        work.connection,
        _following,
        {
            "municipality_id": work.municipality_id,
            "initiative_id": initiative.id,
            "person_id": person_id,
            "since": work.now,
        },
    )


def follower(work: Work) -> UUID:
    """Who asks, locked as the foreign key would: an account that is being erased is gone, not an error."""
    person_id = require_login(work.actor)
    allowed = work.rules.municipality.without_digid
    if not may_without_digid(work.actor, WithoutDigiD.FOLLOW, allowed):
        require_strong(work.actor)
    found = work.connection.execute(
        select(_person.c.id)
        .where(_person.c.municipality_id == work.municipality_id, _person.c.id == person_id)
        .with_for_update(read=True, key_share=True)
    ).first()
    if found is None:
        raise NotFound("unknown_person", "Uw account is verwijderd. Log opnieuw in.")
    return person_id


def _public(initiative_id: UUID, work: Work) -> Row[*tuple[Any, ...]]:
    initiative = work.connection.execute(
        select(_initiative.c.id, _initiative.c.closed_on).where(
            _initiative.c.municipality_id == work.municipality_id,
            _initiative.c.id == initiative_id,
            _initiative.c.public,
        )
    ).first()
    if initiative is None:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    return initiative


@dataclass(frozen=True)
class Unfollow:
    """Tell me no more of this plan; what was said already stays to be read."""

    initiative_id: UUID


def unfollow(command: Unfollow, work: Work) -> bool:
    """Whether there was something to end."""
    gone = work.connection.execute(
        delete(_following)
        .where(
            _following.c.municipality_id == work.municipality_id,
            _following.c.initiative_id == command.initiative_id,
            _following.c.person_id == require_login(work.actor),
        )
        .returning(_following.c.person_id)
    )
    return gone.first() is not None
