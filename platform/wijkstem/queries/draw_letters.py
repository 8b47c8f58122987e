"""What messages about draws say, looked up when they are read or go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.events.draws import DrawCancelled, DrawInvited
from wijkstem.kit.rows import table_of
from wijkstem.queries.readers import Addressed, Asked, Telling, tellings
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.draws import DrawEntry, SoundingGroup
from wijkstem.words import Because

_entry = table_of(DrawEntry)
_group = table_of(SoundingGroup)


@dataclass(frozen=True)
class DrawLetter(Addressed):
    """Everything that the templates may use; the mail adds the code of the link."""

    entry_id: UUID
    group: str
    purpose: str
    path: str
    public_path: str
    #: None: the group does not go on.
    answer_by: date | None
    reason: str


def draw_letters(
    connection: Connection,
    municipality_id: str,
    *,
    rules: MunicipalityRules,
    asked: Sequence[Asked],
    lang: str | None = None,
) -> dict[Asked, DrawLetter]:
    """What people were told, in their languages or in ``lang``; nothing for who is gone.

    As many statements for a hundred as for one.
    """
    told: list[Telling[DrawInvited | DrawCancelled]] = tellings(
        connection, municipality_id, (DrawInvited, DrawCancelled), rules=rules, asked=asked,
        lang=lang, otherwise=Because.SUBMITTED,
    )  # fmt: skip
    if not told:
        return {}
    on = (_entry.c.municipality_id == _group.c.municipality_id) & (_entry.c.group_id == _group.c.id)
    found = (
        select(
            _entry.c.id, _entry.c.person_id, _entry.c.group_id, _group.c.name, _group.c.number,
            _group.c.purpose, _group.c.reason,
        )
        .join(_group, on)
        .where(
            _entry.c.municipality_id == municipality_id,
            _group.c.municipality_id == municipality_id,
            _entry.c.person_id.in_({one.person_id for one in told}),
            _entry.c.group_id.in_({one.event.group_id for one in told}),
        )
    )  # fmt: skip
    places = {(row.group_id, row.person_id): row for row in connection.execute(found)}
    return {
        one.asked: DrawLetter(
            **one.envelope,
            entry_id=row.id,
            group=row.name,
            purpose=row.purpose,
            path=f"/loting/antwoord/{row.id}",
            public_path=f"/loting/{row.number}",
            answer_by=one.event.answer_by if isinstance(one.event, DrawInvited) else None,
            reason=row.reason,
        )
        for one in told
        if (row := places.get((one.event.group_id, one.person_id)))
    }
