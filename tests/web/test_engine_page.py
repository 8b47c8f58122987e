"""The engine room: who may look, what stands still and why, and the buttons."""

from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from tests.eventlog.consumers import an_event
from tests.support.statements import statements
from tests.support.web import log_in
from tests.support.world import HERE, World
from wijkstem.commands.deliveries import HoldDeliveries
from wijkstem.eventlog import positions
from wijkstem.kit.rows import table_of
from wijkstem.queries.standing import ConsumerState, EngineState, Passed, Refused, engine_state
from wijkstem.tables.engine import ConsumerPosition, Delivery, DeliveryState, PassedOver
from wijkstem.words import Role

PAGE = "/beheer/motor"
SKIP = "/beheer/motor/timeline/overslaan"
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


def administrator(client: TestClient, world: World) -> UUID:
    return log_in(client, world, "beheerder", Role.ADMINISTRATOR)


def timeline(world: World) -> dict[str, object]:
    [row] = world.rows(ConsumerPosition, consumer="timeline")
    return row


@pytest.mark.parametrize("address", [PAGE, SKIP])
def test_page_is_for_administrators(client: TestClient, sqlite_world: World, address: str) -> None:
    poisoned(sqlite_world)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/inloggen?terug={address}")
    for role in (Role.RESIDENT, Role.OFFICIAL, Role.CLERK):
        log_in(client, sqlite_world, role.value, role)
        text(client, address, 403)
        assert f'href="{PAGE}"' not in text(client, "/")
    administrator(client, sqlite_world)
    text(client, address)
    assert f'href="{PAGE}"' in text(client, "/")


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.OFFICIAL, Role.CLERK])
def test_buttons_are_for_administrators(
    client: TestClient, sqlite_world: World, role: Role
) -> None:
    poisoned(sqlite_world)
    log_in(client, sqlite_world, role.value, role)
    before = timeline(sqlite_world)
    for address in (f"{PAGE}/timeline/opnieuw", SKIP, f"{PAGE}/berichten"):
        sent = {"reason": REASON, "position": "1", "state": "parked"}
        assert client.post(address, data=sent).status_code == 403
    assert timeline(sqlite_world) == before


def test_nothing_stands_still(client: TestClient, sqlite_world: World) -> None:
    administrator(client, sqlite_world)
    sqlite_world.settle()
    page = text(client)
    assert "Er staat niets stil." in page
    assert "Er is niets overgeslagen." in page
    assert "Er is niets geweigerd." in page
    assert "<form" not in page


def test_stopped_consumer_is_told(client: TestClient, sqlite_world: World) -> None:
    administrator(client, sqlite_world)
    position = poisoned(sqlite_world)
    page = text(client)
    assert f"{position} (person.registered.v1)" in page
    assert "ValueError: odd" in page
    assert "2 maart 2026, 10:00 uur" in page
    assert page.count("Staat stil</td>") == 1
    assert "Everything is unprocessed since" in text(client, f"{PAGE}?taal=en")


def test_retry_now(client: TestClient, sqlite_world: World) -> None:
    administrator(client, sqlite_world)
    poisoned(sqlite_world)
    assert timeline(sqlite_world)["retry_at"] is not None
    answer = client.post(f"{PAGE}/timeline/opnieuw")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert timeline(sqlite_world)["retry_at"] is None
    assert "probeert het nu opnieuw" in text(client)
    sqlite_world.settle()
    assert client.post(f"{PAGE}/timeline/opnieuw").status_code == 404


def test_pass_over_with_a_reason(client: TestClient, sqlite_world: World) -> None:
    person = administrator(client, sqlite_world)
    position = poisoned(sqlite_world)
    assert f'name="position" value="{position}"' in text(client, SKIP)
    answer = client.post(SKIP, data={"position": str(position), "reason": REASON})
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    [passed] = sqlite_world.rows(PassedOver)
    assert passed == {
        "municipality_id": HERE,
        "consumer": "timeline",
        "position": position,
        "reason": REASON,
        "decided_by": str(person),
        "decided_at": sqlite_world.clock.at,
    }
    page = text(client)
    assert "Er staat niets stil." in page
    assert REASON in page


