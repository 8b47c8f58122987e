"""A plan's request to the council: what it says, who decides, who supports it, and which meetings there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, and_, func, select

from wijkstem.domain.agenda_requests import Dossier
from wijkstem.domain.meeting_terms import OnCalendar
from wijkstem.domain.terms import Suspended
from wijkstem.kit.rows import table_of
from wijkstem.tables.agenda_requests import AgendaDossier, Routing
from wijkstem.tables.council import AgendaRequest, Meeting, MeetingState, RequestState
from wijkstem.tables.initiatives import Signature, TermSuspension
from wijkstem.words import Channel, Stance

_request = table_of(AgendaRequest)
_dossier = table_of(AgendaDossier)
_routing = table_of(Routing)
_meeting = table_of(Meeting)
_signature = table_of(Signature)
_suspension = table_of(TermSuspension)


@dataclass(frozen=True)
class Route:
    """Why it is where it is: a rule, or what a person said."""

    #: None: a person sent it there.
    rule: str | None
    rules_version: str
    decided_on: date
    reasons: str | None


@dataclass(frozen=True)
class RequestFacts:
    """From the write side, so right after a change it is right."""

    body_id: str
    requested_on: date
    open: bool
    accepted_on: date | None
    #: None: nobody went over the plan's own answers.
    dossier: Dossier | None
    route: Route | None
    #: Meetings of that body since it was asked for, and when the term stood still; nothing of what is not open.
    calendar: tuple[OnCalendar, ...]
    suspended: tuple[Suspended, ...]


def request_of(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> RequestFacts | None:
    """None for a plan that never asked for a place on an agenda; three statements while it is open, and else one."""
    row = connection.execute(
        select(
            _request.c.body_id,
            _request.c.requested_on,
            _request.c.state,
            _request.c.accepted_on,
            _dossier.c.decision,
            _dossier.c.explanation,
            _dossier.c.costs,
            _dossier.c.euros,
            _dossier.c.competence,
            _dossier.c.revision,
            _routing.c.rule,
            _routing.c.rules_version,
            _routing.c.decided_on,
            _routing.c.reasons,
        )
        .outerjoin_from(
            _request,
            _dossier,
            and_(
                _dossier.c.municipality_id == _request.c.municipality_id,
                _dossier.c.initiative_id == _request.c.initiative_id,
            ),
        )
        .outerjoin(
            _routing,
            and_(
                _routing.c.municipality_id == _request.c.municipality_id,
                _routing.c.initiative_id == _request.c.initiative_id,
            ),
        )
        .where(
            _request.c.municipality_id == municipality_id,
            _request.c.initiative_id == initiative_id,
        )
    ).first()
    if row is None:
        return None
    is_open = row.state is RequestState.OPEN
    return RequestFacts(
        row.body_id,
        row.requested_on,
        is_open,
        row.accepted_on,
        Dossier(*row[4:10]) if row.revision else None,
        Route(row.rule, row.rules_version, row.decided_on, row.reasons) if row.decided_on else None,
        _calendar(connection, municipality_id, row.body_id, row.requested_on) if is_open else (),
        _suspended(connection, municipality_id, initiative_id, row.requested_on) if is_open else (),
    )


def _calendar(
    connection: Connection, municipality_id: str, body_id: str, since: date
) -> tuple[OnCalendar, ...]:
    found = (
        select(_meeting.c.id, _meeting.c.held_on, _meeting.c.state)
        .where(
            _meeting.c.municipality_id == municipality_id,
            _meeting.c.body_id == body_id,
            _meeting.c.held_on >= since,
        )
        .order_by(_meeting.c.held_on, _meeting.c.id)
    )
    return tuple(
        OnCalendar(row.id, row.held_on, row.state is not MeetingState.CANCELLED)
        for row in connection.execute(found)
    )


def _suspended(
    connection: Connection, municipality_id: str, initiative_id: UUID, since: date
) -> tuple[Suspended, ...]:
    found = select(_suspension.c.asked_on, _suspension.c.back_on).where(
        _suspension.c.municipality_id == municipality_id,
        _suspension.c.initiative_id == initiative_id,
        _suspension.c.asked_on >= since,
    )
    return tuple(Suspended(*row) for row in connection.execute(found))


def valid_support(
    connection: Connection, municipality_id: str, initiative_id: UUID
) -> Mapping[Channel, int]:
    """Valid support by the way it came in."""
    found = (
        select(_signature.c.channel, func.count().label("number"))
        .where(
            _signature.c.municipality_id == municipality_id,
            _signature.c.initiative_id == initiative_id,
            _signature.c.valid,
            _signature.c.stance == Stance.FOR,
        )
        .group_by(_signature.c.channel)
    )
    return {row.channel: row.number for row in connection.execute(found)}
