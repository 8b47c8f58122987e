"""What comes of taking part at the same moment, with real threads on a real PostgreSQL."""

from dataclasses import replace

from tests.commands.test_outcomes import DECIDED
from tests.journeys.test_at_once import at_once, kinds
from tests.journeys.test_at_once_offices import asking
from tests.support.advised import adopted, advice, ended
from tests.support.outcomes import advised, council_meets, outcome_row
from tests.support.world import World
from wijkstem.commands.meetings import CancelMeeting
from wijkstem.commands.outcome_printing import KeepOutcomePrint, TakeOutcomePrint
from wijkstem.commands.outcomes import DecideOutcome, LookForMeeting, PlaceOutcome, TakeOutcome
from wijkstem.commands.printing import AnnouncePrint
from wijkstem.events.outcomes import (
    OutcomeArrived,
    OutcomeDecided,
    OutcomePlaced,
    OutcomePrinted,
)
from wijkstem.kit.clock import local_date
from wijkstem.tables.council import Meeting, MeetingDocument
from wijkstem.tables.outcomes import MeansOutcome
from wijkstem.words.outcomes import OutcomeState


#: Seen without `pk_means_outcome`: six outcomes of one note, and six letters to the clerk.
def test_note_that_is_told_at_once_is_taken_once(postgres_world: World) -> None:
    world = postgres_world
    means_id = advice(world)
    ended(world, means_id)
    adopted(world, means_id)
    found = at_once([asking(world, TakeOutcome(means_id, "0" * 64)) for _ in range(6)])
    assert kinds(found) == {"done": 6}
    assert len(world.events(OutcomeArrived)) == len(world.events(OutcomePlaced)) == 1
    assert len(world.rows(MeansOutcome)) == 1


def test_outcome_that_many_clerks_place_stands_with_one_meeting(postgres_world: World) -> None:
    world = postgres_world
    means_id = advised(world, world.person("anna"))
    revision, clerk = outcome_row(world, means_id)["revision"], world.clerk
    meetings = [council_meets(world, 20 + n, f"Raad {n}") for n in range(3)]
    jobs = [asking(world, PlaceOutcome(means_id, revision, one), clerk) for one in meetings * 2]
    assert kinds(at_once(jobs)) == {"done": 1, "changed_meanwhile": 5}
    stands = outcome_row(world, means_id)["meeting_id"]
    assert {row["meeting_id"] for row in world.rows(MeetingDocument)} == {stands}


def test_meeting_that_is_cancelled_while_an_outcome_is_placed_there_keeps_none(
    postgres_world: World,
) -> None:
    world = postgres_world
    means_id = advised(world, world.person("anna"))
    revision, clerk = outcome_row(world, means_id)["revision"], world.clerk
    meeting = council_meets(world)
    [row] = world.rows(Meeting, id=meeting)
    cancel = CancelMeeting(meeting, row["revision"], "Er is te weinig te bespreken.")
    jobs = [
        asking(world, cancel, clerk),
        asking(world, PlaceOutcome(means_id, revision, meeting), clerk),
    ]
    at_once(jobs)
    world.settle()
    world.execute(LookForMeeting(meeting))
    it = outcome_row(world, means_id)
    assert it["meeting_id"] != meeting or it["state"] is OutcomeState.OPEN


def test_decision_that_two_clerks_write_down_is_told_once(postgres_world: World) -> None:
    world = postgres_world
    means_id = advised(world, world.person("anna"))
    world.pass_days(41)
    revision, clerk = outcome_row(world, means_id)["revision"], world.clerk
    form = replace(DECIDED, decided_on=local_date(world.clock.now()))
    command = DecideOutcome(means_id, revision, form)
    found = at_once([asking(world, command, clerk) for _ in range(5)])
    assert kinds(found) == {"done": 1, "changed_meanwhile": 4}
    assert len(world.events(OutcomeDecided)) == 1


def test_file_of_an_outcome_that_many_workers_would_make_is_kept_once(
    postgres_world: World,
) -> None:
    world = postgres_world
    means_id = advised(world, world.person("anna"))
    taken = at_once([asking(world, TakeOutcomePrint(means_id)) for _ in range(6)])
    assert kinds(taken) == {"done": 6}
    key = f"testdorp/{means_id}/{'a' * 64}.pdf"
    world.execute(AnnouncePrint(key))
    kept = at_once([asking(world, KeepOutcomePrint(means_id, key)) for _ in range(6)])
    assert kinds(kept) == {"done": 6}
    assert len(world.events(OutcomePrinted)) == 1
