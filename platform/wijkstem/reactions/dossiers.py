"""Who is told of a dossier: those who follow it, of news and of what is still to come at the council."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from wijkstem.events.base import Event
from wijkstem.events.dossiers import DossierEntryAdded
from wijkstem.kit.rows import table_of
from wijkstem.reactions.people import Group, because
from wijkstem.tables.dossiers import DossierFollowing
from wijkstem.words import Because
from wijkstem.words.dossiers import EntryKind

_following = table_of(DossierFollowing)
_AT_COUNCIL = frozenset({EntryKind.MEETING, EntryKind.ITEM})


def _followers(municipality_id: str, dossier_id: UUID) -> Select[Any]:
    return select(_following.c.person_id, because(Because.FOLLOWS)).where(
        _following.c.municipality_id == municipality_id, _following.c.dossier_id == dossier_id
    )


def told_of_dossier(event: Event) -> tuple[str, tuple[Group, ...]] | None:
    """To whom an event is told. Filling a dossier with what was tells nobody anything new."""
    if not isinstance(event, DossierEntryAdded):
        return None
    comes = event.kind in _AT_COUNCIL and event.day >= event.added_on
    new = comes or event.kind in {EntryKind.NEWS, EntryKind.PROPOSAL}
    return ("dossier_news", (_followers,)) if new else None
