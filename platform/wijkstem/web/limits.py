"""How often somebody may do what costs or counts: tight for a person, generous for an address.

A school, a library or a household has one address, so what an address may do is what a class does in a lesson. A
person has two hands. Counted in Redis where there is one, and otherwise, or when it is away, in the process itself:
a limit is a help against haste and not what anything depends on. What must hold, such as the tries of a code, is
counted in the database.
"""

import ipaddress
import re
import time
from dataclasses import dataclass
from typing import Any, Final

import structlog
from anyio import CapacityLimiter, to_thread
from limits import RateLimitItem, RateLimitItemPerMinute, storage
from limits.errors import StorageError
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request
from starlette.types import Receive, Send

from wijkstem.errors import TooOften
from wijkstem.kit.i18n import N_
from wijkstem.settings import Settings
from wijkstem.web import hosts
from wijkstem.web.context import actor, municipality, path_of, services
from wijkstem.web.middleware import Middleware

logger = structlog.get_logger(__name__)

PERSON: Final = N_(
    "U doet dit te vaak achter elkaar. Er is nu niets veranderd. Probeer het over %(minutes)s minuten nog eens."
)
ADDRESS: Final = N_(
    "Vanaf uw internetadres gebeurt dit nu heel vaak. Misschien deelt u dat adres met anderen. Er is nu niets"
    " veranderd. Probeer het over %(minutes)s minuten nog eens."
)
#: Seconds that Redis may take; it is one of several things that a request does.
_REDIS_PATIENCE: Final = 0.5
#: Seconds that nobody asks Redis again after it failed.
_REST: Final = 5.0


@dataclass(frozen=True)
class Limit:
    """What one kind of request may be done in ten minutes, or in another number of minutes."""

    name: str
    methods: frozenset[str]
    path: re.Pattern[str]
    person: int
    address: int
    minutes: int = 10

    def fits(self, method: str, path: str) -> bool:
        return method in self.methods and self.path.fullmatch(path) is not None

    def of_person(self) -> RateLimitItem:
        return RateLimitItemPerMinute(self.person, self.minutes, namespace=f"{self.name}-person")

    def of_address(self) -> RateLimitItem:
        return RateLimitItemPerMinute(self.address, self.minutes, namespace=f"{self.name}-address")


def _limit(name: str, method: str, path: str, **values: int) -> Limit:
    return Limit(name, frozenset({method}), re.compile(path, re.DOTALL), **values)


#: The first that fits a request is its limit; what fits none is only read, and costs little.
LIMITS: Final = (
    # A mail goes out, to whatever address is typed.
    _limit("email", "POST", r"/inloggen/email", person=10, address=60),
    _limit("code", "POST", r"/inloggen/email/code", person=20, address=200),
    # A provider is asked.
    _limit("login", "GET", r"/inloggen/met/.+|/uitloggen/.+", person=40, address=400),
    # A provider tells of everybody who logs out there.
    _limit("ended", "POST", r"/inloggen/met/[^/]+/beeindigd", person=6000, address=6000),
    # The log is read from end to end.
    _limit("take along", "GET", r"/mijn/gegevens/bestand", person=10, address=200),
    # An official reads it.
    _limit("file", "POST", r"/initiatieven/concept/[^/]+/versturen", person=20, address=200),
    # The same; and nobody needs to log in for it.
    _limit("report", "POST", r"/initiatieven/[^/]+/melden", person=20, address=200),
    _limit("report", "POST", r"/vragen/[^/]+/melden", person=20, address=200),
    # Everybody reads it at once.
    _limit(
        "remark",
        "POST",
        r"/raadsvoorstellen/[^/]+/vragen|/dossiers/[^/]+/reageren",
        person=30,
        address=600,
    ),
    _limit("report", "POST", r"/meedoen/[^/]+/bijdrage/[^/]+/melden", person=20, address=200),
    _limit(
        "contribution",
        "POST",
        r"/meedoen/[^/]+/(?:zeggen|bijdrage/[^/]+/(?:antwoord|wijzig|steun))",
        person=300,
        address=3000,
    ),
    # It is looked for in every text, while somebody types.
    _limit("alike", "GET", r"/initiatieven/lijkt-op", person=300, address=3000),
    # A film or a recording is made anew, by a process of its own.
    _limit("film", "POST", r"/initiatieven/concept/[^/]+/(film|opname)", person=30, address=300),
    # A photo is decoded.
    _limit("photo", "POST", r"/initiatieven/concept/[^/]+/beeld", person=60, address=600),
    # It counts.
    _limit(
        "sign", "POST", r"/initiatieven/[^/]+/(steunen|steun-intrekken)", person=120, address=3000
    ),
    # A whole board is read.
    _limit(
        "board",
        "GET",
        r"/stembord/[^/]+/(bord\.jsonl|koppen\.json|bewijs/.*|aangroei/.*)",
        person=100,
        address=1000,
    ),
    # A list of voters is read from end to end.
    _limit("roll", "POST", r"/moderatie/rondes/[^/]+/kiezers", person=30, address=120),
    # Somebody looks whether a ballot is there.
    _limit("receipt", "POST", r"/stembord/[^/]+/controle", person=60, address=600),
    # Somebody fills in a ballot, button by button. A code has too many characters to be guessed.
    _limit("vote", "POST", hosts.BOOTH.pattern, person=600, address=6000),
    # Everything else that is written.
    _limit("write", "POST", r".*", person=300, address=3000),
)


