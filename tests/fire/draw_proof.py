"""What must hold of a draw after a storm: drawn once, never more people in it than places, each as they were told."""

from collections import Counter

from tests.fire.draw_errands import BACK, WILLING
from tests.fire.ledger import Answer, Ledger
from tests.fire.proposal_proof import accepted
from tests.fire.town import SEATS, Town
from tests.support.draws import entries, group_row
from tests.support.world import World
from wijkstem.events.draws import DrawAnswered, DrawDrawn, DrawInvited
from wijkstem.tables.draws import DrawWilling
from wijkstem.tables.messages import InboxMessage
from wijkstem.words.draws import HOLDS, DrawState, EntryState

STATES = {"yes": EntryState.YES, "no": EntryState.NO}


def drawn_once(world: World, town: Town, ledger: Ledger) -> None:
    """One official's figures, the first of the list asked in its order, and a place that came free went to the next."""
    it = town.draw
    assert accepted(ledger, "draw") == {it.group_id}
    assert [one.group_id for one in world.events(DrawDrawn)] == [it.group_id]
    assert group_row(world, it.group_id)["state"] is DrawState.DRAWN
    rows = {row["id"]: row for row in entries(world, it.group_id)}
    assert sorted(row["turn"] for row in rows.values()) == list(range(1, len(it.candidates) + 1))
    asked = [one for event in world.events(DrawInvited) for one in event.entries]
    assert [rows[one]["turn"] for one in asked] == list(range(1, len(asked) + 1))
    assert sum(row["state"] in HOLDS for row in rows.values()) == SEATS
    told = {one: rows[one]["state"] for one in it.answers}
    assert told == {one: STATES[said] for one, said in it.answers.items()}
    assert set(told.values()) == set(STATES.values())
    letters = Counter(row["person_id"] for row in world.rows(InboxMessage, template="draw_invited"))
    came = [row["person_id"] for row in rows.values() if row["state"] is EntryState.YES]
    assert [letters[one] for one in came] == [1] * SEATS
    given = Counter(event.entry_id for event in world.events(DrawAnswered))
    assert given == Counter(one for one, row in rows.items() if row["state"] in STATES.values())


def willing_as_told(world: World, town: Town, ledger: Ledger) -> None:
    """Who said yes can be drawn, who took that back cannot, however often they clicked."""
    there = {row["person_id"] for row in world.rows(DrawWilling)}
    said = {one.id for one in town.supporters[WILLING]}
    back = {one.id for one in town.supporters[BACK]}
    unsure = {
        key[1]
        for key, given in ledger.answers.items()
        if key[0] == "willing" and Answer.ACCEPTED not in given
    }
    assert unsure == set(), "nobody gives up before there is an answer"
    assert there & said == said - back
    assert {one.id for one in town.draw.candidates} <= there
