"""The demo is filled beside its place, by several processes, and only a whole one is moved there."""

import os
from pathlib import Path
from typing import Any

import pytest

from wijkstem.cli import filling
from wijkstem.cli.filling import make_demo
from wijkstem.cli.serving import demo_settings
from wijkstem.errors import BadConfiguration
from wijkstem.rules.registry import load
from wijkstem.services import Services
from wijkstem.settings import ROOT

SLUGS = load(ROOT / "platform" / "wijkstem" / "rules" / "data").slugs


def test_every_municipality_is_filled_by_another_process_than_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = tmp_path / "said"
    said.mkdir()

    def noted(services: Services, slug: str, **_: Any) -> None:
        opened = services.engine.raw_connection()
        [waits] = opened.cursor().execute("PRAGMA synchronous").fetchone()
        opened.close()
        (said / slug).write_text(f"{waits} {os.getpid()}")

    monkeypatch.setattr(filling, "fill", noted)
    make_demo(tmp_path / "var" / "demo", demo_settings)
    told = {one.name: one.read_text().split() for one in said.iterdir()}
    assert told.keys() == set(SLUGS)
    assert {waits for waits, _ in told.values()} == {"0"}
    assert str(os.getpid()) not in {pid for _, pid in told.values()}
    assert [one.name for one in (tmp_path / "var").iterdir()] == ["demo"]
    assert (tmp_path / "var" / "demo" / "wijkstem.db").stat().st_mode & 0o077 == 0
    assert capsys.readouterr().out.count("is filled") == len(SLUGS)


def test_what_was_not_filled_to_its_end_is_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_services: Services, slug: str, **_: Any) -> None:
        if slug == SLUGS[-1]:
            raise BadConfiguration("half a demo")

    monkeypatch.setattr(filling, "fill", broken)
    with pytest.raises(BadConfiguration, match="half a demo"):
        make_demo(tmp_path / "var" / "demo", demo_settings)
    assert list((tmp_path / "var").iterdir()) == []
