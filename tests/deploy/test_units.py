"""The units for systemd: they start what the Procfile starts, are right by systemd's own word, and give away little."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.needs import lacks
from tests.support.processes import procfile
from wijkstem.cli.serving import FINISH_SECONDS
from wijkstem.settings import ROOT, Settings
from workers.__main__ import FINISH_MS

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
BIN = "/usr/lib/wijkstem/.venv/bin/"


def unit(path: Path) -> configparser.RawConfigParser:
    found = configparser.RawConfigParser(strict=False)
    found.optionxform = str  # type: ignore[assignment, method-assign]  # systemd's names have capitals
    found.read_string(path.read_text())
    return found


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_itself_finds_nothing_wrong(path: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        lacks("no systemd here: systemd-analyze is not installed")
    here = tmp_path / path.name
    # Only what exists here can be verified: this environment's commands, and an account that is there.
    text = path.read_text().replace(BIN, f"{Path(sys.executable).parent}/")
    text = re.sub(r"^(User|Group)=wijkstem$", r"\1=root", text, flags=re.MULTILINE)
    here.write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", str(here)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["web", "worker", "clock"])
def test_units_start_what_the_procfile_starts(name: str) -> None:
    command = unit(ROOT / "deploy" / "systemd" / f"wijkstem-{name}.service")["Service"]["ExecStart"]
    words = command.replace(BIN, "").split()
    assert words[:2] == procfile(name)[:2]
    known = {word for word in procfile(name) if word.startswith("--")}
    assert {word for word in words if word.startswith("--")} == known


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_stop_has_time_for_what_is_in_hand(path: Path) -> None:
    service = unit(path)["Service"]
    assert int(service["TimeoutStopSec"]) == 30
    assert max(FINISH_SECONDS, FINISH_MS / 1000) < 30
    assert (service["KillMode"], service["KillSignal"]) == ("mixed", "SIGTERM")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_are_hardened(path: Path) -> None:
    service = unit(path)["Service"]
    wanted = {
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateTmp": "yes",
        "CapabilityBoundingSet": "",
        "User": "wijkstem",
    }
    assert {name: service.get(name) for name in wanted} == wanted


def test_settings_of_the_example_exist() -> None:
    lines = (ROOT / "deploy" / "environment.example").read_text().splitlines()
    names = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    known = {f"WIJKSTEM_{field.upper()}" for field in Settings.model_fields}
    assert set(names) <= known


def test_container_is_nobody_special_and_holds_what_a_process_needs() -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text()
    final = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER [1-9]\d*$", final, re.MULTILINE)
    copied = set(re.findall(r"^COPY (?:--from=\S+ )?(\S+)", text, re.MULTILINE))
    for folder in ("platform", "templates", "workers", "migrations", "tools"):
        assert folder in copied
    assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) == {"python:3.11-slim"}
