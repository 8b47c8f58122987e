"""Events through a projection, beside a loop that only reads and decodes the same events."""

from typing import Any

from bench.measure import Result, Timed, compare
from tests.support.world import HERE, World
from wijkstem.eventlog import log
from wijkstem.eventlog.follow import follow
from wijkstem.events.signatures import SignatureGiven
from wijkstem.kit.ids import new_id
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.projections.rebuild import reset

#: Events in the log.
COUNT = 20_000
BATCH = 500


def measure(world: World, engine_name: str) -> list[Result]:
    """Each projection folds the whole log."""
    _fill(world)
    return [_one(world, engine_name, name) for name in (p.name for p in PROJECTIONS)]


def _fill(world: World) -> None:
    initiative = world.open()
    for _ in range(COUNT // BATCH):
        with world.services.unit_of_work(HERE) as uow:
            uow.record(*(_signature(initiative, uow.today) for _ in range(BATCH)))


def _signature(initiative: Any, today: Any) -> SignatureGiven:
    return SignatureGiven(
        initiative_id=initiative,
        instrument="burgerinitiatief",
        person_id=new_id(),
        stance="for",
        valid=True,
        neighbourhood_code="WK990100",
        age_band="30_44",
        channel="online",
        signed_on=today,
    )


def _one(world: World, engine_name: str, name: str) -> Result:
    projection = next(p for p in PROJECTIONS if p.name == name)
    desk = world.services.projection_desk(HERE)

    def empty() -> None:
        with world.services.connection(HERE) as connection:
            reset(connection, projection, HERE)

    def fold(_: Any) -> int:
        total = 0
        while done := follow(projection, HERE, desk):
            total += done
        return total

    def decode(_: Any) -> int:
        at = 0
        with world.services.reading(HERE) as connection:
            while events := log.read(connection, HERE, after=at, limit=BATCH):
                at = events[-1].position
        return at

    return compare(
        f"fold.{name}.{engine_name}",
        "events/s",
        Timed(fold, empty),
        "a loop that reads and decodes the same events",
        Timed(decode),
        repetitions=3,
    )
