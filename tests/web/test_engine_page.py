"""The engine room: who may look, what stands still and why, and the buttons."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from tests.eventlog.consumers import an_event
from tests.support.statements import statements
from tests.support.web import ClientFor, log_in
from tests.support.world import HERE, World
from wijkstem.commands.accounts import ErasePerson
from wijkstem.commands.deliveries import HoldDeliveries
from wijkstem.commands.handlers import execute
from wijkstem.domain.people import Actor
from wijkstem.eventlog import positions, rebuilds
from wijkstem.events.engine import (
    ConsumerRetried,
    DeliveriesReleased,
    EventPassedOver,
    ParkedRetried,
)
from wijkstem.kit.rows import table_of
from wijkstem.queries.standing import ConsumerState, EngineState, Passed, Refused, engine_state
from wijkstem.services import Services
from wijkstem.tables.engine import ConsumerPosition, Delivery, DeliveryState, PassedOver
from wijkstem.web import engine
from wijkstem.words import Role

PAGE = "/beheer/motor"
PLACE = f"{PAGE}/testdorp"
RETRY = f"{PLACE}/timeline/opnieuw"
SKIP = f"{PLACE}/timeline/overslaan"
MAIL = f"{PLACE}/berichten"
REASON = "Deze gebeurtenis is kapot door een fout in de invoer."


def text(client: TestClient, url: str = PAGE, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def poisoned(world: World) -> int:
    """The timeline stands still on the first of four new events; gives that event's position."""
    world.settle()
    with world.services.unit_of_work(HERE) as uow:
        uow.record(*(an_event() for _ in range(4)))
    with world.services.connection(HERE) as connection:
        at = positions.hold(connection, "timeline", HERE)
        assert at is not None
        positions.fail(connection, "timeline", HERE, at, "ValueError: odd", world.clock.at)
    return at.position + 1


def mail_in(world: World, state: DeliveryState) -> None:
    """One message, in ``state``."""
    world.submit()
    world.settle()
    table = table_of(Delivery)
    with world.services.connection(HERE) as connection:
        connection.execute(
            update(table).where(table.c.municipality_id == HERE).values(state=state, attempts=8)
        )


def operator(client: TestClient, world: World, *, where: str = HERE) -> UUID:
    return log_in(client, world, "operator", Role.OPERATOR, where=where)


def timeline(world: World) -> dict[str, object]:
    [row] = world.rows(ConsumerPosition, consumer="timeline")
    return row


@pytest.mark.parametrize("address", [PAGE, PLACE, SKIP])
def test_pages_are_for_operators(client: TestClient, sqlite_world: World, address: str) -> None:
    poisoned(sqlite_world)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/inloggen?terug={address}")
    for role in (Role.RESIDENT, Role.OFFICIAL, Role.CLERK, Role.ADMINISTRATOR):
        log_in(client, sqlite_world, role.value, role)
        text(client, address, 403)
        assert f'href="{PAGE}"' not in text(client, "/")
    operator(client, sqlite_world)
    text(client, address)
    assert f'href="{PAGE}"' in text(client, "/")


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.OFFICIAL, Role.CLERK, Role.ADMINISTRATOR])
def test_buttons_are_for_operators(client: TestClient, sqlite_world: World, role: Role) -> None:
    poisoned(sqlite_world)
    log_in(client, sqlite_world, role.value, role)
    before = timeline(sqlite_world)
    for address in (RETRY, SKIP, MAIL):
        sent = {"reason": REASON, "position": "1", "state": "parked"}
        assert client.post(address, data=sent).status_code == 403
    assert timeline(sqlite_world) == before


def test_nothing_stands_still(client: TestClient, sqlite_world: World) -> None:
    operator(client, sqlite_world)
    sqlite_world.settle()
    for address in (PAGE, PLACE):
        page = text(client, address)
        assert "Er staat niets stil." in page
        assert "Er is niets overgeslagen." in page
        assert "<form" not in page
    assert "Er is niets geweigerd." in text(client, PLACE)


