"""What people do at once with files: photos and a film at one plan, and a plan that is spoken and typed out."""

import random
import re
import time
from collections.abc import Callable, Iterator
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from tests.fire.door import Attached, Door, Reply
from tests.fire.ledger import Ledger
from tests.fire.people import Story, at_once
from tests.fire.town import CENTRE, Town, Visitor
from tests.support.pictures import drawn
from tests.support.recordings import filmed, spoken
from tests.support.world import HERE, World
from wijkstem.kit.ids import new_id
from wijkstem.tables.moderation import Case
from wijkstem.words import CaseKind

#: Windows in which one person adds a photo at the same moment: two more than a plan may have.
WINDOWS = 7
#: How often a page is looked for, and seconds between.
LOOKS, PAUSE = 300, 0.2
_RECORDING = re.compile(r'name="welke" value="([0-9a-f-]{36})"')
_REVISION = re.compile(r'name="revision" value="(\d+)"')


class MediaErrands:
    """A story for each of them."""

    def __init__(self, town: Town, door: Door, ledger: Ledger, world: World) -> None:
        self._town, self._door, self._ledger, self._world = town, door, ledger, world

    def stories(self) -> Iterator[Story]:
        yield self._photographing
        yield self._filming
        yield self._speaking

    def _photographing(self, chance: random.Random) -> None:
        """More photos at once than a plan may have; then the words that a photo needs, and one goes again."""
        who, path = self._town.supporters[11], self._begun(self._town.supporters[11], chance)
        content = drawn(320, 240)

        def adding(own: random.Random) -> Reply | None:
            form = {"nieuw": "Een veld met een boom", "ga": "toevoegen"}
            photo = Attached("foto", "veld.jpg", content)
            key = ("photo", who.id)
            return self._door.ask(key, f"{path}/beeld", form, who.token, own, attached=photo)

        at_once([adding] * WINDOWS, chance)

    def _filming(self, chance: random.Random) -> None:
        """One film each, however often it is sent; and words for who cannot hear it."""
        who, path = self._town.supporters[12], self._begun(self._town.supporters[12], chance)
        film = Attached("film", "park.mp4", filmed(seconds=0.5))

        def adding(own: random.Random) -> Reply | None:
            form = {"ga": "toevoegen"}
            key = ("film", who.id)
            return self._door.ask(key, f"{path}/film", form, who.token, own, attached=film)

        at_once([adding, adding], chance)
        told = {"ga": "bewaar", "transcript": "Wij laten het park zien."}
        self._door.ask(("film told", who.id), f"{path}/film", told, who.token, chance)

    def _speaking(self, chance: random.Random) -> None:
        """Spoken, sent twice to the municipality, and typed out by two officials at the same moment."""
        who = self._town.supporters[13]
        path = self._begun(who, chance)
        address = f"{path}/opname?soort=burgerinitiatief"
        said = Attached("opname", "plan.webm", spoken(seconds=0.5))
        key = ("recording", who.id)
        self._door.ask(key, address, {"ga": "toevoegen"}, who.token, chance, attached=said)
        recording = self._seen(address, who, _RECORDING, chance)
        if recording is None:
            return
        form = {"ga": "verstuur", "welke": recording}

        def sending(own: random.Random) -> Reply | None:
            return self._door.ask(("speak plan", who.id), address, form, who.token, own)

        at_once([sending, sending], chance)
        case = self._case(UUID(recording))
        if case is not None:
            self._typing_out(case, who, chance)

    def _typing_out(self, case: UUID, who: Visitor, chance: random.Random) -> None:
        path = f"/moderatie/zaak/{case}"
        seen = self._seen(path, self._town.officials[0], _REVISION, chance)
        if seen is None:
            return
        form = {"revision": seen, "title": "Een bank in het park", "ga": "uitgetypt"}
        form |= {"vraag-decision": "Zet een bank in het park.", "subject": "green"}
        form |= {"neighbourhood_code": CENTRE[HERE]}

        def typing(official: Visitor) -> Callable[[random.Random], Reply | None]:
            key = ("type out", who.id)
            return lambda own: self._door.ask(key, path, form, official.token, own)

        at_once([typing(one) for one in self._town.officials], chance)

    def _begun(self, who: Visitor, chance: random.Random) -> str:
        """The address of a plan that somebody writes the first words of."""
        draft = new_id()
        path = f"/initiatieven/concept/{draft}"
        page = {"revision": "0", "venster": "plan", "ga": "bewaar", "title": "Een bank"}
        address = f"{path}/plan?soort=burgerinitiatief"
        self._door.ask(("write", draft, "plan"), address, page, who.token, chance)
        return path

    def _seen(
        self, path: str, who: Visitor, what: re.Pattern[str], chance: random.Random
    ) -> str | None:
        """What stands on a page, once it can be seen."""
        for _ in range(LOOKS):
            page = self._door.look(path, who.token, chance)
            if page and (found := what.search(page.body)):
                return found[1]
            time.sleep(PAUSE)
        self._ledger.shocks.append(f"{path}: nothing like {what.pattern}")
        return None

    def _case(self, recording: UUID) -> UUID | None:
        """What lies on the desk of the recording; our own hands are thrown out of the database too."""
        for _ in range(LOOKS):
            try:
                found = self._world.rows(Case, kind=CaseKind.SPOKEN, target_id=recording)
            except SQLAlchemyError:
                found = []
            if found:
                case: UUID = found[0]["id"]
                return case
            time.sleep(PAUSE)
        self._ledger.shocks.append("a recording that was sent lies on no desk")
        return None
