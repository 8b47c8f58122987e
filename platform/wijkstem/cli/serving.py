"""`wijkstem serve` and `wijkstem demo`: the embedded engine, web and workers in one process."""

import gc
import logging
import os
import secrets
import signal
import socket
from pathlib import Path
from typing import Annotated, Any, Final

import typer
import uvicorn
from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from wijkstem.app import create_app
from wijkstem.bootstrap import catch_up_search
from wijkstem.cli.filling import make_demo
from wijkstem.errors import BadConfiguration
from wijkstem.kit.logs import configure_logs
from wijkstem.kit.migrations import upgrade
from wijkstem.kit.shared_metrics import shared_folder
from wijkstem.metrics import Service, serving_metrics
from wijkstem.rules.registry import load as load_rules
from wijkstem.settings import ROOT, Settings, load_settings
from wijkstem.web.heads import BoundedHead
from workers.embedded import embedded_services, working

#: Seconds for the requests in hand at a stop; after thirty the machine kills. With workers in the same process
#: half of it, so that both have their share.
FINISH_SECONDS = 25
#: Seconds in which a web process must answer its parent, also while it starts. Uvicorn's own five are too few on a
#: busy machine: every process was killed while it was still importing, and the next one as well, without end.
ANSWER_SECONDS = 60
#: How uvicorn serves us: our own log, which names routes and no addresses, and no head without an end.
SERVER: dict[str, Any] = {
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "http": BoundedHead,
}

#: The loop of web processes that share a port.
TURNS: Final = "wijkstem.kit.turns:TakingTurns"

Port = Annotated[int, typer.Option(help="port on this machine")]


def serve(port: Port = 8000, host: Annotated[str, typer.Option()] = "127.0.0.1") -> None:
    """Serve web and workers from one process on SQLite (the embedded engine)."""
    settings = load_settings()
    if not settings.embedded:
        raise BadConfiguration("serve is for SQLite; on PostgreSQL start the Procfile's processes")
    upgrade(settings.database_url)
    configure_logs()
    _run(settings, host, port)


def web(
    port: Port = 8000,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    processes: Annotated[int, typer.Option(help="that share the port", min=1)] = 2,
) -> None:
    """Serve the web alone (the scaled engine); `worker` and `clock` of the Procfile do the rest."""
    # What is wrong with them is said once, and not by every process.
    if load_settings().embedded:
        raise BadConfiguration(
            "web is for PostgreSQL, with workers beside it; on SQLite: wijkstem serve"
        )
    configure_logs()
    _stop_well()
    with shared_folder():
        uvicorn.run(
            "wijkstem.app:create_app",
            factory=True,
            host=host,
            port=port,
            workers=processes,
            loop=TURNS,
            timeout_graceful_shutdown=FINISH_SECONDS,
            timeout_worker_healthcheck=ANSWER_SECONDS,
            **SERVER,
        )


def _stop_well() -> None:
    """Being asked to stop and having done so is a good end, not a death by a signal.

    The server takes the signal while it serves; when it is done it hands it on to whoever had it before.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)


def demo(port: Port = 8000) -> None:
    """Fill five municipalities with made-up plans and serve them; the data stays in var/demo."""
    _require_free(port)
    # The address of the demo must not drown in what is filled: that is a line for each message that goes out.
    configure_logs(logging.WARNING)
    folder = ROOT / "var" / "demo"
    if not folder.exists():
        make_demo(folder, demo_settings)
    settings = demo_settings(folder, port)
    upgrade(settings.database_url)
    for slug in load_rules(settings.rules_dir).slugs:
        typer.echo(f"  {settings.site(slug)}")
    typer.echo(f"Wijkstem runs on http://127.0.0.1:{port} (stop with Ctrl-C)")
    _run(settings, "127.0.0.1", port)


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        # As the server does it: a port that was just let go counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise BadConfiguration(
                f"port {port} is taken; choose another one, such as: make demo PORT={port + 1}"
            ) from None


class DemoSettings(Settings):
    """Settings that the environment has no say in: a mail server that stands there is not the demo's."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def demo_settings(folder: Path, port: int) -> Settings:
    """The demo's own settings: a file, a key that is made once, and nothing from the environment."""
    return DemoSettings(
        database_url=f"sqlite:///{folder / 'wijkstem.db'}",
        redis_url="",
        tag_key=SecretStr(_key(folder / "tag-key")),
        demo=True,
        public_port=port,
    )


def _key(file: Path) -> str:
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(secrets.token_urlsafe(48))
    return file.read_text()


def _run(settings: Settings, host: str, port: int) -> None:
    _stop_well()
    services, broker = embedded_services(settings)
    catch_up_search(services)
    app = create_app(services)
    with (
        working(services, broker),
        serving_metrics(services, Service.WEB),
        app.state.use.writing(),
    ):
        # What start-up made lives as long as the process: the collector need not look through it again.
        gc.collect()
        gc.freeze()
        uvicorn.run(
            app,
            host=host,
            port=port,
            timeout_graceful_shutdown=FINISH_SECONDS // 2,
            **SERVER,
        )
    services.engine.dispose()
