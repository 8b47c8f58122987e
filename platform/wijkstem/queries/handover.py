"""What goes over to the council's side with a request: everything that is known of it, and what was handed over already."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, func, select

from wijkstem.domain.agenda_requests import begun
from wijkstem.eventlog import log
from wijkstem.kit.rows import table_of
from wijkstem.tables.agenda_requests import AgendaDossier
from wijkstem.tables.council import AgendaItem, AgendaRequest, Meeting
from wijkstem.tables.engine import Delivery, DeliveryState
from wijkstem.tables.handover import Handover
from wijkstem.tables.initiatives import Initiative, InitiativeText
from wijkstem.words.handover import HandoverKind, HandoverWay

_handover = table_of(Handover)
_delivery = table_of(Delivery)
_initiative = table_of(Initiative)
_request = table_of(AgendaRequest)
_dossier = table_of(AgendaDossier)
_text = table_of(InitiativeText)
_item = table_of(AgendaItem)
_meeting = table_of(Meeting)


@dataclass(frozen=True)
class PlacedOn:
    """The meeting that it stands on."""

    item_id: UUID
    meeting_id: UUID
    name: str
    held_on: date
    starts_at: datetime | None


@dataclass(frozen=True)
class RequestDossier:
    """A request as it stands now; no names of persons."""

    initiative_id: UUID
    number: str
    slug: str
    title: str
    public: bool
    instrument: str
    rules_version: str
    filed_on: date
    valid_for: int
    body_id: str
    requested_on: date
    due_on: date | None
    decision: str
    explanation: str
    costs: str
    euros: int | None
    placed: PlacedOn | None


def request_dossier(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> RequestDossier | None:
    """None for a plan that never asked for a place on an agenda."""
    plan = (
        "number",
        "slug",
        "title",
        "public",
        "instrument",
        "rules_version",
        "filed_on",
        "valid_for",
    )
    asked = ("body_id", "requested_on", "due_on")
    words = ("decision", "explanation", "costs", "euros")
    row = connection.execute(
        select(
            *(_initiative.c[name] for name in plan),
            *(_request.c[name] for name in asked),
            *(_dossier.c[name] for name in words),
        )
        .select_from(
            _initiative.join(_request, _same(_request)).outerjoin(_dossier, _same(_dossier))
        )
        .where(_initiative.c.municipality_id == municipality_id, _initiative.c.id == initiative_id)
    ).first()
    if row is None:
        return None
    said = dict(row._mapping)
    if said["decision"] is None:
        said |= _own_words(connection, municipality_id, initiative_id)
    placed = _placed(connection, municipality_id, initiative_id)
    return RequestDossier(initiative_id=initiative_id, placed=placed, **said)


def _same(table: Any) -> Any:
    return and_(
        table.c.municipality_id == _initiative.c.municipality_id,
        table.c.initiative_id == _initiative.c.id,
    )


def _own_words(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> dict[str, object]:
    """What the plan itself says, while nobody went over it."""
    found = select(_text.c.field, _text.c.text).where(
        _text.c.municipality_id == municipality_id, _text.c.initiative_id == initiative_id
    )
    made = begun({row.field: row.text for row in connection.execute(found)})
    return {"decision": made.decision, "explanation": made.explanation, "costs": made.costs}


def _placed(connection: Connection, municipality_id: str, initiative_id: UUID) -> PlacedOn | None:
    row = connection.execute(
        select(
            _item.c.id.label("item_id"),
            *(_meeting.c[name] for name in ("name", "held_on", "starts_at")),
            _meeting.c.id.label("meeting_id"),
        )
        .join_from(
            _item,
            _meeting,
            and_(
                _meeting.c.municipality_id == _item.c.municipality_id,
                _meeting.c.id == _item.c.meeting_id,
            ),
        )
        .where(_item.c.municipality_id == municipality_id, _item.c.initiative_id == initiative_id)
    ).first()
    return PlacedOn(**row._mapping) if row else None


@dataclass(frozen=True)
class HandoverTold:
    """One event with the dossier as it stands now."""

    id: UUID
    kind: HandoverKind
    position: int
    event_id: UUID
    occurred_at: datetime
    dossier: RequestDossier
    #: Until when an earlier one of the same dossier is not to be overtaken; None: nothing stands before it.
    after: datetime | None


def handover_told(
    connection: Connection, municipality_id: str, handover_id: UUID
) -> HandoverTold | None:
    """None when its plan is gone."""
    row = _one(connection, municipality_id, handover_id)
    if row is None:
        return None
    recorded = log.at(connection, municipality_id, {row.position})[row.position]
    dossier = request_dossier(connection, municipality_id, row.initiative_id)
    if dossier is None:
        return None
    after = _before(connection, municipality_id, row) if row.way is HandoverWay.HOOK else None
    return HandoverTold(
        row.id, row.kind, row.position, recorded.event_id, recorded.occurred_at, dossier, after
    )


def _one(
    connection: Connection, municipality_id: str, handover_id: UUID
) -> Row[tuple[Any, ...]] | None:
    found = select(_handover).where(
        _handover.c.municipality_id == municipality_id, _handover.c.id == handover_id
    )
    return connection.execute(found).first()


def _before(
    connection: Connection, municipality_id: str, row: Row[tuple[Any, ...]]
) -> datetime | None:
    """When the last of those that come before it is tried again."""
    latest: datetime | None = connection.scalar(
        select(func.max(_delivery.c.due_at))
        .join_from(
            _handover,
            _delivery,
            and_(
                _delivery.c.municipality_id == _handover.c.municipality_id,
                # A hook's delivery has its hand-over for a recipient.
                _delivery.c.recipient_id == _handover.c.id,
            ),
        )
        .where(
            _handover.c.municipality_id == municipality_id,
            _handover.c.initiative_id == row.initiative_id,
            _handover.c.way == HandoverWay.HOOK,
            _handover.c.position < row.position,
            _handover.c.delivered_at.is_(None),
            _delivery.c.state != DeliveryState.SENT,
        )
    )
    return latest


@dataclass(frozen=True)
class HandedOver:
    """One hand-over, as the clerk sees it."""

    kind: HandoverKind
    way: HandoverWay
    made_at: datetime
    delivered_at: datetime | None
    receipt: str | None
    #: How often it was tried, and whether it is tried no more; of what was delivered long ago nobody knows.
    attempts: int
    parked: bool


def handed_over(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> tuple[HandedOver, ...]:
    """Everything that went to the council's side about a plan, in order of time."""
    names = ("id", "kind", "way", "made_at", "delivered_at", "receipt")
    rows = connection.execute(
        select(*(_handover.c[name] for name in names))
        .where(
            _handover.c.municipality_id == municipality_id,
            _handover.c.initiative_id == initiative_id,
        )
        .order_by(_handover.c.made_at, _handover.c.position, _handover.c.way)
    ).all()
    tried = _tried(connection, municipality_id, [row.id for row in rows])
    return tuple(
        HandedOver(
            row.kind,
            row.way,
            row.made_at,
            row.delivered_at,
            row.receipt,
            *tried.get(row.id, (0, False)),
        )
        for row in rows
    )


def _tried(
    connection: Connection, municipality_id: str, ids: list[UUID]
) -> dict[UUID, tuple[int, bool]]:
    causes = {f"handover-{way.value}:{id_}": id_ for id_ in ids for way in HandoverWay}
    found = select(_delivery.c.cause, _delivery.c.attempts, _delivery.c.state).where(
        _delivery.c.municipality_id == municipality_id, _delivery.c.cause.in_(causes)
    )
    tried: dict[UUID, tuple[int, bool]] = {}
    for row in connection.execute(found):
        most, parked = tried.get(causes[row.cause], (0, False))
        now_parked = parked or row.state is DeliveryState.PARKED
        tried[causes[row.cause]] = (max(most, row.attempts), now_parked)
    return tried
