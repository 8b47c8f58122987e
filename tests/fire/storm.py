"""What the storms share: people who sign until they get an answer, a saboteur, and what must hold at the end."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx2

from tests.support.processes import Process
from tests.support.rulebook import rules_folder
from tests.support.world import HERE, World
from wijkstem.commands.accounts import Identity, LoggedIn, LogIn
from wijkstem.commands.council import PlanMeeting
from wijkstem.commands.initiatives import TakeStep
from wijkstem.eventlog import log
from wijkstem.events.council import AgendaItemRequested
from wijkstem.events.initiatives import ThresholdReached
from wijkstem.events.signatures import SignatureGiven
from wijkstem.kit.clock import SystemClock, local_date
from wijkstem.projections.check import differences
from wijkstem.projections.consumers import PROJECTIONS
from wijkstem.tables.engine import Delivery, DeliveryState, PostboxMessage
from wijkstem.tables.initiatives import Initiative, Signature

#: Seconds that somebody thinks at most before signing, so that a storm lasts long enough to be hit.
PACE = 0.3
ADULT = local_date(SystemClock().now()) - timedelta(days=40 * 365)


def storm_rules(folder: Path, threshold: int) -> Path:
    """Testdorp's rules with another threshold."""
    rules_folder(folder)
    for file in folder.glob("*/spelregels-*.toml"):
        file.write_text(file.read_text().replace("value = 3,", f"value = {threshold},"))
    return folder


def sign_until_answered(ports: list[int], path: str, token: str) -> str:
    """Sign as one person, again and again until a web process gives an answer; which answer it was."""
    chance = random.Random(token)
    time.sleep(chance.uniform(0, PACE))
    headers = {"Host": f"{HERE}.localhost", "Sec-Fetch-Site": "same-origin"}
    for _ in range(200):
        try:
            response = httpx2.post(
                f"http://127.0.0.1:{chance.choice(ports)}{path}",
                data={"stance": "for"},
                headers=headers | {"Cookie": f"wijkstem={token}"},
                timeout=20,
            )
        except httpx2.HTTPError:
            time.sleep(0.05)
            continue
        if response.status_code == 303:
            return "accepted"
        if response.status_code == 422:
            return "already"
        assert response.status_code == 503, (response.status_code, response.text[:500])
        time.sleep(0.05)
    raise AssertionError("no answer")


@contextmanager
def sabotage(
    victims: list[Process],
    strikes: int,
    chance: random.Random,
    *,
    pause: tuple[float, float] = (0.5, 1.5),
) -> Iterator[None]:
    """Kill one process after the other and start it again, until the block ends or all strikes are dealt."""
    over = threading.Event()

    def strike() -> None:
        for number in range(strikes):
            if over.wait(chance.uniform(*pause)):
                return
            victim = victims[number % len(victims)]
            victim.kill()
            over.wait(0.1)
            victim.start()
            victim.wait_ready()

    striker = threading.Thread(target=strike)
    striker.start()
    try:
        yield
    finally:
        over.set()
        striker.join()


def sessions(world: World, people: int) -> list[str]:
    """Log everybody in, in the test's own hands: what is stormed is signing."""
    tokens = []
    for n in range(people):
        identity = Identity(
            f"storm:{n}",
            f"Storm {n}",
            email=f"storm{n}@example.test",
            birth_date=ADULT,
            neighbourhood_code="WK990100",
        )
        logged_in: LoggedIn = world.execute(LogIn(identity))
        tokens.append(logged_in.token)
    return tokens


def tell_everybody(world: World, initiative: UUID) -> None:
    """The clerk places it on a meeting: everybody who signed gets a message."""
    meeting = world.execute(
        PlanMeeting("raad", "Raadsvergadering", local_date(world.clock.at) + timedelta(days=30)),
        world.clerk,
    )
    world.execute(TakeStep(initiative, 3, "place", meeting_id=meeting), world.clerk)


def caught_up(world: World, people: int) -> bool:
    """Whether all was told, and is out: the admission to one, threshold and placing to everybody."""
    deliveries = world.rows(Delivery)
    steps = sum(row["template"] == "step_taken" for row in deliveries)
    sent = all(row["state"] is DeliveryState.SENT for row in deliveries)
    return sent and steps == 1 + 2 * (people + 1)


def nothing_lost_nothing_twice(world: World, people: int) -> None:
    """Each signature once, the threshold once, the log whole, the projections what it says."""
    [initiative] = world.rows(Initiative)
    assert len(world.rows(Signature)) == initiative["valid_for"] == people
    assert len(world.events(SignatureGiven)) == people
    assert len(world.events(ThresholdReached)) == 1
    assert len(world.events(AgendaItemRequested)) == 1
    with world.services.reading(HERE) as connection:
        assert list(log.problems(connection, HERE)) == []
        for projection in PROJECTIONS:
            assert list(differences(connection, projection, HERE)) == []


def everybody_was_told(world: World, people: int) -> None:
    """Each signer and the submitter of the placing; a message that went twice has one Message-ID."""
    deliveries = {f"<{row['id']}@{HERE}.localhost>": row for row in world.rows(Delivery)}
    messages = Counter(row["message_id"] for row in world.rows(PostboxMessage))
    assert set(messages) == set(deliveries)
    twice = sum(count - 1 for count in messages.values())
    print(f"{len(deliveries)} deliveries, {twice} sent again after a kill")
    placed = Counter(
        row["recipient_id"] for row in deliveries.values() if row["template"] == "step_taken"
    )
    assert len(placed) == people + 1
