"""People who walk a plan along its path by HTTP, however long it takes, and the post that comes of it."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from uuid import UUID

from starlette.testclient import TestClient

from tests.support.submitting import hidden
from tests.support.web import ClientFor, with_settings
from tests.support.world import HERE, World
from wijkstem.adapters.mail import PostboxMailer
from wijkstem.commands.accounts import Identity
from wijkstem.commands.terms import PassTerm
from wijkstem.demo.people import people
from wijkstem.kit.clock import local_date
from wijkstem.kit.jinja import make_pages
from wijkstem.queries.sweep import passed_terms
from wijkstem.tables.accounts import Person
from wijkstem.tables.engine import PostboxMessage
from workers.deliveries import deliver

REASONS = "Dit is de uitleg, in een hele gewone zin."


class Walker:
    """Somebody of the demo with a browser of their own, who logs in anew each time: sessions end, plans last."""

    def __init__(self, client: TestClient, who: str) -> None:
        self.client, self.who = client, who

    def log_in(self) -> "Walker":
        answer = self.client.post("/inloggen", data={"persoon": self.who, "terug": "/mijn"})
        assert answer.headers["location"] == "/mijn"
        return self

    def see(self, url: str, status: int = 200) -> str:
        answer = self.log_in().client.get(url)
        assert answer.status_code == status, answer.text
        return unescape(answer.text)

    def send(self, url: str, **data: str) -> str:
        """Send a form and follow where it leads."""
        answer = self.log_in().client.post(url, data=data)
        assert answer.status_code == 303, answer.text
        return self.see(answer.headers["location"])


class Street:
    """A world in which everybody comes by HTTP and the clock's work is done whenever days go by."""

    def __init__(self, world: World, client_for: ClientFor) -> None:
        self.world, self._client_for = with_settings(world, demo=True), client_for

    @property
    def names(self) -> dict[str, Identity]:
        return people(self.world.services.rules.of(HERE).municipality)

    def walker(self, who: str) -> Walker:
        return Walker(self._client_for(self.world), who).log_in()

    @property
    def today(self) -> date:
        return local_date(self.world.clock.at)

    def pass_days(self, days: int) -> None:
        """Time goes by; whatever term is over by then passes."""
        self.world.pass_days(days)
        with self.world.services.reading(HERE) as connection:
            over = passed_terms(connection, HERE, self.today)
        for term in over:
            self.world.execute(PassTerm(term.initiative_id, term.step_seq))
        self.settle()

    def settle(self) -> None:
        """What follows from what was done, and the post that goes out for it."""
        self.world.settle()
        services = replace(self.world.services, mailer=PostboxMailer(self.world.services.engine))
        deliver(services, make_pages(services.settings.templates_dir), HERE)
        # So that the post has an order.
        self.world.clock.at += timedelta(minutes=1)

    def take(self, official: Walker, number: str, outcome: str, **given: str) -> None:
        """An official takes a step on the page of the case, as it stands there."""
        page = official.see(f"/moderatie/{number}")
        assert f'value="{outcome}"' in page, (outcome, re.findall(r"Nu: ([^<]+)", page))
        seq = hidden(page)["step_seq"]
        official.send(f"/moderatie/{number}", step_seq=seq, outcome=outcome, **given)
        self.settle()

    def post(self, walker: Walker) -> list[str]:
        """The subjects of what somebody got by mail, in that order, without the plan's title."""
        rows = self.world.rows(PostboxMessage, recipient_id=self.person_id(walker))
        rows.sort(key=lambda row: row["sent_at"])
        return [row["subject"].partition(":")[0] for row in rows]

    def person_id(self, walker: Walker) -> UUID:
        name = self.names[walker.who].display_name
        [row] = self.world.rows(Person, display_name=name)
        person_id: UUID = row["id"]
        return person_id
