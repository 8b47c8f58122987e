"""Deliveries: each goes out, once where nothing breaks; what fails waits, is parked, and can be tried again."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.eventlog.consumers import unguarded
from tests.support.world import World
from wijkstem.adapters.mail import FakeMailer, Message
from wijkstem.bootstrap import publish_rules
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.deliveries import (
    PAUSES,
    ClaimDeliveries,
    CloseDeliveries,
    HoldDeliveries,
    ReleaseDeliveries,
    RetryParked,
)
from wijkstem.commands.handlers import execute
from wijkstem.commands.initiatives import TakeStep
from wijkstem.commands.terms import PassTerm
from wijkstem.domain.people import SYSTEM, Actor
from wijkstem.kit.clock import FixedClock
from wijkstem.kit.jinja import Pages, make_pages
from wijkstem.queries.engine import on_hold
from wijkstem.queries.sweep import municipalities_with_deliveries
from wijkstem.services import Services
from wijkstem.settings import ROOT
from wijkstem.tables.engine import Delivery, DeliveryState
from workers.deliveries import BATCH, deliver


@pytest.fixture(scope="module")
def pages() -> Pages:
    """The real templates, in both languages."""
    return make_pages(ROOT / "templates")


def states(world: World) -> list[tuple[DeliveryState, int]]:
    """State and attempts of each delivery."""
    return [(row["state"], row["attempts"]) for row in world.rows(Delivery)]


def test_a_message_goes_out_once(world: World, pages: Pages) -> None:
    submitted = world.submit()
    world.settle()
    assert deliver(world.services, pages, "testdorp") == 1
    assert deliver(world.services, pages, "testdorp") == 0
    [message] = world.mailer.sent
    [row] = world.rows(Delivery)
    assert message == Message(
        municipality_id="testdorp",
        recipient_id=row["recipient_id"],
        address="submitter@example.test",
        message_id=f"<{row['id']}@testdorp.localhost>",
        subject="Wij hebben uw plan ontvangen (2026-0001)",
        body=message.body,
        html=message.html,
        at=world.clock.at,
    )
    assert f"http://testdorp.localhost/initiatieven/2026-0001-{submitted.slug}" in message.body
    assert "16 maart 2026" in message.body
    assert states(world) == [(DeliveryState.SENT, 1)]


def test_what_fails_waits_longer_each_time_and_is_then_parked(world: World, pages: Pages) -> None:
    world.submit()
    world.settle()
    world.mailer.failures = len(PAUSES) + 1
    for attempt, pause in enumerate(PAUSES, start=1):
        assert deliver(world.services, pages, "testdorp") == 1
        assert states(world) == [(DeliveryState.WAITING, attempt)]
        assert world.rows(Delivery)[0]["due_at"] == world.clock.at + pause
        world.clock.at += pause - timedelta(seconds=1)
        assert deliver(world.services, pages, "testdorp") == 0
        world.clock.at += timedelta(seconds=1)
    deliver(world.services, pages, "testdorp")
    assert states(world) == [(DeliveryState.PARKED, len(PAUSES) + 1)]
    assert world.rows(Delivery)[0]["error"] == "ConnectionError: the mail server is away"
    assert world.mailer.sent == []

    assert world.execute(RetryParked()) == 1
    deliver(world.services, pages, "testdorp")
    assert states(world) == [(DeliveryState.SENT, 1)]
    assert len(world.mailer.sent) == 1


def test_one_that_fails_does_not_stop_the_next(world: World, pages: Pages) -> None:
    world.submit()
    world.submit(title="Een bank in het park")
    world.settle()
    world.mailer.failures = 1
    deliver(world.services, pages, "testdorp")
    assert sorted(state for state, _ in states(world)) == [
        DeliveryState.SENT,
        DeliveryState.WAITING,
    ]


def test_a_worker_that_died_leaves_its_batch_to_the_next(world: World, pages: Pages) -> None:
    world.submit()
    world.settle()
    [claimed] = world.execute(ClaimDeliveries(lasts=timedelta(seconds=60)))
    assert deliver(world.services, pages, "testdorp") == 0
    world.clock.at += timedelta(seconds=60)
    assert deliver(world.services, pages, "testdorp") == 1
    assert world.mailer.sent[0].message_id == f"<{claimed.id}@testdorp.localhost>"


def test_two_claims_never_share_a_delivery(world: World) -> None:
    for n in range(3):
        world.submit(title=f"Een bank in het park, nummer {n}")
    world.settle()
    first = world.execute(ClaimDeliveries(most=2))
    second = world.execute(ClaimDeliveries(most=2))
    assert (len(first), len(second)) == (2, 1)
    assert {one.id for one in first}.isdisjoint(one.id for one in second)


class Ahead(FixedClock):
    """Of a process that began while the database was away: for a moment it goes by its own machine's clock."""

    def now(self) -> datetime:
        return self.at + timedelta(minutes=5)


