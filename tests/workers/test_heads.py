"""Heads of ballot boards: made at their time, mailed to the clerks, told to the municipality's hook; each once."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.commands.test_board import append, cast, look_at
from tests.support.voting import Vote, a_vote
from tests.support.world import HERE, World
from tests.workers.test_sweep import Calls, swept
from wijkstem.adapters.wake import Task
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.deliveries import ReleaseDeliveries
from wijkstem.eventlog.follow import follow
from wijkstem.events.board import BoardHeadSet
from wijkstem.kit.jinja import make_pages
from wijkstem.reactions.board import NAME, board_heads
from wijkstem.services import Services
from wijkstem.settings import ROOT
from wijkstem.tables.board import BoardHead
from wijkstem.tables.engine import ConsumerPosition, Delivery, DeliveryChannel, DeliveryState
from workers.deliveries import deliver
from workers.heads import make_heads

PAGES = make_pages(ROOT / "templates")
NIGHT = datetime(2026, 3, 3, 3, tzinfo=UTC)


@pytest.fixture
def vote(world: World) -> Vote:
    made = a_vote(world)
    look_at(world, made, NIGHT)
    return made


@dataclass
class Outside:
    """A municipality's own system."""

    url: str
    told: list[Any] = field(default_factory=list)
    answer: int = 200


@pytest.fixture
def outside() -> Iterator[Outside]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            it.told.append(json.loads(self.rfile.read(size)))
            self.send_response(it.answer)
            self.send_header("Location", it.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    it = Outside(f"http://127.0.0.1:{server.server_port}/hook")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield it
    server.shutdown()
    server.server_close()
    thread.join()


def hooked(world: World, outside: Outside) -> Services:
    settings = world.services.settings.model_copy(update={"board_hooks": {HERE: outside.url}})
    return replace(world.services, settings=settings)


def settle(services: Services) -> None:
    while follow(board_heads(services.settings), HERE, services.reaction_desk(HERE)):
        pass


def test_the_clock_calls_at_the_set_time_and_once(world: World, vote: Vote) -> None:
    world.clock.at = NIGHT - timedelta(seconds=1)
    assert (HERE, Task.HEADS) not in swept(world, Calls())
    world.clock.at = NIGHT
    assert (HERE, Task.HEADS) in swept(world, Calls())
    assert make_heads(world.services, HERE) == 1
    assert (HERE, Task.HEADS) not in swept(world, Calls())
    assert make_heads(world.services, HERE) == 0
    assert len(world.rows(BoardHead)) == 1


def test_a_worker_that_stops_leaves_the_head_to_the_next(world: World, vote: Vote) -> None:
    world.clock.at = NIGHT
    assert make_heads(world.services, HERE, stopping=lambda: True) == 0
    assert make_heads(world.services, HERE) == 1


def test_the_close_is_not_called_for_as_a_head(world: World, vote: Vote) -> None:
    """A clock that slept through the last night and the close: the count has the round."""
    world.pass_days(30)
    assert make_heads(world.services, HERE) == 0
    assert (HERE, Task.HEADS) not in swept(world, Calls())


def test_every_clerk_gets_every_head_once(world: World, vote: Vote) -> None:
    clerks = {world.clerk.person_id, world.person("second", *world.clerk.roles).person_id}
    world.person("bystander")
    for tag in "ab":
        cast(world, vote, tag * 64)
        append(world, vote)
    settle(world.services)
    sent = [(row["recipient_id"], row["cause"]) for row in world.rows(Delivery)]
    about = [f"head:{vote.round_id}:{size}" for size in (2, 3)]
    assert sorted(sent) == sorted((clerk, one) for clerk in clerks for one in about)


def test_told_twice_is_once(world: World, vote: Vote) -> None:
    assert world.clerk.person_id
    append(world, vote)
    settle(world.services)
    settle(world.services)
    assert len(world.rows(Delivery)) == 1
    [position] = world.rows(ConsumerPosition, consumer=NAME)
    assert position["position"] == len(world.recorded())


def test_the_mail_has_the_head_and_where_to_see_it(world: World, vote: Vote) -> None:
    assert world.clerk.person_id
    cast(world, vote, "a" * 64)
    append(world, vote)
    settle(world.services)
    world.execute(ReleaseDeliveries())
    deliver(world.services, PAGES, HERE)
    [mail] = [one for one in world.mailer.sent if "Stembord" in one.subject]
    [event] = world.events(BoardHeadSet)
    for said in (mail.body, mail.html):
        assert event.root in said
        assert event.chain in said
        assert "/stembord/2026-1" in said
    assert mail.address == "clerk@example.test"


def test_a_clerk_who_is_gone_gets_none(world: World, vote: Vote) -> None:
    clerk = world.clerk
    append(world, vote)
    settle(world.services)
    assert clerk.person_id is not None
    world.execute(ErasePerson(clerk.person_id), clerk)
    world.execute(ReleaseDeliveries())
    deliver(world.services, PAGES, HERE)
    assert [one for one in world.mailer.sent if "Stembord" in one.subject] == []


def test_the_hook_is_told_the_head(world: World, vote: Vote, outside: Outside) -> None:
    services = hooked(world, outside)
    head = append(world, vote)
    settle(services)
    world.execute(ReleaseDeliveries())
    deliver(services, PAGES, HERE)
    [told] = outside.told
    assert (told["round"], told["size"], told["root"], told["chain"]) == (
        str(vote.round_id),
        head.size,
        head.root,
        head.chain,
    )
    assert {row["state"] for row in hooks(world)} == {DeliveryState.SENT}


def hooks(world: World) -> list[dict[str, Any]]:
    return [row for row in world.rows(Delivery) if row["channel"] is DeliveryChannel.HOOK]


@pytest.mark.parametrize("answer", [500, 302, 404])
def test_a_hook_that_does_not_take_it_is_told_again(
    world: World, vote: Vote, outside: Outside, answer: int
) -> None:
    services = hooked(world, outside)
    append(world, vote)
    settle(services)
    world.execute(ReleaseDeliveries())
    outside.answer = answer
    deliver(services, PAGES, HERE)
    assert [(row["state"], row["attempts"]) for row in hooks(world)] == [(DeliveryState.WAITING, 1)]
    outside.answer = 204
    world.clock.at += timedelta(minutes=2)
    deliver(services, PAGES, HERE)
    assert {row["state"] for row in hooks(world)} == {DeliveryState.SENT}
    assert len(outside.told) == 2


def test_a_hook_that_was_taken_away_is_told_nothing(
    world: World, vote: Vote, outside: Outside
) -> None:
    append(world, vote)
    settle(hooked(world, outside))
    world.execute(ReleaseDeliveries())
    deliver(world.services, PAGES, HERE)
    assert (hooks(world), outside.told) == ([], [])
