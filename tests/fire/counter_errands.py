"""What is done at the counter: officials enter support for residents who come in themselves at the same moment.

The same residents stand on a list on paper too, that one official enters and both want to approve.
"""

import random
import re
from collections.abc import Callable, Iterator

from tests.fire.door import Door, Reply
from tests.fire.ledger import Answer, Ledger
from tests.fire.people import Story, at_once
from tests.fire.town import CENTRE, Town, Visitor
from tests.support.world import HERE

#: Where a list stands.
_LIST = re.compile(r"/balie/papier/[0-9a-f-]{36}")


class CounterErrands:
    """A story for each resident."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._door, self._ledger = town, door, ledger

    def stories(self) -> Iterator[Story]:
        for number, who in self._town.residents.items():
            yield self._helping(number, who)
        yield self._on_paper

    def _helping(self, number: str, who: Visitor) -> Story:
        """Two officials, one with the telephone, and the resident on a telephone of their own."""
        plan = self._town.entered
        key = ("support", plan.initiative_id, who.id)

        def entering(official: Visitor, hand: str) -> Callable[[random.Random], Reply | None]:
            form = {"hand": hand, "email": ""} | _resident(number)

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

    def _on_paper(self, chance: random.Random) -> None:
        """Opened twice at once, each line sent twice, and then approved by who may and by who may not."""
        plan, (writer, other) = self._town.entered, self._town.officials
        for who in self._town.residents.values():
            # Whoever is first at the counter or by themselves counts there, and stands double on the list.
            self._ledger.note(("support", plan.initiative_id, who.id), Answer.UNANSWERED)

        def opening(own: random.Random) -> Reply | None:
            form = {"number": plan.number}
            return self._door.ask(("paper", writer.id), "/balie/papier", form, writer.token, own)

        replies = at_once([opening, opening], chance)
        lists = {found[0] for one in replies if one and (found := _LIST.search(one.location))}
        if len(lists) != 1:
            self._ledger.shocks.append(f"one list that is {lists}")
            return
        path = lists.pop()
        for line, number in enumerate(self._town.residents, start=1):
            form = _resident(number) | {"regel": str(line)}
            self._twice(("paper line", line), path, form, [writer, writer], chance)
        self._twice(("paper ready", writer.id), path, {"wat": "klaar"}, [writer, writer], chance)
        self._twice(
            ("paper agreed", plan.initiative_id),
            path,
            {"wat": "goed"},
            [writer, other, other],
            chance,
        )

    def _twice(
        self,
        key: tuple[object, ...],
        path: str,
        form: dict[str, str],
        people: list[Visitor],
        chance: random.Random,
    ) -> None:
        def sending(who: Visitor) -> Callable[[random.Random], Reply | None]:
            return lambda own: self._door.ask(key, path, form, who.token, own)

        at_once([sending(who) for who in people], chance)


def _resident(number: str) -> dict[str, str]:
    """Who somebody at the counter, or on a line of paper, is."""
    form = {"bsn": number, "lives": CENTRE[HERE], "name": ""}
    return form | {"born_day": "4", "born_month": "3", "born_year": "1950"}
