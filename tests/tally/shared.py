"""Real elections, which are not ours to hand out: beside the repository, or where WIJKSTEM_PB says."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("WIJKSTEM_PB") or ROOT.parent / "shared" / "data" / "pb")


def real(name: str) -> Path:
    """One file; skips where it is not, also under CI, for nobody may publish it."""
    file = FOLDER / f"{name}.pb"
    if not file.is_file():
        pytest.skip(f"{file.name} is not here: WIJKSTEM_PB names the folder with real elections")
    return file
