"""The demo's post: what a mail server would have got, by person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from wijkstem.kit.rows import table_of
from wijkstem.queries.paging import Paged, paged, paged_by
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import PostboxMessage

_person = table_of(Person)
_message = table_of(PostboxMessage)

#: People, or messages of one of them, on one page.
PER_PAGE = 50


@dataclass(frozen=True)
class Box:
    """A person and how many messages they have."""

    person_id: UUID
    display_name: str
    messages: int
    latest: datetime


def boxes(connection: Connection, municipality_id: str, *, page: int = 1) -> Paged[Box]:
    """Everybody with post, by name."""
    joined = _message.join(
        _person,
        (_person.c.municipality_id == _message.c.municipality_id)
        & (_person.c.id == _message.c.recipient_id),
    )
    latest = func.max(_message.c.sent_at, type_=_message.c.sent_at.type)
    found = (
        select(_person.c.id, _person.c.display_name, func.count(), latest)
        .select_from(joined)
        .where(_message.c.municipality_id == municipality_id)
        .group_by(_person.c.id, _person.c.display_name)
        .order_by(_person.c.display_name, _person.c.id)
    )
    everybody = (
        select(func.count(_message.c.recipient_id.distinct()))
        .select_from(joined)
        .where(_message.c.municipality_id == municipality_id)
    )
    part = found.limit(bindparam("limit")).offset(bindparam("offset"))
    return paged_by(
        connection, everybody, part, {}, lambda row: Box(*tuple(row)), page=page, per_page=PER_PAGE
    )


@dataclass(frozen=True)
class Letter:
    """One message."""

    message_id: UUID
    recipient_id: UUID
    recipient: str
    subject: str
    body: str
    sent_at: datetime


_letters = select(
    _message.c.id,
    _message.c.recipient_id,
    _person.c.display_name,
    _message.c.subject,
    _message.c.body,
    _message.c.sent_at,
).select_from(
    _message.join(
        _person,
        (_person.c.municipality_id == _message.c.municipality_id)
        & (_person.c.id == _message.c.recipient_id),
    )
)


def letters(
    connection: Connection, municipality_id: str, person_id: UUID, *, page: int = 1
) -> Paged[Letter]:
    """A person's messages, the newest first."""
    found = _letters.where(
        _message.c.municipality_id == municipality_id, _message.c.recipient_id == person_id
    ).order_by(_message.c.sent_at.desc(), _message.c.id)
    return paged(connection, found, lambda row: Letter(*tuple(row)), page=page, per_page=PER_PAGE)


def letter(connection: Connection, municipality_id: str, message_id: UUID) -> Letter | None:
    """One message."""
    found = _letters.where(
        _message.c.municipality_id == municipality_id, _message.c.id == message_id
    )
    row = connection.execute(found).first()
    return None if row is None else Letter(*row)
