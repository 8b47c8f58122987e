"""What must hold of the council's meetings after the storm."""

from tests.fire.town import Town
from tests.fire.work_proof import revisions
from tests.support.world import World
from wijkstem.events.meetings import MeetingCancelled, MeetingMoved
from wijkstem.events.promises import PromiseUpdated
from wijkstem.events.speaking import SpeakerSignedUp, SpeakerWithdrew
from wijkstem.events.year_agenda import YearSubjectChanged
from wijkstem.tables.council import Meeting
from wijkstem.tables.promises import Promise, PromiseVersion
from wijkstem.tables.speaking import Speaker
from wijkstem.tables.year_agenda import YearSubject, YearSubjectVersion
from wijkstem.words import PromiseState

#: Six minutes in all, and two at least for each.
PLACES = 3


def list_is_given_once(world: World, town: Town) -> None:
    """No place twice, none empty while somebody waits, first come first; and the log knows of every coming and going."""
    meeting = town.meetings[1]
    rows = sorted(world.rows(Speaker, meeting_id=meeting), key=lambda row: row["turn"])
    seats = [row["seat"] for row in rows if row["seat"] is not None]
    assert sorted(seats) == list(range(1, min(PLACES, len(rows)) + 1))
    assert [row["seat"] is None for row in rows] == [n >= PLACES for n in range(len(rows))]
    came = {one.speaker_id for one in world.events(SpeakerSignedUp)}
    went = {one.speaker_id for one in world.events(SpeakerWithdrew)}
    assert (went - came, came - went) == (set(), {row["id"] for row in rows})


def changes_follow_each_other(world: World, town: Town) -> None:
    """Of a promise, a subject and a meeting: one revision for each change, and the log tells them in that order."""
    [promise] = world.rows(Promise)
    told = [one.revision for one in world.events(PromiseUpdated)]
    assert (promise["revision"], promise["state"], told) == (3, PromiseState.KEPT, [2, 3])
    assert revisions(world.rows(PromiseVersion), "promise_id") == {promise["id"]: [1, 2, 3]}
    [subject] = world.rows(YearSubject)
    assert (subject["revision"], subject["council_month"]) == (3, 8)
    assert [one.revision for one in world.events(YearSubjectChanged)] == [2, 3]
    assert revisions(world.rows(YearSubjectVersion), "subject_id") == {subject["id"]: [1, 2, 3]}
    [meeting] = world.rows(Meeting, id=town.meetings[2])
    moved = [one for one in world.events(MeetingMoved) if one.meeting_id == meeting["id"]]
    assert [one.revision for one in moved] == [2, 3]
    assert moved[1].was_on == moved[0].held_on
    [stopped] = world.events(MeetingCancelled)
    assert (stopped.meeting_id, stopped.revision) == (meeting["id"], meeting["revision"])
    assert (stopped.held_on, meeting["revision"]) == (moved[1].held_on, 4)
