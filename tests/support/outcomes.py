"""Outcomes of means in tests: advice with an adopted note, and a meeting of the council for them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.support.advised import adopted, advice, answered, commented, ended
from tests.support.world import World
from wijkstem.commands.council import PlanMeeting
from wijkstem.domain.people import Actor
from wijkstem.kit.clock import local_date
from wijkstem.tables.outcomes import MeansOutcome


def advised(world: World, *who: Actor, **values: Any) -> UUID:
    """Advice of these people, closed, answered, with a note that stands; and the workers went over it."""
    means_id = advice(world, **values)
    said = [commented(world, means_id, one) for one in who]
    ended(world, means_id)
    answered(world, means_id, *said)
    adopted(world, means_id)
    world.settle()
    return means_id


def outcome_row(world: World, means_id: UUID) -> dict[str, Any]:
    """As it is now."""
    [row] = world.rows(MeansOutcome, means_id=means_id)
    return row


def council_meets(world: World, days: int = 20, name: str = "Raad") -> UUID:
    """A meeting of the council, in so many days."""
    held_on = local_date(world.clock.now()) + timedelta(days=days)
    made: UUID = world.execute(PlanMeeting("raad", name, held_on), world.clerk)
    return made
