"""The check for leaks finds a leak that was planted in a real web process, and none where there is none."""

import sys
from pathlib import Path

import pytest

from tests.fire.door import Door
from tests.fire.leaks import Weight, leaking, reading, weighed
from tests.fire.ledger import Ledger
from tests.support.processes import Process, environment, free_port
from tests.support.rulebook import rules_folder
from tests.support.world import HERE, make_world
from wijkstem.rules.registry import load


def test_growing_now_and_then_is_no_leak() -> None:
    up_and_down = [Weight(n, 30) for n in (90_000_000, 92_000_000, 91_999_999, 95_000_000)]
    always = [Weight(90_000_000 + n * 2_000_000, 30 + n) for n in range(4)]
    files = [Weight(90_000_000, 30 + 5 * n) for n in range(4)]
    assert leaking({"well": up_and_down}) == []
    assert [told.split(": ")[:2] for told in leaking({"a": always, "b": files})] == [
        ["a", "bytes"],
        ["b", "files"],
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("served", "found"),
    [("wijkstem.app:create_app", []), ("tests.fire.leaky:create_app", ["bytes", "files"])],
)
def test_leaks_are_found_where_they_are(
    served: str, found: list[str], sqlite_url: str, tmp_path: Path
) -> None:
    rules = rules_folder(tmp_path / "rules")
    world = make_world(sqlite_url, load(rules))
    world.open()
    world.services.engine.dispose()
    command = [sys.executable, "-m", "uvicorn", served, "--factory"]
    command += ["--port", str(port := free_port()), "--no-access-log"]
    env = environment(sqlite_url, "", rules, WIJKSTEM_PAGE_CACHE_BYTES="100000")
    web, door = Process("web", command, env, tmp_path, port=port), Door([port], Ledger())
    try:
        web.start()
        web.wait_ready()
        pages = ["/initiatieven", "/agenda", "/mijn"]
        weights = weighed([web], lambda: reading(door, pages, "", where=HERE))
    finally:
        web.close()
    print(weights)
    assert [told.split(": ")[1] for told in leaking(weights)] == found