def test_claim_of_another_is_not_over_by_a_clock_that_is_wrong(world: World) -> None:
    world.submit()
    world.settle()
    assert len(world.execute(ClaimDeliveries())) == 1
    ahead = replace(world.services, clock=Ahead(world.clock.at))
    assert execute(ahead, "testdorp", ClaimDeliveries(), SYSTEM) == []


def test_more_than_a_batch_goes_out_in_one_call(sqlite_world: World, pages: Pages) -> None:
    for n in range(BATCH + 1):
        sqlite_world.submit(title=f"Een bank in het park, nummer {n}")
    sqlite_world.settle()
    assert deliver(sqlite_world.services, pages, "testdorp") == BATCH + 1


def test_failure_of_a_worker_that_was_too_slow_sends_nothing_again(
    world: World, pages: Pages
) -> None:
    world.submit()
    world.settle()
    [claimed] = world.execute(ClaimDeliveries(lasts=timedelta(seconds=60)))
    world.clock.at += timedelta(seconds=60)
    assert deliver(world.services, pages, "testdorp") == 1
    world.execute(CloseDeliveries(failed=((claimed, "it did not go"),)))
    world.clock.at += timedelta(days=1)
    assert deliver(world.services, pages, "testdorp") == 0
    assert states(world) == [(DeliveryState.SENT, 2)]


def test_worker_that_slept_past_its_claim_sends_nothing_that_another_sent(
    world: World, pages: Pages
) -> None:
    """It was looked at once, before the first message: the slow worker sent the whole batch a second time."""
    for n in range(3):
        world.submit(title=f"Een bank in het park, nummer {n}")
    world.settle()
    awake = replace(world.services, mailer=world.mailer)

    class Sleeping(FakeMailer):
        def send(self, message: Message) -> None:
            if not self.sent:
                world.clock.at += timedelta(seconds=70)
                assert deliver(awake, pages, "testdorp") == 3
            super().send(message)

    asleep = Sleeping()
    deliver(replace(world.services, mailer=asleep), pages, "testdorp")

    assert (len(asleep.sent), len(world.mailer.sent)) == (1, 3)
    assert states(world) == [(DeliveryState.SENT, 2)] * 3


def test_slow_mail_server_gets_each_message_once(world: World, pages: Pages) -> None:
    for n in range(3):
        world.submit(title=f"Een bank in het park, nummer {n}")
    world.settle()

    class Slow(FakeMailer):
        def send(self, message: Message) -> None:
            world.clock.at += timedelta(seconds=40)
            super().send(message)

    slow = Slow()
    deliver(replace(world.services, mailer=slow), pages, "testdorp")

    assert len({message.message_id for message in slow.sent}) == len(slow.sent) == 3
    assert states(world) == [(DeliveryState.SENT, 1)] * 3


def test_end_of_the_time_to_sign_is_told_once_and_not_as_a_late_answer(
    world: World, pages: Pages
) -> None:
    plan = world.open()
    world.pass_days(60)
    world.execute(PassTerm(plan, 2))
    world.settle()
    deliver(world.services, pages, "testdorp")
    subjects = [message.subject.partition(":")[0] for message in world.mailer.sent]
    assert sorted(subjects) == [
        "Te weinig handtekeningen",
        "Toegelaten",
        "Wij hebben uw plan ontvangen (2026-0001)",
    ]


def test_late_answer_is_told(world: World, pages: Pages) -> None:
    submitted = world.submit()
    world.pass_days(20)
    world.execute(PassTerm(submitted.initiative_id, 1))
    world.settle()
    deliver(world.services, pages, "testdorp")
    assert "Een termijn is voorbij (2026-0001)" in [m.subject for m in world.mailer.sent]


def test_nobody_writes_to_somebody_who_was_erased(world: World, pages: Pages) -> None:
    submitter = world.person("submitter")
    world.submit(submitter)
    world.settle()
    [claimed] = world.execute(ClaimDeliveries())
    assert submitter.person_id is not None
    world.execute(ErasePerson(submitter.person_id), submitter)
    world.execute(CloseDeliveries(failed=((claimed, "it did not go"),)))
    world.clock.at += timedelta(days=1)
    assert deliver(world.services, pages, "testdorp") == 0
    assert world.mailer.sent == []
    assert world.rows(Delivery) == []


