"""Rules for tests: two municipalities that do not exist, on the paths that the real ones use."""

import shutil
import tomllib
from pathlib import Path

from wijkstem.rules.registry import RuleBook, load
from wijkstem.settings import ROOT

FIXTURES = Path(__file__).parents[1] / "fixtures" / "rules"
TOWN = "testdorp"
REAL = ROOT / "platform" / "wijkstem" / "rules" / "data"


def rules_folder(folder: Path) -> Path:
    """A folder of rules that a test may change."""
    shutil.copytree(FIXTURES, folder)
    shutil.copytree(REAL / "paden", folder / "paden")
    return folder


def with_instrument(folder: Path, path: str, instrument: str) -> Path:
    """Such a folder, in which Testdorp has one more instrument, with a path of its own."""
    made = rules_folder(folder)
    name = tomllib.loads(path)["id"]
    (made / "paden" / f"{name}.toml").write_text(path)
    file = made / TOWN / "spelregels-2025-01-01.toml"
    file.write_text(file.read_text() + instrument)
    return made


def rule_book(folder: Path) -> RuleBook:
    """The rules of Testdorp and Buurdorp."""
    return load(rules_folder(folder))
