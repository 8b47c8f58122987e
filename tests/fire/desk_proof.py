"""What must hold of the desk after a storm: many cases decided once or not at all, and one plan of two."""

from tests.fire.town import Town
from tests.support.world import World
from wijkstem.events.merging import PlansMerged
from wijkstem.tables.bulk import BulkAction, BulkLine, BulkState
from wijkstem.tables.initiatives import Initiative
from wijkstem.tables.merging import PlanMerge
from wijkstem.tables.messages import Following
from wijkstem.tables.moderation import OfficialAbsence, SavedView
from wijkstem.words import MergeEnd, Milestone


def taken_back_together_is_taken_back(world: World, town: Town) -> None:
    """Whoever planned it took it back: no plan is refused by it. Given away is given to one."""
    decided = [row for row in world.rows(BulkAction) if row["outcome"]]
    refused = {
        row["id"] for row in world.rows(Initiative) if row["result"] is Milestone.REFUSED
    } & set(town.together)
    assert decided, "nobody decided anything together"
    if {row["state"] for row in decided} == {BulkState.UNDONE}:
        assert refused == set()
    assert BulkState.PLANNED not in {row["state"] for row in decided}
    keys = [(row["bulk_id"], row["case_id"]) for row in world.rows(BulkLine)]
    assert len(keys) == len(set(keys))


def own_lists_and_absences(world: World, town: Town) -> None:
    """One list of one name, and everybody is back."""
    views = [(row["person_id"], row["name"]) for row in world.rows(SavedView)]
    assert views == [(town.officials[0].id, "Te laat")]
    assert world.rows(OfficialAbsence) == []


def merged_once(world: World, town: Town) -> None:
    """Both agreed: one plan ended in the other, whose followers now have its submitter among them."""
    [merge] = world.rows(PlanMerge)
    assert merge["ended_as"] is MergeEnd.MERGED
    [event] = world.events(PlansMerged)
    assert (event.initiative_id, event.into_id) == (town.merge.plan, town.merge.into)
    results = {row["id"]: row["result"] for row in world.rows(Initiative)}
    assert results[town.merge.plan] is Milestone.MERGED
    assert results[town.merge.into] is None
    followers = {row["person_id"] for row in world.rows(Following, initiative_id=town.merge.into)}
    assert followers == {town.merge.submitters[0].id}
