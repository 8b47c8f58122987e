"""Starting the demo: its settings are its own."""

from pathlib import Path

import pytest

from wijkstem.cli.serving import demo_settings


def test_demo_takes_nothing_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"SMTP_HOST": "mail.example", "HTTPS": "1", "BASE_HOST": "example"}.items():
        monkeypatch.setenv(f"WIJKSTEM_{name}", value)
    settings = demo_settings(tmp_path, 8000)

    assert (settings.smtp_host, settings.https) == ("", False)
    assert settings.site("enschede") == "http://enschede.localhost:8000"
    assert settings.tag_key == demo_settings(tmp_path, 8000).tag_key
