"""Questions that everybody who does something asks, read together for all who wait: one thread, one statement."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any, TypeVar

from anyio import to_thread
from sqlalchemy import Connection

from wijkstem.kit.gathered import Gathered
from wijkstem.kit.glances import Glances
from wijkstem.web.lanes import Lanes

V = TypeVar("V")

#: A query of one statement about many keys.
Query = Callable[[Connection, str, Collection[str]], Mapping[str, V]]


class AskedTogether:
    """By municipality and by question."""

    def __init__(self, glances: Glances, lanes: Lanes) -> None:
        self._glances, self._lanes = glances, lanes
        self._asked: dict[tuple[str, Query[Any]], Gathered[str, Any]] = {}

    async def ask(self, municipality_id: str, query: Query[V], key: str) -> V | None:
        """What ``query`` finds for ``key``, as it is now."""
        asked = self._asked.get((municipality_id, query))
        if asked is None:
            asked = Gathered(partial(self._read, municipality_id, query))
            self._asked[municipality_id, query] = asked
        found: V | None = await asked.ask(key)
        return found

    async def _read(
        self, municipality_id: str, query: Query[V], keys: Collection[str]
    ) -> Mapping[str, V]:
        def read() -> Mapping[str, V]:
            return self._glances.ask(municipality_id, lambda one: query(one, municipality_id, keys))

        return await to_thread.run_sync(read, limiter=self._lanes.people)
