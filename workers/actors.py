"""The actors: what a call from the log, from the clock or from a colleague sets going. Ids only, idempotent."""

import dramatiq
from structlog.contextvars import bound_contextvars

from wijkstem.adapters.wake import Task
from wijkstem.kit.jinja import Pages
from wijkstem.services import Services
from workers.archiving import put_away
from workers.bulk import carry_out_bulk
from workers.consumers import Consumers
from workers.council_source import look_at_source
from workers.counting import count_votes
from workers.deliveries import deliver
from workers.dialogues import compute_dialogues
from workers.digests import make_digests
from workers.heads import make_heads
from workers.outcomes import print_outcomes
from workers.printing import print_reports
from workers.reminding import remind
from workers.stirring import stir_boxes
from workers.stopping import Stopping
from workers.terms import pass_terms
from workers.tidying import tidy

#: A failure is not retried by the broker: the log, the positions and the deliveries know what is to be done,
#: and the clock calls again within a second or two.
MAX_RETRIES = 0


class Actors:
    """Declares every actor on ``broker``."""

    def __init__(self, services: Services, broker: dramatiq.Broker, pages: Pages) -> None:
        self._services = services
        self._pages = pages
        self.stopping = Stopping()
        broker.add_middleware(self.stopping)
        self.consumers = Consumers(services, self.stopping)
        for task, work in (
            (Task.RELAY, self.relay),
            (Task.DELIVER, self.deliver),
            (Task.TERMS, self.pass_terms),
            (Task.BULK, self.carry_out_bulk),
            (Task.DIGESTS, self.make_digests),
            (Task.TIDY, self.tidy),
            (Task.STIR, self.stir),
            (Task.REMIND, self.remind),
            (Task.HEADS, self.make_heads),
            (Task.COUNT, self.count_votes),
            (Task.SOURCE, self.look_at_source),
            (Task.PRINT, self.print_reports),
            (Task.DIALOGUE, self.compute_dialogues),
        ):
            dramatiq.actor(actor_name=task.value, broker=broker, max_retries=MAX_RETRIES)(work)
        consuming = dramatiq.actor(actor_name="consume", broker=broker, max_retries=MAX_RETRIES)
        self._consume = consuming(self.consume)

    def relay(self, municipality_id: str) -> None:
        """The log has news: send each consumer that is behind to work, in parallel."""
        with bound_contextvars(task=Task.RELAY.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.RELAY)
            for name in self.consumers.behind(municipality_id):
                self._consume.send(name, municipality_id)

    def consume(self, name: str, municipality_id: str) -> None:
        """Let one consumer follow; what a reaction writes calls the relay by itself."""
        with bound_contextvars(task="consume", municipality=municipality_id, consumer=name):
            self.consumers.follow(name, municipality_id)

    def deliver(self, municipality_id: str) -> None:
        """Send what is due."""
        with bound_contextvars(task=Task.DELIVER.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.DELIVER)
            deliver(self._services, self._pages, municipality_id, stopping=self.stopping)

    def pass_terms(self, municipality_id: str) -> None:
        """Pass the terms that are over."""
        with bound_contextvars(task=Task.TERMS.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.TERMS)
            pass_terms(self._services, municipality_id, stopping=self.stopping)

    def remind(self, municipality_id: str) -> None:
        """Tell who comes to a gathering that it is near."""
        with bound_contextvars(task=Task.REMIND.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.REMIND)
            remind(self._services, municipality_id, stopping=self.stopping)

    def carry_out_bulk(self, municipality_id: str) -> None:
        """Take the decisions on many cases that cannot be undone any more."""
        with bound_contextvars(task=Task.BULK.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.BULK)
            carry_out_bulk(self._services, municipality_id, stopping=self.stopping)

    def tidy(self, municipality_id: str) -> None:
        """Throw away what was kept for long enough."""
        with bound_contextvars(task=Task.TIDY.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.TIDY)
            tidy(self._services, municipality_id, stopping=self.stopping)
            put_away(self._services, municipality_id, stopping=self.stopping)

    def stir(self, municipality_id: str) -> None:
        """Destroy the order in which ballots came in."""
        with bound_contextvars(task=Task.STIR.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.STIR)
            stir_boxes(self._services, municipality_id, stopping=self.stopping)

    def make_digests(self, municipality_id: str) -> None:
        """Make the digests of a day or a week that is over."""
        with bound_contextvars(task=Task.DIGESTS.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.DIGESTS)
            make_digests(self._services, municipality_id, stopping=self.stopping)

    def count_votes(self, municipality_id: str) -> None:
        """Lock boxes whose time is over, and count what is in them."""
        with bound_contextvars(task=Task.COUNT.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.COUNT)
            count_votes(self._services, municipality_id, stopping=self.stopping)

    def make_heads(self, municipality_id: str) -> None:
        """Sum up the ballot boards whose set time has come."""
        with bound_contextvars(task=Task.HEADS.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.HEADS)
            make_heads(self._services, municipality_id, stopping=self.stopping)

    def look_at_source(self, municipality_id: str) -> None:
        """Take in what the council's own system has to tell."""
        with bound_contextvars(task=Task.SOURCE.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.SOURCE)
            look_at_source(self._services, municipality_id, stopping=self.stopping)

    def print_reports(self, municipality_id: str) -> None:
        """Make published reports and outcomes into files."""
        with bound_contextvars(task=Task.PRINT.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.PRINT)
            print_reports(self._services, municipality_id, stopping=self.stopping)
            print_outcomes(self._services, municipality_id, stopping=self.stopping)

    def compute_dialogues(self, municipality_id: str) -> None:
        """Work out what came of dialogues."""
        with bound_contextvars(task=Task.DIALOGUE.value, municipality=municipality_id):
            self._services.wake.clear(municipality_id, Task.DIALOGUE)
            compute_dialogues(self._services, municipality_id, stopping=self.stopping)
