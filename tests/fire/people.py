"""What people do in the storm: a story for each, told over HTTP and nothing else."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from uuid import UUID, uuid4

from tests.fire.door import TRIES, Door, Reply
from tests.fire.ledger import Answer
from tests.fire.town import CENTRE, Town, Visitor, texts
from wijkstem.commands.initiatives import Submitted

Story = Callable[[random.Random], None]

REASONS = "Omdat de storm het zo wilde, en daarom alleen."
#: Made-up people of the demo who come and go, each on several devices.
COMERS = 6

_REVISION = re.compile(r'name="revision" value="(\d+)"')
_NUMBER = re.compile(r"/initiatieven/(\d{4}-\d{4,})")


class People:
    """Everybody with what they will do."""

    def __init__(self, town: Town, door: Door) -> None:
        self._town, self._door = town, door
        self._days = count(60)

    def stories(self, authors: int, comers: int) -> Iterator[Story]:
        """One for each person who has something to do, in no order."""
        town = self._town
        for number, supporter in enumerate(town.supporters):
            yield self._supporting(supporter, erases=number % 10 == 0)
        for neighbour in town.neighbours:
            yield self._wavering(neighbour)
        for number in range(authors):
            yield self._filing(number, town.supporters[number % len(town.supporters)])
        for number in range(comers):
            yield self._coming_and_going(f"bewoner-{1 + number % COMERS}")
        yield self._too_young
        yield self._not_theirs

    def _supporting(self, who: Visitor, *, erases: bool) -> Story:
        """Signs, perhaps twice, and here and there somebody wants to be forgotten after."""

        def story(chance: random.Random) -> None:
            for _ in range(chance.choice((1, 1, 2))):
                self._support(self._town.wanted, who, "for", chance)
            self._follow(who, chance)
            if erases:
                self._erase(who, chance)

        return story

    def _support(
        self, it: Submitted, who: Visitor, stance: str, chance: random.Random, tries: int = TRIES
    ) -> None:
        self._door.ask(
            ("support", it.initiative_id, who.id),
            f"/initiatieven/{it.number}/steunen",
            {"stance": stance},
            who.token,
            chance,
            where=who.where,
            tries=tries,
        )

    def _follow(self, who: Visitor, chance: random.Random) -> None:
        """A double click on the plan that everybody signed; now and then somebody wants their mail once a day."""
        path, key = f"/initiatieven/{self._town.told.number}/volgen", ("follow", who.id)
        replies = at_once([lambda c: self._door.ask(key, path, {}, who.token, c)] * 2, chance)
        if any(reply is not None and reply.answer is Answer.ACCEPTED for reply in replies):
            self._town.followers.add(who.id)
        if chance.random() < 0.2:
            data = {"ritme": "daily", "taal": "nl"}
            self._door.ask(("rhythm", who.id), "/mijn/voorkeuren", data, who.token, chance)

    def _erase(self, who: Visitor, chance: random.Random) -> None:
        self._town.erased.add(who.id)
        self._door.ask(("erase", who.id), "/mijn/wissen", {"zeker": "ja"}, who.token, chance)

    def _wavering(self, who: Visitor) -> Story:
        """Votes, takes it back, votes otherwise; now and then walks away before there is an answer."""

        def story(chance: random.Random) -> None:
            for _ in range(chance.randint(1, 3)):
                self.waver(who, chance)
            self._choose_language(who, chance.choice(("nl", "en")), chance)

        return story

    def waver(self, who: Visitor, chance: random.Random) -> None:
        """Vote, and mostly take it back."""
        voted, tries = self._town.voted, chance.choice((1, TRIES, TRIES))
        self._support(voted, who, chance.choice(("for", "against")), chance, tries)
        if chance.random() < 0.7:
            self._door.ask(
                ("take back", voted.initiative_id, who.id),
                f"/initiatieven/{voted.number}/steun-intrekken",
                {},
                who.token,
                chance,
                where=who.where,
                tries=tries,
            )

    def _choose_language(self, who: Visitor, language: str, chance: random.Random) -> None:
        key = ("language", who.id, language)
        data = {"taal": language}
        if self._door.ask(key, "/mijn/taal", data, who.token, chance, where=who.where):
            self._town.languages[who.id] = language

    def _filing(self, number: int, who: Visitor) -> Story:
        """Files a plan with a double click, changes it, and sees it admitted or refused; some withdraw."""

        def story(chance: random.Random) -> None:
            form, title = uuid4(), f"Plan {number} in de storm"
            clicks = chance.choice((1, 2))
            replies = self._file(form, title, who, chance, clicks=clicks)
            self._file(uuid4(), "Te kort", who, chance)
            filed = next((_NUMBER.match(reply.location) for reply in replies if reply), None)
            if filed:
                self._edit(form, filed[1], title, who, chance)
                self._judge(form, filed[1], who, chance)

        return story

    def _file(
        self, form: UUID, title: str, who: Visitor, chance: random.Random, *, clicks: int = 1
    ) -> list[Reply | None]:
        """Writes it step by step, looks it over, and sends it with so many clicks."""
        path = f"/initiatieven/concept/{form}"
        answers = _answers(title, who)
        place = {name: answers.pop(name) for name in ("neighbourhood_code", "subject")}
        for step, typed in (("plan", answers), ("plek", place)):
            # The same page whenever it is sent again; who stops here is told nothing, but it is kept.
            page = {"revision": "0", "venster": step, "ga": "bewaar"}
            key = ("write", form, step)
            address = f"{path}/{step}?soort=burgerinitiatief"
            self._door.ask(key, address, page | typed, who.token, chance)
        seen = {"revision": self._looked_over(path, who, chance)}

        def sending(own: random.Random) -> Reply | None:
            return self._door.ask(("file", form), f"{path}/versturen", seen, who.token, own)

        return at_once([sending] * clicks, chance)

    def _looked_over(self, path: str, who: Visitor, chance: random.Random) -> str:
        """The revision that the last page shows, once it can be seen; none to who is not known any more."""
        while not self._town.given_up.wait(0.2):
            reply = self._door.look(f"{path}/versturen", who.token, chance)
            found = _REVISION.search(reply.body) if reply else None
            if found:
                return found[1]
            if reply and reply.status < 500:
                break
        return "0"

    def _edit(
        self, form: UUID, number: str, title: str, who: Visitor, chance: random.Random
    ) -> None:
        data = {"revision": "1"} | _answers(f"{title}, maar dan beter", who)
        path = f"/initiatieven/{number}/wijzigen"
        self._door.ask(("edit", form, 2), path, data, who.token, chance)

    def _judge(self, form: UUID, number: str, who: Visitor, chance: random.Random) -> None:
        """Two officials at once, of different minds; then the submitter, if there is something to withdraw."""
        why = {"outcome": "refuse", "ground": "complaint", "reasons": REASONS}
        minds: list[dict[str, str]] = [{"outcome": "admit"}, why]
        officials = zip(self._town.officials, minds[: chance.choice((1, 2))], strict=False)
        path = f"/moderatie/{number}"

        def judging(
            official: Visitor, mind: dict[str, str]
        ) -> Callable[[random.Random], Reply | None]:
            return lambda c: self.take(path, form, 1, mind, official, c)

        at_once([judging(official, mind) for official, mind in officials], chance)
        if chance.random() < 0.5:
            path = f"/initiatieven/{number}/intrekken"
            self.take(path, form, 2, {"outcome": "withdraw"}, who, chance)

    def take(
        self,
        path: str,
        initiative: UUID,
        step_seq: int,
        values: dict[str, str],
        who: Visitor,
        chance: random.Random,
    ) -> Reply | None:
        """A decision on a step, by whoever thinks that it is theirs."""
        key = ("step", initiative, step_seq, values["outcome"])
        data = values | {"step_seq": str(step_seq)}
        return self._door.ask(key, path, data, who.token, chance)

    def _coming_and_going(self, person: str) -> Story:
        """Logs in on one more device and mostly out again; nobody is let in after that."""

        def story(chance: random.Random) -> None:
            key = ("log in", person, chance.random())
            came = self._door.ask(key, "/inloggen", {"persoon": person}, "", chance)
            assert came is not None
            lasts = chance.random() < 0.3
            if not lasts:
                self._door.ask(("log out", came.session), "/uitloggen", {}, came.session, chance)
            self._town.sessions[came.session] = lasts

        return story

    def _too_young(self, chance: random.Random) -> None:
        """A child of ten cannot file."""
        self._file(uuid4(), "Een speeltuin voor ons", self._town.child, chance)

    def _not_theirs(self, chance: random.Random) -> None:
        """What is somebody else's to decide is refused, and never happens."""
        told, anybody = self._town.told, self._town.supporters[1]
        values = {"outcome": "reject", "reasons": REASONS}
        self.take(f"/griffie/{told.number}", told.initiative_id, 4, values, anybody, chance)
        path = f"/initiatieven/{told.number}/intrekken"
        self.take(path, told.initiative_id, 2, {"outcome": "withdraw"}, anybody, chance)
        self.plan(anybody, chance)

    def plan(self, who: Visitor, chance: random.Random) -> None:
        """A meeting on a day of its own."""
        held_on = self._town.today + timedelta(days=next(self._days))
        data = {"body_id": "raad", "name": f"Vergadering van {held_on}"}
        data |= {
            f"held_on_{part}": str(getattr(held_on, part)) for part in ("year", "month", "day")
        }
        self._door.ask(("plan", held_on), "/griffie/vergadering", data, who.token, chance)

    def clerk(self, chance: random.Random) -> None:
        """Places, moves and closes the plan for which everybody signed."""
        town = self._town
        first, second = ({"meeting": str(meeting)} for meeting in town.meetings[:2])
        adopted = {"outcome": "adopt", "reasons": REASONS}
        self.plan(town.clerk, chance)
        self._complete(town.told, chance)
        self._decide(town.told, 3, {"outcome": "place"} | first, chance)
        self._decide(town.told, 4, {"outcome": "move"} | second, chance)
        self.plan(town.clerk, chance)
        self._decide(town.told, 5, adopted, chance)

    def _complete(self, it: Submitted, chance: random.Random) -> None:
        """What goes to the council is filled in and accepted, once the workers asked for a place."""
        if not self._reached(it, 3, chance):
            return
        path, clerk, revision = (
            f"/initiatieven/{it.number}/verzoek",
            self._town.clerk,
            {"revision": "0"},
        )
        words = dict.fromkeys(("decision", "explanation", "costs"), REASONS)
        self._door.ask(("fill", it.initiative_id, 1), path, revision | words, clerk.token, chance)
        accepted = {"revision": "1", "act": "aannemen"}
        self._door.ask(("accept", it.initiative_id, 1), path, accepted, clerk.token, chance)

    def _reached(self, it: Submitted, step_seq: int, chance: random.Random) -> bool:
        """When its time has come: what leads to it is the workers' work."""
        path, clerk = f"/griffie/{it.number}", self._town.clerk
        while self._door.step_of(path, clerk.token, chance) < step_seq:
            if self._town.given_up.wait(0.3):
                return False
        return True

    def _decide(
        self, it: Submitted, step_seq: int, values: dict[str, str], chance: random.Random
    ) -> None:
        if self._reached(it, step_seq, chance):
            path = f"/griffie/{it.number}"
            self.take(path, it.initiative_id, step_seq, values, self._town.clerk, chance)


def _answers(title: str, who: Visitor) -> dict[str, str]:
    asked = {f"vraag-{name}": text for name, text in texts("burgerinitiatief").items()}
    return {"title": title, "neighbourhood_code": CENTRE[who.where], "subject": "green"} | asked


def at_once(
    asks: Sequence[Callable[[random.Random], Reply | None]], chance: random.Random
) -> list[Reply | None]:
    """Several requests in the same moment."""
    chances = [random.Random(chance.random()) for _ in asks]
    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(lambda ask, own: ask(own), asks, chances))
