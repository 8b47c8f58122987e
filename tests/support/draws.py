"""Draws in tests: people who may be drawn, and groups that are prepared, announced and drawn."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from tests.support.world import World
from wijkstem.commands.draws import AnnounceDraw, PrepareGroup, RecordDraw, SayWilling
from wijkstem.domain.draw_rules import GroupForm
from wijkstem.domain.people import Actor
from wijkstem.tables.draws import DrawEntry, SoundingGroup

SOURCE = "de zes getallen van de Lotto, zonder het reservegetal"
FIGURE, HOW = "4 8 15 16 23 42", "Op de website van de Lotto."


def willing(world: World, people: int, *, born: date = date(1980, 5, 17)) -> list[Actor]:
    """People who may be drawn."""
    actors = [world.person(f"loting {born.year} {at}", born=born) for at in range(people)]
    for one in actors:
        world.execute(SayWilling(True), one)
    return actors


def prepared(world: World, seats: int = 3, codes: Sequence[str] = ()) -> UUID:
    """A group that nobody else sees yet."""
    group_id = uuid4()
    form = GroupForm("Het plein", "U praat vier keer over het plein.", seats, tuple(codes))
    world.execute(PrepareGroup(form, group_id), world.official)
    return group_id


def announced(world: World, seats: int = 3, **values: Any) -> UUID:
    """One of which the list is fixed."""
    group_id = prepared(world, seats, **values)
    world.execute(AnnounceDraw(group_id, SOURCE, 3), world.official)
    return group_id


def drawn(world: World, seats: int = 3, **values: Any) -> UUID:
    """One that was drawn; the first are asked."""
    group_id = announced(world, seats, **values)
    world.pass_days(3)
    world.execute(RecordDraw(group_id, FIGURE, HOW), world.official)
    return group_id


def entries(world: World, group_id: UUID, **values: Any) -> list[dict[str, Any]]:
    """Places on the list, in the order in which they are asked."""
    found = world.rows(DrawEntry, group_id=group_id, **values)
    return sorted(found, key=lambda row: (row["turn"] or 0, str(row["id"])))


def group_row(world: World, group_id: UUID) -> dict[str, Any]:
    """The group as it is now."""
    [row] = world.rows(SoundingGroup, id=group_id)
    return row


def actor_of(entry: dict[str, Any]) -> Actor:
    """Whose place it is."""
    return Actor(entry["person_id"])
