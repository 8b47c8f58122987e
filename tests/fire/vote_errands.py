"""What voters on a budget do at once: with two clicks, on two devices, of two minds, too much; and who tends their box."""

import random
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from tests.fire.door import TRIES, Door, Jar, Reply
from tests.fire.ledger import Answer, Ledger, Sent
from tests.fire.people import Story, at_once
from tests.fire.town import Town
from tests.support.world import HERE
from wijkstem.commands.ballots import Stir, new_nonce
from wijkstem.commands.board import AppendBoard
from wijkstem.domain.voting_codes import new_code
from wijkstem.kit.db import is_outage
from wijkstem.kit.rows import table_of
from wijkstem.tables.rounds import BudgetRound

#: What fits on a ballot; and what costs one euro too much.
FIT = ((1,), (2,), (3,), (4,), (1, 2), (1, 3), (1, 4), (2, 3))
OVER = ((2, 4), (1, 2, 3))
#: How often the box is stirred and its board gets a head.
TENDINGS = 6

_RECEIPT = re.compile(r'id="ontvangstcode">([0-9A-Z-]+)<')


class VoteErrands:
    """A story for each voter, and some for those who tend the box."""

    def __init__(self, town: Town, door: Door, ledger: Ledger) -> None:
        self._town, self._door, self._ledger = town, door, ledger
        self._booth = f"/wijkbudget/{town.budget.number}/stemmen"
        self._ballot = f"/wijkbudget/{town.budget.number}/stembiljet/1"

    def stories(self) -> Iterator[Story]:
        ways = (self._clicking, self._changing, self._on_two_devices, self._leaving, self._too_much)
        for number, code in enumerate(self._town.codes):
            yield self._voting(code, ways[number % len(ways)])
        yield self._guessing
        for number in range(TENDINGS):
            yield self._tending(by_worker=number % 2 == 0)

    @staticmethod
    def _voting(code: str, way: Callable[[str, random.Random], None]) -> Story:
        return lambda chance: way(code, chance)

    def _clicking(self, code: str, chance: random.Random) -> None:
        """One ballot, sent twice at the same moment."""
        self._vote(code, chance.choice(FIT), chance, clicks=2)

    def _changing(self, code: str, chance: random.Random) -> None:
        """Thinks better of it, twice, on a device that forgot the code; the last time it costs too much."""
        for picks in (*chance.sample(FIT, 3), chance.choice(OVER)):
            self._vote(code, picks, chance)

    def _on_two_devices(self, code: str, chance: random.Random) -> None:
        """Two ballots of one voter at the same moment, and one more after."""

        def sending(picks: tuple[int, ...]) -> Callable[[random.Random], None]:
            return lambda own: self._vote(code, picks, own)

        at_once([sending(picks) for picks in chance.sample(FIT, 2)], chance)
        self._vote(code, chance.choice(FIT), chance)

    def _leaving(self, code: str, chance: random.Random) -> None:
        """Walks away before there is an answer, and comes back with another ballot, or does not."""
        self._vote(code, chance.choice(FIT), chance, tries=1)
        if chance.random() < 0.5:
            self._vote(code, chance.choice(FIT), chance)

    def _too_much(self, code: str, chance: random.Random) -> None:
        """Sends what costs one euro more than a ballot may, and nothing else: this vote is not used."""
        for picks in OVER:
            self._vote(code, picks, chance)

    def _guessing(self, chance: random.Random) -> None:
        """A code that nobody has lets nobody in."""
        for _ in range(3):
            self._vote(new_code(), chance.choice(FIT), chance)

    def _vote(
        self,
        code: str,
        picks: tuple[int, ...],
        chance: random.Random,
        *,
        clicks: int = 1,
        tries: int = TRIES,
    ) -> None:
        """On a device of its own: with the code at the door, or as late as beside the button."""
        jar: Jar = {}
        typed = code
        if chance.random() < 0.5:
            data = {"code": code}
            came = self._door.ask(("enter", code), self._booth, data, "", chance, jar=jar)
            typed = "" if came is not None and came.answer is Answer.ACCEPTED else code
        form = {f"plan-{number}": "1" for number in picks}
        form |= {"getoond": "1,2,3,4", "doe": "verder"}
        self._door.ask(("fill in", code), self._ballot, form, "", chance, jar=jar)
        sent = Sent(code, new_nonce(), picks, time.monotonic())
        self._ledger.ballots.append(sent)
        data = {"nonce": sent.nonce, "code": typed}

        def sending(own: random.Random) -> Reply | None:
            path, device = f"{self._ballot}/controleren", dict(jar)
            reply = self._door.ask(sent.key, path, data, "", own, tries=tries, jar=device)
            if reply is not None and reply.answer is Answer.ACCEPTED:
                sent.receipts.add(self._receipt(device, own))
            return reply

        if all(at_once([sending] * clicks, chance)):
            sent.ended = time.monotonic()

    def _receipt(self, jar: Jar, chance: random.Random) -> str:
        """As the page shows it; none where that cannot be seen."""
        for _ in range(TRIES):
            reply = self._door.look(f"{self._ballot}/verstuurd", "", chance, jar=jar)
            # A mistake of ours is in the ledger by now: asking again and again tells nothing more.
            if reply is not None and reply.status != 503:
                found = _RECEIPT.search(reply.body)
                return found[1].replace("-", "") if found else ""
            time.sleep(0.2)
        return ""

    def _tending(self, *, by_worker: bool) -> Story:
        """The box is stirred and its board gets a head: now, or because a worker finds that it is time."""

        def story(chance: random.Random) -> None:
            vote = self._town.budget
            time.sleep(chance.uniform(0, 1))
            self._surely(lambda: vote.world.execute(Stir(vote.round_id)))
            if by_worker:
                self._surely(self._come_due)
            else:
                self._surely(lambda: vote.world.execute(AppendBoard(vote.round_id)))

        return story

    def _come_due(self) -> None:
        vote, rounds = self._town.budget, table_of(BudgetRound)
        with vote.world.services.connection(HERE) as connection:
            connection.execute(
                update(rounds)
                .where(rounds.c.municipality_id == HERE, rounds.c.id == vote.round_id)
                .values(look_at=vote.opens_at + timedelta(hours=1))
            )

    @staticmethod
    def _surely(act: Callable[[], object]) -> None:
        """Our own hands are thrown out too; each of these can be done twice."""
        for _ in range(TRIES):
            try:
                act()
            except SQLAlchemyError as error:
                if not is_outage(error):
                    raise
                time.sleep(0.2)
            else:
                return
        raise TimeoutError("the database never came back")
