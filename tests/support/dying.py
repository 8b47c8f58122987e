"""A process that is killed at a place of its own choosing: at its n-th word to the database, or just before it commits."""

import os
import signal
from collections.abc import Callable

from sqlalchemy import Engine, event


def dies_at(word: int, engine: Engine) -> None:
    """From now on this process says so many words to the database; before the last of them it is no more."""
    said = 0

    def count(*_: object) -> None:
        nonlocal said
        said += 1
        if said == word:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", count)


def killed(work: Callable[[], object]) -> bool:
    """Do ``work`` in a process of its own; whether it was killed in it. Raises AssertionError where it failed."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - nothing of the tests may go on in here
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def deaths_at_every_word(
    working: Callable[[int], Callable[[], object]], state: Callable[[], object]
) -> int:
    """Do the work again and again, each time killed one word further, until it is done; how often it was killed.

    ``working`` gives the work that dies at its n-th word. What was committed stays: when ``state`` shows that, the next
    one begins behind it, and counts its words anew.
    """
    deaths, word, was = 0, 1, None
    while killed(working(word)):
        deaths += 1
        now = state()
        word, was = (word + 1, was) if now == was else (1, now)
    return deaths
