"""What officials do at once with what is carried out, with partnerships, and with a case that they pass on."""

import random
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

from tests.fire.business import WHY
from tests.fire.door import Attached, Door, Reply
from tests.fire.ledger import Ledger
from tests.fire.people import Story, at_once
from tests.fire.together import Post, Together, days
from tests.fire.town import Town, Visitor
from tests.support.pictures import drawn
from wijkstem.kit.ids import new_id

#: Times that each passes a case on, and looks for a page.
PASSED, LOOKS = 8, 1500
#: Photos that each of two officials adds: two more together than a part may have.
PHOTOS = 4
#: Departments as a form names them, and everybody.
DEPARTMENTS = {"": "iedereen", "green": "green", "traffic": "traffic"}
_PART = re.compile(r"/uitvoering/onderdeel/([0-9a-f-]{36})")


class WorkErrands:
    """A story for each of them."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._door, self._ledger = town, door, ledger
        self._together = Together(door, ledger)

    def stories(self) -> Iterator[Story]:
        yield self._carrying_out
        yield self._partnering
        yield self._passing_on

    def _carrying_out(self, chance: random.Random) -> None:
        """Two officials plan one work, add to it and tell of it, each with what the other saw too; it ends once."""
        work, path = self._town.business.work, f"/uitvoering/{self._town.business.work.number}"
        plan = self._planning() | {"revision": "0", "what_0": "Wij maaien."}
        plan |= days("due_on_0", self._town.today + timedelta(days=60))
        self._by_both(("planning", work.initiative_id), f"{path}/planning", plan, chance)
        first = self._first_part(path, chance)
        if first is None:
            return
        added = new_id()
        more = {"form_id": str(added)} | self._part("planned", 70)
        self._by_both(("part", added), f"{path}/onderdeel", more, chance)
        news = [self._part("planned", 80), self._part("planned", 90), self._part("done", 90)]
        for part in (first, added):
            for revision, said in enumerate(news, start=1):
                form = said | {"revision": str(revision)}
                key = ("news", part, revision + 1)
                self._by_both(key, f"/uitvoering/onderdeel/{part}", form, chance)
        self._photographing(first, chance)
        other = self._planning() | {"revision": "2"}
        self._by_both(("carrier", work.initiative_id, 3), f"{path}/planning", other, chance)
        self._ending(work.initiative_id, path, chance)

    def _photographing(self, part: UUID, chance: random.Random) -> None:
        """More photos of one part, at once, than it may have."""
        photo = Attached("foto", "werk.jpg", drawn(320, 240))
        path, form = f"/uitvoering/onderdeel/{part}/foto", {"description": "Het gras is gemaaid"}

        def adding(who: Visitor) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                for _ in range(PHOTOS):
                    key = ("work photo", part, who.id)
                    last = self._door.ask(key, path, form, who.token, own, attached=photo)
                return last

            return story

        at_once([adding(who) for who in self._town.officials], chance)

    def _planning(self) -> dict[str, str]:
        owner = str(self._town.officials[0].id)
        return {"office": "Team Groen", "granted_euros": "12000", "owner": owner, "rows": "3"}

    def _part(self, state: str, ahead: int) -> dict[str, str]:
        said = {"state": state, "what": "Wij harken.", "news": WHY}
        said |= days("due_on", self._town.today + timedelta(days=ahead))
        # The processes' clocks differ: yesterday is over by each.
        return said | days("done_on", self._town.today - timedelta(days=1))

    def _first_part(self, path: str, chance: random.Random) -> UUID | None:
        """What came of the planning; only its page says which id it got."""
        for _ in range(LOOKS):
            page = self._door.look(path, self._town.officials[0].token, chance)
            if page and (found := _PART.search(page.body)):
                return UUID(found[1])
            time.sleep(0.2)
        self._ledger.shocks.append("nothing was planned")
        return None

    def _ending(self, plan: UUID, path: str, chance: random.Random) -> None:
        """One says that it is done and the other that it stops, with the same page before them."""
        form = {"revision": "3", "words": WHY, "spent_euros": "11000", "granted_euros": "12000"}
        done = Post(("finish", plan), f"{path}/klaar", form)
        stopped = Post(("stop", plan), f"{path}/stoppen", form)
        one, other = self._town.officials
        self._together.each([(one, done), (other, stopped)], chance)

    def _by_both(
        self, key: tuple[object, ...], path: str, form: dict[str, str], chance: random.Random
    ) -> None:
        self._together.by_all(self._town.officials, Post(key, path, form), chance)

    def _partnering(self, chance: random.Random) -> None:
        """An official and the clerk register one, change it and review it, and name an item and take it away."""
        made, pair = new_id(), (self._town.officials[0], self._town.clerk)
        path = f"/samenwerkingen/{made}"
        new = self._partnership() | {"form_id": str(made)}
        post = Post(("register", made), "/samenwerkingen/nieuw", new)
        self._together.by_all(pair, post, chance)
        changed = Post(("partnership", made, 2), f"{path}/wijzigen", self._said(1))
        self._together.by_all(pair, changed, chance)
        reviewed = Post(("partnership", made, 3), f"{path}/herzien", self._said(2))
        self._together.by_all(pair, reviewed, chance)
        key = ("partnership", made, 4)
        otherwise = [Post(key, f"{path}/{way}", self._said(3)) for way in ("wijzigen", "herzien")]
        self._together.each(zip(pair, otherwise, strict=True), chance)
        item = {"item": str(self._town.business.item)}
        link = Post(("link", made), f"{path}/punten", item)
        away = Post(("unlink", made), f"{path}/punt-weg", item)
        self._together.each(zip(pair, (link, away), strict=True), chance, times=4)
        self._together.by_all(pair, link, chance)

    def _said(self, revision: int) -> dict[str, str]:
        return self._partnership() | {"revision": str(revision), "news": WHY}

    def _partnership(self) -> dict[str, str]:
        year = self._town.today.year
        form = {"name": "Samen schoon", "legal_form": "joint_scheme", "own_role": "owner"}
        form |= {"tasks": WHY, "account": WHY, "partners": "Gemeente Bosbeek: regelt het werk"}
        form |= {"money": f"{year}: 40.000\n{year + 1}: 46.000"}
        form |= days("since_on", self._town.today.replace(year=year - 5, day=1))
        return form | days("review_on", self._town.today.replace(year=year + 1, day=1))

    def _passing_on(self, chance: random.Random) -> None:
        """Two officials pass one case on and on, each with what the last page showed them."""
        case = self._town.business.passed
        path = f"/moderatie/zaak/{case}/afdeling"

        def passing(who: Visitor) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                was = ""
                for _ in range(PASSED):
                    to = own.choice([one for one in DEPARTMENTS if one != was])
                    form = {"was": was, "department": DEPARTMENTS[to], "words": WHY}
                    post = Post(("forward", case, who.id), path, form)
                    reply = self._together.send(who, post, own)
                    was = _was(reply) if reply and reply.status == 409 else to
                return reply

            return story

        at_once([passing(who) for who in self._town.officials], chance)


def _was(reply: Reply) -> str:
    """Which department has it, as the page says that whoever came too late gets."""
    found = re.search(r'name="was" value="([^"]*)"', reply.body)
    return found[1] if found else ""
