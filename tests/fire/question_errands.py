"""What is done at once with a vote on a question: voted on two devices, changed, closed meanwhile, counted and let out."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from sqlalchemy import update

from tests.fire.door import Door, Jar, Reply
from tests.fire.ledger import Answer, Ledger, Sent
from tests.fire.people import Story, at_once
from tests.fire.rooms import WHY
from tests.fire.together import Post, Together
from tests.fire.town import Town, Visitor
from tests.fire.waiting import waited_for
from tests.support.world import HERE, World
from wijkstem.commands.ballots import new_nonce
from wijkstem.events.counting import RoundCounted
from wijkstem.kit.clock import SystemClock
from wijkstem.kit.rows import table_of
from wijkstem.tables.means import Means
from wijkstem.tables.rounds import BudgetRound
from wijkstem.words.means import MeansState

#: Most choose the first: two that end equal wait for a lot, and only now and then is that what we are after.
ANSWERS, LIKED = (1, 2, 3), (6, 2, 1)
#: Who votes, each on two devices; the first of them go on while it closes; and who comes too late.
VOTERS, LAST, LATE = slice(11, 19), slice(11, 14), slice(21, 24)
#: From now until the close, and seconds that the count is waited for: whoever is killed at it starts again.
LEFT, PATIENCE = timedelta(seconds=2), 240.0
#: No clock of the storm is further off than this.
WRONG = timedelta(minutes=10)


class QuestionErrands:
    """One story, because nobody votes behind the close; everything in it at the same moment."""

    def __init__(self, town: Town, door: Door, ledger: Ledger, world: World) -> None:
        self._town, self._door, self._ledger, self._world = town, door, ledger, world
        self._it = town.rooms.question
        self._together = Together(door, ledger)
        self._booth = f"/wijkbudget/{self._it.number}/stemmen"
        self._ballot = f"/wijkbudget/{self._it.number}/stembiljet/1"

    def stories(self) -> Iterator[Story]:
        yield self._voting_night

    def _voting_night(self, chance: random.Random) -> None:
        people = self._town.supporters
        jars: dict[object, Jar] = {}
        at_once([self._voting(who, jars) for who in people[VOTERS]], chance)
        self._close_early(chance)
        going_on = [self._going_on(who, jars[who.id]) for who in people[LAST] if who.id in jars]
        at_once([*going_on, self._ending], chance)
        digest = self._waited_for(self._digest)
        at_once([self._too_late(who) for who in people[LATE]], chance)
        approving = Post(
            ("approve", self._it.round_id),
            f"/moderatie/rondes/{self._it.number}/tellen",
            {"wat": "goed", "digest": str(digest)},
        )
        self._together.by_all(self._town.officials, approving, chance)
        self._account(chance)

    def _voting(self, who: Visitor, jars: dict[object, Jar]) -> Callable[[random.Random], None]:
        """On two devices at the same moment, of which one is taken; and then once more with that."""

        def story(own: random.Random) -> None:
            devices: list[Jar] = [{}, {}]
            for jar in devices:
                self._door.ask(
                    ("log in to vote", who.id),
                    self._booth,
                    {"manier": "login"},
                    who.token,
                    own,
                    jar=jar,
                )
            sending = [self._device(who, jar, n) for n, jar in enumerate(devices)]
            taken = [
                jar
                for jar, reply in zip(devices, at_once(sending, own), strict=True)
                if reply is not None and reply.answer is Answer.ACCEPTED
            ]
            if len(taken) != 1:
                self._ledger.shocks.append(f"{who.id} was taken on {len(taken)} devices")
                return
            jars[who.id] = taken[0]
            self._vote(who, taken[0], devices.index(taken[0]), own)

        return story

    def _device(
        self, who: Visitor, jar: Jar, device: int
    ) -> Callable[[random.Random], Reply | None]:
        return lambda own: self._vote(who, jar, device, own)

    def _vote(self, who: Visitor, jar: Jar, device: int, chance: random.Random) -> Reply | None:
        """Fill in one answer, and send it with two clicks."""
        [answer] = chance.choices(ANSWERS, LIKED)
        form = {"een": str(answer), "getoond": "1,2,3", "doe": "verder"}
        self._door.ask(("fill in", who.id), self._ballot, form, who.token, chance, jar=jar)
        sent = Sent(f"{who.id} {device}", new_nonce(), (answer,), time.monotonic())
        self._town.rooms.ballots.append(sent)
        path, data = f"{self._ballot}/controleren", {"nonce": sent.nonce, "code": ""}
        jars = [dict(jar), dict(jar)]

        def click(own: random.Random, mine: Jar) -> Reply | None:
            return self._door.ask(sent.key, path, data, who.token, own, jar=mine)

        replies = at_once([partial(click, mine=mine) for mine in jars], chance)
        sent.ended = time.monotonic()
        jar |= jars[0]
        return replies[0]

    def _close_early(self, chance: random.Random) -> None:
        """Officials see the turnout, so they cannot end it."""
        means = self._it.means
        post = Post(
            ("close early", means.id), f"{means.desk}/sluiten", {"revision": "2", "reason": WHY}
        )
        self._together.by_all(self._town.officials, post, chance)

    def _going_on(self, who: Visitor, jar: Jar) -> Callable[[random.Random], None]:
        """Changes the vote until somebody says that it is over."""

        def story(own: random.Random) -> None:
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                reply = self._vote(who, jar, 0, own)
                if reply is None or reply.answer is not Answer.ACCEPTED:
                    return
            self._ledger.shocks.append("the vote never closed")

        return story

    def _ending(self, chance: random.Random) -> None:
        """Its last moment is nearly there; who looks after the count may be a clock that is wrong."""
        time.sleep(chance.uniform(0, 1))
        self._write(BudgetRound, self._it.round_id, closes_at=LEFT, look_at=-WRONG)

    def _too_late(self, who: Visitor) -> Callable[[random.Random], None]:
        def story(own: random.Random) -> None:
            jar: Jar = {}
            key = ("late ballot", who.id)
            login = {"manier": "login"}
            self._door.ask(
                ("late at the door", who.id), self._booth, login, who.token, own, jar=jar
            )
            data = {"nonce": new_nonce(), "code": ""}
            path = f"{self._ballot}/controleren"
            self._door.ask(key, path, data, who.token, own, jar=jar)

        return story

    def _account(self, chance: random.Random) -> None:
        """Its means is closed by the clock; two officials say what is done with it."""
        means = self._it.means
        self._write(Means, means.id, closes_at=-WRONG)
        revision = self._waited_for(self._closed)
        form = {"revision": str(revision), "outcome": WHY}
        post = Post(("account", means.id), f"{means.desk}/uitkomst", form)
        self._together.by_all(self._town.officials, post, chance)

    def _digest(self) -> str:
        events = self._world.events(RoundCounted)
        return next((one.digest for one in events if one.round_id == self._it.round_id), "")

    def _closed(self) -> int:
        [row] = self._world.rows(Means, id=self._it.means.id)
        return int(row["revision"]) if row["state"] is MeansState.CLOSED else 0

    def _waited_for(self, look: Callable[[], object]) -> object:
        """What is there in the end."""
        found = waited_for(look, PATIENCE)
        if found is None:
            self._ledger.shocks.append("nobody closed and counted the vote on a question")
        return found or ""

    def _write(self, table: type, row_id: object, **moments: timedelta) -> None:
        """Put moments of a row at so much from now."""
        rows = table_of(table)

        def write() -> bool:
            now = SystemClock().now()
            values = {name: now + apart for name, apart in moments.items()}
            with self._world.services.connection(HERE) as connection:
                connection.execute(
                    update(rows)
                    .where(rows.c.municipality_id == HERE, rows.c.id == row_id)
                    .values(values)
                )
            return True

        self._waited_for(write)
