"""Following a plan without supporting it, and leaving that off.

Nothing of it goes to the log: whom we write to is no fact of a plan, no figure counts it, and the log is kept for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Exists, Row, Table, delete, exists, select

from wijkstem.commands.present import present
from wijkstem.domain.permissions import require_login
from wijkstem.errors import NotFound, RuleBroken
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import Person
from wijkstem.tables.carrying_out import CarryingOut
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.messages import Following
from wijkstem.words import CarryingOutState, WithoutDigiD

_following = table_of(Following)
_initiative = table_of(Initiative)
_person = table_of(Person)
_work = table_of(CarryingOut)


@dataclass(frozen=True)
class Follow:
    """Tell me what happens to this plan."""

    initiative_id: UUID


def follow(command: Follow, work: Work) -> bool:
    """Whether that is new: who follows already goes on following.

    Raises NotFound for a plan that is not public, RuleBroken for one to which nothing will happen any more.
    """
    person_id = present(work, WithoutDigiD.FOLLOW)
    initiative = _public(command.initiative_id, work)
    if initiative.closed_on is not None and not initiative.goes_on:
        raise RuleBroken("closed_already", "Dit plan is klaar. Er komt geen nieuws meer over.")
    return begin_following(_following, {"initiative_id": initiative.id}, person_id, work)


def begin_following(
    followings: Table, about: Mapping[str, UUID], person_id: UUID, work: Work
) -> bool:
    """Whether that is new; ``about`` is the column that says what is followed, and which."""
    here = {"municipality_id": work.municipality_id, "person_id": person_id, "since": work.now}
    return insert_new(work.connection, followings, {**here, **about})


def _public(initiative_id: UUID, work: Work) -> Row[*tuple[Any, ...]]:
    initiative = work.connection.execute(
        select(_initiative.c.id, _initiative.c.closed_on, _carried_out().label("goes_on")).where(
            _initiative.c.municipality_id == work.municipality_id,
            _initiative.c.id == initiative_id,
            _initiative.c.public,
        )
    ).first()
    if initiative is None:
        raise NotFound("unknown_initiative", "Dit plan bestaat niet.")
    return initiative


def _carried_out() -> Exists:
    """A plan that is decided on has news for as long as it is carried out."""
    return exists().where(
        _work.c.municipality_id == _initiative.c.municipality_id,
        _work.c.initiative_id == _initiative.c.id,
        _work.c.state.in_([CarryingOutState.PLANNING, CarryingOutState.BUSY]),
    )


@dataclass(frozen=True)
class Unfollow:
    """Tell me no more of this plan; what was said already stays to be read."""

    initiative_id: UUID


def unfollow(command: Unfollow, work: Work) -> bool:
    """Whether there was something to end."""
    return end_following(_following, {"initiative_id": command.initiative_id}, work)


def end_following(followings: Table, about: Mapping[str, UUID], work: Work) -> bool:
    """Whether the visitor followed it."""
    gone = work.connection.execute(
        delete(followings)
        .where(
            followings.c.municipality_id == work.municipality_id,
            followings.c.person_id == require_login(work.actor),
            *(followings.c[name] == value for name, value in about.items()),
        )
        .returning(followings.c.person_id)
    )
    return gone.first() is not None
