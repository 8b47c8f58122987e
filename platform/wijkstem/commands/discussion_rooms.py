"""How a discussion goes: its row, locked by whoever says or supports something in it, and what a moderator decides."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, update

from wijkstem.commands.taking_part import held_open
from wijkstem.domain.discussion import ModerationForm, check_moderation
from wijkstem.domain.permissions import may_triage, require
from wijkstem.events.discussion import DiscussionModerated
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.discussion import DiscussionRoom
from wijkstem.words.means import MeansKind

_room = table_of(DiscussionRoom)


def change_room(means_id: UUID, work: Work, **values: object) -> Row[Any]:
    """The room of a discussion as it is with ``values``, locked until the transaction ends; made when it is not there."""
    changed = update(_room).where(_this(means_id, work)).values(**values).returning(*_room.c)
    found = work.connection.execute(changed).first()
    if found is None:
        insert_new(
            work.connection,
            _room,
            {
                "municipality_id": work.municipality_id,
                "means_id": means_id,
                "last_number": 0,
                "supports": 0,
                "ordered_at": 0,
                "slow_minutes": 0,
                "closed": False,
                "reason": "",
                "moderated_at": None,
                "moderated_by": None,
                "revision": 0,
            },
        )
        found = work.connection.execute(changed).one()
    return found


def next_number(means_id: UUID, work: Work) -> Row[Any]:
    """The room, in which the next contribution has the last number."""
    return change_room(means_id, work, last_number=_room.c.last_number + 1)


def load_room(means_id: UUID, work: Work) -> Row[Any]:
    """The room, locked until the transaction ends."""
    return change_room(means_id, work, last_number=_room.c.last_number)


def _this(means_id: UUID, work: Work) -> ColumnElement[bool]:
    return (_room.c.municipality_id == work.municipality_id) & (_room.c.means_id == means_id)


@dataclass(frozen=True)
class ModerateDiscussion:
    """A moderator makes a discussion slow or quick, closes it or opens it again; ``revision`` is what they saw."""

    means_id: UUID
    revision: int
    form: ModerationForm


def moderate_discussion(command: ModerateDiscussion, work: Work) -> None:
    """Raises Conflict after a colleague's change, Invalid for what is not right."""
    require(may_triage(work.actor))
    held_open(command.means_id, work, kind=MeansKind.DISCUSSION)
    form = command.form.cleaned()
    before = load_room(command.means_id, work)
    check_moderation(before.revision, command.revision)
    now = change_room(
        command.means_id,
        work,
        slow_minutes=form.slow_minutes,
        closed=form.closed,
        reason=form.reason,
        moderated_at=work.now,
        moderated_by=work.actor.person_id,
        revision=before.revision + 1,
    )
    work.record(
        DiscussionModerated(
            means_id=command.means_id,
            revision=now.revision,
            slow_minutes=now.slow_minutes,
            closed=now.closed,
            moderated_on=work.today,
            by=work.actor.person_id,
        )
    )