@pytest.mark.parametrize("address", [PAGE, PLACE])
def test_stopped_consumer_is_told(client: TestClient, sqlite_world: World, address: str) -> None:
    operator(client, sqlite_world)
    position = poisoned(sqlite_world)
    page = text(client, address)
    assert f"{position} (person.registered.v1)" in page
    assert "ValueError: odd" in page
    assert page.count("2 maart 2026, 10:00 uur") == 3, (
        "since, next attempt, and the event's own time"
    )
    assert str(sqlite_world.recorded()[position - 1].correlation_id) in page
    assert "Has stood still since" in text(client, f"{address}?taal=en")


def test_since_when_is_the_first_failure(client: TestClient, sqlite_world: World) -> None:
    operator(client, sqlite_world)
    poisoned(sqlite_world)
    began = sqlite_world.clock.at
    sqlite_world.pass_days(1)
    with sqlite_world.services.connection(HERE) as connection:
        at = positions.hold(connection, "timeline", HERE)
        assert at is not None
        positions.fail(connection, "timeline", HERE, at, "ValueError: odd", sqlite_world.clock.at)
    assert timeline(sqlite_world)["failing_since"] == began
    sqlite_world.pass_days(1)
    sqlite_world.settle()
    assert timeline(sqlite_world)["failing_since"] is None


def test_every_municipality_is_on_the_page_of_each(
    client: TestClient, client_for: ClientFor, sqlite_world: World
) -> None:
    poisoned(sqlite_world)
    neighbour = client_for(sqlite_world, where="buurdorp")
    operator(neighbour, sqlite_world, where="buurdorp")
    page = text(neighbour)
    assert "Testdorp: De tijdlijn van elk plan" in page
    assert 'href="/beheer/motor/buurdorp"' in page
    assert text(neighbour, PLACE).count("Staat stil</td>") == 1
    assert "Staat stil</td>" not in text(neighbour, f"{PAGE}/buurdorp")
    text(neighbour, f"{PAGE}/nergens", 404)


def test_many_that_stand_still_are_counted(client: TestClient, sqlite_world: World) -> None:
    operator(client, sqlite_world)
    sqlite_world.settle()
    with sqlite_world.services.connection(HERE) as connection:
        for name in ("listing", "timeline", "indicators"):
            at = positions.hold(connection, name, HERE)
            assert at is not None
            positions.fail(connection, name, HERE, at, "ValueError: odd", sqlite_world.clock.at)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MOST_TOLD", 1)
        page = text(client)
    assert page.count("ValueError: odd") == 1
    assert "Er staan nog 2 verwerkers stil." in page


def test_retry_now(client: TestClient, sqlite_world: World) -> None:
    person = operator(client, sqlite_world)
    poisoned(sqlite_world)
    assert timeline(sqlite_world)["retry_at"] is not None
    answer = client.post(RETRY)
    assert (answer.status_code, answer.headers["location"]) == (303, PLACE)
    assert timeline(sqlite_world)["retry_at"] is None
    assert "probeert het nu opnieuw" in text(client)
    assert sqlite_world.events(ConsumerRetried) == [
        ConsumerRetried(consumer="timeline", operator_id=person, operator_of=HERE)
    ]
    sqlite_world.settle()
    assert client.post(RETRY).status_code == 404


