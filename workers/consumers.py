"""One consumer following one municipality's log, whichever kind it is."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection

from wijkstem.adapters.wake import Task
from wijkstem.bootstrap import reactions
from wijkstem.eventlog import log, positions
from wijkstem.eventlog.consumer import Consumer
from wijkstem.eventlog.follow import follow
from wijkstem.eventlog.unit_of_work import UnitOfWork
from wijkstem.kit.metrics import FOLDED
from wijkstem.projections.consumers import PROJECTIONS, VERSIONS
from wijkstem.projections.rebuild import Workshop, renew
from wijkstem.reactions import messages
from wijkstem.services import Services
from workers.stopping import never

#: Then another consumer may have this thread; the relay or the clock calls again.
MOST_BATCHES = 20


def workshop(services: Services, municipality_id: str) -> Workshop:
    """Where the projections of a municipality are rebuilt."""
    return Workshop(
        services.projection_desk(municipality_id),
        lambda: services.reading(municipality_id),
        services.settings.scratch_dir,
        services.settings.database_url,
    )


class Consumers:
    """Every consumer by name."""

    def __init__(self, services: Services, stopping: Callable[[], bool] = never) -> None:
        self._services = services
        self._stopping = stopping
        #: What each does with one batch, and how many events are in a full one.
        self._follow: dict[str, tuple[Callable[[str], int], int]] = {}
        for projection in PROJECTIONS:
            self._follow[projection.name] = partial(self._fold, projection), projection.batch
        for reaction in reactions(services):
            self._follow[reaction.name] = partial(self._follow_up, reaction), reaction.batch

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._follow)

    def follow(self, name: str, municipality_id: str) -> int:
        """Fold what is new, batch by batch; gives how many events were. A stop is looked for in between.

        Who let go of a position looks once more: whoever was called meanwhile found it held, and left it to us. What
        came meanwhile waits for a call, which keeps a pace: under pressure every pass has more to do, instead of
        every commit a pass.
        """
        step, full = self._follow[name]
        folded = empty = 0
        for _ in range(MOST_BATCHES):
            done = step(municipality_id)
            folded += done
            empty = 0 if done else empty + 1
            if self._stopping():
                break
            if done < full:
                if empty == 2 or not self._is_behind(name, municipality_id):
                    break
                if done:
                    self._services.wake.ring(municipality_id)
                    break
        FOLDED.labels(name).inc(folded)
        if folded and name == messages.NAME:
            self._services.wake.ring(municipality_id, Task.DELIVER)
        return folded

    def _is_behind(self, name: str, municipality_id: str) -> bool:
        with self._services.reading(municipality_id) as connection:
            at = positions.standing(connection, name, municipality_id)
            return at is not None and (
                at.position < log.head(connection, municipality_id)
                and not at.rests(self._services.clock.now())
            )

    def behind(self, municipality_id: str) -> list[str]:
        """The consumers that have something to do and do not rest after a failure."""
        now = self._services.clock.now()
        with self._services.reading(municipality_id) as connection:
            head = log.head(connection, municipality_id)
            standing = positions.all_standing(connection, municipality_id)
        found = ((name, standing.get(name)) for name in self.names)
        return [
            name
            for name, at in found
            if at is None or at.has_work(head, VERSIONS.get(name, 1), now)
        ]

    def _fold(self, consumer: Consumer[Connection], municipality_id: str) -> int:
        desk = self._services.projection_desk(municipality_id)
        folded = follow(consumer, municipality_id, desk, most=1)
        if folded:
            return folded
        return renew(consumer, municipality_id, workshop(self._services, municipality_id)).folded

    def _follow_up(self, consumer: Consumer[UnitOfWork], municipality_id: str) -> int:
        desk = self._services.reaction_desk(municipality_id)
        return follow(consumer, municipality_id, desk, most=1)
