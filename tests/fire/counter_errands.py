"""What is done at the counter: officials enter support for residents who come in themselves at the same moment."""

import random
from collections.abc import Callable, Iterator

from tests.fire.door import Door, Reply
from tests.fire.people import Story, at_once
from tests.fire.town import CENTRE, Town, Visitor
from tests.support.world import HERE


class CounterErrands:
    """A story for each resident."""

    def __init__(self, town: Town, door: Door) -> None:
        self._town, self._door = town, door

    def stories(self) -> Iterator[Story]:
        for number, who in self._town.residents.items():
            yield self._helping(number, who)

    def _helping(self, number: str, who: Visitor) -> Story:
        """Two officials, one with the telephone, and the resident on a telephone of their own."""
        plan = self._town.entered
        key = ("support", plan.initiative_id, who.id)

        def entering(official: Visitor, hand: str) -> Callable[[random.Random], Reply | None]:
            form = {"hand": hand, "bsn": number, "lives": CENTRE[HERE], "name": "", "email": ""}
            form |= {"born_day": "4", "born_month": "3", "born_year": "1950"}

            def story(own: random.Random) -> Reply | None:
                path = f"/balie/steunen/{plan.number}"
                return self._door.ask(key, path, form, official.token, own)

            return story

        def oneself(own: random.Random) -> Reply | None:
            path = f"/initiatieven/{plan.number}/steunen"
            return self._door.ask(key, path, {"stance": "for"}, who.token, own)

        def story(chance: random.Random) -> None:
            one, other = self._town.officials
            at_once([entering(one, "counter"), entering(other, "telephone"), oneself], chance)

        return story
