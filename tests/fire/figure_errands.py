"""Two officials who bring in the same figure, and another one, at the same moment; one of them takes theirs back."""

import random
from collections.abc import Callable, Iterator

from tests.fire.door import Door, Reply
from tests.fire.people import Story, at_once
from tests.fire.town import Town, Visitor
from tests.support.world import HERE, World
from wijkstem.events.sources import FileTaken, FileUndone
from wijkstem.queries.inhabitants import inhabitants
from wijkstem.tables.sources import SourceFile, SourceLine
from wijkstem.words.sources import FileState

_PLACE, _YEAR = "WK990100", 2020


class FigureErrands:
    """A story of both."""

    def __init__(self, town: Town, door: Door) -> None:
        self._town, self._door = town, door

    def stories(self) -> Iterator[Story]:
        yield self._bringing

    def _bringing(self, chance: random.Random) -> None:
        at_once([self._brings(who) for who in self._town.officials], chance)

    def _brings(self, who: Visitor) -> Callable[[random.Random], Reply | None]:
        def story(own: random.Random) -> Reply | None:
            last = None
            for people in ("100", str(own.randint(101, 900))):
                last = self._bring(who, people, own)
            if last is None:
                return None
            return self._door.ask(("figures", who.id), last, {"actie": "terug"}, who.token, own)

        return story

    def _bring(self, who: Visitor, people: str, own: random.Random) -> str | None:
        """Type it, and have it count, also where another took one in meanwhile. The address of the file."""
        line = {"typen": "ja", "gebied": _PLACE, "jaar": str(_YEAR), "inwoners": people}
        key = ("figures", who.id)
        reply = self._door.ask(key, "/beheer/cijfers/nieuw/inwoners", line, who.token, own)
        if reply is None or not reply.location:
            return None
        for _ in range(3):
            form = {"actie": "opnemen", "vervang": "ja"}
            taken = self._door.ask(key, reply.location, form, who.token, own)
            if taken is None or taken.status != 409:
                break
        return reply.location


def figures_count_once(world: World) -> None:
    """No figure counts twice, each file has a place of its own, and what counts is the last that was not taken back."""
    files = [row for row in world.rows(SourceFile) if row["place"] is not None]
    assert files, "nobody brought anything in"
    counting = [row for row in files if row["state"] is FileState.TAKEN]
    digests = [row["digest"] for row in counting]
    assert len(digests) == len(set(digests))
    assert sorted(row["place"] for row in files) == list(range(1, len(files) + 1))
    assert sorted(event.file_id for event in world.events(FileTaken)) == sorted(
        row["id"] for row in files
    )
    undone = {row["id"] for row in files if row["state"] is FileState.UNDONE}
    assert {event.file_id for event in world.events(FileUndone)} == undone
    last = max(counting, key=lambda row: row["place"], default=None)
    said = {
        row["file_id"]: int(row["said"].rpartition(",")[2][:-1]) for row in world.rows(SourceLine)
    }
    with world.services.reading(HERE) as connection:
        found = inhabitants(connection, HERE).of(_PLACE, _YEAR)
    assert found == (said[last["id"]] if last else None)
