"""A storm: people in the town, a saboteur in the field, and what must hold when both have gone."""

import random
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

Story = Callable[[random.Random], None]


def let_loose(
    stories: Iterable[Story],
    meanwhile: Story,
    *,
    chance: random.Random,
    over: Event,
    at_once: int,
) -> None:
    """Tell all stories in some order, so many at once; whoever has nothing left does ``meanwhile`` until it is over."""
    told = list(stories)
    chance.shuffle(told)
    waiting = deque((story, chance.random()) for story in told)
    spare = [chance.random() for _ in range(at_once)]

    def person(own: float) -> None:
        while waiting:
            try:
                story, seed = waiting.popleft()
            except IndexError:
                break
            story(random.Random(seed))
        idle = random.Random(own)
        while not over.is_set():
            meanwhile(idle)

    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(person, spare))
