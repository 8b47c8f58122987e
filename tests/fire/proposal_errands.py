"""What is done at once with council proposals: written, opened and withdrawn, asked about, answered, reacted to, reported."""

import random
import re
from collections.abc import Iterator

from tests.fire.business import PLAIN, WHY, Proposal
from tests.fire.door import Door
from tests.fire.ledger import Ledger
from tests.fire.people import Story
from tests.fire.together import Post, Together
from tests.fire.town import Town, Visitor
from wijkstem.kit.ids import new_id

#: Questions that one person wants to ask at the same moment: more than the rules allow.
EAGER = 8
_NUMBER = re.compile(r"/raadsvoorstellen/(\d{4}-\d{4,})")


class ProposalErrands:
    """A story for each of them."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._ledger = town, ledger
        self._together = Together(door, ledger)

    def stories(self) -> Iterator[Story]:
        yield self._writing
        yield self._asking
        yield self._asking_too_much
        yield self._answering
        yield self._reacting
        yield self._judging

    @property
    def _writers(self) -> tuple[Visitor, ...]:
        return (*self._town.officials, self._town.clerk)

    def _writing(self, chance: random.Random) -> None:
        """Three people write one proposal, change it, open it, change it again and withdraw it, each at once."""
        made, form = new_id(), self._typed()
        first = Post(
            ("write proposal", made, 1), "/raadsvoorstellen/nieuw", form | {"form_id": str(made)}
        )
        replies = self._together.by_all(self._writers, first, chance)
        found = [_NUMBER.search(reply.location) for reply in replies if reply]
        numbers = {one[1] for one in found if one}
        if len(numbers) != 1:
            self._ledger.shocks.append(f"one form that made {numbers}")
            return
        path = f"/raadsvoorstellen/{numbers.pop()}"
        for key, way, said in (
            (
                ("write proposal", made, 2),
                "wijzigen",
                form | {"revision": "1", "office": "wethouder"},
            ),
            (("open proposal", made), "nakijken", {"revision": "2"}),
            (("proposal", made, 3), "wijzigen", form | {"revision": "2", "news": WHY}),
            (("proposal", made, 4), "intrekken", {"revision": "3", "news": WHY}),
        ):
            self._together.by_all(self._writers, Post(key, f"{path}/{way}", said), chance)

    def _typed(self) -> dict[str, str]:
        form = {"title": "Een fietspad", "office": "wethouder Verkeer", "summary": PLAIN}
        return form | {"decision": WHY, "meeting": f"{self._town.business.proposal.meeting}/"}

    def _asking(self, chance: random.Random) -> None:
        """Eight people ask something, each of them twice with one form; one of them is erased meanwhile."""
        asking = [(who, self._question()) for who in self._town.supporters[2:10]]
        self._together.each([*asking, (self._town.supporters[0], self._question())], chance)

    def _asking_too_much(self, chance: random.Random) -> None:
        """One person in eight windows."""
        who = self._town.supporters[1]
        self._together.each([(who, self._question()) for _ in range(EAGER)], chance)

    def _question(self) -> Post:
        made, path = new_id(), f"/raadsvoorstellen/{self._town.business.proposal.number}/vragen"
        return Post(("question", made), path, {"words": "Mag dat?", "form_id": str(made)})

    def _answering(self, chance: random.Random) -> None:
        """Three people answer one question, and put that right, each after the same page."""
        question = self._town.business.question
        for revision in range(3):
            form = {"revision": str(revision), "text": WHY, "office": "Team Groen"}
            post = Post(("answer", question, revision + 1), f"/vragen/{question}/antwoord", form)
            self._together.by_all(self._writers, post, chance)

    def _reacting(self, chance: random.Random) -> None:
        """Whoever follows the meeting says something, twice with one form."""
        live = self._town.business.live
        said = [(who, _reaction(live)) for who in self._town.supporters[1:9]]
        self._together.each(said, chance)

    def _judging(self, chance: random.Random) -> None:
        """Some report what one asked; two officials decide on it at the same moment, while others still report it."""
        business = self._town.business
        verdict = {"verdict": "hidden", "ground": "insult", "reasons": WHY}
        path = f"/moderatie/zaak/{business.doubted_case}"
        judging = Post(("judge", business.doubted_case, "hidden"), path, verdict)
        deciding = [(who, judging) for who in self._town.officials]
        telling = [(who, self._report()) for who in self._town.supporters[1:7]]
        self._together.each(telling[:3], chance)
        self._together.each([*telling, *deciding], chance)
        shown = {"terug": "ja", "reasons": WHY}
        back = Post(("judge", business.doubted_case, "shown"), path, shown)
        self._together.by_all(self._town.officials, back, chance)

    def _report(self) -> Post:
        made, path = new_id(), f"/vragen/{self._town.business.doubted}/melden"
        form = {"reason": "spam", "words": WHY, "form": str(made)}
        return Post(("remark report", made), path, form)


def _reaction(live: Proposal) -> Post:
    made = new_id()
    form = {"meeting": str(live.meeting), "words": "Goed idee.", "form_id": str(made)}
    return Post(("reaction", made), f"/dossiers/{live.dossier}/reageren", form)
