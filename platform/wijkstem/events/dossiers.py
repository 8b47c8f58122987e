"""What comes into a dossier, and what goes out of it."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Code, Event


class DossierOpened(Event):
    """A subject has a dossier."""

    type = "dossier.opened.v1"

    dossier_id: UUID
    number: Code
    opened_on: date
    official_id: UUID | None


class DossierChanged(Event):
    """Its title or what it is about is otherwise."""

    type = "dossier.changed.v1"

    dossier_id: UUID
    revision: int
    changed_on: date
    official_id: UUID | None


class DossierEntryAdded(Event):
    """Something more stands in it; ``day`` is where in time."""

    type = "dossier.entry_added.v1"

    dossier_id: UUID
    entry_id: UUID
    kind: Code
    #: The plan, the meeting or the item.
    subject_id: UUID | None
    day: date
    added_on: date
    official_id: UUID | None


class DossierEntryRemoved(Event):
    """It does not belong there."""

    type = "dossier.entry_removed.v1"

    dossier_id: UUID
    entry_id: UUID
    kind: Code
    removed_on: date
    official_id: UUID | None