def test_pass_over_with_a_reason_from_another_municipality(
    world: World, client_for: ClientFor
) -> None:
    client = client_for(world, where="buurdorp")
    person = operator(client, world, where="buurdorp")
    position = poisoned(world)
    assert f'name="position" value="{position}"' in text(client, SKIP)
    answer = client.post(SKIP, data={"position": str(position), "reason": REASON})
    assert (answer.status_code, answer.headers["location"]) == (303, PLACE)
    [passed] = world.rows(PassedOver)
    assert passed == {
        "municipality_id": HERE,
        "consumer": "timeline",
        "position": position,
        "reason": REASON,
        "decided_by": f"buurdorp/{person}",
        "decided_at": world.clock.at,
    }
    assert world.events(EventPassedOver) == [
        EventPassedOver(
            consumer="timeline", position=position, operator_id=person, operator_of="buurdorp"
        )
    ]
    assert world.events(EventPassedOver, where="buurdorp") == []
    page = text(client)
    assert "Er staat niets stil." in page
    assert REASON in page
    assert ">operator</td>" in page, "who decided it has a name"
    world.execute(ErasePerson(person), where="buurdorp")
    log_in(client, world, "collega", Role.OPERATOR, where="buurdorp")
    assert f"buurdorp/{person}" in text(client), "and when it is gone, it still says which account"


