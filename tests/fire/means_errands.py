"""What officials and the clerk do at once at the desk for taking part: make, change, announce, close and account for."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta

from tests.fire.door import Door
from tests.fire.ledger import Ledger
from tests.fire.people import Story
from tests.fire.rooms import WHY
from tests.fire.together import Post, Together, days
from tests.fire.town import Town, Visitor
from tests.support.means import FORM
from wijkstem.kit.ids import new_id

_NUMBER = re.compile(r"/beheer/meedoen/(\d{4}-\d{4,})")


class MeansErrands:
    """A story for each of them."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._ledger = town, ledger
        self._together = Together(door, ledger)

    def stories(self) -> Iterator[Story]:
        yield self._keeping
        yield self._keeping

    @property
    def _keepers(self) -> tuple[Visitor, ...]:
        return (*self._town.officials, self._town.clerk)

    def _keeping(self, chance: random.Random) -> None:
        """Three people make one means, change it, announce it, close it while people speak, and account for it."""
        made, form = new_id(), self._typed()
        first = Post(("means", made), "/beheer/meedoen/nieuw", form | {"form_id": str(made)})
        replies = self._together.by_all(self._keepers, first, chance)
        found = [_NUMBER.search(reply.location) for reply in replies if reply]
        numbers = {one[1] for one in found if one}
        if len(numbers) != 1:
            self._ledger.shocks.append(f"one form that made {numbers}")
            return
        [number] = numbers
        desk = f"/beheer/meedoen/{number}"
        changed = form | {"revision": "1", "question": f"{FORM.question} Of niet?"}
        self._all(("means news", made, 2), f"{desk}/wijzigen", changed, chance)
        self._all(("announce", made), desk, {"revision": "2"}, chance)
        closing = Post(("close", made), f"{desk}/sluiten", {"revision": "3", "reason": WHY})
        speaking = [(who, self._say(number)) for who in self._town.supporters[11:17]]
        ending = [(who, closing) for who in self._keepers]
        self._together.each([*speaking, *ending], chance)
        late = self._say(number)
        behind = Post(("behind the close", late.key[1]), late.path, late.form)
        self._together.by_all(self._town.supporters[21:23], behind, chance)
        outcome = {"revision": "4", "outcome": WHY}
        self._all(("account", made), f"{desk}/uitkomst", outcome, chance)

    def _all(
        self, key: tuple[object, ...], path: str, form: dict[str, str], chance: random.Random
    ) -> None:
        self._together.by_all(self._keepers, Post(key, path, form), chance)

    def _say(self, number: str) -> Post:
        made = new_id()
        form = {"words": "Dat is een goed plan.", "stance": "for", "form_id": str(made)}
        return Post(("contribution", made), f"/meedoen/{number}/zeggen", form)

    def _typed(self) -> dict[str, str]:
        today = self._town.today
        texts = {
            "kind": FORM.kind,
            "title": "Wat vindt u van de markt?",
            "question": FORM.question,
            "dossier": str(self._town.rooms.dossier_id),
            "level": FORM.level,
            "promise": FORM.promise,
            "audience": FORM.audience,
            "body_id": FORM.body_id,
            "decision": FORM.decision,
        }
        return (
            texts
            | days("decided_on", today)
            | days("opens", today)
            | days("closes", today + timedelta(days=14))
            | days("account_by", today + timedelta(days=30))
        )
