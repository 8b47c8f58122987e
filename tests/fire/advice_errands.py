"""What is done at once with advice on a council proposal: said, said in many windows, and taken back."""

import random
from collections.abc import Iterator
from uuid import UUID

from tests.fire.door import Door
from tests.fire.ledger import Ledger
from tests.fire.people import Story
from tests.fire.together import Post, Together
from tests.fire.town import Town
from wijkstem.kit.ids import new_id


class AdviceErrands:
    """A story for each of them."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._door = town, door
        self._together = Together(door, ledger)

    def stories(self) -> Iterator[Story]:
        yield self._commenting
        yield self._in_many_windows
        yield self._taking_back

    def _commenting(self, chance: random.Random) -> None:
        """Eight people say what they think of the whole, each of them twice with one form."""
        self._together.each(
            [(who, self._comment(0)) for who in self._town.supporters[2:10]], chance
        )

    def _in_many_windows(self, chance: random.Random) -> None:
        """One person in six windows: one of the forms counts."""
        who = self._town.supporters[1]
        self._together.each([(who, self._comment(1)) for _ in range(6)], chance)

    def _taking_back(self, chance: random.Random) -> None:
        """Two people say something and take it back, in two windows at once."""
        for who in self._town.supporters[10:12]:
            post = self._comment(1)
            self._together.send(who, post, chance)
            back = f"{self._base}/mijn-reacties/{post.key[1]}/terugnemen"
            taken = Post(("comment back", post.key[1]), back, {})
            self._together.by_all((who, who), taken, chance)

    @property
    def _base(self) -> str:
        return f"/meedoen/{self._town.business.advice}"

    def _comment(self, passage: int) -> Post:
        made: UUID = new_id()
        said = {"assent": "disagree", "why": "Er is te weinig plek.", "form_id": str(made)}
        return Post(("comment", made), f"{self._base}/reageren/{passage}", said)
