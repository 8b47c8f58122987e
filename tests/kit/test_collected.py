"""One answer for all who wait, never begun before the question."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from wijkstem.kit.collected import Collected


class Slow:
    """Work that counts its runs, and ends when it is told to."""

    def __init__(self) -> None:
        self.began = 0
        self.may_end = asyncio.Event()

    async def __call__(self) -> int:
        self.began += 1
        run = self.began
        await self.may_end.wait()
        return run


def test_who_asks_together_gets_one_answer() -> None:
    async def story() -> tuple[list[int], int]:
        slow = Slow()
        slow.may_end.set()
        one = Collected(slow)
        return list(await asyncio.gather(*(one.ask() for _ in range(50)))), slow.began

    assert asyncio.run(story()) == ([1] * 50, 1)


def test_who_asks_during_a_run_does_not_get_its_answer() -> None:
    async def story() -> tuple[int, list[int], int]:
        slow = Slow()
        one = Collected(slow)
        first = asyncio.create_task(one.ask())
        await asyncio.sleep(0.01)
        assert slow.began == 1
        later = [asyncio.create_task(one.ask()) for _ in range(5)]
        await asyncio.sleep(0.01)
        slow.may_end.set()
        return await first, list(await asyncio.gather(*later)), slow.began

    assert asyncio.run(story()) == (1, [2] * 5, 2)


def test_error_reaches_all_who_waited_and_nobody_after() -> None:
    async def story() -> list[object]:
        answers: list[Exception | str] = [LookupError("gone"), "there"]

        async def work() -> str:
            await asyncio.sleep(0)
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        one = Collected(work)
        failed = await asyncio.gather(one.ask(), one.ask(), return_exceptions=True)
        return [*map(type, failed), await one.ask()]

    assert asyncio.run(story()) == [LookupError, LookupError, "there"]


def test_who_gives_up_does_not_take_the_answer_away() -> None:
    async def story() -> int:
        slow = Slow()
        one = Collected(slow)
        gone, stays = asyncio.create_task(one.ask()), asyncio.create_task(one.ask())
        await asyncio.sleep(0.01)
        gone.cancel()
        slow.may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await gone
        return await stays

    assert asyncio.run(story()) == 1


def test_who_comes_before_admission_is_taken_along() -> None:
    async def story() -> tuple[list[int], int]:
        slow, door = Slow(), asyncio.Event()
        slow.may_end.set()

        @asynccontextmanager
        async def admission() -> AsyncIterator[None]:
            await door.wait()
            yield

        one = Collected(slow, admission=admission)
        first = asyncio.create_task(one.ask())
        await asyncio.sleep(0.01)
        second = asyncio.create_task(one.ask())
        await asyncio.sleep(0.01)
        door.set()
        return [await first, await second], slow.began

    assert asyncio.run(story()) == ([1, 1], 1)


def test_who_is_not_admitted_hears_so() -> None:
    async def story() -> list[object]:
        slow = Slow()

        @asynccontextmanager
        async def admission() -> AsyncIterator[None]:
            if slow.began == 0:
                raise PermissionError
            yield

        one = Collected(slow, admission=admission)
        return [*await asyncio.gather(one.ask(), one.ask(), return_exceptions=True), slow.began]

    first, second, began = asyncio.run(story())
    assert [type(first), type(second), began] == [PermissionError, PermissionError, 0]


def test_many_who_wait_are_given_fewer_runs_than_they_ask_for() -> None:
    async def story() -> int:
        runs = 0

        async def work() -> None:
            nonlocal runs
            runs += 1
            await asyncio.sleep(0.002)

        one = Collected(work, rest=3)

        async def visitor() -> None:
            for _ in range(10):
                await one.ask()

        await asyncio.gather(*(visitor() for _ in range(20)))
        return runs

    assert 10 <= asyncio.run(story()) < 30


@pytest.mark.parametrize(
    ("rests", "pauses"), [([3.0, 3.0], 1), ([0.0, 0.0], 0), ([3.0, 0.0], 0), ([0.0, 3.0], 1)]
)
def test_how_long_it_rests_is_asked_when_it_might(
    rests: list[float], pauses: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would be a long rest is none when nobody needs it any more."""
    paused: list[float] = []
    sleep = asyncio.sleep

    async def pause(seconds: float) -> None:
        paused.append(seconds)
        await sleep(seconds)

    async def story() -> None:
        one = Collected(lambda: sleep(0.05), rest=lambda: rests[0])
        await asyncio.gather(one.ask(), one.ask())
        rests.pop(0)
        monkeypatch.setattr(asyncio, "sleep", pause)
        await asyncio.gather(one.ask(), one.ask())

    asyncio.run(story())
    assert len(paused) == pauses
    assert all(0 < one <= 0.3 for one in paused)
