"""What is done at once around a draw by lot: people are willing or not, it is drawn by two, and who is asked answers twice."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from tests.fire.door import Door, Reply
from tests.fire.ledger import Answer, Ledger
from tests.fire.people import Story, at_once
from tests.fire.together import Post, Together
from tests.fire.town import Town, Visitor
from tests.fire.waiting import waited_for
from tests.support.draws import FIGURE, HOW, entries
from tests.support.world import World
from wijkstem.words.draws import EntryState

#: Who says that they may be drawn, and who takes that back right after.
WILLING, BACK = slice(2, 6), slice(2, 4)
#: Seconds that invitations are waited for.
PATIENCE = 60.0
#: Rounds of answers: whoever says no is followed by the next of the list.
ROUNDS = 2


@dataclass(frozen=True)
class _Asked:
    entry_id: UUID
    who: Visitor


class DrawErrands:
    """Two stories: of who wants to be drawn, and of one draw."""

    def __init__(self, town: Town, door: Door, ledger: Ledger, world: World) -> None:
        self._town, self._door, self._ledger, self._world = town, door, ledger, world
        self._together = Together(door, ledger)

    def stories(self) -> Iterator[Story]:
        yield self._saying
        yield self._drawing

    def _saying(self, chance: random.Random) -> None:
        """Everybody says yes on two devices; some take it back."""
        self._say(self._town.supporters[WILLING], "yes", chance)
        self._say(self._town.supporters[BACK], "no", chance)

    def _say(self, people: Iterable[Visitor], said: str, chance: random.Random) -> None:
        posts = [
            (who, Post(("willing", who.id, said), "/loting/meedoen", {"willing": said}))
            for who in people
            for _ in range(2)
        ]
        self._together.each(posts, chance, times=1)

    def _drawing(self, chance: random.Random) -> None:
        """Both officials put the figures down, twice; who is asked says yes or no, and gives the place to the next."""
        draw = self._town.draw
        form = {"figure": FIGURE, "how": HOW}
        post = Post(("draw", draw.group_id), f"/beheer/loting/{draw.number}/trekken", form)
        self._together.by_all(self._town.officials, post, chance)
        for turn in range(ROUNDS):
            first = "no" if turn == 0 else "yes"
            answering = [
                partial(self._answers, one, "yes" if place else first)
                for place, one in enumerate(self._asked())
            ]
            if answering:
                at_once(answering, chance)

    def _asked(self) -> list[_Asked]:
        """Who has an invitation now, as the letters say."""
        people = {one.id: one for one in self._town.draw.candidates}
        group = self._town.draw.group_id
        found = waited_for(lambda: entries(self._world, group, state=EntryState.INVITED), PATIENCE)
        if found is None:
            self._ledger.shocks.append("nobody was asked after a draw")
        return [_Asked(row["id"], people[row["person_id"]]) for row in found or ()]

    def _answers(self, one: _Asked, says: str, chance: random.Random) -> Reply | None:
        """With two clicks; the second changes nothing."""
        post = Post(
            ("draw answer", one.entry_id, says),
            f"/loting/antwoord/{one.entry_id}",
            {"answer": says},
        )
        replies = self._together.each([(one.who, post)] * 2, chance, times=1)
        if Answer.ACCEPTED in self._ledger.answers[post.key]:
            self._town.draw.answers[one.entry_id] = says
        return replies[0]
