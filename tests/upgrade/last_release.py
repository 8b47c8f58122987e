"""The code of the last release, taken from the history of this checkout, to be run beside today's.

It runs in today's environment: an environment of its own would take minutes. When an upgrade of a library stops
the old code from starting, this says so, and the release in between has to work with both.
"""

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from tests.support.needs import lacks
from tests.support.processes import Process
from wijkstem.settings import ROOT

#: The commit of the last release, for a checkout that was fetched without tags.
RECORDED = Path(__file__).with_name("LAST_RELEASE")


def _git(*words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)


def last_release() -> str:
    """The commit of the last tag before this one; ends the test where the history is not here."""
    # What is tagged itself is compared with the release before it.
    here = "HEAD^" if _git("describe", "--exact-match", "--match", "v*").returncode == 0 else "HEAD"
    tag = _git("describe", "--tags", "--abbrev=0", "--match", "v*", here).stdout.decode().strip()
    names = [name for name in (tag, RECORDED.read_text().strip()) if name]
    known = (_git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") for name in names)
    found = next((one.stdout.decode().strip() for one in known if one.returncode == 0), None)
    if found is None:
        lacks("this checkout has no history, so no code of the last release: git fetch --tags")
    return found


class LastRelease:
    """A tree with the last release's code."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        archive = subprocess.run(
            ["git", "archive", "--format=tar", last_release()],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
            packed.extractall(folder, filter="data")
        # The stylesheets are built and not in the history; what a page looks like is not what is tested.
        dist = Path("platform/wijkstem/static/dist")
        shutil.copytree(ROOT / dist, folder / dist)

    def environment(self, env: dict[str, str]) -> dict[str, str]:
        """The same settings with the old code."""
        return env | {"PYTHONPATH": f"{self.root / 'platform'}:{self.root}"}

    def rules(self, folder: Path, threshold: int) -> Path:
        """The rules that its tests have, with another threshold; both releases read these."""
        shutil.copytree(self.root / "tests" / "fixtures" / "rules", folder)
        paths = self.root / "platform" / "wijkstem" / "rules" / "data" / "paden"
        shutil.copytree(paths, folder / "paden")
        for file in folder.glob("*/spelregels-*.toml"):
            file.write_text(file.read_text().replace("value = 3,", f"value = {threshold},"))
        return folder

    def process(
        self, name: str, command: list[str], env: dict[str, str], folder: Path, port: int | None
    ) -> Process:
        """A process of the old code; it begins in its own folder, where Python looks first."""
        moved = ["env", "-C", str(self.root), *command]
        return Process(f"old-{name}", moved, self.environment(env), folder, port=port)

    def run(self, env: dict[str, str], *words: str) -> str:
        """``wijkstem …`` or another Python program of the old code."""
        done = subprocess.run(
            [sys.executable, "-c", *words],
            env=self.environment(env) | {"PATH": os.environ["PATH"]},
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
