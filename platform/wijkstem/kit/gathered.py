"""One question about many for everybody who asks about one of them."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Generic, TypeVar

from wijkstem.kit.collected import Collected

K = TypeVar("K")
V = TypeVar("V")


class Gathered(Generic[K, V]):
    """Answers by key, read together for all who asked before the reading began; None for a key without one."""

    def __init__(self, read: Callable[[Collection[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._read = read
        self._keys: set[K] = set()
        self._answers = Collected(self._run)

    async def ask(self, key: K) -> V | None:
        """What is found for ``key`` by a reading that begins after this."""
        self._keys.add(key)
        return (await self._answers.ask()).get(key)

    async def _run(self) -> Mapping[K, V]:
        keys, self._keys = self._keys, set()
        return await self._read(keys)
