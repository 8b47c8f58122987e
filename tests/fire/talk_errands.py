"""What is done at once in a discussion: said, answered, supported, changed, reported and hidden; made slow, and closed."""

import random
from collections.abc import Callable, Iterator

from tests.fire.door import Door
from tests.fire.ledger import Answer, Ledger
from tests.fire.people import Story, at_once
from tests.fire.rooms import WHY, Opened
from tests.fire.together import Post, Together
from tests.fire.town import Town, Visitor
from wijkstem.kit.ids import new_id

#: Contributions that one person wants to send at the same moment: more than somebody new may in an hour.
EAGER = 14
#: Minutes between two contributions where it goes slowly: longer than a storm.
SLOW = 60


class TalkErrands:
    """A story for each of them."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._rooms, self._ledger = town, town.rooms, ledger
        self._together = Together(door, ledger)

    def stories(self) -> Iterator[Story]:
        yield self._saying
        yield self._saying_too_much
        yield self._answering
        yield self._supporting
        yield self._wavering
        yield self._changing
        yield self._judging
        yield self._leading

    def _saying(self, chance: random.Random) -> None:
        """Eight people say something, each of them twice with one form; one of them is erased meanwhile."""
        people = [*self._town.supporters[2:9], self._town.supporters[0]]
        self._together.each([(who, self._say(self._rooms.talk)) for who in people], chance)

    def _saying_too_much(self, chance: random.Random) -> None:
        """One person in many windows."""
        who = self._town.supporters[1]
        self._together.each([(who, self._say(self._rooms.talk)) for _ in range(EAGER)], chance)

    def _answering(self, chance: random.Random) -> None:
        """Residents and officials reply to one contribution at the same moment, and to each other."""
        town, talk = self._town, self._rooms.talk
        for number in (1, 2):
            replies = [(who, self._say(talk, to=number)) for who in town.supporters[3:7]]
            offices = [(who, self._say(talk, to=number, office="wijk")) for who in town.officials]
            self._together.each([*replies, *offices], chance)

    def _supporting(self, chance: random.Random) -> None:
        """Eight people support one contribution, each of them in two windows and with two clicks."""
        people = self._town.supporters[11:19]
        said = [(who, self._support("ja")) for who in people for _ in range(2)]
        self._together.each(said, chance)

    def _wavering(self, chance: random.Random) -> None:
        """Four people support it, take that back, and so on: what they were told last is how it is."""

        def story_of(who: Visitor) -> Callable[[random.Random], None]:
            def story(own: random.Random) -> None:
                for _ in range(own.randint(2, 6)):
                    supports = own.random() < 0.6
                    post = self._support("ja" if supports else "nee")
                    done = self._together.send(who, post, own)
                    if done is not None and done.answer is Answer.ACCEPTED:
                        self._rooms.supports[who.id] = supports

            return story

        at_once([story_of(who) for who in self._town.supporters[21:25]], chance)

    def _changing(self, chance: random.Random) -> None:
        """Who said it changes it in three windows at once, each otherwise; three times, each after the same page."""
        who, it = self._town.speaker, self._rooms.said[1]
        path = f"{self._rooms.talk.path}/bijdrage/2/wijzig"
        for revision in (1, 2, 3):
            posts = [
                Post(
                    ("contribution news", it, revision + 1),
                    path,
                    {"words": f"{revision} keer anders, venster {n}.", "revision": str(revision)},
                )
                for n in range(3)
            ]
            self._together.each([(who, post) for post in posts], chance)

    def _judging(self, chance: random.Random) -> None:
        """Some report what one said; two officials decide on it at the same moment, while others still report it."""
        town, case = self._town, self._rooms.doubted_case
        path = f"/moderatie/zaak/{case}"
        verdict = {"verdict": "hidden", "ground": "insult", "reasons": WHY}
        judging = Post(("contribution judge", case, "hidden"), path, verdict)
        telling = [(who, self._report()) for who in town.supporters[1:7]]
        self._together.each(telling[:3], chance)
        self._together.each([*telling, *((who, judging) for who in town.officials)], chance)
        shown = {"terug": "ja", "reasons": WHY}
        back = Post(("contribution judge", case, "shown"), path, shown)
        self._together.by_all(town.officials, back, chance)

    def _leading(self, chance: random.Random) -> None:
        """Two officials make a discussion slow at once, and then one person writes in six windows; then it is closed."""
        slow, who = self._rooms.slow, self._town.supporters[9]
        self._lead(0, {"slow_minutes": str(SLOW), "state": "open"}, chance)
        self._together.each([(who, self._say(slow)) for _ in range(6)], chance)
        self._lead(1, {"slow_minutes": "0", "state": "dicht"}, chance)
        late = self._say(slow)
        behind = Post(("behind the moderator", late.key[1]), late.path, late.form)
        self._together.by_all(self._town.supporters[11:13], behind, chance)

    def _lead(self, revision: int, form: dict[str, str], chance: random.Random) -> None:
        slow = self._rooms.slow
        said = {"revision": str(revision), "reason": WHY, **form}
        post = Post(("lead", slow.id, revision + 1), f"{slow.path}/gesprek", said)
        self._together.by_all(self._town.officials, post, chance)

    def _say(self, where: Opened, *, to: int = 0, office: str = "") -> Post:
        made = new_id()
        path = f"{where.path}/bijdrage/{to}/antwoord" if to else f"{where.path}/zeggen"
        form = {"words": "Er moeten bomen komen.", "form_id": str(made), "office": office}
        return Post(("contribution", made), path, form if to else form | {"stance": "for"})

    def _support(self, whether: str) -> Post:
        path = f"{self._rooms.talk.path}/bijdrage/1/steun"
        return Post(("support what was said", whether), path, {"steun": whether})

    def _report(self) -> Post:
        made = new_id()
        form = {"reason": "spam", "words": WHY, "form": str(made)}
        path = f"{self._rooms.talk.path}/bijdrage/3/melden"
        return Post(("contribution report", made), path, form)
