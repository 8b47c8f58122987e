"""What is done around the council's meetings at once: residents who want to speak, promises, and the year's agenda."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from tests.fire.door import Door, Reply
from tests.fire.people import Story, at_once
from tests.fire.town import Town, Visitor
from wijkstem.kit.ids import new_id

WHY = "Dit gaat over onze straat."


class CouncilErrands:
    """A story for each of them."""

    def __init__(self, town: Town, door: Door) -> None:
        self._town, self._door = town, door

    def stories(self) -> Iterator[Story]:
        yield self._speaking
        yield self._promising
        yield self._planning_the_year

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
        form |= _day("promised_on", self._town.today)
        form |= _day("due_on", self._town.today.replace(year=self._town.today.year + 1, day=1))
        self._twice_by_two(("promise", made), "/toezeggingen/nieuw", form, chance)

    def _planning_the_year(self, chance: random.Random) -> None:
        """The same of a subject that comes before the council."""
        made = new_id()
        form = {"form_id": str(made), "title": "Het groen", "what": WHY, "wants": WHY}
        form |= {"body_id": "raad", "year": str(self._town.today.year + 1), "state": "coming"}
        form |= {"first_month": "1", "council_month": "6"}
        self._twice_by_two(("subject", made), "/jaaragenda/nieuw", form, chance)

    def _twice_by_two(
        self, key: tuple[str, UUID], path: str, form: dict[str, str], chance: random.Random
    ) -> None:
        def sending(who: Visitor) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                self._door.ask(key, path, form, who.token, own)
                return self._door.ask(key, path, form, who.token, own)

            return story

        at_once([sending(self._town.clerk), sending(self._town.officials[0])], chance)


def _day(field: str, day: date) -> dict[str, str]:
    return {f"{field}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
