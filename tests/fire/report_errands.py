"""Two officials at last year's report: both begin it, both write the same chapter, each in words of their own."""

import random
from collections.abc import Callable, Iterator

from tests.fire.door import Door, Reply
from tests.fire.people import Story, at_once
from tests.fire.town import Town, Visitor

LIST = "/jaarverslag"
#: How often each tries to be the one who wrote last.
TURNS = 3


class ReportErrands:
    """A story for them together."""

    def __init__(self, town: Town, door: Door) -> None:
        self._town, self._door = town, door

    def stories(self) -> Iterator[Story]:
        yield self._writing

    def _writing(self, chance: random.Random) -> None:
        year = str(self._town.today.year - 1)
        path = f"{LIST}/{year}/concept/tekst/geld"

        def at_it(who: Visitor) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                begun = ("yearly", int(year))
                reply = self._door.ask(begun, LIST, {"year": year}, who.token, own)
                for turn in range(1, TURNS + 1):
                    typed = {"revision": str(turn), "text": f"Beurt {turn} van {who.id}."}
                    reply = self._door.ask(("wrote", who.id), path, typed, who.token, own)
                return reply

            return story

        at_once([at_it(who) for who in self._town.officials], chance)
