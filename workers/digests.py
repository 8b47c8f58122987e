"""Digests: made part by part, each part a transaction, so that a stop or a kill costs one part at most."""

from collections.abc import Callable

from wijkstem.adapters.wake import Task
from wijkstem.commands.digests import Made, MakeDigests
from wijkstem.commands.handlers import execute
from wijkstem.domain.digests import RHYTHMS
from wijkstem.domain.people import SYSTEM
from wijkstem.services import Services
from workers.stopping import never


def make_digests(
    services: Services, municipality_id: str, *, stopping: Callable[[], bool] = never
) -> int:
    """Make every digest that is due, until a stop is asked; gives how many were made.

    Sending begins as soon as the first part is there.
    """
    total = 0
    for rhythm in RHYTHMS:
        finished = False
        while not finished and not stopping():
            made: Made = execute(services, municipality_id, MakeDigests(rhythm), SYSTEM)
            total, finished = total + made.digests, made.finished
            if made.digests:
                services.wake.ring(municipality_id, Task.DELIVER)
    return total
