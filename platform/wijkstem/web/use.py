"""Counting the use of the site without cookies and without people: in the process, and once a minute into the database.

Counted is the pattern of an address and the day, and nothing of who asked. Nothing is counted of the booth: when few
vote, a count of its pages would tell who did.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from wijkstem.commands.handlers import execute
from wijkstem.commands.site_use import CountUse
from wijkstem.domain.people import SYSTEM
from wijkstem.services import Services
from wijkstem.words.sources import UseOf

logger = structlog.get_logger(__name__)

#: Seconds between two writings.
EVERY: Final = 60.0
_SEEN: Final = frozenset({200, 304})
#: What no person looks at, and what nobody may know of.
_NOT_COUNTED: Final = (
    "/static", "/healthz", "/readyz", "/metrics", "/.well-known", "/api/", "/data", "/demo", "/stembord",
    "/wijkbudget/{round}/stem", "/foto", "/film", "/opname", "/beheer",
)  # fmt: skip

#: What was done, and the pattern of the address.
What = tuple[UseOf, str]


class Use:
    """What was done since the last writing, by municipality."""

    def __init__(self, parts: Services) -> None:
        self._parts = parts
        self._counts: dict[str, Counter[What]] = {}

    def seen(self, municipality_id: str | None, route: str, method: str, status: int) -> None:
        """A request that was answered."""
        if municipality_id is None or not route.startswith("/") or route.startswith(_NOT_COUNTED):
            return
        if method == "GET" and status in _SEEN:
            self._count(municipality_id, (UseOf.PAGE, route))
        elif method == "POST" and status == 303:
            self._count(municipality_id, (UseOf.SENT, route))

    def searched(self, municipality_id: str, *, found: bool) -> None:
        """Somebody looked for plans by words; which words, nobody keeps."""
        self._count(municipality_id, (UseOf.SEARCH, ""))
        if not found:
            self._count(municipality_id, (UseOf.SEARCH_EMPTY, ""))

    def _count(self, municipality_id: str, what: What) -> None:
        self._counts.setdefault(municipality_id, Counter())[what] += 1

    def write(self) -> None:
        """Add what was counted to the day. What cannot be written now is kept for the next time."""
        counts, self._counts = self._counts, {}
        for municipality_id, counted in counts.items():
            try:
                execute(self._parts, municipality_id, CountUse(dict(counted)), SYSTEM)
            except SQLAlchemyError as error:
                logger.warning("use was not written down", error=type(error).__name__)
                self._counts.setdefault(municipality_id, Counter()).update(counted)

    @contextmanager
    def writing(self, every: float = EVERY) -> Iterator[None]:
        """Write now and then, and once more at the end."""
        over = Event()

        def go_on() -> None:
            while not over.wait(every):
                self.write()

        thread = Thread(target=go_on, name="use", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
            self.write()
