"""Several processes of one service are asked as one: on a port away from the public, all of them answer for each other."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from tests.support.network import NO_CERTIFICATES
from tests.support.processes import environment, free_port, wait_ready, wait_until
from tests.support.servers import RedisServer
from wijkstem.metrics import Service
from wijkstem.settings import ROOT

CLI = ("-c", "from wijkstem.cli import main; main()")
ASKED = 'wijkstem_http_requests_total{method="GET",route="/toegankelijkheid",status="200"}'


def figures(port: int) -> dict[str, float]:
    address = f"http://127.0.0.1:{port}/metrics"
    text = httpx2.get(address, timeout=10, verify=NO_CERTIFICATES).text
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def seen(address: str) -> int:
    """The status that a visitor of Enschede gets."""
    headers = {"Host": "enschede.localhost"}
    return httpx2.get(address, headers=headers, verify=NO_CERTIFICATES).status_code


@pytest.mark.slow
def test_every_service_answers_for_its_processes(
    postgres_url: str, redis_server: RedisServer, tmp_path: Path
) -> None:
    port, base = free_port(), free_port()
    env = environment(
        postgres_url,
        redis_server.url,
        ROOT / "platform" / "wijkstem" / "rules" / "data",
        WIJKSTEM_METRICS_PORT=str(base),
    )
    commands = (
        (*CLI, "web", "--port", str(port), "--processes", "2"),
        ("-m", "workers"),
        ("-m", "workers.clock"),
    )
    with ExitStack() as stack:
        for number, words in enumerate(commands):
            log = stack.enter_context((tmp_path / f"{number}.log").open("ab"))
            process = subprocess.Popen(
                [sys.executable, *words], env=env, cwd=ROOT, stderr=log, start_new_session=True
            )
            stack.callback(process.wait, 30)
            stack.callback(os.killpg, process.pid, signal.SIGKILL)
        wait_ready(port)
        for _ in range(20):
            # A new connection each time, so that both processes get their share.
            address = f"http://127.0.0.1:{port}/toegankelijkheid"
            assert seen(address) == 200
        assert {figures(base + Service.WEB)[ASKED] for _ in range(10)} == {20}
        public = f"http://127.0.0.1:{port}/metrics"
        assert seen(public) == 404
        swept = 'wijkstem_clock_sweeps_total{outcome="done"}'
        wait_until(lambda: _told(base + Service.CLOCK, swept), "the clock looked")
        followed = 'wijkstem_events_followed_total{consumer="listing"}'
        wait_until(lambda: _told(base + Service.WORKER, followed), "the worker followed")


def _told(port: int, name: str) -> bool:
    try:
        return figures(port).get(name, 0) > 0
    except httpx2.HTTPError:
        return False
