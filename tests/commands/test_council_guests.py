"""Guests of the council: the clerk receives them, who came is counted in a year, and they are no gathering."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from tests.commands.test_gatherings import FORM, REPORT
from tests.commands.test_initiatives import refusal
from tests.support.council import planned
from tests.support.world import World
from wijkstem.commands.gatherings import AnnounceGathering, CancelGathering, ReportGathering
from wijkstem.commands.meetings import CancelMeeting, ChangeMeeting
from wijkstem.commands.signing_up import Coming, SignUpFor
from wijkstem.domain.meetings import MeetingForm
from wijkstem.domain.permissions import may_host
from wijkstem.kit.clock import AMSTERDAM
from wijkstem.projections.indicators import Figure
from wijkstem.tables.gatherings import Gathering
from wijkstem.tables.messages import InboxMessage
from wijkstem.words import GatheringKind, GatheringState

GUESTS = replace(
    FORM, kind="council_guest", where="gemeente", title="Te gast bij de raad", day=date(2026, 4, 13)
)


def figures(world: World) -> dict[str, int]:
    world.settle()
    return {row["measure"]: row["count"] for row in world.rows(Figure)}


def test_clerk_receives_guests_and_counts_who_came(world: World) -> None:
    made = world.execute(AnnounceGathering(replace(GUESTS, places=1)), world.clerk)
    assert world.execute(SignUpFor(made), world.person("anna")) == Coming(True, new=True)
    assert world.execute(SignUpFor(made), world.person("bram")) == Coming(False, new=True)
    world.pass_days(43)
    world.execute(ReportGathering(made, 1, REPORT), world.clerk)
    world.execute(ReportGathering(made, 2, replace(REPORT, came=9)), world.clerk)
    found = figures(world)
    assert found["council_guests"] == 9
    assert not {"gathering_held", "gathering_came"} & found.keys()


def test_clerk_has_no_other_gatherings(world: World) -> None:
    walk = world.execute(AnnounceGathering(FORM), world.official)
    assert refusal(world, AnnounceGathering(FORM), world.clerk) == "not_allowed"
    assert refusal(world, CancelGathering(walk, 1, "Regen."), world.clerk) == "not_allowed"
    assert refusal(world, AnnounceGathering(GUESTS), world.person("anna")) == "not_allowed"


@pytest.mark.parametrize("kind", list(GatheringKind))
def test_official_hosts_every_kind(world: World, kind: GatheringKind) -> None:
    assert may_host(world.official, kind)
    assert may_host(world.clerk, kind) is (kind is GatheringKind.COUNCIL_GUEST)


APRIL, MAY = date(2026, 4, 13), date(2026, 5, 11)
WHY = "De voorzitter is ziek."


def told(world: World, name: str) -> list[str]:
    world.settle()
    person = world.person(name).person_id
    rows = sorted(world.rows(InboxMessage, person_id=person), key=lambda one: one["position"])
    return [row["template"] for row in rows]


def a_meeting(world: World) -> tuple[UUID, UUID]:
    """With guests on the day of it, one of whom is Anna."""
    meeting = planned(world, APRIL)
    made = world.execute(AnnounceGathering(GUESTS), world.clerk)
    world.execute(SignUpFor(made), world.person("anna"))
    return meeting, made


def test_guests_come_on_the_day_that_the_meeting_is_moved_to(world: World) -> None:
    meeting, _ = a_meeting(world)
    [before] = world.rows(Gathering)
    form = MeetingForm("Raadsvergadering", MAY)
    world.execute(ChangeMeeting(meeting, 1, form, WHY), world.clerk)
    assert told(world, "anna") == ["gathering_signed_up", "gathering_changed"]
    [now] = world.rows(Gathering)
    # The clock of summer went on meanwhile or not: the time of day is the same.
    assert (now["held_on"], now["revision"]) == (MAY, 2)
    for name in ("starts_at", "ends_at"):
        then, later = (row[name].astimezone(AMSTERDAM) for row in (before, now))
        assert (later.date(), later.time()) == (MAY, then.time())


def test_guests_of_a_meeting_that_does_not_go_on_are_told(world: World) -> None:
    meeting, _ = a_meeting(world)
    world.execute(CancelMeeting(meeting, 1, WHY), world.clerk)
    assert told(world, "anna") == ["gathering_signed_up", "gathering_cancelled"]
    [row] = world.rows(Gathering)
    assert (row["state"], row["reasons"]) == (GatheringState.CANCELLED, WHY)


def test_guests_stay_where_the_council_meets_all_the_same(world: World) -> None:
    meeting, _ = a_meeting(world)
    planned(world, APRIL, "raad")
    world.execute(CancelMeeting(meeting, 1, WHY), world.clerk)
    walk = world.execute(AnnounceGathering(replace(FORM, day=MAY)), world.official)
    other = planned(world, MAY)
    world.execute(CancelMeeting(other, 1, WHY), world.clerk)
    assert told(world, "anna") == ["gathering_signed_up"]
    assert {row["state"] for row in world.rows(Gathering)} == {GatheringState.ANNOUNCED}
    assert [row["held_on"] for row in world.rows(Gathering, id=walk)] == [MAY]
