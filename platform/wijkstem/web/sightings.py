"""Signs of life of those who are logged in: written down after their answer went out, and together.

Most who come to sign something were away for a while, so each of them is due. A transaction for each would cost
as much as their signatures do.
"""

from functools import partial
from typing import Final

import structlog
from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

from wijkstem.commands.handlers import execute
from wijkstem.commands.sessions import SeeSessions
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.collected import Collected
from wijkstem.services import Services
from wijkstem.web.lanes import Lanes

logger = structlog.get_logger(__name__)

#: The writing rests so many times as long as it took, when more than one waits for it.
_RESTS: Final = 10.0


class Sightings:
    """By municipality: who was seen and is not written down yet."""

    def __init__(self, parts: Services, lanes: Lanes) -> None:
        self._parts, self._lanes = parts, lanes
        self._seen: dict[str, set[str]] = {}
        self._writing: dict[str, Collected[None]] = {}

    async def note(self, municipality_id: str, token_hash: str) -> None:
        """Write down that this session is alive; one that cannot be is noted the next time."""
        self._seen.setdefault(municipality_id, set()).add(token_hash)
        writing = self._writing.get(municipality_id)
        if writing is None:
            write = partial(self._write, municipality_id)
            writing = self._writing[municipality_id] = Collected(write, rest=_RESTS)
        try:
            await writing.ask()
        except SQLAlchemyError as error:
            logger.warning("signs of life were not written down", error=type(error).__name__)

    async def _write(self, municipality_id: str) -> None:
        seen = SeeSessions(frozenset(self._seen.pop(municipality_id, ())))
        work = partial(execute, self._parts, municipality_id, seen, SYSTEM)
        await to_thread.run_sync(work, limiter=self._lanes.people)
