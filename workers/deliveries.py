"""Deliveries: claim a batch, send each, say what became of it. A kill in between sends it again, never less."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from wijkstem.adapters.mail import Line, NoAddress, digest_of
from wijkstem.commands.deliveries import ClaimDeliveries, Claimed, CloseDeliveries
from wijkstem.commands.handlers import execute
from wijkstem.commands.handover import Receipt
from wijkstem.domain.people import SYSTEM
from wijkstem.kit.db import is_outage
from wijkstem.kit.jinja import Pages
from wijkstem.kit.metrics import ATTEMPTS
from wijkstem.queries.board_letters import head_told
from wijkstem.queries.traces import Trace, traces_of
from wijkstem.services import Services
from workers.handover import HOOK, MAIL, MustWait, handover_of, tell_receiver
from workers.letters import Said, filled, read
from workers.stopping import never

logger = structlog.get_logger(__name__)

#: Small enough to be done well within a claim, large enough that claiming costs little.
BATCH = 25
#: Seconds between attempts to say what was sent, all together within the second half of a claim.
CLOSE_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.0)


@dataclass
class _Outcome:
    """What became of a batch so far."""

    sent: list[UUID] = field(default_factory=list)
    pointless: list[UUID] = field(default_factory=list)
    failed: list[tuple[Claimed, str]] = field(default_factory=list)
    let_go: list[Claimed] = field(default_factory=list)
    waits: list[tuple[Claimed, datetime]] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    #: Whether the database went away meanwhile.
    cut_off: bool = False

    def command(self) -> CloseDeliveries:
        return CloseDeliveries(
            tuple(self.sent),
            tuple(self.pointless),
            tuple(self.failed),
            tuple(self.let_go),
            tuple(self.waits),
            tuple(self.receipts),
        )


def deliver(
    services: Services,
    pages: Pages,
    municipality_id: str,
    *,
    stopping: Callable[[], bool] = never,
) -> int:
    """Send what is due in a municipality; gives how many were closed.

    A worker that is asked to stop finishes the message in its hands and lets the rest of its batch go. So does
    one whose claim is half over, because the mail server is slow or it was asleep itself: what it sent after
    the end of its claim, another would have sent too.
    """
    total = 0
    lasts = timedelta(seconds=services.settings.delivery_claim_seconds)
    claim = ClaimDeliveries(BATCH, lasts)
    begun = services.clock.now()
    while not stopping() and (claimed := execute(services, municipality_id, claim, SYSTEM)):
        outcome = _Outcome()
        traces = _traces(services, municipality_id, claimed)
        known = _known(services, municipality_id, claimed)
        with services.mailer.line() as line:
            for one in claimed:
                if stopping() or services.clock.now() - begun > lasts / 2:
                    outcome.let_go.append(one)
                    ATTEMPTS.labels("let_go").inc()
                else:
                    trace = traces.get(one.cause)
                    desk = Desk(services, pages, line, municipality_id, known)
                    _attempt(desk, one, outcome, trace)
        _close(services, municipality_id, outcome.command())
        total += len(claimed)
        if outcome.cut_off:
            break  # the clock calls again
        begun = services.clock.now()
    return total


def _close(services: Services, municipality_id: str, outcome: CloseDeliveries) -> None:
    """Say what became of a batch, again and again while the database is away: what is not said goes twice."""
    for pause in CLOSE_PAUSES:
        try:
            execute(services, municipality_id, outcome, SYSTEM)
        except SQLAlchemyError as error:
            if not is_outage(error):
                raise
            time.sleep(pause)
        else:
            return
    execute(services, municipality_id, outcome, SYSTEM)


def _traces(services: Services, municipality_id: str, claimed: list[Claimed]) -> dict[str, Trace]:
    with services.reading(municipality_id) as connection:
        return traces_of(connection, municipality_id, {one.cause for one in claimed})


def _known(services: Services, municipality_id: str, claimed: list[Claimed]) -> dict[UUID, Said]:
    """What each of a batch says; where that fails for one of them, each is looked up by itself as its turn comes."""
    try:
        found = read(services, municipality_id, claimed)
    except Exception as error:
        logger.warning("batch read one by one", municipality=municipality_id, exc_info=error)
        return {}
    return found


@dataclass(frozen=True)
class Desk:
    """What a batch is sent with."""

    services: Services
    pages: Pages
    line: Line
    municipality_id: str
    #: What was looked up for all of them.
    known: dict[UUID, Said]

    def send(self, one: Claimed) -> Receipt | None:
        """Raises NoAddress when there is nobody to send it to, and MustWait when it is not its turn."""
        if one.cause.startswith("hook:"):
            self._tell(one)
            return None
        if one.cause.startswith(HOOK):
            return tell_receiver(self.services, self.municipality_id, one)
        said = self.known.get(one.id) or read(self.services, self.municipality_id, [one]).get(
            one.id
        )
        if said is None:
            raise NoAddress
        message = filled(self.services, self.pages, self.municipality_id, one, said)
        self.line.send(message)
        if one.cause.startswith(MAIL):
            return Receipt(handover_of(one), message.message_id, digest_of(message))
        return None

    def _tell(self, one: Claimed) -> None:
        """A head of the ballot board, to the municipality's own system; nobody, when it has none any more."""
        parts = self.services
        url = parts.settings.board_hooks.get(self.municipality_id)
        with parts.reading(self.municipality_id) as connection:
            said = head_told(connection, self.municipality_id, one.cause)
        if url is None or said is None:
            raise NoAddress
        parts.hooks.tell(url, said)


def _attempt(desk: Desk, one: Claimed, outcome: _Outcome, trace: Trace | None) -> None:
    said = logger.bind(
        municipality=desk.municipality_id,
        delivery=str(one.id),
        cause=one.cause,
        attempts=one.attempts,
        event_id=str(trace.event_id) if trace else None,
        correlation_id=str(trace.correlation_id) if trace else None,
    )
    try:
        receipt = desk.send(one)
    except MustWait as wait:
        outcome.waits.append((one, wait.until))
        ATTEMPTS.labels("let_go").inc()
        return
    except NoAddress:
        outcome.pointless.append(one.id)
        ATTEMPTS.labels("pointless").inc()
        return
    except Exception as error:  # noqa: BLE001 - whatever went wrong with one message must not stop the next
        if is_outage(error):
            # Ours and not the mail server's: no attempt, and whoever can takes it next.
            outcome.let_go.append(one)
            outcome.cut_off = True
            ATTEMPTS.labels("let_go").inc()
            return
        # What it says can hold the address: that stays in the row, which is erased with the person.
        outcome.failed.append((one, f"{type(error).__name__}: {error}"))
        ATTEMPTS.labels("failed").inc()
        said.warning("delivery failed", exc_info=error)
        return
    outcome.sent.append(one.id)
    if receipt is not None:
        outcome.receipts.append(receipt)
    ATTEMPTS.labels("sent").inc()
    said.info("delivery sent")
