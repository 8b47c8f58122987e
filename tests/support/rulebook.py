"""Rules for tests: two municipalities that do not exist, on the paths that the real ones use."""

import shutil
from pathlib import Path

from wijkstem.rules.registry import RuleBook, load
from wijkstem.settings import ROOT

FIXTURES = Path(__file__).parents[1] / "fixtures" / "rules"
REAL = ROOT / "platform" / "wijkstem" / "rules" / "data"


def rules_folder(folder: Path) -> Path:
    """A folder of rules that a test may change."""
    shutil.copytree(FIXTURES, folder)
    shutil.copytree(REAL / "paden", folder / "paden")
    return folder


def rule_book(folder: Path) -> RuleBook:
    """The rules of Testdorp and Buurdorp."""
    return load(rules_folder(folder))
