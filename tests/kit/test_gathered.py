"""One reading for all who ask, each with its own key, never begun before the question."""

import asyncio
from collections.abc import Collection, Mapping

import pytest

from wijkstem.kit.gathered import Gathered


class Book:
    """Reads names, and remembers which were asked together."""

    def __init__(self) -> None:
        self.names = {"a": "Anna", "b": "Bert"}
        self.readings: list[set[str]] = []

    async def read(self, keys: Collection[str]) -> Mapping[str, str]:
        self.readings.append(set(keys))
        found = {key: self.names[key] for key in keys if key in self.names}
        await asyncio.sleep(0.01)
        return found


def test_keys_that_are_asked_together_are_read_at_once_and_each_gets_its_own() -> None:
    async def story() -> tuple[list[str | None], list[set[str]]]:
        book = Book()
        names = Gathered(book.read)
        return list(await asyncio.gather(*(names.ask(key) for key in "abca"))), book.readings

    assert asyncio.run(story()) == (["Anna", "Bert", None, "Anna"], [{"a", "b", "c"}])


def test_key_that_is_asked_during_a_reading_is_read_again() -> None:
    async def story() -> tuple[list[str | None], list[set[str]]]:
        book = Book()
        names = Gathered(book.read)
        first = asyncio.create_task(names.ask("a"))
        await asyncio.sleep(0.001)
        book.names["a"] = "Anne"
        second = asyncio.create_task(names.ask("a"))
        return [await first, await second], book.readings

    assert asyncio.run(story()) == (["Anna", "Anne"], [{"a"}, {"a"}])


def test_error_reaches_who_asked_and_nobody_after() -> None:
    async def story() -> str | None:
        book = Book()
        names = Gathered(book.read)
        with pytest.raises(TypeError):
            await names.ask([])  # type: ignore[arg-type]
        return await names.ask("b")

    assert asyncio.run(story()) == "Bert"