@pytest.mark.parametrize("reason", ["", "  kapot   ", "x" * 2001])
def test_pass_over_without_a_proper_reason(
    client: TestClient, sqlite_world: World, reason: str
) -> None:
    administrator(client, sqlite_world)
    position = poisoned(sqlite_world)
    answer = client.post(SKIP, data={"position": str(position), "reason": reason})
    assert answer.status_code == 422
    assert 'href="#f-reason"' in answer.text
    assert f"{reason}</textarea>" in answer.text
    assert sqlite_world.rows(PassedOver) == []
    assert timeline(sqlite_world)["failures"] == 1


def test_pass_over_another_event_than_was_seen(client: TestClient, sqlite_world: World) -> None:
    administrator(client, sqlite_world)
    position = poisoned(sqlite_world)
    answer = client.post(SKIP, data={"position": str(position - 1), "reason": REASON})
    assert answer.status_code == 409
    assert f"{REASON}</textarea>" in answer.text
    assert sqlite_world.rows(PassedOver) == []


@pytest.mark.parametrize("name", ["listing", "onzin"])
def test_what_does_not_stand_still_cannot_be_passed_over(
    client: TestClient, sqlite_world: World, name: str
) -> None:
    administrator(client, sqlite_world)
    poisoned(sqlite_world)
    text(client, f"{PAGE}/{name}/overslaan", 404)
    sent = {"position": "1", "reason": REASON}
    assert client.post(f"{PAGE}/{name}/overslaan", data=sent).status_code == 404


@pytest.mark.parametrize("state", [DeliveryState.PARKED, DeliveryState.HELD])
def test_messages_go_again(client: TestClient, sqlite_world: World, state: DeliveryState) -> None:
    mail_in(sqlite_world, state)
    if state is DeliveryState.HELD:
        sqlite_world.execute(HoldDeliveries())
    administrator(client, sqlite_world)
    assert f'name="state" value="{state.value}"' in text(client)
    answer = client.post(f"{PAGE}/berichten", data={"state": state.value})
    assert answer.headers["location"] == PAGE
    [row] = sqlite_world.rows(Delivery)
    assert (row["state"], row["attempts"]) == (DeliveryState.WAITING, 0)
    page = text(client)
    said = "gaan nu weg" if state is DeliveryState.HELD else "worden opnieuw geprobeerd"
    assert said in page
    assert "<form" not in page


def test_a_hold_with_nothing_behind_it_is_told_too(client: TestClient, sqlite_world: World) -> None:
    sqlite_world.execute(HoldDeliveries())
    administrator(client, sqlite_world)
    assert 'name="state" value="held"' in text(client)


def test_a_button_that_is_not_there(client: TestClient, sqlite_world: World) -> None:
    administrator(client, sqlite_world)
    assert client.post(f"{PAGE}/berichten", data={"state": "sent"}).status_code == 404


def test_recorded_refusals_are_told(client: TestClient, sqlite_world: World) -> None:
    administrator(client, sqlite_world)
    with sqlite_world.services.connection(HERE) as connection:
        positions.refused(connection, "paths", HERE, 3, "step_over", sqlite_world.clock.at)
    page = text(client)
    assert "step_over" in page
    assert "De volgende stap van een plan" in page


@pytest.mark.parametrize("count", [1, 3])
def test_state_and_its_statements(world: World, count: int) -> None:
    world.submit()
    position = poisoned(world)
    world.execute(HoldDeliveries())
    at = world.clock.at
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
    with statements(world.services.engine) as asked, world.services.reading(HERE) as connection:
        found = engine_state(connection, HERE, consumers=("listing", "timeline", "new"))
    assert found == EngineState(
        consumers=(
            ConsumerState("listing", 4),
            ConsumerState(
                "timeline",
                4 - count,
                failures=1,
                retry_at=at + positions.PAUSES[0],
                error="ValueError: odd",
                position=position + count,
                event_type="person.registered.v1",
                since=at,
            ),
            ConsumerState("new", position + 3),
        ),
        passed=tuple(
            Passed("timeline", position + n, REASON, "me", at) for n in reversed(range(count))
        ),
        refused=tuple(Refused("paths", n, "step_over", at) for n in range(count, 0, -1)),
        deliveries={"waiting": 1},
        on_hold=True,
    )
    assert len(asked) == 6
