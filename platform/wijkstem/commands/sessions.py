"""Sessions: begun with a new secret, shown to their owner, and ended one by one or all at once."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import case, delete, select, update
from sqlmodel import col

from wijkstem.domain.permissions import require_login
from wijkstem.kit.ids import token_hash
from wijkstem.kit.rows import table_of
from wijkstem.services import Work
from wijkstem.tables.accounts import LoginSession, Person

#: How long somebody stays logged in: residents a day, who works here a working day and an hour without a sign of life.
LASTS = timedelta(hours=24)
OFFICE_LASTS = timedelta(hours=10)
OFFICE_IDLE = timedelta(hours=1)
#: Who comes in with a code by e-mail can do less harm, and has more trouble to come in again.
EMAIL_LASTS = timedelta(hours=24)

_session = table_of(LoginSession)
_person = table_of(Person)


@dataclass(frozen=True)
class LoggedIn:
    """The new session's secret, for the cookie, and whose it is."""

    token: str = field(repr=False)
    person_id: UUID
    lasts: timedelta


def open_session(
    person_id: UUID,
    work: Work,
    *,
    office: bool = False,
    strong: bool = True,
    device: str = "",
    way: str = "",
    provider_session_tag: str | None = None,
    provider_subject_tag: str | None = None,
) -> LoggedIn:
    """A new session with a new secret; those that are over go, for there is no other use for them."""
    work.connection.execute(
        delete(_session).where(
            _session.c.municipality_id == work.municipality_id, _session.c.expires_at <= work.now
        )
    )
    token = work.tag_keys.signed_token()
    lasts = OFFICE_LASTS if office else LASTS if strong else EMAIL_LASTS
    work.session.add(
        LoginSession(
            municipality_id=work.municipality_id,
            token_hash=token_hash(token),
            person_id=person_id,
            strong=strong,
            device=device,
            way=way,
            provider_session_tag=provider_session_tag,
            provider_subject_tag=provider_subject_tag,
            started_at=work.now,
            seen_at=work.now,
            expires_at=work.now + (OFFICE_IDLE if office else lasts),
            ends_at=work.now + lasts if office else None,
        )
    )
    # A sign of life of the account, of which one that nobody uses goes in the end.
    work.session.flush()
    work.connection.execute(
        update(_person)
        .where(_person.c.municipality_id == work.municipality_id, _person.c.id == person_id)
        .values(seen_on=work.today)
    )
    return LoggedIn(token, person_id, lasts)


@dataclass(frozen=True)
class SeeSessions:
    """Signs of life: written down now and then, and at an office what keeps the session going."""

    token_hashes: frozenset[str] = field(repr=False)


def see_sessions(command: SeeSessions, work: Work) -> None:
    alive = (
        (_session.c.municipality_id == work.municipality_id)
        & _session.c.token_hash.in_(command.token_hashes)
        & (_session.c.expires_at > work.now)
    )
    # One that somebody else writes or ends just now is left to them: nobody waits here, so nobody is waited for.
    free = select(_session.c.token_hash).where(alive).with_for_update(skip_locked=True)
    longer = work.now + OFFICE_IDLE
    until = case(
        (_session.c.ends_at.is_(None), _session.c.expires_at),
        (_session.c.ends_at < longer, _session.c.ends_at),
        else_=longer,
    )
    work.connection.execute(
        update(_session)
        .where(
            _session.c.municipality_id == work.municipality_id,
            _session.c.token_hash.in_(work.connection.scalars(free).all()),
        )
        .values(seen_at=work.now, expires_at=until)
    )


@dataclass(frozen=True)
class EndSessions:
    """End one of one's own sessions, or all but the one that asks."""

    #: The secret of the session that asks.
    token: str = field(repr=False)
    session_id: UUID | None = None


def end_sessions(command: EndSessions, work: Work) -> int:
    """How many ended; one that is somebody else's, or over, is none."""
    person_id = require_login(work.actor)
    mine = delete(LoginSession).where(
        col(LoginSession.municipality_id) == work.municipality_id,
        col(LoginSession.person_id) == person_id,
    )
    if command.session_id is not None:
        wanted = mine.where(col(LoginSession.id) == command.session_id)
    else:
        wanted = mine.where(col(LoginSession.token_hash) != token_hash(command.token))
    ended = work.session.execute(wanted.returning(col(LoginSession.id)))
    return len(ended.all())
