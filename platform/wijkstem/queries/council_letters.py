"""What messages about a request say: which meeting, and what became of that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from wijkstem.events.agenda_requests import (
    MeetingForeseen,
    PlacedMeetingCancelled,
    PlacedMeetingMoved,
    RequestAccepted,
)
from wijkstem.events.base import Event, Recorded
from wijkstem.events.routing import RoutingCorrected
from wijkstem.kit.rows import table_of
from wijkstem.rules.schema import Municipality
from wijkstem.tables.agenda_requests import Routing

_routing = table_of(Routing)

#: What is told of a request, whatever step the plan is in.
OF_REQUESTS = (
    MeetingForeseen
    | PlacedMeetingMoved
    | PlacedMeetingCancelled
    | RequestAccepted
    | RoutingCorrected
)


@dataclass(frozen=True)
class CouncilNews:
    """What the templates may use, as it was when it happened."""

    body: str = ""
    outlook: str = ""
    hitch: str = ""
    hitch_from: date | None = None
    hitch_until: date | None = None
    placing_by: date | None = None
    placing_on: date | None = None
    treating_on: date | None = None
    was_on: date | None = None
    held_on: date | None = None
    back: bool = False


def council_news(event: Event, municipality: Municipality) -> CouncilNews | None:
    """None for what is no news of a request."""
    if not isinstance(event, OF_REQUESTS):
        return None
    names = CouncilNews.__dataclass_fields__.keys() - {"body", "outlook", "hitch"}
    told = {name: getattr(event, name) for name in names if hasattr(event, name)}
    body = municipality.body(getattr(event, "body", ""))
    if isinstance(event, MeetingForeseen):
        told |= {"outlook": event.outlook.value, "hitch": event.hitch.value if event.hitch else ""}
    return CouncilNews(body=body.name if body else "", **told)


def corrections(
    connection: Connection, municipality_id: str, events: Mapping[int, Recorded]
) -> dict[UUID, str]:
    """Why plans were sent to another body, of those that the events are about."""
    sent = [one.event for one in events.values() if isinstance(one.event, RoutingCorrected)]
    plans = {event.initiative_id for event in sent}
    if not plans:
        return {}
    found = select(_routing.c.initiative_id, _routing.c.reasons).where(
        _routing.c.municipality_id == municipality_id,
        _routing.c.initiative_id.in_(plans),
        _routing.c.reasons.is_not(None),
    )
    return {row.initiative_id: row.reasons for row in connection.execute(found)}
