"""What is done around the council's meetings at once: residents who want to speak, promises, and the year's agenda."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tests.fire.door import Door, Reply
from tests.fire.ledger import Ledger
from tests.fire.people import Story, at_once
from tests.fire.together import Post, Together, days
from tests.fire.town import Town, Visitor
from wijkstem.kit.ids import new_id

WHY = "Dit gaat over onze straat."


class CouncilErrands:
    """A story for each of them."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._door = town, door
        self._together = Together(door, ledger)

    def stories(self) -> Iterator[Story]:
        yield self._speaking
        yield self._promising
        yield self._planning_the_year
        yield self._moving

    def _speaking(self, chance: random.Random) -> None:
        """Eight people want three places on a list; some of them go and come back."""
        path = f"/agenda/{self._town.meetings[1]}/inspreken"

        def wanting(who: Visitor) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                for _ in range(own.randrange(3)):
                    self._door.ask(("speak", who.id), path, {"topic": WHY}, who.token, own)
                    self._door.ask(("speak", who.id), f"{path}/afmelden", {}, who.token, own)
                return self._door.ask(("speak", who.id), path, {"topic": WHY}, who.token, own)

            return story

        at_once([wanting(one) for one in self._town.supporters[:8]], chance)

    def _promising(self, chance: random.Random) -> None:
        """A form that two people of the desk send at once, each of them twice."""
        made = new_id()
        form = {"form_id": str(made), "what": WHY, "office": "wethouder", "owner": "Team Groen"}
        form |= days("promised_on", self._town.today)
        due_on = self._town.today.replace(year=self._town.today.year + 1, day=1)
        form |= days("due_on", due_on)
        self._by_both(("promise", made), "/toezeggingen/nieuw", form, chance)
        for revision, state in enumerate(("open", "kept"), start=1):
            news = {"revision": str(revision), "state": state, "what": WHY, "news": WHY}
            news |= days("due_on", due_on)
            key = ("promise news", made, revision + 1)
            self._by_both(key, f"/toezeggingen/{made}/nieuws", news, chance)

    def _planning_the_year(self, chance: random.Random) -> None:
        """The same of a subject that comes before the council."""
        made = new_id()
        form = {"form_id": str(made), "title": "Het groen", "what": WHY, "wants": WHY}
        form |= {"body_id": "raad", "year": str(self._town.today.year + 1), "state": "coming"}
        form |= {"first_month": "1", "council_month": "6"}
        self._by_both(("subject", made), "/jaaragenda/nieuw", form, chance)
        for revision, month in enumerate(("7", "8"), start=1):
            changed = form | {"revision": str(revision), "council_month": month, "news": WHY}
            key = ("subject news", made, revision + 1)
            self._by_both(key, f"/jaaragenda/onderwerp/{made}/wijzigen", changed, chance)

    def _moving(self, chance: random.Random) -> None:
        """A meeting is moved from two windows to two days, then once more, and then it does not go on."""
        meeting, clerk = self._town.meetings[2], self._town.clerk
        path, far = f"/griffie/vergadering/{meeting}", self._town.today + timedelta(days=210)
        for revision in (1, 2):
            key = ("meeting", meeting, revision + 1)
            moves = [
                (clerk, Post(key, f"{path}/wijzigen", _moved(revision, far + timedelta(days=n))))
                for n in (revision, 7 + revision)
            ]
            self._together.each(moves, chance)
        stop = Post(
            ("meeting", meeting, 4), f"{path}/afgelasten", {"revision": "3", "reasons": WHY}
        )
        self._together.by_all([clerk, clerk], stop, chance)

    def _by_both(
        self, key: tuple[object, ...], path: str, form: dict[str, str], chance: random.Random
    ) -> None:
        both = (self._town.clerk, self._town.officials[0])
        self._together.by_all(both, Post(key, path, form), chance)


def _moved(revision: int, day: date) -> dict[str, str]:
    form = {"revision": str(revision), "name": "Raadsvergadering", "reasons": WHY}
    return form | days("held_on", day)
