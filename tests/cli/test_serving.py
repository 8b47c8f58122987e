"""Starting from a terminal: the demo's settings are its own, and the server has patience with its processes."""

import logging
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from wijkstem.cli import serving
from wijkstem.cli.serving import ANSWER_SECONDS, demo, demo_settings, web
from wijkstem.errors import BadConfiguration


def test_demo_takes_nothing_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"SMTP_HOST": "mail.example", "HTTPS": "1", "BASE_HOST": "example"}.items():
        monkeypatch.setenv(f"WIJKSTEM_{name}", value)
    settings = demo_settings(tmp_path, 8000)

    assert (settings.smtp_host, settings.https) == ("", False)
    assert settings.site("enschede") == "http://enschede.localhost:8000"
    assert settings.tag_key == demo_settings(tmp_path, 8000).tag_key


def test_demo_says_where_it_runs_and_of_the_rest_only_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers[:])
    monkeypatch.setattr(root, "level", root.level)

    def busy(*_: object) -> None:
        logging.getLogger("workers.deliveries").info("delivery sent")
        logging.getLogger("workers.deliveries").error("delivery failed")

    def filled(folder: Path, _: object) -> None:
        folder.mkdir(parents=True)
        busy()

    monkeypatch.setattr(serving, "ROOT", tmp_path)
    monkeypatch.setattr(serving, "make_demo", filled)
    monkeypatch.setattr(serving, "upgrade", busy)
    monkeypatch.setattr(serving, "_run", busy)
    demo(port=0)

    said = capsys.readouterr()
    assert "http://enschede.localhost" in said.out
    assert "Wijkstem runs on http://127.0.0.1:0" in said.out
    assert (said.err.count("delivery failed"), said.err.count("delivery sent")) == (3, 0)


def test_web_processes_get_a_minute_to_answer_their_parent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Uvicorn's own five seconds end processes that still import, over and over, on a busy machine."""
    for name, value in {
        "DATABASE_URL": "postgresql+psycopg:///nowhere",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "TAG_KEY": "k" * 32,
    }.items():
        monkeypatch.setenv(f"WIJKSTEM_{name}", value)
    monkeypatch.setattr("wijkstem.cli.serving.configure_logs", lambda: None)
    monkeypatch.setattr("wijkstem.cli.serving._stop_well", lambda: None)
    asked: dict[str, Any] = {}
    # Read as uvicorn reads it, so that an option of another name fails.
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: asked.update(options, app=app))
    web(port=0, host="127.0.0.1", processes=2)
    config = uvicorn.Config(**asked)
    assert (config.workers, config.timeout_worker_healthcheck) == (2, ANSWER_SECONDS)
    assert ANSWER_SECONDS >= 60


def test_web_alone_is_not_started_on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody would follow the log: what people send would be accepted, and no page would ever show it."""
    monkeypatch.setenv("WIJKSTEM_DATABASE_URL", "sqlite://")
    monkeypatch.setenv("WIJKSTEM_TAG_KEY", "k" * 32)
    monkeypatch.delenv("WIJKSTEM_REDIS_URL", raising=False)
    with pytest.raises(BadConfiguration, match="wijkstem serve"):
        web(port=0, host="127.0.0.1", processes=1)
