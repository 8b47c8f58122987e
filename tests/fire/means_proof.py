"""What must hold of means after a storm: numbered without gaps, each step taken once, and its followers told once."""

from collections import Counter
from uuid import UUID

from tests.fire.ledger import Ledger
from tests.fire.proposal_proof import accepted
from tests.fire.town import Town
from tests.support.world import World
from wijkstem.events.discussion import ContributionMade
from wijkstem.events.means import (
    MeansAccounted,
    MeansAnnounced,
    MeansChanged,
    MeansClosed,
    MeansMade,
)
from wijkstem.reactions.messages import told_of
from wijkstem.tables.discussion import Contribution
from wijkstem.tables.dossiers import DossierEntry
from wijkstem.tables.means import Means
from wijkstem.tables.messages import InboxMessage
from wijkstem.words.dossiers import EntryKind
from wijkstem.words.means import MeansState

#: What followers are told of a means.
STEPS = (MeansAnnounced, MeansChanged, MeansClosed, MeansAccounted)
#: Errands that open a means at the desk.
OPENED = 2


def means_went_their_way(world: World, town: Town, ledger: Ledger) -> None:
    """No number twice or left out; what was done at the desk was done once, in its order, and stands in the dossier once."""
    rows = {row["id"]: row for row in world.rows(Means)}
    numbers = sorted(row["number"] for row in rows.values())
    assert [int(number[5:]) for number in numbers] == list(range(1, len(rows) + 1))
    made = Counter(one.means_id for one in world.events(MeansMade))
    assert made == Counter(rows.keys())
    for kind in (MeansAnnounced, MeansClosed, MeansAccounted):
        assert set(Counter(one.means_id for one in world.events(kind)).values()) == {1}, kind
    desk = accepted(ledger, "account")
    assert len(desk - {town.rooms.question.means.id}) == OPENED
    for one in desk - {town.rooms.question.means.id}:
        assert (rows[one]["state"], rows[one]["revision"]) == (MeansState.ACCOUNTED, 5)
        changed = [event for event in world.events(MeansChanged) if event.means_id == one]
        assert [event.revision for event in changed] == [2]
    entries = Counter(row["id"] for row in world.rows(DossierEntry, kind=EntryKind.MEANS))
    assert entries == Counter(one.means_id for one in world.events(MeansAnnounced))


def nobody_speaks_behind_the_close(world: World, ledger: Ledger) -> None:
    """What was refused because it was closed is nowhere; what was taken came before."""
    assert accepted(ledger, "behind the close") == set()
    said = {row["id"] for row in world.rows(Contribution)}
    assert {key[1] for key in ledger.answers if key[0] == "behind the close"} & said == set()
    closed: set[UUID] = set()
    late = []
    for event in (one.event for one in world.recorded()):
        if isinstance(event, MeansClosed):
            closed.add(event.means_id)
        elif isinstance(event, ContributionMade) and event.means_id in closed:
            late.append(event)
    assert late == []
    assert closed, "nothing was closed"


def follower_is_told_once(world: World, town: Town) -> None:
    """Who follows the dossier has a message of each step of its means; what goes to the clerk's office is not theirs."""
    mine = {
        row["position"]: row["template"]
        for row in world.rows(InboxMessage, person_id=town.rooms.follower)
    }
    news = [
        one.position
        for one in world.recorded()
        if isinstance(one.event, STEPS)
        and told_of(one.event) is not None
        and one.event.dossier_id == town.rooms.dossier_id
    ]
    # What came before they followed the dossier is not theirs.
    after = [one for one in news if one > min(mine, default=0)]
    assert len(after) >= 3 * OPENED
    assert {one: mine.get(one) for one in after} == dict.fromkeys(after, "means_news")
