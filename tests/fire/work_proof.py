"""What must hold after a storm of work, partnerships and cases that are passed on: one revision for each change."""

from itertools import pairwise
from typing import Any
from uuid import UUID

from tests.fire.town import Town
from tests.support.world import World
from wijkstem.events.carrying_out import (
    CarryingOutFinished,
    CarryingOutPlanned,
    CarryingOutStopped,
    WorkPartAdded,
    WorkPartUpdated,
)
from wijkstem.events.moderation import CaseForwarded
from wijkstem.events.partnerships import (
    PartnershipChanged,
    PartnershipItemLinked,
    PartnershipItemUnlinked,
    PartnershipRegistered,
    PartnershipReviewed,
)
from wijkstem.tables.carrying_out import CarryingOut, WorkPart, WorkPartVersion
from wijkstem.tables.moderation import Case, CaseForward
from wijkstem.tables.partnerships import Partnership, PartnershipItem, PartnershipVersion
from wijkstem.words import CarryingOutState, CaseKind, PartState


def carried_out_once(world: World, town: Town) -> None:
    """One planning, no part twice, a version for each change that the log knows, and one end."""
    plan = town.business.work.initiative_id
    [work] = world.rows(CarryingOut, initiative_id=plan)
    parts = world.rows(WorkPart, initiative_id=plan)
    [planned] = [one for one in world.events(CarryingOutPlanned) if one.initiative_id == plan]
    added = [one.part_id for one in world.events(WorkPartAdded)]
    assert (len(parts), len(added)) == (planned.parts + 1, 1)
    assert set(added) <= {row["id"] for row in parts}
    told = [(one.part_id, one.revision) for one in world.events(WorkPartUpdated)]
    assert {row["state"] for row in parts} == {PartState.DONE}
    said = revisions(world.rows(WorkPartVersion), "part_id")
    assert said == {row["id"]: list(range(1, row["revision"] + 1)) for row in parts}
    assert sorted(told) == sorted((part, one) for part, seen in said.items() for one in seen[1:])
    # Its planning, its team, and its end.
    assert work["revision"] == 4
    counted = {
        CarryingOutState.DONE: len(world.events(CarryingOutFinished)),
        CarryingOutState.STOPPED: len(world.events(CarryingOutStopped)),
    }
    assert counted == {state: int(state is work["state"]) for state in counted}
    cases = world.rows(Case, kind=CaseKind.CARRYING_OUT, initiative_id=plan)
    assert [row for row in cases if row["closed_at"] is None] == []


def partnership_is_what_was_said(world: World) -> None:
    """Registered once; every version has its event, and the item stands there as often as it was named."""
    [row] = world.rows(Partnership)
    [registered] = world.events(PartnershipRegistered)
    assert row["id"] == registered.partnership_id
    changes = [*world.events(PartnershipChanged), *world.events(PartnershipReviewed)]
    assert sorted(one.revision for one in changes) == list(range(2, row["revision"] + 1))
    said = revisions(world.rows(PartnershipVersion), "partnership_id")
    assert said == {row["id"]: list(range(1, row["revision"] + 1))}
    assert row["revision"] == 4
    linked, unlinked = (
        len(world.events(event)) for event in (PartnershipItemLinked, PartnershipItemUnlinked)
    )
    assert (len(world.rows(PartnershipItem)), linked - unlinked) == (1, 1)


def passed_on_in_turn(world: World, town: Town) -> None:
    """From hand to hand: each got it from the one before, and the log tells it in the same order."""
    [case] = world.rows(Case, id=town.business.passed)
    rows = sorted(world.rows(CaseForward, case_id=case["id"]), key=lambda row: row["turn"])
    told = [one for one in world.events(CaseForwarded) if one.case_id == case["id"]]
    assert [(row["was"], row["department"]) for row in rows] == [(one.was, one.to) for one in told]
    assert [row["turn"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows
    assert (rows[0]["was"], rows[-1]["department"]) == (None, case["department"])
    assert all(one["department"] == other["was"] for one, other in pairwise(rows))
    assert {row["forwarded_by"] for row in rows} <= {one.id for one in town.officials}


def revisions(rows: list[dict[str, Any]], name: str) -> dict[UUID, list[int]]:
    """Those that were kept of each, in order."""
    found: dict[UUID, list[int]] = {}
    for row in sorted(rows, key=lambda row: row["revision"]):
        found.setdefault(row[name], []).append(row["revision"])
    return found
