"""Somebody's messages on their own page: which there are, which are unread, and how often they want mail."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select, true

from wijkstem.kit.rows import table_of
from wijkstem.queries.all_letters import AnyLetter, letters
from wijkstem.queries.paging import Paged, paged
from wijkstem.rules.registry import MunicipalityRules
from wijkstem.tables.accounts import Person
from wijkstem.tables.messages import InboxMessage, unread
from wijkstem.words import Because, Rhythm

_inbox = table_of(InboxMessage)
_person = table_of(Person)

#: Messages on one page.
PER_PAGE = 20


@dataclass(frozen=True)
class Message:
    """A message with what it takes to say what is in it."""

    template: str
    read: bool
    letter: AnyLetter


@dataclass(frozen=True)
class Inbox:
    """A page of somebody's messages, and how many were unread at that same moment: also those on other pages."""

    messages: Paged[Message]
    unread: int


#: What somebody may have done who showed a mailbox alone.
_BY_MAIL = (
    Because.FOLLOWS,
    Because.ATTENDS,
    Because.REMARKED,
    Because.DISCUSSED,
    Because.TOOK_PART,
    Because.ACCOUNT,
)


def shown(strong: bool) -> ColumnElement[bool]:
    """What this session may read: a mailbox alone does not show what somebody signed or filed."""
    return true() if strong else _inbox.c.because.in_(_BY_MAIL)


@dataclass(frozen=True)
class _Row:
    position: int
    template: str
    read_at: datetime | None


def messages(
    connection: Connection,
    municipality_id: str,
    person_id: UUID,
    *,
    rules: MunicipalityRules,
    lang: str,
    strong: bool,
    page: int = 1,
) -> Inbox:
    """The newest first, in the language of the page."""
    found = (
        select(_inbox.c.position, _inbox.c.template, _inbox.c.read_at)
        .where(
            _inbox.c.municipality_id == municipality_id,
            _inbox.c.person_id == person_id,
            shown(strong),
        )
        .order_by(_inbox.c.position.desc())
    )
    rows = paged(connection, found, lambda row: _Row(*tuple(row)), page=page, per_page=PER_PAGE)
    made = letters(
        connection,
        municipality_id,
        rules=rules,
        recipient_id=person_id,
        positions=[row.position for row in rows.rows],
        lang=lang,
    )
    said = {letter.position: letter for letter in made}
    whole = tuple(
        Message(row.template, row.read_at is not None, said[row.position])
        for row in rows.rows
        if row.position in said
    )
    return Inbox(
        Paged(whole, rows.total, rows.page, rows.pages),
        unread_messages(connection, municipality_id, person_id, strong=strong),
    )


def unread_messages(
    connection: Connection, municipality_id: str, person_id: UUID, *, strong: bool
) -> int:
    """How many this session may read and nobody opened."""
    found = select(func.count()).where(
        _inbox.c.municipality_id == municipality_id,
        _inbox.c.person_id == person_id,
        unread(_inbox),
        shown(strong),
    )
    return connection.execute(found).scalar_one()


def message(
    connection: Connection,
    municipality_id: str,
    person_id: UUID,
    position: int,
    *,
    rules: MunicipalityRules,
    lang: str,
    strong: bool,
) -> Message | None:
    """One of them; None for what is not theirs, or is not kept any more."""
    row = connection.execute(
        select(_inbox.c.template, _inbox.c.read_at).where(
            _inbox.c.municipality_id == municipality_id,
            _inbox.c.person_id == person_id,
            _inbox.c.position == position,
            shown(strong),
        )
    ).first()
    if row is None:
        return None
    made = letters(
        connection,
        municipality_id,
        rules=rules,
        recipient_id=person_id,
        positions=[position],
        lang=lang,
    )
    return Message(row.template, row.read_at is not None, made[0]) if made else None


@dataclass(frozen=True)
class Choice:
    """How somebody wants to hear from us."""

    rhythm: Rhythm
    language: str
    address: str | None


def choice(connection: Connection, municipality_id: str, person_id: UUID) -> Choice | None:
    """None once erased."""
    row = connection.execute(
        select(_person.c.mail_rhythm, _person.c.language, _person.c.email).where(
            _person.c.municipality_id == municipality_id, _person.c.id == person_id
        )
    ).first()
    return None if row is None else Choice(*tuple(row))
