"""A browser without a screen: the application around a world, and people who are logged in to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from starlette.testclient import TestClient

from tests.support.world import ADULT, HERE, World
from wijkstem.app import create_app
from wijkstem.commands.accounts import Identity, LoggedIn
from wijkstem.commands.accounts import LogIn as LogInCommand
from wijkstem.words import Role

#: What a browser of today sends with a form of the site itself.
OWN = {"Sec-Fetch-Site": "same-origin"}

ClientFor = Callable[..., TestClient]


def with_settings(world: World, **values: Any) -> World:
    """The same world under other settings."""
    settings = world.services.settings.model_copy(update=values)
    return replace(world, services=replace(world.services, settings=settings))


@contextmanager
def clients() -> Iterator[ClientFor]:
    """A function that opens a browser on a world: ``client_for(world)``; all are closed at the end."""
    with ExitStack() as stack:

        def client_for(world: World, *, where: str = HERE, scheme: str = "http") -> TestClient:
            return stack.enter_context(
                TestClient(
                    create_app(world.services),
                    base_url=f"{scheme}://{where}.localhost" if where else f"{scheme}://localhost",
                    headers=OWN,
                    follow_redirects=False,
                )
            )

        yield client_for


def log_in(
    client: TestClient,
    world: World,
    name: str,
    *roles: Role,
    where: str = HERE,
    born: date | None = ADULT,
    lives: str | None = "WK990100",
    council_of: str = "WK990100",
) -> UUID:
    """Log somebody in as `World.person` would make them; the same name is the same person."""
    grants = frozenset(
        (role, council_of if role is Role.NEIGHBOURHOOD_COUNCIL else "")
        for role in roles or (Role.RESIDENT,)
    )
    identity = Identity(
        subject=f"test:{name}",
        display_name=name,
        email=f"{name}@example.test",
        birth_date=born,
        neighbourhood_code=lives,
        roles=grants,
    )
    logged_in: LoggedIn = world.execute(LogInCommand(identity), where=where)
    client.cookies.set("wijkstem", logged_in.token, domain=f"{where}.localhost")
    return logged_in.person_id
