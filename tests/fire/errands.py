"""What is done beside the pages of residents: in the engine room, at a terminal, and by who comes in by e-mail."""

import random
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError

from tests.fire.advice_errands import AdviceErrands
from tests.fire.council_errands import CouncilErrands
from tests.fire.counter_errands import CounterErrands
from tests.fire.desk_errands import DeskErrands
from tests.fire.dialogue_errands import DialogueErrands
from tests.fire.door import Door, Reply
from tests.fire.draw_errands import DrawErrands
from tests.fire.figure_errands import FigureErrands
from tests.fire.ledger import BY_MAIL, Answer, Ledger
from tests.fire.means_errands import MeansErrands
from tests.fire.media_errands import MediaErrands
from tests.fire.people import Story, at_once
from tests.fire.proposal_errands import ProposalErrands
from tests.fire.question_errands import QuestionErrands
from tests.fire.report_errands import ReportErrands
from tests.fire.talk_errands import TalkErrands
from tests.fire.town import MAILBOXES, Town, Visitor
from tests.fire.vote_errands import VoteErrands
from tests.fire.work_errands import WorkErrands
from tests.support.processes import run_cli
from tests.support.world import HERE, World
from wijkstem.commands.email_codes import code_of
from wijkstem.kit.ids import token_hash
from wijkstem.tables.accounts import EmailCode
from wijkstem.tables.engine import Delivery, DeliveryState

#: A meeting of another council, of long ago.
MEETING = Path(__file__).parents[1] / "fixtures" / "ori" / "mini-ori-amsterdam-2018-02-08.json"
HELD_ON = date(2018, 2, 8)
#: What is folded anew while everybody looks at it.
REBUILT = ("listing", "timeline", "indicators", "agenda", "sources")
#: Times that a command at a terminal is given again, and seconds that a letter is waited for.
TRIES, PATIENCE = 20, 60.0

#: What members vote for, and what they say with it.
CHOICES, WHY = ("positive", "conditional", "negative", "none"), "Omdat de wijk dit graag wil."
#: The score that a page shows, and sends back.
_SEEN = re.compile(r'name="seen" value="([0-9-]+)"')

_ROOM = f"/beheer/motor/{HERE}"


