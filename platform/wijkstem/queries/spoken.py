"""Plans that were spoken: for who spoke them, and for the official who types them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, select

from wijkstem.domain.drafts import read
from wijkstem.kit.rows import table_of
from wijkstem.tables.drafts import Draft
from wijkstem.tables.media import SpokenPlan

_spoken = table_of(SpokenPlan)
_draft = table_of(Draft)


@dataclass(frozen=True)
class Spoken:
    """A recording, and how far it is."""

    id: UUID
    person_id: UUID
    draft_id: UUID
    key: str
    seconds: int
    sent_at: datetime | None
    due_on: date | None
    typed_at: datetime | None
    understood: bool | None
    #: What stands in the draft now.
    instrument: str
    answers: Mapping[str, str]
    revision: int


def spoken_of_draft(
    connection: Connection, municipality_id: str, person_id: UUID, draft_id: UUID
) -> Spoken | None:
    """None for a draft without one."""
    theirs = (_spoken.c.person_id == person_id) & (_spoken.c.draft_id == draft_id)
    return _one(connection, municipality_id, theirs)


def spoken_plan(connection: Connection, municipality_id: str, recording_id: UUID) -> Spoken | None:
    """None for one that is not there, or not any more."""
    return _one(connection, municipality_id, _spoken.c.id == recording_id)


def _one(connection: Connection, municipality_id: str, which: ColumnElement[bool]) -> Spoken | None:
    found: Row[Any] | None = connection.execute(
        select(_spoken, _draft.c.instrument, _draft.c.answers, _draft.c.revision)
        .join(
            _draft,
            and_(
                _draft.c.municipality_id == _spoken.c.municipality_id,
                _draft.c.person_id == _spoken.c.person_id,
                _draft.c.id == _spoken.c.draft_id,
            ),
        )
        .where(_spoken.c.municipality_id == municipality_id, which)
    ).first()
    if found is None:
        return None
    values = {name: getattr(found, name) for name in Spoken.__dataclass_fields__}
    values["answers"] = {name: kept.text for name, kept in read(found.answers).items()}
    return Spoken(**values)


def own_recordings(connection: Connection, municipality_id: str, person_id: UUID) -> list[str]:
    """The files of what they spoke, in the order in which they did."""
    found = (
        select(_spoken.c.key)
        .where(_spoken.c.municipality_id == municipality_id, _spoken.c.person_id == person_id)
        .order_by(_spoken.c.added_at, _spoken.c.id)
    )
    return list(connection.scalars(found))
