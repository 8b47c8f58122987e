"""Replacing the key of the tags at a terminal, by the settings that an operator sets."""

import json

import pytest

from tests.cli.test_cli import Run, here, run
from tests.support.world import TAG_KEY, World
from wijkstem.cli import common
from wijkstem.errors import RuleBroken

__all__ = ["here", "run"]  # the fixtures of the terminal

NEW_KEY = "another-key-for-tests-that-opens-nothing-either"


def rotate(monkeypatch: pytest.MonkeyPatch, *, keep: bool = True) -> None:
    monkeypatch.setenv("WIJKSTEM_TAG_KEY", NEW_KEY)
    monkeypatch.setenv("WIJKSTEM_TAG_KEY_ID", "2")
    monkeypatch.setenv("WIJKSTEM_OTHER_TAG_KEYS", json.dumps({"1": TAG_KEY} if keep else {}))
    common.services().engine.dispose()
    common.services.cache_clear()


def test_what_depends_on_a_key_is_said(
    here: World,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here.open()
    rotate(monkeypatch)
    said = run("keys", "status", "-m", "testdorp")
    assert said.exit_code == 0
    assert "testdorp: key 1 (old): 2 people not seen under a newer one, 1 open initiatives" in (
        said.stdout
    )
    refused = run("keys", "retire", "1", "-m", "testdorp")
    assert refused.exit_code == 1
    assert isinstance(refused.exception, RuleBroken)
    assert run("keys", "retire", "1", "-m", "buurdorp").stdout == "buurdorp: 0 tags forgotten\n"
    rotate(monkeypatch, keep=False)
    missing = run("keys", "status")
    assert missing.exit_code == 1
    assert "key 1 (NOT SET)" in missing.stdout
    assert NEW_KEY not in missing.stdout
