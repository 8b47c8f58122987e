"""Which moment it is in a municipality: the question behind every kept page, asked as seldom as is honest."""

from typing import Final

from anyio import to_thread
from sqlalchemy import Connection
from starlette.requests import Request

from wijkstem.kit.collected import Collected
from wijkstem.kit.db import glancing
from wijkstem.queries.moment import moment
from wijkstem.services import Services
from wijkstem.web.lanes import Lanes

#: The question rests so many times as long as it took, when more than one wait for it.
_RESTS: Final = 3.0

_STATE: Final = "moment"


class Moments:
    """Asked once for all who wait, and never before they came."""

    def __init__(self, parts: Services, lanes: Lanes) -> None:
        self._parts, self._lanes = parts, lanes
        self._asked: dict[str, Collected[str]] = {}

    async def now(self, municipality_id: str) -> str:
        """The moment that it is now."""
        asked = self._asked.get(municipality_id)
        if asked is None:

            async def read() -> str:
                return await to_thread.run_sync(
                    self._read, municipality_id, limiter=self._lanes.moments
                )

            asked = self._asked[municipality_id] = Collected(read, rest=_RESTS)
        return await asked.ask()

    def _read(self, municipality_id: str) -> str:
        with glancing(self._parts.engine, municipality=municipality_id) as connection:
            return moment(connection, municipality_id)


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
