"""What must hold of the counter after a storm: who was entered and who came by themselves count once."""

from tests.fire.town import Town
from tests.support.world import World
from wijkstem.events.on_behalf import PaperApproved
from wijkstem.tables.initiatives import Signature
from wijkstem.tables.on_behalf import EnteredFor, PaperBatch, PaperLine
from wijkstem.words import Channel, LineState, PaperState


def entered_counts_once(world: World, town: Town) -> None:
    """Everybody supports the plan, once; and by whom it was entered is known of exactly those that were."""
    given = world.rows(Signature, initiative_id=town.entered.initiative_id)
    who = sorted(row["person_id"] for row in given)
    assert who == sorted(one.id for one in town.residents.values())
    by_hand = sorted(row["person_id"] for row in given if row["channel"] is Channel.ON_BEHALF)
    noted = world.rows(EnteredFor, initiative_id=town.entered.initiative_id)
    assert sorted(row["person_id"] for row in noted) == by_hand


def paper_counts_once(world: World, town: Town) -> None:
    """One list, approved once by the other official; what it counted is what stands there by paper, and no name is left."""
    [batch] = world.rows(PaperBatch)
    [approved] = world.events(PaperApproved)
    writer, other = town.officials
    assert (batch["state"], batch["entered_by"], batch["approved_by"]) == (
        PaperState.DECIDED,
        writer.id,
        other.id,
    )
    lines = world.rows(PaperLine)
    assert sorted(row["line"] for row in lines) == list(range(1, len(town.residents) + 1))
    assert {row["tags"] for row in lines} == {None}
    states = [row["state"] for row in lines]
    by_paper = world.rows(
        Signature, initiative_id=town.entered.initiative_id, channel=Channel.PAPER
    )
    assert approved.counted == states.count(LineState.COUNTED) == len(by_paper)
    assert approved.double == states.count(LineState.DOUBLE) == len(lines) - len(by_paper)
