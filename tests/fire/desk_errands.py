"""What officials and two submitters do at once: many cases together, lists of their own, being away, one plan of two."""

import random
from collections.abc import Callable, Iterator
from datetime import date

from tests.fire.door import Door, Reply
from tests.fire.ledger import Answer, Ledger
from tests.fire.people import Story, at_once
from tests.fire.town import Town, Visitor
from wijkstem.kit.ids import new_id

WHY = "Dit hoort bij de klachtenregeling van de gemeente."


class DeskErrands:
    """A story for each of them."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._door, self._ledger = town, door, ledger

    def stories(self) -> Iterator[Story]:
        yield self._together
        yield self._own_lists
        yield self._away
        yield self._merging

    def _together(self, chance: random.Random) -> None:
        """Two officials refuse the same plans together, and both take that back; one of them gives them away too."""
        cases = {f"zaak-{case}": "1." for case in self._town.together.values()}
        for plan in self._town.together:
            # In a storm of more than five minutes nothing can be taken back any more.
            self._ledger.note(("step", plan, 1, "refuse"), Answer.UNANSWERED)

        def refusing(who: Visitor) -> Callable[[random.Random], Reply | None]:
            form = cases | {"form_id": str(new_id()), "wat": "besluit", "outcome": "refuse"}
            form |= {"ground": "complaint", "reasons": WHY, "zeker": "ja"}

            def story(own: random.Random) -> Reply | None:
                self._door.ask(("together", who.id), "/moderatie/samen", form, who.token, own)
                self._door.ask(("together", who.id), "/moderatie/samen", form, who.token, own)
                undo = f"/moderatie/samen/{form['form_id']}/ongedaan"
                self._door.ask(("undo", who.id), undo, {}, who.token, own)
                return self._door.ask(("undo", who.id), undo, {}, who.token, own)

            return story

        at_once([refusing(who) for who in self._town.officials], chance)
        one, other = self._town.officials
        gift = cases | {"form_id": str(new_id()), "wat": "geven", "aan": str(other.id)}
        for _ in range(2):
            self._door.ask(("together", one.id), "/moderatie/samen", gift, one.token, chance)

    def _own_lists(self, chance: random.Random) -> None:
        """An official keeps a list, twice at once and under one name."""
        who = self._town.officials[0]
        form = {"termijn": "late", "naam": "Te laat"}

        def keeping(own: random.Random) -> Reply | None:
            return self._door.ask(("list", who.id), "/moderatie/lijsten", form, who.token, own)

        at_once([keeping, keeping, keeping], chance)

    def _away(self, chance: random.Random) -> None:
        """Each writes down that the other is away, at the same moment, and then that they are back."""
        days = _days("first", self._town.today) | _days("last", self._town.today)

        def going(who: Visitor, other: Visitor) -> Callable[[random.Random], Reply | None]:
            form = days | {"person": str(other.id), "deputy": str(who.id)}

            def story(own: random.Random) -> Reply | None:
                for _ in range(3):
                    self._door.ask(
                        ("away", who.id), "/moderatie/team/afwezig", form, who.token, own
                    )
                back = {"person": str(other.id)}
                return self._door.ask(
                    ("back", who.id), "/moderatie/team/terug", back, who.token, own
                )

            return story

        one, other = self._town.officials
        at_once([going(one, other), going(other, one)], chance)

    def _merging(self, chance: random.Random) -> None:
        """Both submitters agree at once, each of them twice: one plan ends, once."""
        merge = self._town.merge
        self._ledger.note(("step", merge.plan, 2, "merged"), Answer.UNANSWERED)

        def agreeing(who: Visitor) -> Callable[[random.Random], Reply | None]:
            path, yes = f"/samenvoegen/{merge.id}", {"antwoord": "ja"}

            def story(own: random.Random) -> Reply | None:
                self._door.ask(("agree", who.id), path, yes, who.token, own)
                return self._door.ask(("agree", who.id), path, yes, who.token, own)

            return story

        at_once([agreeing(who) for who in merge.submitters], chance)


def _days(name: str, day: date) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}_{part}": str(said) for part, said in parts.items()}
