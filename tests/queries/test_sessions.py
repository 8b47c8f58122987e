"""Whose session it is: the whole person, with the municipality that the account is of."""

from datetime import timedelta

from sqlalchemy import text

from tests.eventlog.consumers import unguarded
from tests.support.world import HERE, World
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.domain.people import Actor
from wijkstem.kit.ids import token_hash
from wijkstem.queries.sessions import LoggedInPerson, who_hold
from wijkstem.tables.accounts import LoginSession
from wijkstem.words import Role

ROLES = frozenset({(Role.NEIGHBOURHOOD_COUNCIL, "WK990100"), (Role.OPERATOR, "")})
IDENTITY = Identity("test:one", "Ans", "ans@example.test", roles=ROLES)


def test_a_session_names_the_person_the_offices_and_the_municipality(world: World) -> None:
    logged_in: LoggedIn = world.execute(LogIn(IDENTITY))
    secret = token_hash(logged_in.token)
    with world.services.reading(HERE) as connection:
        found = who_hold(connection, HERE, [secret, token_hash("of nobody")])

    # Without `home`, what an operator decides elsewhere would not say whose account it was.
    who = Actor(
        logged_in.person_id,
        frozenset({Role.NEIGHBOURHOOD_COUNCIL, Role.OPERATOR}),
        frozenset({"WK990100"}),
        home=HERE,
    )
    [until] = [row["expires_at"] for row in world.rows(LoginSession)]
    assert found == {secret: LoggedInPerson(who, "Ans", "nl", until, world.clock.at, unread=0)}
    assert until > world.clock.at + timedelta(minutes=1)


def test_sessions_that_are_over_are_found_by_an_index(sqlite_world: World) -> None:
    """Asked at every login; without the index it reads every session there is."""
    asked = "EXPLAIN QUERY PLAN DELETE FROM login_session WHERE municipality_id = 'a' AND expires_at <= 1"
    with unguarded(sqlite_world) as connection:
        [step] = connection.execute(text(asked)).all()
    assert "ix_login_session_municipality_id_expires_at" in step.detail
