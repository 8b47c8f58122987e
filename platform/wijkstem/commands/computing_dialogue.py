"""What came of a dialogue: a worker takes it on, works it out elsewhere, and keeps it; only the figures are in the log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from wijkstem.domain.permissions import may_operate, require
from wijkstem.events.dialogue import DialogueComputed
from wijkstem.kit.db import insert_new
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.dialogue import DialogueResult

_result = table_of(DialogueResult)

#: A worker that did not come back by then was killed, or failed: another one tries.
PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True)
class TakeDialogue:
    """A worker is about to work it out."""

    means_id: UUID


def take_dialogue(command: TakeDialogue, work: Work) -> bool:
    """Whether it is this worker's: of two who come at once the second does not."""
    require(may_operate(work.actor))
    row = {
        "municipality_id": work.municipality_id,
        "means_id": command.means_id,
        "taken_until": work.now + PATIENCE,
        "computed_at": None,
        "final": False,
        "digest": "",
        "found": "",
    }
    if insert_new(work.connection, _result, row):
        return True
    taken = work.connection.execute(
        update(_result)
        .where(
            _result.c.municipality_id == work.municipality_id,
            _result.c.means_id == command.means_id,
            _result.c.taken_until <= work.now,
            ~_result.c.final,
        )
        .values(taken_until=work.now + PATIENCE)
    )
    return bool(taken.rowcount)


@dataclass(frozen=True)
class KeepDialogue:
    """What came out of the answers of a moment; ``final``: nobody could answer any more."""

    means_id: UUID
    computed_at: datetime
    final: bool
    statements: tuple[UUID, ...]
    found: Mapping[str, Any]


def keep_dialogue(command: KeepDialogue, work: Work) -> bool:
    """Whether it was kept: what is final stays, and nothing older takes the place of something newer."""
    require(may_operate(work.actor))
    before = work.connection.execute(
        select(_result.c.computed_at, _result.c.final)
        .where(
            _result.c.municipality_id == work.municipality_id,
            _result.c.means_id == command.means_id,
        )
        .with_for_update()
    ).one()
    if before.final or (before.computed_at and before.computed_at > command.computed_at):
        return False
    found = command.found
    work.connection.execute(
        update(_result)
        .where(
            _result.c.municipality_id == work.municipality_id,
            _result.c.means_id == command.means_id,
        )
        .values(
            taken_until=work.now,
            computed_at=command.computed_at,
            final=command.final,
            digest=found["digest"],
            found=json.dumps({"statements": [str(one) for one in command.statements], **found}),
        )
    )
    work.record(
        DialogueComputed(
            means_id=command.means_id,
            final=command.final,
            people=found["people"],
            answers=found["answers"],
            statements=len(command.statements),
            groups=len(found["groups"]),
            shared=len(found["shared"]),
            computed_on=work.today,
        )
    )
    return True