class Errands:
    """A story for each of them."""

    def __init__(
        self, town: Town, door: Door, ledger: Ledger, world: World, env: dict[str, str]
    ) -> None:
        self._town, self._door, self._ledger = town, door, ledger
        self._world, self._env = world, env

    def stories(self, newcomers: int) -> Iterator[Story]:
        yield self._importing
        yield self._rebuilding
        yield self._operating
        yield self._advising
        yield self._gathering
        yield self._reporting
        yield self._sharing_out
        yield self._searching
        yield from DeskErrands(self._town, self._door, self._ledger).stories()
        yield from FigureErrands(self._town, self._door).stories()
        yield from CouncilErrands(self._town, self._door, self._ledger).stories()
        yield from CounterErrands(self._town, self._door, self._ledger).stories()
        yield from MediaErrands(self._town, self._door, self._ledger, self._world).stories()
        yield from ReportErrands(self._town, self._door).stories()
        yield from WorkErrands(self._town, self._door, self._ledger).stories()
        yield from ProposalErrands(self._town, self._door, self._ledger).stories()
        yield from AdviceErrands(self._town, self._door, self._ledger).stories()
        yield from TalkErrands(self._town, self._door, self._ledger).stories()
        yield from DialogueErrands(self._town, self._door, self._ledger).stories()
        yield from MeansErrands(self._town, self._door, self._ledger).stories()
        yield from QuestionErrands(self._town, self._door, self._ledger, self._world).stories()
        yield from DrawErrands(self._town, self._door, self._ledger, self._world).stories()
        yield from VoteErrands(self._town, self._door, self._ledger).stories()
        for number in range(newcomers):
            yield self._coming_by_mail(number)

    def _importing(self, chance: random.Random) -> None:
        """The council's secretary takes in a meeting, until the terminal says that it is in; and once more."""
        del chance
        for _ in range(2):
            self._at_terminal(
                ("import", HELD_ON), "council", "import", str(MEETING), "-m", HERE, "--foreign"
            )

    def _rebuilding(self, chance: random.Random) -> None:
        """Somebody has a projection folded anew; who does it twice gets the same."""
        name = chance.choice(REBUILT)
        self._at_terminal(("rebuild", name), "projections", "rebuild", name, "-m", HERE)

    def _at_terminal(self, key: tuple[object, ...], *words: str) -> None:
        said = ""
        for _ in range(TRIES):
            done = run_cli(self._env, *words)
            if done.returncode == 0:
                self._ledger.note(key, Answer.ACCEPTED)
                return
            said = done.stdout + done.stderr
            # It may have been killed by what hurts the database after it did its work.
            self._ledger.note(key, Answer.UNANSWERED)
            time.sleep(0.5)
        self._ledger.shocks.append(f"{key}: not in {TRIES} times: {said[-2000:]}")

    def _operating(self, chance: random.Random) -> None:
        """Lets go what is held, presses what there is nothing to press for, and is not anybody."""
        who, anybody = self._town.operator, self._town.supporters[0]
        path, held = f"{_ROOM}/berichten", {"state": "held"}
        self._door.ask(("release", anybody.id), path, held, anybody.token, chance)
        self._door.ask(("release", who.id), path, held, who.token, chance)
        self._door.ask(("retry mail", who.id), path, {"state": "parked"}, who.token, chance)
        self._door.ask(("retry", "listing"), f"{_ROOM}/listing/opnieuw", {}, who.token, chance)

    def _gathering(self, chance: random.Random) -> None:
        """Ten people want four places: they come, and some of them go and come back, all at once."""
        path = f"/bijeenkomsten/{self._town.gathering}"

        def coming(who: Visitor) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                for _ in range(own.randrange(3)):
                    for act in ("aanmelden", "afmelden"):
                        self._door.ask(("sign up", who.id), f"{path}/{act}", {}, who.token, own)
                return self._door.ask(("sign up", who.id), f"{path}/aanmelden", {}, who.token, own)

            return story

        at_once([coming(one) for one in self._town.supporters[:10]], chance)

    def _reporting(self, chance: random.Random) -> None:
        """Eight people report one plan at once, each of them twice."""
        path = f"/initiatieven/{self._town.told.number}/melden"

        def reporting(who: Visitor) -> Callable[[random.Random], Reply | None]:
            form = {"reason": "spam", "target": "plan", "words": WHY}

            def story(own: random.Random) -> Reply | None:
                self._door.ask(("report", who.id), path, form, who.token, own)
                return self._door.ask(("report", who.id), path, form, who.token, own)

            return story

        at_once([reporting(one) for one in self._town.supporters[:8]], chance)

    def _sharing_out(self, chance: random.Random) -> None:
        """Officials take a case out of each other's hands, let go, and give it to each other, at the same moment."""
        path = f"/moderatie/zaak/{self._town.case}"

        def sharing(who: Visitor, other: Visitor) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                for _ in range(5):
                    for what in ("nemen", "los", "over"):
                        self._door.ask(
                            ("hand", who.id), f"{path}/hand", {"wat": what}, who.token, own
                        )
                    for was in ("", str(who.id), str(other.id)):
                        gift = {"aan": str(other.id), "was": was}
                        self._door.ask(("give", who.id), f"{path}/eigenaar", gift, who.token, own)
                return self._door.ask(
                    ("hand", who.id), f"{path}/hand", {"wat": "los"}, who.token, own
                )

            return story

        one, other = self._town.officials
        at_once([sharing(one, other), sharing(other, one)], chance)

    def _searching(self, chance: random.Random) -> None:
        """People look for what others file, change and withdraw at that moment; what comes of it is in the proof."""
        words = ("bomen", "storm", "beter", "2026-0001", "niets-daarvan", '"de straat"')

        def looking(word: str) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                for _ in range(4):
                    found = self._door.look(f"/initiatieven?{urlencode({'zoek': word})}", "", own)
                    time.sleep(own.uniform(0, 0.3))
                return found

            return story

        at_once([looking(word) for word in words], chance)

    def _advising(self, chance: random.Random) -> None:
        """A council's members vote and vote again, one steps aside meanwhile, and then all close the vote at once."""
        path = f"/wijkraad/advies/{self._town.advised}"

        def speaking(member: Visitor, *, aside: bool) -> Callable[[random.Random], Reply | None]:
            def story(own: random.Random) -> Reply | None:
                for _ in range(4):
                    self._say(path, member, {"ga": "stem", "choice": own.choice(CHOICES)}, own)
                if aside:
                    self._say(path, member, {"ga": "apart", "interest": "work"}, own)
                return self._say(path, member, {"ga": "stem", "choice": "positive"}, own)

            return story

        council = self._town.council
        at_once([speaking(one, aside=number == 1) for number, one in enumerate(council)], chance)
        for _ in range(TRIES):
            page = self._door.look(path, council[0].token, chance)
            seen = _SEEN.search(page.body) if page else None
            if seen:
                break
            time.sleep(0.5)
        else:
            self._ledger.shocks.append("nobody could close the vote")
            return
        close = {"ga": "sluit", "seen": seen[1], "close_reasons": WHY, "close_conditions": WHY}

        def closing(member: Visitor) -> Callable[[random.Random], Reply | None]:
            return lambda own: self._say(path, member, close, own)

        at_once([closing(one) for one in council], chance)

    def _say(
        self, path: str, member: Visitor, data: dict[str, str], chance: random.Random
    ) -> Reply | None:
        said = {"reasons": WHY, "conditions": WHY, **data}
        return self._door.ask(("advise", member.id), path, said, member.token, chance)

    def _coming_by_mail(self, number: int) -> Story:
        """Asks for a code on two devices of one address at once, and types both; it makes one account."""

        def story(chance: random.Random) -> None:
            for attempt in range(TRIES):
                if self._came(f"newcomer-{number}-{attempt}@{MAILBOXES}", chance):
                    return
            self._ledger.shocks.append(f"newcomer {number} never came in")

        return story

    def _came(self, address: str, chance: random.Random) -> bool:
        browsers = [self._ask_code(address, chance) for _ in range(2)]
        codes = self._letters(address, [browser for browser in browsers if browser])

        def typing(browser: str, code: str) -> Callable[[random.Random], Reply | None]:
            return lambda own: self._type(address, browser, code, own)

        replies = at_once([typing(*one) for one in codes.items()], chance) if codes else []
        sessions = [reply.session for reply in replies if reply and reply.session]
        self._town.sessions |= dict.fromkeys(sessions, True)
        return bool(sessions)

    def _ask_code(self, address: str, chance: random.Random) -> str:
        """The secret of the browser that asked."""
        data = {"adres": address}
        reply = self._door.ask(("ask code", address), "/inloggen/email", data, "", chance)
        return reply.browser if reply else ""

    def _type(self, address: str, browser: str, code: str, chance: random.Random) -> Reply | None:
        key, path = (BY_MAIL, address), "/inloggen/email/code"
        return self._door.ask(key, path, {"code": code}, "", chance, browser=browser)

    def _letters(self, address: str, browsers: list[str]) -> dict[str, str]:
        """The code for each browser, once it was sent; none when one is not sent."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                found = self._sent(address)
            except SQLAlchemyError:  # our own hands are thrown out too
                found = {}
            if all(token_hash(browser) in found for browser in browsers):
                return {browser: found[token_hash(browser)] for browser in browsers}
            time.sleep(0.5)
        return {}

    def _sent(self, address: str) -> dict[str, str]:
        """What went out to an address. The post box of the demo is for people, and this is nobody yet."""
        sent = {row["recipient_id"] for row in self._world.rows(Delivery, state=DeliveryState.SENT)}
        keys = self._world.services.tag_keys
        return {
            row["browser_hash"]: code_of(keys, HERE, row["key_id"], row["id"])
            for row in self._world.rows(EmailCode, address=address)
            if row["id"] in sent
        }
