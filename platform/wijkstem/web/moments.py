"""Which moment it is in a municipality: the question behind every kept page, asked as seldom as is honest."""

from functools import partial
from typing import Final

from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request

from wijkstem.kit.changes import Changes
from wijkstem.kit.collected import Collected
from wijkstem.kit.glances import Glances
from wijkstem.queries.moment import moment
from wijkstem.services import Services
from wijkstem.web.lanes import Lanes

#: The question rests so many times as long as it took when more than one wait for it, so that the database is free
#: for people who do something. Where nobody does, it does not rest.
_RESTS: Final = 3.0

_STATE: Final = "moment"


class Moments:
    """Asked once for all who wait, and never before they came.

    Where the database can say that nothing at all was committed since the last answer (`kit/changes.py`), that
    answer still holds, and nobody waits.
    """

    def __init__(self, parts: Services, glances: Glances, lanes: Lanes) -> None:
        self._glances, self._lanes = glances, lanes
        self._asked: dict[str, Collected[str]] = {}
        self._changes = Changes(parts.engine)
        #: The last answers, each with the mark of before its question.
        self._held: dict[str, tuple[tuple[int, int], str]] = {}

    async def now(self, municipality_id: str) -> str:
        """The moment that it is now."""
        held = self._held.get(municipality_id)
        if held is not None and held[0] == self._changes.mark():
            return held[1]
        asked = self._asked.get(municipality_id)
        if asked is None:
            reads = partial(self._answered, municipality_id)
            asked = self._asked[municipality_id] = Collected(reads, rest=self._rest)
        return await asked.ask()

    def close(self) -> None:
        """Let go of what looks for changes."""
        self._changes.close()

    def _rest(self) -> float:
        return _RESTS if self._lanes.at_work else 0.0

    async def _answered(self, municipality_id: str) -> str:
        mark = self._changes.mark()
        found = await to_thread.run_sync(self._read, municipality_id, limiter=self._lanes.moments)
        if mark is not None:
            self._held[municipality_id] = mark, found
        return found

    def _read(self, municipality_id: str) -> str:
        return self._glances.ask(municipality_id, lambda one: moment(one, municipality_id))


def to_be_dated(state: dict[str, object]) -> None:
    """Have the moment noted at which the page of this request reads its data."""
    state[_STATE] = ""


def date_it(request: Request, connection: Connection, municipality_id: str) -> None:
    """Note the moment of the page's first question, in the transaction of that question."""
    if getattr(request.state, _STATE, None) == "":
        setattr(request.state, _STATE, moment(connection, municipality_id))


def dated(state: dict[str, object]) -> str:
    """The moment that was noted; "" when the page asked nothing."""
    return str(state.get(_STATE, ""))
