"""Where somebody lives is looked at again when the rules say that it was too long ago."""

from pathlib import Path

import pytest

from tests.commands.test_initiatives import refusal
from tests.support.rulebook import rules_folder
from tests.support.world import HERE, World, make_world
from wijkstem.commands.signatures import Sign
from wijkstem.rules.registry import load
from wijkstem.tables.initiatives import Signature


@pytest.fixture
def strict(database_url: str, tmp_path: Path) -> World:
    """Testdorp, where it may be two days ago at most."""
    folder = rules_folder(tmp_path / "rules")
    file = next((folder / HERE).glob("spelregels-*.toml"))
    said = file.read_text()
    asked = 'lives_in = "municipality"'
    assert asked in said
    within = "residence_within_days = { value = 2, assumed = true }"
    file.write_text(said.replace(asked, f"{asked}\n{within}"))
    return make_world(database_url, load(folder))


def test_residence_that_was_told_too_long_ago_is_told_again(strict: World) -> None:
    plan = strict.open()
    anna = strict.person("anna")
    strict.pass_days(3)
    assert refusal(strict, Sign(plan), anna) == "facts_too_old"
    assert strict.rows(Signature) == []
    strict.execute(Sign(plan), strict.person("anna"))
    assert [row["valid"] for row in strict.rows(Signature)] == [True]
    strict.services.engine.dispose()


def test_residence_of_the_last_days_is_good_enough(strict: World) -> None:
    plan = strict.open()
    anna = strict.person("anna")
    strict.pass_days(2)
    strict.execute(Sign(plan), anna)
    assert len(strict.rows(Signature)) == 1
    strict.services.engine.dispose()
