"""Looking at the shelf of public pages from outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from starlette.testclient import TestClient

from tests.support.world import World
from wijkstem.kit.jinja import Pages
from wijkstem.tables.initiatives import Initiative

LIST = "/initiatieven"
#: The page of the first initiative that `World.open` files.
ONE = "/initiatieven/2026-0001-meer-bomen-in-de-straat"
TWO = "/initiatieven/2026-0002-meer-bomen-in-de-straat"


def state(client: TestClient) -> Any:
    """What the application behind ``client`` keeps."""
    app: Any = client.app
    return app.state


@contextmanager
def renderings(client: TestClient) -> Iterator[list[str]]:
    """The templates that are rendered while the block runs."""
    pages: Pages = state(client).pages
    seen: list[str] = []

    class Watched:
        def render(self, name: str, lang: str, /, **context: object) -> str:
            seen.append(name)
            return pages.render(name, lang, **context)

    state(client).pages = Watched()
    yield seen
    state(client).pages = pages


def initiative(world: World, number: str = "2026-0001") -> UUID:
    """The id behind a number."""
    found: UUID = next(row["id"] for row in world.rows(Initiative) if row["number"] == number)
    return found
