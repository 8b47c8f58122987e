"""What the council's information system did to a plan that the clerk had placed."""

from datetime import date
from uuid import UUID

from wijkstem.events.base import Event


class AgendaItemDropped(Event):
    """The source does not have it on that meeting any more; here it stays, until the clerk has looked."""

    type = "agenda.item_dropped.v1"

    initiative_id: UUID
    item_id: UUID
    meeting_id: UUID
    noticed_on: date


class AgendaItemRestored(Event):
    """The source has it on that meeting again."""

    type = "agenda.item_restored.v1"

    initiative_id: UUID
    item_id: UUID
    meeting_id: UUID
    noticed_on: date
