"""What must hold of searching after a storm: what everybody may read is found by its words of now, and nothing else."""

from tests.fire.town import THERE
from tests.support.world import HERE, World
from wijkstem.kit.search import VERSION, findable
from wijkstem.tables.initiatives import Initiative, InitiativeText
from wijkstem.tables.search import FindableInitiative


def public_plans_are_found(world: World) -> None:
    """The index is written with each change, and is what it would be made anew."""
    for where in (HERE, THERE):
        texts: dict[object, list[str]] = {}
        for row in world.rows(InitiativeText, where=where):
            texts.setdefault(row["initiative_id"], []).append(row["text"])
        wanted = {
            row["id"]: set(findable(row["number"], row["title"], *texts[row["id"]]).split())
            for row in world.rows(Initiative, where=where)
            if row["public"]
        }
        indexed = world.rows(FindableInitiative, where=where)
        assert {row["initiative_id"]: set(row["words"].split()) for row in indexed} == wanted
        assert {row["version"] for row in indexed} == {VERSION}