class Counter:
    """Counts, in Redis or in this process."""

    def __init__(self, settings: Settings) -> None:
        self._here = SlidingWindowCounterRateLimiter(storage.MemoryStorage())
        self._redis: SlidingWindowCounterRateLimiter | None = None
        self._away_until = 0.0
        self._threads = CapacityLimiter(4)
        if settings.redis_url:
            patience: dict[str, Any] = {
                "socket_timeout": _REDIS_PATIENCE,
                "socket_connect_timeout": _REDIS_PATIENCE,
            }
            kept = storage.RedisStorage(settings.redis_url, wrap_exceptions=True, **patience)
            self._redis = SlidingWindowCounterRateLimiter(kept)

    async def wait(self, item: RateLimitItem, who: str) -> int:
        """0, or the seconds after which it may be done again. Counts this time."""
        redis = self._redis
        if redis is not None and time.monotonic() >= self._away_until:
            try:
                return await to_thread.run_sync(_hit, redis, item, who, limiter=self._threads)
            except StorageError:
                self._away_until = time.monotonic() + _REST
                logger.warning("limits are counted in each process: Redis is away")
        return _hit(self._here, item, who)


def _hit(counter: SlidingWindowCounterRateLimiter, item: RateLimitItem, who: str) -> int:
    if counter.hit(item, who):
        return 0
    return max(1, round(counter.get_window_stats(item, who).reset_time - time.time()))


class Limited(Middleware):
    """Refuses what is done too often, before it costs anything."""

    async def handle(self, request: Request, receive: Receive, send: Send) -> None:
        found = next((one for one in LIMITS if one.fits(request.method, path_of(request))), None)
        if found is not None and municipality(request) is not None:
            await counted(request, found)
        await self.app(request.scope, receive, send)


async def counted(request: Request, limit: Limit) -> None:
    """Count this request. Raises TooOften when there were enough of them."""
    counter, person, address = _counter(request), actor(request).person_id, _address(request)
    if hosts.BOOTH.fullmatch(path_of(request)):
        person = None  # not even for ten minutes
    if person is not None and (wait := await counter.wait(limit.of_person(), person.hex)):
        raise _too_often(limit, wait, PERSON)
    if address and (wait := await counter.wait(limit.of_address(), address)):
        raise _too_often(limit, wait, ADDRESS)


def _too_often(limit: Limit, seconds: int, sentence: str) -> TooOften:
    logger.info("too often", limit=limit.name)
    return TooOften("too_often", sentence, seconds=seconds, minutes=max(2, -(-seconds // 60)))


def _counter(request: Request) -> Counter:
    state = request.app.state
    if not hasattr(state, "counter"):
        state.counter = Counter(services(request).settings)
    found: Counter = state.counter
    return found


def _address(request: Request) -> str:
    """Where it comes from, keyed: an address tells something of a person. "" for this machine, which is a proxy's."""
    try:
        found = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return ""
    if found.is_loopback:
        return ""
    # Of IPv6 a household has a whole network.
    whole = ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found
    keys = services(request).tag_keys
    return keys.one(keys.current, "*", "address", str(whole))
