"""A discussion that the council opened, for tests that are about what is said in it."""

from typing import Any
from uuid import UUID

from tests.support.means import announced
from tests.support.world import World
from wijkstem.commands.discussing import Contribute
from wijkstem.domain.discussion import ContributionForm
from wijkstem.domain.people import Actor
from wijkstem.tables.discussion import Contribution
from wijkstem.words.means import MeansKind


def discussion(world: World, **values: Any) -> UUID:
    """One that is open for two weeks, with what is otherwise in ``values``."""
    return announced(world, MeansKind.DISCUSSION, **values)


def said(
    world: World,
    means: UUID,
    who: Actor,
    words: str = "Kinderen kunnen er dan veilig spelen.",
    *,
    stance: str = "for",
    to: int | None = None,
    **values: Any,
) -> int:
    """The number of what ``who`` says."""
    form = ContributionForm(words, "" if to else stance, **values)
    number: int = world.execute(Contribute(means, form, to), who)
    return number


def contribution(world: World, number: int) -> dict[str, Any]:
    """The row of what was said as that number."""
    [row] = world.rows(Contribution, number=number)
    return row


def id_of(world: World, number: int) -> UUID:
    """The id of the same."""
    found: UUID = contribution(world, number)["id"]
    return found
