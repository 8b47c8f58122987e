"""Whose session it is: asked at every request of somebody who is logged in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from wijkstem.domain.people import Actor
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import LoginSession, Person, RoleGrant
from wijkstem.tables.messages import InboxMessage, unread
from wijkstem.words import Because, Role

_session = table_of(LoginSession)
_person = table_of(Person)
_role = table_of(RoleGrant)
_inbox = table_of(InboxMessage)

#: What they were told and did not open yet; who came in by e-mail alone is shown what they follow, and no more.
_UNREAD = (
    select(func.count())
    .select_from(_inbox)
    .where(
        _inbox.c.municipality_id == bindparam("here"),
        _inbox.c.person_id == _session.c.person_id,
        unread(_inbox),
        or_(_session.c.strong, _inbox.c.because == Because.FOLLOWS),
    )
    .correlate(_session)
    .scalar_subquery()
)

#: One statement, a row for each session and role; built once, because it runs at every request.
_WHO = (
    select(
        _session.c.token_hash,
        _session.c.expires_at,
        _person.c.id,
        _person.c.display_name,
        _person.c.language,
        _session.c.strong,
        _session.c.seen_at,
        _role.c.role,
        _role.c.neighbourhood_code,
        _UNREAD.label("unread"),
    )
    .select_from(_session)
    .join(
        _person,
        (_person.c.municipality_id == _session.c.municipality_id)
        & (_person.c.id == _session.c.person_id),
    )
    .outerjoin(
        _role,
        (_role.c.municipality_id == _session.c.municipality_id)
        & (_role.c.person_id == _session.c.person_id),
    )
    .where(
        _session.c.municipality_id == bindparam("here"),
        _session.c.token_hash.in_(bindparam("token_hashes", expanding=True)),
    )
)


@dataclass(frozen=True)
class LoggedInPerson:
    """Who holds a session."""

    actor: Actor
    display_name: str
    language: str
    #: From then on nobody does.
    until: datetime
    #: When this was last written down of the session.
    seen_at: datetime | None
    #: Messages that they did not open yet.
    unread: int


def who_hold(
    connection: Connection, municipality_id: str, token_hashes: Collection[str]
) -> dict[str, LoggedInPerson]:
    """The people whose sessions have these secrets."""
    asked = {"here": municipality_id, "token_hashes": list(token_hashes)}
    found: dict[str, list[Any]] = {}
    for row in connection.execute(_WHO, asked):
        found.setdefault(row.token_hash, []).append(row)
    return {one: _logged_in(rows, municipality_id) for one, rows in found.items()}


def _logged_in(rows: list[Any], home: str) -> LoggedInPerson:
    one = rows[0]
    actor = Actor(
        one.id,
        frozenset(row.role for row in rows if row.role is not None),
        frozenset(row.neighbourhood_code for row in rows if row.role is Role.NEIGHBOURHOOD_COUNCIL),
        home=home,
    )
    if not one.strong:
        # A mailbox gives no office.
        actor = Actor(one.id, frozenset({Role.RESIDENT}), home=home, strong=False)
    return LoggedInPerson(
        actor, one.display_name, one.language, one.expires_at, one.seen_at, one.unread
    )
