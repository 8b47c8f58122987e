"""The description of the API holds to the NL API Design Rules, and the API to its description whatever is asked."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.api import API
from tests.support.needs import lacks
from tests.support.web import ClientFor, with_settings
from tests.support.world import World

ROOT = Path(__file__).parents[2]
RULES = ROOT / "tests/fixtures/adr/adr-linter-2.2.0-wv.yaml"
SPECTRAL = ROOT / "tools/spectral/node_modules/@stoplight/spectral-cli/dist/index.js"


def findings(description: Path) -> list[str]:
    """What the linter of the Design Rules says of a description, warnings included."""
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv/bin"))
    if node is None or not SPECTRAL.is_file():
        lacks("Spectral is not installed: run make setup")
    asked = [node, str(SPECTRAL), "lint", "--quiet", "--format", "json", "-r", str(RULES)]
    done = subprocess.run([*asked, str(description)], capture_output=True, check=False, text=True)
    assert done.returncode in {0, 1}, done.stderr
    return [f"{one['code']}: {one['message']} {one['path']}" for one in json.loads(done.stdout)]


@pytest.mark.slow
def test_description_holds_to_the_design_rules(
    sqlite_world: World, client_for: ClientFor, tmp_path: Path
) -> None:
    client = client_for(with_settings(sqlite_world, https=True), scheme="https")
    file = tmp_path / "openapi.json"
    file.write_text(client.get(f"{API}/openapi.json").text)
    assert findings(file) == []


@pytest.mark.slow
def test_the_linter_sees_what_is_wrong(client: TestClient, tmp_path: Path) -> None:
    """Without this the test above would prove nothing."""
    wrong = client.get(f"{API}/openapi.json").json()
    del wrong["info"]["contact"]
    wrong["paths"]["/Init_iatieven"] = wrong["paths"].pop("/initiatieven")
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(wrong))
    said = " ".join(findings(file))
    assert "info-contact" in said
    assert "nlgov:paths-kebab-case" in said
