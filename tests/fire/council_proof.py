"""What must hold of the council's meetings after the storm."""

from tests.fire.town import Town
from tests.support.world import World
from wijkstem.events.speaking import SpeakerSignedUp, SpeakerWithdrew
from wijkstem.tables.speaking import Speaker

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
