"""What must hold of the counter after a storm: who was entered and who came by themselves count once."""

from tests.fire.town import Town
from tests.support.world import World
from wijkstem.tables.initiatives import Signature
from wijkstem.tables.on_behalf import EnteredFor
from wijkstem.words import Channel


def entered_counts_once(world: World, town: Town) -> None:
    """Everybody supports the plan, once; and by whom it was entered is known of exactly those that were."""
    given = world.rows(Signature, initiative_id=town.entered.initiative_id)
    who = sorted(row["person_id"] for row in given)
    assert who == sorted(one.id for one in town.residents.values())
    by_hand = sorted(row["person_id"] for row in given if row["channel"] is Channel.ON_BEHALF)
    noted = world.rows(EnteredFor, initiative_id=town.entered.initiative_id)
    assert sorted(row["person_id"] for row in noted) == by_hand