def test_a_refusal_says_ground_and_reasons_in_the_persons_language(
    world: World, pages: Pages
) -> None:
    submitted = world.submit()
    reasons = "U vraagt om een boete in te trekken. Dat is een klacht."
    world.execute(
        TakeStep(submitted.initiative_id, 1, "refuse", ground="complaint", reasons=reasons),
        world.official,
    )
    world.settle()
    deliver(world.services, pages, "testdorp")
    refusal = next(m for m in world.mailer.sent if m.subject.startswith("Niet toegelaten"))
    assert refusal.subject == "Niet toegelaten: Meer bomen in de straat (2026-0001)"
    assert "Het is een klacht" in refusal.body
    assert reasons in refusal.body
    assert not re.search(r"[{}%]|\n\n\n", refusal.body)


def test_only_the_system_takes_deliveries(sqlite_world: World) -> None:
    from wijkstem.errors import NotAllowed

    with pytest.raises(NotAllowed):
        sqlite_world.execute(ClaimDeliveries(), sqlite_world.person("anna"))
    assert sqlite_world.execute(ClaimDeliveries(), SYSTEM) == []


def test_on_hold_nothing_goes_out_also_not_what_is_decided_later_until_released(
    world: World, pages: Pages
) -> None:
    world.submit()
    world.settle()
    assert world.execute(HoldDeliveries()) == 1
    world.submit(title="Een bank in het park")
    world.settle()
    assert deliver(world.services, pages, "testdorp") == 0
    with world.services.reading_everywhere() as connection:
        assert municipalities_with_deliveries(connection, world.clock.at) == []
        assert on_hold(connection) == ["testdorp"]
    assert world.execute(ReleaseDeliveries()) == 2
    with world.services.reading_everywhere() as connection:
        assert municipalities_with_deliveries(connection, world.clock.at) == ["testdorp"]
        assert on_hold(connection) == []
    assert deliver(world.services, pages, "testdorp") == 2


def test_a_municipality_with_nothing_waiting_is_held_as_well(
    sqlite_world: World, pages: Pages
) -> None:
    assert sqlite_world.execute(HoldDeliveries()) == 0
    sqlite_world.submit()
    sqlite_world.settle()
    assert deliver(sqlite_world.services, pages, "testdorp") == 0


def test_a_claim_that_was_under_way_goes_after_it_is_over(
    sqlite_world: World, pages: Pages
) -> None:
    sqlite_world.submit()
    sqlite_world.settle()
    sqlite_world.execute(ClaimDeliveries())
    assert sqlite_world.execute(HoldDeliveries()) == 1
    assert sqlite_world.execute(ReleaseDeliveries()) == 1
    assert deliver(sqlite_world.services, pages, "testdorp") == 0
    sqlite_world.pass_days(1)
    assert deliver(sqlite_world.services, pages, "testdorp") == 1


def test_what_release_0_1_held_row_by_row_goes_when_released(
    sqlite_world: World, pages: Pages
) -> None:
    sqlite_world.submit()
    sqlite_world.settle()
    with unguarded(sqlite_world) as connection:
        connection.execute(text("UPDATE delivery SET state = 'held', attempts = 3"))
    sqlite_world.execute(HoldDeliveries())
    assert sqlite_world.execute(ReleaseDeliveries()) == 1
    assert deliver(sqlite_world.services, pages, "testdorp") == 1


def test_joining_again_does_not_open_a_gate(sqlite_world: World) -> None:
    sqlite_world.execute(HoldDeliveries())
    publish_rules(sqlite_world.services)
    with sqlite_world.services.reading_everywhere() as connection:
        assert on_hold(connection) == ["testdorp"]


def test_database_that_is_away_is_no_attempt_at_sending(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.submit()
    world.settle()

    def away(message: Message) -> None:
        raise OperationalError("INSERT", {}, Exception("the server closed the connection"))

    with monkeypatch.context() as broken:
        broken.setattr(world.mailer, "send", away)
        deliver(world.services, pages, "testdorp")
    assert states(world) == [(DeliveryState.WAITING, 0)]
    deliver(world.services, pages, "testdorp")
    assert states(world) == [(DeliveryState.SENT, 1)]


def test_what_was_sent_is_said_once_the_database_is_back(
    world: World, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise each restart of the database makes a batch go twice."""
    monkeypatch.setattr("workers.deliveries.CLOSE_PAUSES", (0.0,) * 5)
    world.submit()
    world.settle()
    outages = [OperationalError("UPDATE", {}, Exception("starting up")) for _ in range(3)]

    def carry_out(services: Services, where: str, command: object, actor: Actor) -> object:
        if isinstance(command, CloseDeliveries) and outages:
            raise outages.pop()
        return execute(services, where, command, actor)

    monkeypatch.setattr("workers.deliveries.execute", carry_out)
    deliver(world.services, pages, "testdorp")
    assert states(world) == [(DeliveryState.SENT, 1)]
    assert len(world.mailer.sent) == 1