def test_an_operator_is_nothing_more_elsewhere(
    sqlite_world: World, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who also administers their own municipality does not administer the one that a button works in."""
    asked: list[Actor] = []

    def watched(services: Services, where: str, command: object, actor: Actor, **more: Any) -> Any:
        asked.append(actor)
        return execute(services, where, command, actor, **more)

    monkeypatch.setattr(engine, "execute", watched)
    client = client_for(sqlite_world, where="buurdorp")
    person = log_in(
        client, sqlite_world, "both", Role.OPERATOR, Role.ADMINISTRATOR, where="buurdorp"
    )
    poisoned(sqlite_world)
    assert client.post(RETRY).status_code == 303
    assert asked == [Actor(person, frozenset({Role.OPERATOR}), home="buurdorp")]


@pytest.mark.parametrize("reason", ["", "  kapot   ", "x" * 2001])
def test_pass_over_without_a_proper_reason(
    client: TestClient, sqlite_world: World, reason: str
) -> None:
    operator(client, sqlite_world)
    position = poisoned(sqlite_world)
    answer = client.post(SKIP, data={"position": str(position), "reason": reason})
    assert answer.status_code == 422
    assert 'href="#f-reason"' in answer.text
    assert f"{reason}</textarea>" in answer.text
    assert sqlite_world.rows(PassedOver) == []
    assert timeline(sqlite_world)["failures"] == 1


def test_pass_over_another_event_than_was_seen(client: TestClient, sqlite_world: World) -> None:
    operator(client, sqlite_world)
    position = poisoned(sqlite_world)
    answer = client.post(SKIP, data={"position": str(position - 1), "reason": REASON})
    assert answer.status_code == 409
    assert f"{REASON}</textarea>" in answer.text
    assert sqlite_world.rows(PassedOver) == []


@pytest.mark.parametrize("name", ["listing", "onzin"])
def test_what_does_not_stand_still_cannot_be_passed_over(
    client: TestClient, sqlite_world: World, name: str
) -> None:
    operator(client, sqlite_world)
    poisoned(sqlite_world)
    text(client, f"{PLACE}/{name}/overslaan", 404)
    sent = {"position": "1", "reason": REASON}
    assert client.post(f"{PLACE}/{name}/overslaan", data=sent).status_code == 404


def test_parked_messages_go_again(client: TestClient, sqlite_world: World) -> None:
    mail_in(sqlite_world, DeliveryState.PARKED)
    person = operator(client, sqlite_world)
    for address in (PAGE, PLACE):
        assert 'name="state" value="parked"' in text(client, address)
    answer = client.post(MAIL, data={"state": "parked"})
    assert answer.headers["location"] == PLACE
    [row] = sqlite_world.rows(Delivery)
    assert (row["state"], row["attempts"]) == (DeliveryState.WAITING, 0)
    page = text(client, PLACE)
    assert "worden opnieuw geprobeerd" in page
    assert "<form" not in page
    assert sqlite_world.events(ParkedRetried) == [
        ParkedRetried(deliveries=1, operator_id=person, operator_of=HERE)
    ]


def test_messages_on_hold_are_released(client: TestClient, sqlite_world: World) -> None:
    mail_in(sqlite_world, DeliveryState.WAITING)
    sqlite_world.execute(HoldDeliveries())
    person = operator(client, sqlite_world)
    for address in (PAGE, PLACE):
        assert 'name="state" value="held"' in text(client, address)
    assert client.post(MAIL, data={"state": "held"}).headers["location"] == PLACE
    page = text(client, PLACE)
    assert "gaan nu weg" in page
    assert "<form" not in page
    assert sqlite_world.events(DeliveriesReleased)[-1] == DeliveriesReleased(
        deliveries=1, operator_id=person, operator_of=HERE
    )


def test_a_button_that_is_not_there(client: TestClient, sqlite_world: World) -> None:
    operator(client, sqlite_world)
    assert client.post(MAIL, data={"state": "sent"}).status_code == 404


def test_recorded_refusals_are_told(client: TestClient, sqlite_world: World) -> None:
    operator(client, sqlite_world)
    with sqlite_world.services.connection(HERE) as connection:
        positions.refused(connection, "paths", HERE, 3, "step_over", sqlite_world.clock.at)
    page = text(client, PLACE)
    assert "step_over" in page
    assert "De volgende stap van een plan" in page


def test_a_rebuild_under_way_is_told(client: TestClient, sqlite_world: World) -> None:
    operator(client, sqlite_world)
    title = "Wat opnieuw wordt opgebouwd"
    assert title not in text(client, PAGE) + text(client, PLACE)
    with sqlite_world.services.connection(HERE) as connection:
        rebuilds.claim(connection, "timeline", HERE, 2, sqlite_world.clock.at)
        rebuilds.reached(connection, "timeline", HERE, 2, 12345, sqlite_world.clock.at)
    for address in (PAGE, PLACE):
        page = text(client, address)
        assert title in page
        told = re.sub(r"<[^>]*>|\s+", " ", page[page.index(title) :])
        assert re.search(r"De tijdlijn van elk plan +Testdorp +12\.345 ", told)


@pytest.mark.parametrize("count", [1, 3])
def test_state_and_its_statements(world: World, count: int) -> None:
    world.submit()
    position = poisoned(world)
    world.execute(HoldDeliveries())
    at = world.clock.at
    asked_by = [one.correlation_id for one in world.recorded()]
    with world.services.connection(HERE) as connection:
        for n in range(1, count + 1):
            positions.refused(connection, "paths", HERE, n, "step_over", at)
        for n in range(count):
            assert (
                positions.pass_over(connection, "timeline", HERE, by="me", reason=REASON, now=at)
                == position + n
            )
            before = positions.hold(connection, "timeline", HERE)
            assert before is not None
            positions.fail(connection, "timeline", HERE, before, "ValueError: odd", at)
    engine_of = world.services.engine
    with statements(engine_of) as asked, world.services.reading_everywhere() as connection:
        found = engine_state(
            connection, consumers=("listing", "timeline", "new"), municipality_id=HERE
        )
    assert found == EngineState(
        consumers=(
            ConsumerState(HERE, "listing", 4),
            ConsumerState(
                HERE,
                "timeline",
                4 - count,
                failures=1,
                since=at,
                retry_at=at + positions.PAUSES[0],
                error="ValueError: odd",
                position=position + count,
                event_type="person.registered.v1",
                happened_at=at,
                correlation_id=asked_by[position + count - 1],
            ),
            ConsumerState(HERE, "new", position + 3),
        ),
        passed=tuple(
            Passed(HERE, "timeline", position + n, REASON, "me", at) for n in reversed(range(count))
        ),
        refused=tuple(Refused(HERE, "paths", n, "step_over", at) for n in range(count, 0, -1)),
        rebuilding=(),
        deliveries={(HERE, "waiting"): 1},
        on_hold=frozenset({HERE}),
        names={},
    )
    assert len(asked) == 7
