"""Whose session it is: asked at every request of somebody who is logged in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from wijkstem.domain.people import Actor
from wijkstem.kit.rows import table_of
from wijkstem.tables.accounts import LoginSession, Person, RoleGrant
from wijkstem.words import Role

_session = table_of(LoginSession)
_person = table_of(Person)
_role = table_of(RoleGrant)

#: One statement, a row for each role; built once, because it runs at every request.
_WHO = (
    select(
        _person.c.id,
        _person.c.display_name,
        _person.c.language,
        _role.c.role,
        _role.c.neighbourhood_code,
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
        _session.c.token_hash == bindparam("token_hash"),
        _session.c.expires_at > bindparam("now"),
    )
)


@dataclass(frozen=True)
class LoggedInPerson:
    """Who holds a session."""

    actor: Actor
    display_name: str
    language: str


def who_holds(
    connection: Connection, municipality_id: str, token_hash: str, now: datetime
) -> LoggedInPerson | None:
    """The person whose session has this secret and is not over."""
    asked = {"here": municipality_id, "token_hash": token_hash, "now": now}
    rows = connection.execute(_WHO, asked).all()
    if not rows:
        return None
    actor = Actor(
        rows[0].id,
        frozenset(row.role for row in rows if row.role is not None),
        frozenset(row.neighbourhood_code for row in rows if row.role is Role.NEIGHBOURHOOD_COUNCIL),
        home=municipality_id,
    )
    return LoggedInPerson(actor, rows[0].display_name, rows[0].language)
