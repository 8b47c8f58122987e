"""Who is told of a draw: those whose turn it is, and those with a place when it does not go on."""

from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.draws import DrawCancelled, DrawInvited
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.draws import DrawEntry, asked
from wijkstem.words import Because

_entry = table_of(DrawEntry)


def _with_place(municipality_id: str, group_id: UUID) -> Select[Any]:
    return select(_entry.c.person_id, because(Because.SUBMITTED)).where(
        _entry.c.municipality_id == municipality_id,
        _entry.c.group_id == group_id,
        _entry.c.person_id.is_not(None),
        asked(_entry),
    )


def _invited(entries: tuple[UUID, ...], municipality_id: str, group_id: UUID) -> Select[Any]:
    """Who said no or was erased meanwhile is not asked any more."""
    return _with_place(municipality_id, group_id).where(_entry.c.id.in_(entries))


def told_of_draw(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told, and the folder of its texts below ``templates/mail``."""
    match event:
        case DrawInvited():
            return "draw_invited", (partial(_invited, event.entries),)
        case DrawCancelled(announced=True):
            return "draw_cancelled", (_with_place,)
    return None
